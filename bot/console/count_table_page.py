"""The page of one table of counts from elsewhere: the source beside what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.routes import Route, Visit
from bot.count_tables import LONGEST_NOTE, Reviewed, flag_name, reviewed
from bot.desk import NotHereError
from bot.reports.count_words import flag_sentences
from flows.desk.policy import Action, Thing, scope_of
from storage.counting_records import CountNote, CountTable
from survey.count_tables import Flag, SourceRow
from survey.counts import COLUMNS

__all__ = ["ONE", "PATH", "ROUTES", "found_table", "show_table", "table_thing"]

PATH: Final = "/console/counts/tables"
ONE: Final = PATH + "/{table:[0-9a-z]{26}}"


class _Row(NamedTuple):
    """A row as it is written, and which of its cells somebody has to explain."""

    row: int
    name: str
    unit: str
    cells: tuple[tuple[str, bool], ...]
    not_returned: int | None


class _Said(NamedTuple):
    """A flag, its sentence, and what was written to it."""

    name: str
    flag: Flag
    sentence: str
    notes: tuple[tuple[str, CountNote], ...]
    """Who, and what."""


async def table(visit: Visit) -> web.StreamResponse:
    """Show one table."""
    return await show_table(visit, await found_table(visit, "count.read"))


async def found_table(visit: Visit, action: Action) -> CountTable:
    """Return the table that the address names.

    Raises:
        NotHereError: there is none, or none that this person may do this to.

    """
    units = scope_of(visit.actor, action).units
    name = visit.request.match_info["table"]
    found = await visit.services.storage.count_tables.by_id(units, name)
    if found is None or not visit.may(action, table_thing(found.unit_id)):
        raise NotHereError
    return found


def table_thing(unit_id: str | None) -> Thing:
    """Return a table of a unit as the policy sees it."""
    return Thing(kind="count", unit_id=unit_id)


async def show_table(visit: Visit, found: CountTable, fault: str = "") -> web.Response:
    """Return the page. `fault`: why an act was not done."""
    seen = await reviewed(visit.services.storage, found, visit.now)
    owner = seen.tree.units.get(found.unit_id or "")
    state = owner.lately(date.fromisoformat(found.to_day)) if owner is not None else None
    return visit.show(
        "count_table.html",
        status=422 if fault else 200,
        table=found,
        first=date.fromisoformat(found.from_day),
        last=date.fromisoformat(found.to_day),
        unit=state.name if state is not None else "",
        rows=list(_rows(seen)),
        total=seen.source.total,
        totals=[(seen.review.totals[column], _differs(seen, column)) for column in COLUMNS],
        flags=[await _said(visit, seen, flag, text) for flag, text in _sentences(visit, seen)],
        open_count=len(seen.open_flags),
        who=await visit.name_of(found.actor),
        approved_by=await visit.name_of(found.approved_by or ""),
        longest_note=LONGEST_NOTE,
        may_change=visit.may("count.change", table_thing(found.unit_id)),
        fault=visit.text(fault) if fault else "",
    )


def _sentences(visit: Visit, seen: Reviewed) -> list[tuple[Flag, str]]:
    """Return what has to be explained, then what is good to know."""
    return sorted(flag_sentences(visit.text, seen), key=lambda pair: not pair[0].blocks)


def _differs(seen: Reviewed, column: str) -> bool:
    return any(f.code == "total_differs" and f.column == column for f in seen.review.flags)


def _rows(seen: Reviewed) -> Iterator[_Row]:
    flagged = {(flag.row, flag.column) for flag in seen.review.flags}
    on = date.fromisoformat(seen.table.to_day)
    for row in seen.source.rows:
        yield _Row(
            row=row.row,
            name=row.name,
            unit=_called(seen, row, on),
            cells=tuple((row.cells[name], (row.row, name) in flagged) for name in COLUMNS),
            not_returned=seen.review.not_returned.get(row.row),
        )


def _called(seen: Reviewed, row: SourceRow, on: date) -> str:
    """Return what the unit is called that a row was taken for; "" where it is called just so."""
    unit = seen.tree.units.get(row.unit_ids[0]) if len(row.unit_ids) == 1 else None
    state = unit.lately(on) if unit is not None else None
    return "" if state is None or state.name == row.name else state.name


async def _said(visit: Visit, seen: Reviewed, flag: Flag, sentence: str) -> _Said:
    name = flag_name(flag)
    notes = [(await visit.name_of(note.actor), note) for note in seen.notes.get(name, ())]
    return _Said(name, flag, sentence, tuple(notes))


ROUTES: tuple[Route, ...] = (Route("GET", ONE, table, "count.read"),)
