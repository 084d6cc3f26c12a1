"""Signing in and out.

Whoever is refused gets one and the same answer, after the same time: it tells neither whether
there is such an account, nor which of the three was wrong, nor whether it is locked.
"""

from __future__ import annotations

import asyncio
import re
from typing import Final

from aiohttp import web

from bot.accounts import By, folded, note, save
from bot.console import sessions
from bot.console.entrance import SIGN_IN, visit_of
from bot.console.forms import Form
from bot.console.gate import admitted, refused
from bot.console.proofs import Passwords
from bot.console.routes import Guest, PublicRoute, Route, Visit
from bot.turns import now_ms
from bot.web.doors import LIMITS, SERVICES
from bot.web.limits import address_of
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork
from storage.desk_records import AccountRecord

__all__ = ["PASSWORDS", "PUBLIC_ROUTES", "ROUTES", "own_path"]

PASSWORDS = web.AppKey("passwords", Passwords)

_OWN_PATH: Final = re.compile(r"/console(?:[/?][A-Za-z0-9_.~%/?=&+,:@-]*)?")
_TRIES_TO_SAVE: Final = 4


def own_path(target: str) -> str:
    """Return where to go after signing in: a page of the console, else its first one."""
    return target if _OWN_PATH.fullmatch(target) else "/console"


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
    admission = None if _guessed_too_often(guest) else await _admission(guest, form)
    if admission is None:
        await _until(begun + guest.request.app[PASSWORDS].refusal_s)
        return _form(
            guest, form["next"], form["login"], wrong=text_key("console.sign_in.no"), status=403
        )
    response = guest.go(own_path(form["next"]))
    sessions.give(guest, response, admission)
    return response


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


async def _admission(guest: Guest, form: Form) -> str | None:
    """Return the secret of a new session, or None; a try leaves its trace in either case."""
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
            return await _judged(guest, account, form["code"], fresh if knows else None)
        except StaleSessionError:
            account = await accounts.by_id(account.id)
            knows = knows and account is not None and account.password_hash == stored
    _count_wrong(guest)
    return None


async def _judged(
    guest: Guest, account: AccountRecord, code: str, password_hash: str | None
) -> str | None:
    """Store what a try changes; return the secret of the session, where it was right.

    `password_hash`: of the password that was typed, if it was the right one.
    """
    changes = admitted(account, code, guest.now, knows_password=password_hash is not None)
    if changes is None:
        await _store_refusal(guest, account)
        _count_wrong(guest)
        return None
    storage, unit, now = guest.services.storage, UnitOfWork(), now_ms()
    saved = save(storage, unit, account, **changes, password_hash=password_hash)
    secret = sessions.begin(guest, unit, saved, now)
    means = "recovery code" if "recovery" in changes else "authenticator"
    note(storage, unit, saved, By.of(saved, now), "account.signed_in", {"means": means})
    await storage.commit(unit)
    return secret


async def _store_refusal(guest: Guest, account: AccountRecord) -> None:
    changes = refused(account, guest.now)
    if changes is None:
        return
    storage, unit = guest.services.storage, UnitOfWork()
    saved = save(storage, unit, account, **changes)
    action = "account.refused" if saved.locked_until is None else "account.locked"
    note(storage, unit, saved, By("nobody", guest.now), action, {"tries": str(saved.failures)})
    await storage.commit(unit)


# -- wrong tries of one address


def _guessed_too_often(guest: Guest) -> bool:
    return guest.request.app[LIMITS].guesses.wait(_key(guest)) > 0


def _count_wrong(guest: Guest) -> None:
    guest.request.app[LIMITS].guesses.take(_key(guest))


def _key(guest: Guest) -> str:
    """Return what an address is counted by: apart from the codes that citizens type there."""
    return f"desk {address_of(guest.request, guest.request.app[SERVICES].settings)}"


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - asyncio.get_running_loop().time()))
