"""The period before a period, which figures are compared with."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from survey.editions import Period

__all__ = ["before", "month_end", "months_back"]


def before(period: Period) -> Period:
    """Return the period of the same length before one: as many months, if it is whole months,
    else as many days.
    """
    first, last = date.fromisoformat(period.from_day), date.fromisoformat(period.to_day)
    if first.day == 1 and last == month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        earlier = months_back(first, months)
    else:
        earlier = first - (last - first) - timedelta(days=1)
    ends = first - timedelta(days=1)
    return Period(span=period.span, from_day=earlier.isoformat(), to_day=ends.isoformat())


def months_back(day: date, months: int) -> date:
    """Return the first day of the month so many months before that of a day."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def month_end(day: date) -> date:
    """Return the last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])
