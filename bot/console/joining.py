"""The ways in by a one-time link: the first admin's, an invitation's, a reset's.

Here a person says who they are and chooses a password; `finishing` stores it, once the
authenticator works.
"""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.accounts import LOGIN, By, Purpose, folded, hash_of_link, note, save
from bot.console.enrolment import begin_setup
from bot.console.entrance import SIGN_IN
from bot.console.finishing import usable
from bot.console.forms import Form
from bot.console.gate import admitted
from bot.console.routes import Guest, GuestHandler, PublicRoute
from bot.console.signing_in import PASSWORDS
from bot.console.tries import means_of, store_refusal
from bot.web.doors import LIMITS
from bot.web.limits import address_of
from bot.web.pages import Refusal
from flows.desk.passwords import password_fault
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.desk_records import AccountLinkRecord, AccountRecord

__all__ = ["PUBLIC_ROUTES", "identity_faults", "password_faults"]

_NAME = 120  # characters of a person's name


# -- the first step: who, and a password


def _pages(purpose: Purpose) -> tuple[GuestHandler, GuestHandler]:
    """Return what shows the first step of a way in, and what takes it."""

    async def show(guest: Guest) -> web.StreamResponse:
        _, account = await _opened(guest, purpose)
        return _show(guest, purpose, account)

    async def take(guest: Guest) -> web.StreamResponse:
        link, account = await _opened(guest, purpose)
        form = await guest.form()
        login = account.login if account is not None else folded(form["login"])
        faults = await _faults(guest, form, account, login)
        if faults:
            return _show(guest, purpose, account, form=form, faults=faults)
        stored = await guest.request.app[PASSWORDS].hash(form.exact("password"))
        if account is not None and account.totp_secret is not None:
            return await _reset(guest, link, account, form, stored)
        return begin_setup(
            guest,
            purpose=purpose,
            login=login,
            name=account.name if account is not None else form["name"],
            account_id=account.id if account is not None else None,
            link_hash=link.token_hash,
            password_hash=stored,
        )

    return show, take


def _show(
    guest: Guest,
    purpose: Purpose,
    account: AccountRecord | None,
    *,
    form: Form | None = None,
    faults: Mapping[str, str] | None = None,
) -> web.Response:
    return guest.show(
        "join.html",
        status=422 if faults else 200,
        purpose=purpose,
        account=account,
        form=form or Form({}),
        faults={name: guest.text(key) for name, key in (faults or {}).items()},
    )


async def _faults(
    guest: Guest, form: Form, account: AccountRecord | None, login: str
) -> dict[str, str]:
    """Return what is wrong with the form, by field; who has an account is known by it."""
    who = {} if account is not None else await identity_faults(guest, form)
    return {**password_faults(form, login), **who}


async def identity_faults(guest: Guest, form: Form) -> dict[str, str]:
    """Return what is wrong with the name and the login of a new account, by field."""
    faults: dict[str, str] = {}
    if not 0 < len(form["name"]) <= _NAME:
        faults["name"] = text_key("console.fault.name")
    login = folded(form["login"])
    if not LOGIN.fullmatch(login):
        faults["login"] = text_key("console.fault.login")
    elif await guest.services.storage.accounts.by_login(login) is not None:
        faults["login"] = text_key("console.fault.login_taken")
    return faults


def password_faults(form: Form, login: str) -> dict[str, str]:
    """Return what is wrong with a new password that was typed twice, by field."""
    password = form.exact("password")
    if (fault := password_fault(password, login)) is not None:
        return {"password": fault}
    if form.exact("again") != password:
        return {"again": text_key("console.fault.again")}
    return {}


async def _opened(
    guest: Guest, purpose: Purpose
) -> tuple[AccountLinkRecord, AccountRecord | None]:
    """Return the link that was opened, and whose it is.

    Raises:
        Refusal: there is no such link, or it was used, or it is too old: all look the same.

    """
    token_hash = hash_of_link(guest.request.match_info["token"])
    found = await usable(guest, token_hash)
    if found is None or found[0].purpose != purpose:
        address = address_of(guest.request, guest.services.settings)
        if wait := guest.request.app[LIMITS].lookups.take(address):
            raise Refusal(429, text_key("web.guesses"), retry_after=wait)
        raise Refusal(404, text_key("console.link_gone"))
    return found


async def _reset(
    guest: Guest, link: AccountLinkRecord, account: AccountRecord, form: Form, stored: str
) -> web.Response:
    """Set a new password for somebody who still has the authenticator; the link alone, which an
    admin has seen, is not enough.
    """
    changes = admitted(account, form["code"], guest.now, knows_password=True)
    if changes is None:
        await store_refusal(guest, account, "nobody", "link")
        wrong = {"code": text_key("console.fault.code")}
        return _show(guest, link.purpose, account, form=form, faults=wrong)
    storage, unit = guest.services.storage, UnitOfWork()
    storage.accounts.use_link(unit, link.token_hash, guest.now)
    saved = save(storage, unit, account, **changes, password_hash=stored)
    storage.desk_sessions.end_all(unit, account.id, guest.now)
    by, proof = By.of(account, guest.now), {"means": means_of(changes)}
    note(storage, unit, saved, by, "account.password_reset", proof)
    await storage.commit(unit)
    return guest.go(SIGN_IN, text_key("console.password_set"))


# -- which address is which way


def _way(path: str, purpose: Purpose) -> tuple[PublicRoute, PublicRoute]:
    show, take = _pages(purpose)
    address = f"/console/{path}/{{token:[A-Za-z0-9_-]{{43}}}}"
    return PublicRoute("GET", address, show), PublicRoute("POST", address, take)


PUBLIC_ROUTES: tuple[PublicRoute, ...] = (
    *_way("first", "first_admin"),
    *_way("join", "invite"),
    *_way("reset", "reset"),
)
