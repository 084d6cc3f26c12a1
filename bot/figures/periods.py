"""Periods beside a period: the one before it, and the year of months that leads up to its end."""

from __future__ import annotations

from datetime import date

from survey.earlier import before, months_back
from survey.editions import Period

__all__ = ["before", "looked_back", "year_up_to"]

_TREND_MONTHS = 12


def year_up_to(period: Period) -> Period:
    """Return the twelve months that end with a period, for its trend; or all of a longer one."""
    last = date.fromisoformat(period.to_day)
    begin = months_back(last.replace(day=1), _TREND_MONTHS - 1).isoformat()
    return Period(span="other", from_day=min(begin, period.from_day), to_day=period.to_day)


def looked_back(period: Period) -> Period:
    """Return all days that figures of a period are of or are compared with."""
    begin = min(before(period).from_day, year_up_to(period).from_day)
    return Period(span="other", from_day=begin, to_day=period.to_day)
