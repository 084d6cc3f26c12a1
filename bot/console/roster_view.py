"""The week of a place as its page shows it: who sits where, and the lines that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.console.calendar_year import weekday_names
from bot.console.office_words import ROSTER_KIND_NAMES
from bot.console.roster_wish import clock
from bot.console.routes import Visit
from storage.base import PlaceRecord
from storage.staff_records import RosterRecord
from survey.roster import ALL_WEEK, Desk, shifts_of

__all__ = ["Line", "Week", "lines_of", "monday_of", "week_of"]


class Cell(NamedTuple):
    """Some hours of a day at one desk. `is_sure`: one sits there; of two nobody is rated."""

    hours: str
    names: tuple[str, ...]
    is_sure: bool


class Week(NamedTuple):
    """A week of a place: its days, and for each desk what it is called and its cells by day."""

    days: tuple[date, ...]
    desks: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]


class Line(NamedTuple):
    """A line of the roster in words."""

    id: int
    kind: str
    officer: str
    counter: str
    days: tuple[date, date]
    hours: str
    weekdays: tuple[str, ...]
    stands_for: str
    is_here: bool
    """Whether it is of this place, or of none: what is of another is changed there."""


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(
    place: PlaceRecord,
    rows: Sequence[RosterRecord],
    monday: date,
    names: Mapping[str, str],
    whole: str,
) -> Week:
    """Return who sits where in a week. `whole`: what a desk without a counter is called."""
    days = tuple(monday + timedelta(days=number) for number in range(7))
    return Week(days, tuple(_desks(place, rows, days, names, whole)))


def _desks(
    place: PlaceRecord,
    rows: Sequence[RosterRecord],
    days: Sequence[date],
    names: Mapping[str, str],
    whole: str,
) -> Iterable[tuple[str, tuple[tuple[Cell, ...], ...]]]:
    """Yield the counters that are used or have somebody, and the place as a whole likewise."""
    desks = [(Desk(place.id, one), name) for one, name in place.counters]
    for desk, name in [*desks, (Desk(place.id), whole)]:
        cells = tuple(tuple(_cells(rows, desk, day, names)) for day in days)
        in_use = desk.counter_id in dict(place.open_counters) or not place.counters
        if in_use or any(cells):
            yield name, cells


def _cells(
    rows: Sequence[RosterRecord], desk: Desk, day: date, names: Mapping[str, str]
) -> Iterable[Cell]:
    for shift in shifts_of(rows, desk, day):
        there = tuple(names.get(one, one) for one in shift.seated.officers)
        yield Cell(_hours(shift.starts, shift.ends), there, shift.seated.is_certain)


def _hours(starts: int, ends: int) -> str:
    """Return hours as people write them; nothing for a whole day."""
    return "" if (starts, ends) == (0, 24 * 60) else f"{clock(starts)}–{clock(ends)}"


def lines_of(
    visit: Visit, place: PlaceRecord, rows: Iterable[RosterRecord], names: Mapping[str, str]
) -> list[Line]:
    """Return the lines in words; those of other places too, where they say who is not here."""
    counters = dict(place.counters)
    return [
        Line(
            id=row.id,
            kind=visit.text(ROSTER_KIND_NAMES[row.kind]),
            officer=names.get(row.officer_id, row.officer_id),
            counter=counters.get(row.counter_id or "", ""),
            days=(row.from_day, row.to_day),
            hours=_hours(row.starts_min, row.ends_min),
            weekdays=_weekdays(visit, row.weekdays),
            stands_for=names.get(row.stands_for or "", ""),
            is_here=row.place_id in (None, place.id),
        )
        for row in rows
    ]


def _weekdays(visit: Visit, bits: int) -> tuple[str, ...]:
    """Return the short names of weekdays; none where it is all of them."""
    names = [short for short, _ in weekday_names(visit.language)]
    return () if bits == ALL_WEEK else tuple(names[day] for day in range(7) if bits >> day & 1)
