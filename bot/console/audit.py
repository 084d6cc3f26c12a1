"""The audit page: who did what, and whether anybody has changed what was written."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.console.audit_filters import ChosenLines, chosen_lines
from bot.console.audit_lines import (
    PATH,
    Line,
    line_of,
    newest_signed,
    show_line,
    signed_heads,
    telling_for,
)
from bot.console.audit_words import ACTIONS, ACTORS
from bot.console.giving import TooManyRefusal, give, order_of
from bot.console.routes import Route, Visit
from bot.reports.sheets import Cell, Sheet, clock
from bot.reports.wording import AUDIT_FAULTS, key_of
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.desk_records import AuditFault, AuditFilter, AuditRow, Unsigned

__all__ = ["ROUTES", "VERIFYING"]

VERIFYING = web.AppKey("verifying", asyncio.Lock)
"""The whole log is gone through for one person at a time."""

_PAGE: Final = 50
_EXPORT_PAGE: Final = 500
_MOST: Final = 50_000
"""Lines of one file; who needs more narrows the choice."""
_FAULTS_SHOWN: Final = 100


async def audit(visit: Visit) -> web.StreamResponse:
    """Show one page of the log, newest first, and how far it is sealed; or one line of it."""
    if "line" in visit.request.query:
        return await show_line(visit, visit.request.query["line"])
    return await _show(visit, chosen_lines(visit.request.query), None)


async def _show(
    visit: Visit, chosen: ChosenLines, faults: Sequence[AuditFault] | None
) -> web.Response:
    """Show the log; `faults`: what was just found, None where nobody looked."""
    storage, names = visit.services.storage, await _account_names(visit)
    after = visit.request.query.get("after")
    reader = visit.account.id
    page = await storage.audit.page(chosen.filter(), reader=reader, after=after, size=_PAGE)
    telling = await telling_for(visit, names)
    return visit.show(
        "audit.html",
        chosen=chosen,
        people=_people(visit, names, chosen.who),
        actions=_actions(visit, chosen.what),
        saved=await storage.saved_filters.of_list(visit.account.id, PATH),
        rows=[line_of(visit, row, telling) for row in page.rows],
        older=f"{PATH}?{chosen.query(page.next)}" if page.next else "",
        first=f"{PATH}?{chosen.query()}" if after else "",
        head=await storage.audit.head(),
        signed=await newest_signed(visit),
        verified=faults is not None,
        faults=[_fault(visit, fault) for fault in (faults or ())[:_FAULTS_SHOWN]],
        fault_count=len(faults or ()),
        unsigned=await _unsigned(visit) if faults is not None else None,
    )


async def _account_names(visit: Visit) -> dict[str, str]:
    return await visit.services.storage.accounts.names()


def _people(visit: Visit, names: Mapping[str, str], chosen: str) -> list[tuple[str, str]]:
    """Return whom the log can be asked about: value and label."""
    accounts = [(f"account:{one}", name) for one, name in names.items()]
    others = [(actor, visit.text(key)) for actor, key in ACTORS.items()]
    return _with_chosen([*others, *sorted(accounts, key=lambda one: one[1])], chosen)


def _actions(visit: Visit, chosen: str) -> list[tuple[str, str]]:
    return _with_chosen([(one, visit.text(key)) for one, key in ACTIONS.items()], chosen)


def _with_chosen(options: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """Return the options with what an address chose, even if nobody would offer it."""
    known = {value for value, _ in options}
    return options if not chosen or chosen in known else [*options, (chosen, chosen)]


# -- the chain


async def _unsigned(visit: Visit) -> Unsigned:
    """Return what no signature covers yet; counted only where somebody asks, as it may be all."""
    return await visit.services.storage.audit.unsigned(await signed_heads(visit))


async def verify(visit: Visit) -> web.StreamResponse:
    """Compare every line with the chain, and the chain with the signed heads, now."""
    await visit.form()
    storage, unit = visit.services.storage, UnitOfWork()
    async with visit.request.app[VERIFYING]:
        faults = await storage.audit.verify(await signed_heads(visit), visit.now)
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="audit.verified",
        target="audit",
        detail={"faults": str(len(faults))},
    )
    await storage.commit(unit)
    return await _show(visit, ChosenLines(), faults)


def _fault(visit: Visit, fault: AuditFault) -> tuple[str, str]:
    """Return where something is wrong, and what."""
    places = {
        text_key("console.audit.fault.position"): fault.position,
        text_key("console.audit.fault.row"): fault.audit_id,
    }
    said = [visit.text(key, number=str(n)) for key, n in places.items() if n is not None]
    return ", ".join(said), visit.text(key_of(AUDIT_FAULTS, fault.kind))


# -- a file


async def export(visit: Visit) -> web.StreamResponse:
    """Give the chosen lines as a file, once it is written down who took it, and why."""
    form = await visit.form()
    order = order_of(form)
    chosen = chosen_lines(dict(parse_qsl(form["query"])))
    telling = await telling_for(visit, await _account_names(visit))
    lines = [line_of(visit, row, telling) for row in await _rows(visit, chosen.filter())]
    name = visit.text(text_key("console.audit.export_file"))
    return await give(
        visit, order, [_sheet(visit, lines)], "audit.export", {"rows": str(len(lines))}, name
    )


async def _rows(visit: Visit, chosen: AuditFilter) -> list[AuditRow]:
    """Return the chosen lines.

    Raises:
        TooManyRefusal: there are more than one file holds.

    """
    found: list[AuditRow] = []
    after: str | None = None
    while True:
        page = await visit.services.storage.audit.page(
            chosen, reader=visit.account.id, after=after, size=_EXPORT_PAGE
        )
        found += page.rows
        after = page.next
        if len(found) > _MOST:
            raise TooManyRefusal
        if after is None:
            return found


def _sheet(visit: Visit, lines: Sequence[Line]) -> Sheet:
    headers = [visit.text(key) for key in _HEADERS]
    rows: list[list[Cell]] = [
        [
            line.id,
            clock(line.at),
            line.who,
            line.actor,
            line.what,
            line.code,
            line.target,
            "; ".join(f"{name}: {value}" for name, value in line.details),
        ]
        for line in lines
    ]
    return Sheet(
        visit.text(text_key("console.audit.title")),
        headers,
        rows,
        widths=[8, 20, 24, 32, 30, 24, 30, 50],
    )


_HEADERS: Final = (
    text_key("console.audit.column.number"),
    text_key("console.audit.when"),
    text_key("console.audit.who"),
    text_key("console.audit.column.actor"),
    text_key("console.audit.what"),
    text_key("console.audit.column.action"),
    text_key("console.audit.target"),
    text_key("console.audit.column.detail"),
)

ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, audit, "audit.read"),
    Route("POST", f"{PATH}/verify", verify, "audit.read"),
    Route("POST", f"{PATH}/export", export, "audit.read"),
)
