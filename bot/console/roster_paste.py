"""A roster out of a sheet: looked through first, then entered as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aiohttp import web

from bot.console.given_lists import GivenList, given_list, list_sent, said_of, show_list
from bot.console.places import ONE, note, place_for
from bot.console.roster_page import officers_for, roster_path
from bot.console.routes import Route, Visit
from bot.office_lists import codes_of_others, known_officers, known_places, put_roster
from flows.spelling import fold
from flows.texts import text_key
from storage.base import PlaceRecord, UnitOfWork
from survey.office_lists import ListFault
from survey.roster_rows import ReadRoster, read_roster

__all__ = ["PASTE_ROUTES"]

_PASTE: Final = f"{ONE}/roster/paste"
_MOST: Final = 500
"""Lines of one list; a year's roster of a province is a file for the command `roster import`."""


async def page(visit: Visit) -> web.StreamResponse:
    """Ask for the rows."""
    place = await place_for(visit, "place.roster")
    return _show(visit, place, GivenList(), None)


async def paste(visit: Visit) -> web.StreamResponse:
    """Show what the rows would enter, or what is wrong; enter them on the second step."""
    sent = await list_sent(visit)
    place = await place_for(visit, "place.roster")
    given = await given_list(visit, sent)
    read = None if given.refused else await _read(visit, place, given.rows)
    if read is None or not given.is_final or read.faults or not read.lines:
        return _show(visit, place, given, read)
    storage, unit = visit.services.storage, UnitOfWork()
    put_roster(storage, unit, read, visit.now, visit.actor_name)
    note(visit, unit, "roster.imported", place.id, rows=str(len(read.lines)))
    await storage.commit(unit)
    first = min(line.from_day for line in read.lines)
    key = text_key("console.roster.imported")
    return visit.go(roster_path(place, first), key, count=str(len(read.lines)))


async def _read(visit: Visit, place: PlaceRecord, rows: Sequence[Sequence[str]]) -> ReadRoster:
    if len(rows) > _MOST:
        return ReadRoster(faults=(ListFault(row=_MOST, column="", code="too_many"),))
    officers = known_officers(await officers_for(visit, place))
    others = codes_of_others(await visit.services.storage.roster.officers(), officers)
    return read_roster(rows, officers, known_places([place]), fold, others)


def _show(
    visit: Visit, place: PlaceRecord, given: GivenList, read: ReadRoster | None
) -> web.Response:
    faults = said_of(visit, read.faults if read else ())
    path = roster_path(place)
    return show_list(visit, "roster_paste.html", given, faults, place=place, path=path, read=read)


PASTE_ROUTES: tuple[Route, ...] = (
    Route("GET", _PASTE, page, "place.roster"),
    Route("POST", _PASTE, paste, "place.roster"),
)
