"""Where an officer is written to: the address on the personal page, confirmed by its reader."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final

from aiohttp import web
from msgspec.structs import replace

from bot.accounts import note
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from flows.mail_addresses import is_mail_address
from flows.texts import text_key
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.mail_records import AccountMail

__all__ = ["ROUTES", "mail_values"]

_ME: Final = "/console/me"
_MAIL: Final = f"{_ME}/mail"
_CONFIRM_MS: Final = 2 * DAY
"""How long an address can be confirmed after it was entered, in ms."""


async def mail_values(visit: Visit, typed: str = "", fault: str = "") -> Mapping[str, object]:
    """Return what the personal page shows of e-mail; nothing where the office has no server."""
    return {
        "mail_is_on": visit.services.settings.mail is not None,
        "mail": await visit.services.storage.account_mails.of(visit.account.id),
        "mail_typed": typed,
        "mail_fault": fault and visit.text(fault),
    }


async def enter(visit: Visit) -> web.StreamResponse:
    """Take an address, to which a letter goes at once; until it is confirmed, no other does."""
    address = (await visit.form())["address"].strip()
    if not is_mail_address(address):
        values = await mail_values(visit, address[:200], text_key("console.me.mail_fault"))
        return visit.show("me_mail.html", status=422, **values)
    before = await visit.services.storage.account_mails.of(visit.account.id)
    made = AccountMail(account_id=visit.account.id, address=address, changed_at=visit.now)
    unit, mails = UnitOfWork(), visit.services.storage.account_mails
    if before is None:
        mails.add(unit, made)
    else:
        told = replace(made, mailed_upto=before.mailed_upto, version=before.version + 1)
        mails.save(unit, told)
    await _commit(visit, unit, "account.mail_entered")
    return visit.go(_ME, text_key("console.me.mail_entered"))


async def remove(visit: Visit) -> web.StreamResponse:
    """Be written to no more."""
    await visit.form()
    mails, unit = visit.services.storage.account_mails, UnitOfWork()
    before = await mails.of(visit.account.id)
    mails.remove(unit, visit.account.id)
    await _commit(visit, unit, "account.mail_removed")
    back = Undo(_MAIL, {"address": before.address}, text_key("console.undo")) if before else None
    return visit.go(_ME, text_key("console.me.mail_removed"), undo=back)


# -- the link of the letter


async def confirm_page(visit: Visit) -> web.StreamResponse:
    """Show what the button confirms; nothing changes, since mail programs open links."""
    token = visit.request.query.get("token", "")
    mail = await _meant(visit, token)
    return visit.show("me_mail_confirm.html", mail=mail, token=token)


async def confirm(visit: Visit) -> web.StreamResponse:
    """Confirm the address: whoever holds the letter's link is signed in as its officer."""
    mail = await _meant(visit, (await visit.form())["token"])
    if mail is None:
        return visit.go(_ME, text_key("console.me.mail_link_over"))
    if mail.confirmed_at is None:
        unit = UnitOfWork()
        confirmed = replace(mail, confirmed_at=visit.now, version=mail.version + 1)
        newest = (await visit.services.storage.notices.page(visit.account.id, size=1)).rows
        told = max([mail.mailed_upto, *(one.number for one in newest)])
        visit.services.storage.account_mails.save(unit, replace(confirmed, mailed_upto=told))
        await _commit(visit, unit, "account.mail_confirmed")
    return visit.go(_ME, text_key("console.me.mail_done"))


async def _meant(visit: Visit, token: str) -> AccountMail | None:
    """Return one's own address if the link is of it, and not too old."""
    services = visit.services
    mail = await services.storage.account_mails.of(visit.account.id)
    if mail is None or visit.now >= mail.changed_at + _CONFIRM_MS:
        return None
    wanted = services.storage.mail_links.confirm_token(mail)
    return mail if hmac.compare_digest(wanted.encode(), token.encode()) else None


async def _commit(visit: Visit, unit: UnitOfWork, action: str) -> None:
    note(visit.services.storage, unit, visit.account, visit.by, action)
    await visit.services.storage.commit(unit)


ROUTES: tuple[Route, ...] = (
    Route("POST", _MAIL, enter, "own"),
    Route("POST", f"{_MAIL}/remove", remove, "own"),
    Route("GET", f"{_MAIL}/confirm", confirm_page, "own"),
    Route("POST", f"{_MAIL}/confirm", confirm, "own"),
)
