"""The working calendar of Vietnam: public holidays and decreed swaps of working days."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.metadata import version

from holidays.countries.vietnam import Vietnam
from holidays.holiday_base import HolidayBase

from flows.workdays import Calendar, calendar_of

__all__ = ["calendar_around", "holiday_names", "vietnam_calendar", "years_around"]

_YEARS = (2, 3)
"""Years before and after a day that deadlines can fall into."""


def years_around(day: date) -> range:
    """Return the years that deadlines can fall into, seen from a day."""
    return range(day.year - _YEARS[0], day.year + _YEARS[1] + 1)


def calendar_around(day: date) -> Calendar:
    """Return the shipped calendar of the years that deadlines can fall into."""
    years = years_around(day)
    return vietnam_calendar(years[0], years[-1])


def holiday_names(year: int, language: str) -> dict[date, str]:
    """Return what the days off of a year are called; in English where `language` has no names."""
    spoken = language if language in Vietnam.supported_languages else "en_US"
    days: HolidayBase = Vietnam(years=year, language=spoken)  # type: ignore[no-untyped-call] # none there
    return dict(days.items())


@lru_cache(maxsize=4)
def vietnam_calendar(first_year: int, last_year: int) -> Calendar:
    """Return the calendar of the given years, both included.

    Tết, public holidays and swapped Saturdays come from the `holidays` package; years that are
    not decreed yet are computed. The version names the package, so that a deadline can be
    derived again.
    """
    years = range(first_year, last_year + 1)
    days: HolidayBase = Vietnam(years=years)  # type: ignore[no-untyped-call] # none there
    name = f"holidays {version('holidays')} {first_year}-{last_year}"
    return calendar_of(days.keys(), days.weekend_workdays, version=name)
