"""A year of working days as a page shows it: twelve months, and what is special about a day."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from babel import Locale

from flows.workdays import Calendar

__all__ = ["Day", "Kind", "Month", "Special", "Year", "weekday_names", "year_of"]

Kind: TypeAlias = Literal["work", "weekend", "rest", "worked"]
"""An ordinary working day or weekend; a day off in the week; a day at the weekend on which work
is done.
"""


class Day(NamedTuple):
    """One day of a month. `swapped`: an official swap says so, not the shipped calendar."""

    date: date
    kind: Kind
    swapped: bool
    today: bool


class Month(NamedTuple):
    """A month in weeks from Monday to Sunday; None where a week begins before or ends after."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]


class Special(NamedTuple):
    """A day that differs from the ordinary week, and what it is called where that is known."""

    day: Day
    weekday: str
    name: str


class Year(NamedTuple):
    """What the page of a year shows."""

    number: int
    months: tuple[Month, ...]
    specials: tuple[Special, ...]
    workdays: int


def year_of(
    year: int,
    calendar: Calendar,
    swaps: Mapping[date, bool],
    names: Mapping[date, str],
    *,
    today: date,
    language: str,
) -> Year:
    """Return a year of `calendar`, in which `swaps` are counted in already.

    `names`: what days off are called. `language` is that of months and weekdays.
    """
    locale = Locale.parse(language)
    days = {day: _day(day, calendar, swaps, today) for day in _days(year)}
    months = tuple(
        Month(locale.months["stand-alone"]["wide"][number], tuple(_weeks(year, number, days)))
        for number in range(1, 13)
    )
    wide = locale.days["stand-alone"]["wide"]
    specials = tuple(
        Special(day, wide[day.date.weekday()], _name(day, names))
        for day in days.values()
        if day.swapped or day.kind in {"rest", "worked"}
    )
    worked = sum(calendar.is_workday(day) for day in days)
    return Year(year, months, specials, worked)


def weekday_names(language: str) -> list[tuple[str, str]]:
    """Return the days of the week from Monday on: short, and in full."""
    days = Locale.parse(language).days["stand-alone"]
    return [(days["short"][number], days["wide"][number]) for number in range(7)]


def _days(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return map(date.fromordinal, range(first, last + 1))


def _day(day: date, calendar: Calendar, swaps: Mapping[date, bool], today: date) -> Day:
    return Day(day, _kind(day, calendar), swapped=day in swaps, today=day == today)


def _kind(day: date, calendar: Calendar) -> Kind:
    ordinary = Calendar().is_workday(day)
    if calendar.is_workday(day):
        return "work" if ordinary else "worked"
    return "rest" if ordinary else "weekend"


def _name(day: Day, names: Mapping[date, str]) -> str:
    """Return what a day off is called; a day on which work is done has no feast."""
    return names.get(day.date, "") if day.kind in {"rest", "weekend"} else ""


def _weeks(year: int, month: int, days: Mapping[date, Day]) -> Iterator[tuple[Day | None, ...]]:
    for week in Weeks().monthdatescalendar(year, month):
        yield tuple(days[day] if day.month == month else None for day in week)
