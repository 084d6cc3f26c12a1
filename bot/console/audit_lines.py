"""Lines of the audit log as people read them, and the page of one of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from operator import attrgetter
from typing import Final, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from bot.console.audit_values import Telling
from bot.console.audit_words import ACTIONS
from bot.console.granting import units_for
from bot.console.routes import Visit
from bot.desk import NotHereError
from bot.reports.wording import said
from flows.identifiers import Instant
from storage.desk_records import AuditRow, SignedHead

__all__ = ["PATH", "Line", "line_of", "newest_signed", "show_line", "signed_heads", "telling_for"]

PATH: Final = "/console/audit"
_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)
_BEFORE: Final = "_before"
"""Ends the name of a detail that says how it was: `state_before` beside `state`."""


class Line(NamedTuple):
    """A line of the log as people read it; `code` is the action's own word."""

    id: int
    at: Instant
    who: str
    actor: str
    what: str
    code: str
    target: str
    details: tuple[tuple[str, str], ...]


class _Change(NamedTuple):
    """One thing that is written beside an action: as it was, where that is known, and as it is."""

    name: str
    before: str
    after: str


async def telling_for(visit: Visit, names: Mapping[str, str]) -> Telling:
    """Return what says actors, targets and details to this reader."""
    return Telling(visit.text, names, (await units_for(visit)).name)


def line_of(visit: Visit, row: AuditRow, telling: Telling) -> Line:
    """Return a row as people read it."""
    return Line(
        id=row.id,
        at=row.at,
        who=telling.actor(row.actor),
        actor=row.actor,
        what=said(visit.text, ACTIONS, row.action),
        code=row.action,
        target=telling.target(row.target),
        details=tuple(telling.detail(name, value) for name, value in row.detail.items() if value),
    )


async def signed_heads(visit: Visit) -> list[SignedHead]:
    """Return what lies outside the database as signed, forged lines too: what is to be verified;
    nothing where that is kept nowhere.
    """
    heads = visit.services.audit_heads
    return [] if heads is None else await asyncio.to_thread(heads.read)


async def newest_signed(visit: Visit) -> SignedHead | None:
    """Return the head that reaches furthest, of those that our key has signed."""
    heads = visit.services.audit_heads
    genuine = [] if heads is None else await asyncio.to_thread(heads.genuine)
    return max(genuine, key=attrgetter("position"), default=None)


async def show_line(visit: Visit, number: str) -> web.Response:
    """Show one line whole: what was before and after, who did it, and where it lies in the chain.

    Raises:
        NotHereError: there is none, or it is about a case in which the reader is a party.

    """
    storage = visit.services.storage
    found = None
    if _NUMBER.fullmatch(number):
        found = await storage.audit.line(int(number), reader=visit.account.id)
    if found is None:
        raise NotHereError
    telling = await telling_for(visit, await storage.accounts.names())
    newest = await newest_signed(visit)
    signed = 0 if newest is None else newest.position
    return visit.show(
        "audit_line.html",
        line=line_of(visit, found.row, telling),
        changes=_changes(found.row.detail, telling),
        place=found.place,
        is_signed=found.place is not None and found.place.position <= signed,
        others=f"{PATH}?{urlencode({'target': found.row.target})}",
    )


def _changes(detail: Mapping[str, str], telling: Telling) -> list[_Change]:
    found = []
    for name, value in detail.items():
        if name.removesuffix(_BEFORE) in detail and name.endswith(_BEFORE):
            continue
        label, after = telling.detail(name, value)
        before = detail.get(f"{name}{_BEFORE}", "")
        found.append(_Change(label, before and telling.detail(name, before)[1], after))
    return [change for change in found if change.before or change.after]
