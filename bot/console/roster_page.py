"""The roster of a place: its week, and lines entered, changed and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from aiohttp import web

from bot.console.calendar_year import weekday_names
from bot.console.office_words import ROSTER_KIND_NAMES
from bot.console.places import ONE, PATH, choices, note, place_for, thing_of
from bot.console.roster_view import lines_of, monday_of, week_of
from bot.console.roster_wish import RosterWish, faults_of
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk import NotHereError
from flows.desk.policy import Thing, covers, scope_of
from flows.texts import text_key
from flows.workdays import local_date
from storage.base import PlaceRecord, UnitOfWork
from storage.staff_records import OfficerRecord, RosterRecord
from survey.office_lists import day_in

__all__ = ["ROUTES", "officers_for", "roster_path"]

_ROSTER: Final = f"{ONE}/roster"
_WEEK: Final = timedelta(days=7)


def roster_path(place: PlaceRecord, day: date | None = None) -> str:
    """Return the address of a place's roster, in the week of a day."""
    week = f"?week={monday_of(day).isoformat()}" if day else ""
    return f"{PATH}/{place.id}/roster{week}"


async def officers_for(visit: Visit, place: PlaceRecord) -> list[OfficerRecord]:
    """Return who can be put at a place: who works there, or where this person writes rosters."""
    scope = scope_of(visit.actor, "place.roster")

    def fits(one: OfficerRecord) -> bool:
        home = Thing(kind="place", unit_id=one.unit_id)
        return one.ended_on is None and (one.unit_id == place.unit_id or covers(scope, home))

    return [one for one in await visit.services.storage.roster.officers() if fits(one)]


async def page(visit: Visit) -> web.StreamResponse:
    """Show a week; `edit` names the line that the form begins with."""
    place = await place_for(visit, "place.read")
    line = await _line(visit, place, visit.request.query.get("edit", ""))
    wish = RosterWish() if line is None else RosterWish.like(line, changes=True)
    return await _show(visit, place, wish, {})


async def _line(visit: Visit, place: PlaceRecord, number: str) -> RosterRecord | None:
    """Return a line of this place, or an absence of who has one here; none that was taken back."""
    if not number.isascii() or not number.isdecimal() or len(number) > 15:
        return None
    line = await visit.services.storage.roster.line(int(number))
    if line is None or line.withdrawn_at is not None or line.place_id not in (None, place.id):
        return None
    around = await visit.services.storage.roster.of_place(place.id, line.from_day, line.to_day)
    return line if line.id in {one.id for one in around} else None


async def _show(
    visit: Visit, place: PlaceRecord, wish: RosterWish, faults: Mapping[str, str]
) -> web.Response:
    today = local_date(visit.now)
    monday = monday_of(day_in(visit.request.query.get("week", "")) or today)
    roster = visit.services.storage.roster
    rows = await roster.of_place(place.id, monday, monday + _WEEK - timedelta(days=1))
    known = {one.id: one.name for one in await roster.officers()}
    whole = visit.text(text_key("console.place.whole"))
    may_change = visit.may("place.roster", thing_of(place))
    officers = await officers_for(visit, place) if may_change else []
    return visit.show(
        "roster.html",
        status=422 if faults else 200,
        place=place,
        may_change=may_change,
        week=week_of(place, rows, monday, known, whole),
        lines=lines_of(visit, place, rows, known),
        today=today,
        before=roster_path(place, monday - _WEEK),
        after=roster_path(place, monday + _WEEK),
        path=roster_path(place),
        wish=wish,
        faults={field: visit.text(key) for field, key in faults.items()},
        kinds=choices(visit, ROSTER_KIND_NAMES),
        officers=[(one.id, one.name) for one in officers],
        weekdays=weekday_names(visit.language),
    )


# -- lines


async def enter(visit: Visit) -> web.StreamResponse:
    """Enter a line, or put one in the place of another, which is taken back."""
    form = await visit.form()
    place = await place_for(visit, "place.roster")
    wish = RosterWish.of(form)
    officers = {one.id for one in await officers_for(visit, place)}
    if faults := faults_of(wish, officers, dict(place.open_counters)):
        return await _show(visit, place, wish, faults)
    old = await _line(visit, place, wish.line)
    if wish.line and old is None:
        raise NotHereError
    storage, unit = visit.services.storage, UnitOfWork()
    made = wish.made(place.id, visit.now, visit.actor_name)
    storage.roster.add(unit, made)
    if old is not None:
        storage.roster.withdraw(unit, old.id, visit.now, visit.actor_name)
    _note(visit, unit, "roster.changed" if old else "roster.entered", place, made)
    await storage.commit(unit)
    number = await _number(visit, place, made)
    undo = _taking_back(place, number) if old is None else _putting_back(place, old, number)
    path = roster_path(place, made.from_day)
    return visit.go(path, text_key("console.roster.entered"), undo=undo)


async def withdraw(visit: Visit) -> web.StreamResponse:
    """Take a line back: it says nothing any more, and stays in the rows."""
    form = await visit.form()
    place = await place_for(visit, "place.roster")
    line = await _line(visit, place, form["line"])
    if line is None:  # pressed twice, or in two windows
        return visit.go(roster_path(place), text_key("console.roster.gone"))
    storage, unit = visit.services.storage, UnitOfWork()
    storage.roster.withdraw(unit, line.id, visit.now, visit.actor_name)
    _note(visit, unit, "roster.withdrawn", place, line)
    await storage.commit(unit)
    path = roster_path(place, line.from_day)
    undo = _putting_back(place, line, "")
    return visit.go(path, text_key("console.roster.withdrawn"), undo=undo)


def _note(
    visit: Visit, unit: UnitOfWork, action: str, place: PlaceRecord, line: RosterRecord
) -> None:
    days = f"{line.from_day.isoformat()}/{line.to_day.isoformat()}"
    note(visit, unit, action, place.id, officer=line.officer_id, kind=line.kind, days=days)


async def _number(visit: Visit, place: PlaceRecord, made: RosterRecord) -> str:
    """Return the number that the database gave to a line."""
    roster = visit.services.storage.roster
    rows = await roster.of_place(place.id, made.from_day, made.to_day)
    mine = [row.id for row in rows if (row.at, row.by) == (made.at, made.by)]
    return str(max(mine, default=""))


def _taking_back(place: PlaceRecord, number: str) -> Undo:
    return Undo(f"{roster_path(place)}/withdraw", {"line": number}, text_key("console.undo"))


def _putting_back(place: PlaceRecord, line: RosterRecord, number: str) -> Undo:
    fields = {**RosterWish.like(line).fields(), "line": number}
    return Undo(roster_path(place), fields, text_key("console.undo"))


ROUTES: tuple[Route, ...] = (
    Route("GET", _ROSTER, page, "place.read"),
    Route("POST", _ROSTER, enter, "place.roster"),
    Route("POST", f"{_ROSTER}/withdraw", withdraw, "place.roster"),
)
