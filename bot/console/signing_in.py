"""Signing in and out.

Whoever is refused gets one and the same answer, after the same time: it tells neither whether
there is such an account, nor which of the three was wrong, nor whether it is locked.
"""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from bot.accounts import By, folded, note, save
from bot.console import devices, sessions
from bot.console.entrance import SIGN_IN, visit_of
from bot.console.forms import Form
from bot.console.gate import admitted
from bot.console.navigation import own_path
from bot.console.notices import landing
from bot.console.proofs import Passwords
from bot.console.routes import Guest, PublicRoute, Route, Visit
from bot.console.tries import means_of, store_refusal
from bot.turns import now_ms
from bot.web.doors import LIMITS, SERVICES
from bot.web.limits import Buckets, address_of
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork
from storage.desk_records import AccountRecord

__all__ = ["ADDRESSES", "PASSWORDS", "PUBLIC_ROUTES", "ROUTES"]

PASSWORDS = web.AppKey("passwords", Passwords)
ADDRESSES = web.AppKey("wrong tries of addresses", Buckets)
"""Wrong tries of an address with any login: far more than one login has, as offices share one."""

_TRIES_TO_SAVE: Final = 4


class _WaitError(Exception):
    """Who knows everything comes from where too much was guessed."""


# -- pages


async def sign_in_page(guest: Guest) -> web.StreamResponse:
    """Show the form; whoever is signed in goes on to their work."""
    if await visit_of(guest.request) is not None:
        return guest.go(own_path(guest.request.query.get("next", "")))
    return _form(guest, guest.request.query.get("next", ""), "")


def _form(
    guest: Guest, target: str, login: str, *, wrong: str | None = None, status: int = 200
) -> web.Response:
    return guest.show(
        "sign_in.html", status=status, next=own_path(target), login=login, wrong=wrong
    )


async def sign_in(guest: Guest) -> web.StreamResponse:
    """Let somebody in, or say no."""
    begun = asyncio.get_running_loop().time()
    form = await guest.form()
    try:
        admission = await _admission(guest, form)
    except _WaitError:
        return await _refusal(guest, form, begun, text_key("console.sign_in.wait"), 429)
    if admission is None:
        return await _refusal(guest, form, begun, text_key("console.sign_in.no"), 403)
    response = guest.go(await landing(guest, admission.account_id, own_path(form["next"])))
    sessions.give(guest, response, admission)
    devices.remember(guest, response, admission.account_id)
    return response


async def _refusal(
    guest: Guest, form: Form, begun: float, wrong: str, status: int
) -> web.Response:
    """Say no, as long after `begun` as every no is said."""
    left = begun + guest.request.app[PASSWORDS].refusal_s - asyncio.get_running_loop().time()
    await asyncio.sleep(max(0.0, left))
    return _form(guest, form["next"], form["login"], wrong=wrong, status=status)


async def sign_out(visit: Visit) -> web.StreamResponse:
    """End this session."""
    await visit.form()
    storage, unit = visit.services.storage, UnitOfWork()
    storage.desk_sessions.end(unit, visit.session.id_hash, visit.now)
    note(storage, unit, visit.account, visit.by, "account.signed_out")
    await storage.commit(unit)
    response = visit.go(SIGN_IN, text_key("console.signed_out"))
    sessions.rid(visit, response)
    return response


PUBLIC_ROUTES: tuple[PublicRoute, ...] = (
    PublicRoute("GET", SIGN_IN, sign_in_page),
    PublicRoute("POST", SIGN_IN, sign_in),
)
ROUTES: tuple[Route, ...] = (Route("POST", "/console/sign-out", sign_out, "own"),)


# -- one try


async def _admission(guest: Guest, form: Form) -> sessions.Admission | None:
    """Return who is let in, or None; a try leaves its trace in either case."""
    accounts, passwords = guest.services.storage.accounts, guest.request.app[PASSWORDS]
    account = await accounts.by_login(folded(form["login"]))
    stored = account.password_hash if account is not None else None
    knows = await passwords.verify(stored, form.exact("password"))
    fresh = await passwords.renewed(stored, form.exact("password")) if knows else stored
    # Tries at the same time: whoever comes second judges by what the first has left.
    for _ in range(_TRIES_TO_SAVE):
        if account is None:
            break
        try:
            return await _judged(guest, account, form, fresh if knows else None)
        except StaleSessionError:
            account = await accounts.by_id(account.id)
            knows = knows and account is not None and account.password_hash == stored
    _count_wrong(guest, form)
    return None


async def _judged(
    guest: Guest, account: AccountRecord, form: Form, password_hash: str | None
) -> sessions.Admission | None:
    """Store what a try changes; return who is let in, where it was right.

    `password_hash`: of the password that was typed, if it was the right one.

    Raises:
        _WaitError: all was right, and the address has to wait; the code is not used up.

    """
    changes = admitted(account, form["code"], guest.now, knows_password=password_hash is not None)
    if changes is None:
        await store_refusal(guest, account, "nobody", "door")
        _count_wrong(guest, form)
        return None
    if _guessed_too_often(guest, form):
        raise _WaitError
    storage, unit, now = guest.services.storage, UnitOfWork(), now_ms()
    saved = save(storage, unit, account, **changes, password_hash=password_hash)
    admission = sessions.begin(guest, unit, saved, now)
    note(
        storage, unit, saved, By.of(saved, now), "account.signed_in", {"means": means_of(changes)}
    )
    devices.notice(guest, unit, saved, now)
    await storage.commit(unit)
    return admission


# -- wrong tries of one address


def _guessed_too_often(guest: Guest, form: Form) -> bool:
    at_door = guest.request.app[LIMITS].guesses.wait(_key(guest, form)) > 0
    return at_door or guest.request.app[ADDRESSES].wait(_address(guest)) > 0


def _count_wrong(guest: Guest, form: Form) -> None:
    guest.request.app[LIMITS].guesses.take(_key(guest, form))
    guest.request.app[ADDRESSES].take(_address(guest))


def _key(guest: Guest, form: Form) -> str:
    """Return what tries are counted by: an address and a login together, so that a whole office
    behind one address does not wait for who forgot a password.
    """
    return f"desk {_address(guest)} {folded(form['login'])}"


def _address(guest: Guest) -> str:
    return address_of(guest.request, guest.request.app[SERVICES].settings)
