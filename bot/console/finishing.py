"""The last step of each way in: the first code of an authenticator, and all is stored.

A link is used up by the very commit that opens the account, so that nobody stands before a door
whose key is gone.
"""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web

from bot.accounts import ADMIN, By, is_open, new_account, note, save
from bot.console import devices, sessions
from bot.console.enrolment import TOTP, Setup, end_setup, setup_of, show_setup
from bot.console.entrance import visit_of
from bot.console.proofs import new_recovery_codes, recovery_hash, step_of
from bot.console.routes import Guest, PublicRoute
from bot.console.watchers import tell_watchers
from bot.live import CASES
from bot.web.pages import Refusal
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork
from storage.desk_records import AccountLinkRecord, AccountRecord

__all__ = ["PUBLIC_ROUTES", "usable"]


async def usable(
    guest: Guest, token_hash: str
) -> tuple[AccountLinkRecord, AccountRecord | None] | None:
    """Return an open link and whose it is: None for the first admin's, who has no account yet."""
    accounts = guest.services.storage.accounts
    link = await accounts.link(token_hash)
    if link is None or not is_open(link, guest.now):
        return None
    if link.account_id is None:
        # Once somebody is there, only whoever has the machine may make another first admin.
        stands = link.created_by.startswith("command:") or not await accounts.count()
        return (link, None) if stands else None
    account = await accounts.by_id(link.account_id)
    return (link, account) if account is not None and account.state == "active" else None


async def totp_page(guest: Guest) -> web.StreamResponse:
    """Show what the authenticator is set up with."""
    return show_setup(guest, setup_of(guest))


async def totp(guest: Guest) -> web.StreamResponse:
    """Take the first code; from here on the account opens with a password and a code."""
    form, setup = await guest.form(), setup_of(guest)
    step = step_of(setup.secret, form["code"], guest.now, 0)
    if step is None:
        return show_setup(guest, setup, wrong=True)
    codes = new_recovery_codes()
    proofs: dict[str, Any] = {
        "totp_secret": setup.secret,
        "totp_step": step,
        "recovery": tuple(map(recovery_hash, codes)),
        "failures": 0,
        "locked_until": None,
    }
    admission = await _finished(guest, setup, proofs)
    response = guest.show("codes.html", codes=codes, joining=setup.purpose != "change")
    end_setup(guest, response)
    if admission is not None:
        sessions.give(guest, response, admission)
        devices.remember(guest, response, admission.account_id)
    return response


async def _finished(
    guest: Guest, setup: Setup, proofs: dict[str, Any]
) -> sessions.Admission | None:
    """Store it all in one transaction; return who is let in, None where a session goes on."""
    if setup.purpose == "change":
        await _change(guest, setup, proofs)
        return None
    found = await usable(guest, setup.link_hash or "")
    if found is None:
        raise Refusal(404, text_key("console.link_gone"))
    link, account = found
    storage, unit = guest.services.storage, UnitOfWork()
    storage.accounts.use_link(unit, link.token_hash, guest.now)
    proofs = {**proofs, "password_hash": setup.password_hash}
    if account is None:
        # Of two links made at the same time, one makes an admin.
        storage.accounts.revoke_first_links(unit, guest.now)
        joined = _first_admin(guest, unit, setup, proofs)
    else:
        joined = save(storage, unit, account, **proofs)
        storage.desk_sessions.end_all(unit, joined.id, guest.now)
    by, is_new = By.of(joined, guest.now), setup.purpose != "reset"
    note(storage, unit, joined, by, "account.joined" if is_new else "account.password_reset")
    if is_new:
        await tell_watchers(guest, unit, joined, "account.other_joined", joined.grants, by)
    admission = sessions.begin(guest, unit, joined, guest.now)
    try:
        await storage.commit(unit)
    except StaleSessionError:  # somebody was quicker with the same link
        raise Refusal(404, text_key("console.link_gone")) from None
    guest.services.live.wake(CASES)
    return admission


def _first_admin(
    guest: Guest, unit: UnitOfWork, setup: Setup, proofs: dict[str, Any]
) -> AccountRecord:
    made = new_account(setup.login, setup.name, (ADMIN,), guest.now, guest.language)
    account = msgspec.structs.replace(made, **proofs)
    guest.services.storage.accounts.add(unit, account)
    return account


async def _change(guest: Guest, setup: Setup, proofs: dict[str, Any]) -> None:
    """Replace the authenticator of somebody who is signed in; other browsers must sign in anew."""
    visit = await visit_of(guest.request)
    if visit is None or visit.account.id != setup.account_id:
        raise Refusal(404, text_key("console.link_gone"))
    storage, unit = guest.services.storage, UnitOfWork()
    saved = save(storage, unit, visit.account, **proofs)
    storage.desk_sessions.end_all(unit, saved.id, guest.now, but=visit.session.id_hash)
    note(storage, unit, saved, visit.by, "account.authenticator_changed")
    await storage.commit(unit)


PUBLIC_ROUTES: tuple[PublicRoute, ...] = (
    PublicRoute("GET", TOTP, totp_page),
    PublicRoute("POST", TOTP, totp),
)
