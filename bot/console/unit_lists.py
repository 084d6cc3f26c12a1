"""The events of units as a table: handed in, looked through, entered as a whole; given back."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from bot.console.given_lists import FaultLine, GivenList, given_list, list_sent, show_list
from bot.console.giving import as_file, kind_asked
from bot.console.routes import Route, Visit
from bot.console.unit_changes import endings_of
from bot.console.unit_view import of_tree, why_of
from bot.imports.lines import day_of
from bot.reports.sheets import Sheet
from bot.units import Plan, Units, enter, known_units, planned
from bot.units.importing import Misfit, ReadEvents, looked_through
from bot.units.reading import Fault, Words
from bot.units.tables import headers, lines
from bot.units.wording import COLUMNS, FAULTS
from flows.texts import text_key

__all__ = ["ROUTES"]

_TREE: Final = "/console/units"
_PATH: Final = "/console/unit-events"
_IMPORT: Final = f"{_PATH}/import"


async def page(visit: Visit) -> web.StreamResponse:
    """Ask for the table."""
    visit.must("unit.change", of_tree(visit))
    return _show(visit, GivenList(), ReadEvents())


async def take_in(visit: Visit) -> web.StreamResponse:
    """Show what the table would enter, or what is wrong; enter it on the second step.

    Raises:
        StaleSessionError: somebody else entered an event meanwhile.

    """
    sent = await list_sent(visit)
    visit.must("unit.change", of_tree(visit))
    given = await given_list(visit, sent)
    if given.refused:
        return _show(visit, given, ReadEvents())
    known = await known_units(visit.services.storage, visit.now)
    read, plan = await asyncio.to_thread(_looked, visit, known, given)
    if plan is None or not given.is_final:
        endings = await endings_of(visit, plan) if plan else []
        faults = [_said(visit, known, read, fault) for fault in read.faults]
        return _show(visit, given, read, sorted(faults), endings)
    await enter(visit.services.storage, plan, visit.actor_name, visit.now)
    count = str(len(plan.events))
    return visit.go(_TREE, text_key("console.units.imported"), count=count)


def _looked(visit: Visit, known: Units, given: GivenList) -> tuple[ReadEvents, Plan | None]:
    """Return what the table says; with the plan, where there is anything to enter."""
    words = Words.of(visit.services.texts)
    read = looked_through(known, given.rows, words, day_of)
    fits = read.entries and not read.faults
    return read, planned(known, read.entries, visit.actor_name) if fits else None


def _said(visit: Visit, known: Units, read: ReadEvents, fault: Fault | Misfit) -> FaultLine:
    column = visit.text(COLUMNS[fault.column])
    if isinstance(fault, Fault):
        return fault.row, column, fault.value, visit.text(FAULTS[fault.fault], value=fault.value)
    return fault.row, column, "", why_of(visit, known, fault.refused, read.numbers)


def _show(
    visit: Visit,
    given: GivenList,
    read: ReadEvents,
    faults: list[FaultLine] | None = None,
    endings: list[str] | None = None,
) -> web.Response:
    return show_list(
        visit,
        "units_import.html",
        given,
        faults or [],
        path=_IMPORT,
        looked=bool(given.text) and not read.faults,
        count=len(read.entries),
        known=read.known,
        endings=endings or [],
    )


async def export(visit: Visit) -> web.StreamResponse:
    """Give all events as a file that can be handed in again."""
    visit.must("unit.change", of_tree(visit))
    known = await known_units(visit.services.storage, visit.now)
    title = visit.text(text_key("units.sheet"))
    sheet = Sheet(title, headers(visit.text), list(lines(known.events, visit.text)))
    return await as_file(visit, [sheet], kind_asked(visit), "units")


ROUTES: tuple[Route, ...] = (
    Route("GET", _IMPORT, page, "unit.change"),
    Route("POST", _IMPORT, take_in, "unit.change"),
    Route("GET", f"{_PATH}/export", export, "unit.change"),
)
