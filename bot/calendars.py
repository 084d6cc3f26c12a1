"""The working calendar of Vietnam: public holidays and decreed swaps of working days."""

from __future__ import annotations

from importlib.metadata import version

from holidays.countries.vietnam import Vietnam
from holidays.holiday_base import HolidayBase

from flows.workdays import Calendar, calendar_of

__all__ = ["vietnam_calendar"]


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
