"""Which browsers an account has been used in: each keeps that itself, sealed, and a new one is
told of.
"""

from __future__ import annotations

from typing import Final

import msgspec
from aiohttp import web

from bot.console import cookies
from bot.console.keeping import Keeping
from bot.console.routes import Guest
from bot.console.sessions import browser_name
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.desk_records import AccountRecord
from storage.trust import NoticeRecord

__all__ = ["notice", "remember"]

_KEPT_S: Final = 400 * 86_400
"""Longer than browsers keep any cookie (RFC 6265bis)."""
_MOST: Final = 20
"""Accounts of one browser: more share no computer."""


class _Known(msgspec.Struct, frozen=True):
    """Ids of the accounts that were used in a browser, the newest last."""

    accounts: tuple[str, ...] = ()


def notice(guest: Guest, unit: UnitOfWork, account: AccountRecord, now: Instant) -> None:
    """Tell the owner of an account that it is being used in a browser for the first time."""
    if account.id in _known(guest).accounts:
        return
    device = browser_name(guest.request.headers.get("User-Agent", ""))
    told = NoticeRecord(
        account_id=account.id,
        kind="account.new_device",
        object=account.id,
        made_at=now,
        params={"device": device or "–"},
    )
    guest.services.storage.notices.add(unit, told)


def remember(guest: Guest, response: web.StreamResponse, account_id: str) -> None:
    """Let the browser know that the account was used in it."""
    others = tuple(one for one in _known(guest).accounts if one != account_id)
    known = _Known((*others, account_id)[-_MOST:])
    sealed = _keeping(guest).seal(known, guest.now)
    cookies.write(response, "desk-device", sealed, guest.services.settings, seconds=_KEPT_S)


def _known(guest: Guest) -> _Known:
    sealed = cookies.read(guest.request, "desk-device", guest.services.settings)
    found = _keeping(guest).open(sealed, _Known, guest.now, _KEPT_S) if sealed else None
    return found or _Known()


def _keeping(guest: Guest) -> Keeping:
    return Keeping(guest.services.browser_key, "device")
