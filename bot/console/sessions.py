"""Sessions of the console: how one begins in a browser, and how it ends there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from aiohttp import web

from bot.console import cookies
from bot.console.routes import Guest, Visit
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.desk_records import AccountRecord, DeskSessionRecord

__all__ = ["Admission", "begin", "browser_name", "give", "rid"]

_BROWSERS: Final = {
    "coc_coc_browser": "Coc Coc",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
"""What stands in a browser's name for itself, the particular before the general: they all claim
to be one another.
"""


class Admission(NamedTuple):
    """Who was let in, and the secret of the new session's cookie."""

    account_id: str
    secret: str


def begin(guest: Guest, unit: UnitOfWork, account: AccountRecord, now: Instant) -> Admission:
    """Add a session to what is to be committed; return what its cookie is made of."""
    secret = cookies.new_secret()
    record = DeskSessionRecord(
        id_hash=cookies.hashed(secret),
        account_id=account.id,
        csrf=cookies.new_secret(),
        created_at=now,
        seen_at=now,
        agent=browser_name(guest.request.headers.get("User-Agent", "")),
    )
    guest.services.storage.desk_sessions.add(unit, record)
    return Admission(account.id, secret)


def give(guest: Guest, response: web.StreamResponse, admission: Admission) -> None:
    """Let the browser keep its session, until its window is closed or the session ends."""
    cookies.write(response, "desk", admission.secret, guest.services.settings)


def rid(visit: Visit, response: web.StreamResponse) -> None:
    """Take the session from the browser; its pages are kept nowhere (`no-store`)."""
    cookies.drop(response, "desk", visit.services.settings)


def browser_name(agent: str) -> str:
    """Return what a person recognises their browser by ("Chrome, Windows"); no more is kept."""
    parts = (_first(agent, _BROWSERS), _first(agent, _SYSTEMS))
    return ", ".join(filter(None, parts))


def _first(agent: str, names: Mapping[str, str]) -> str | None:
    return next((name for sign, name in names.items() if sign in agent), None)
