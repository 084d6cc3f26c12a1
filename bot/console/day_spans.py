"""Spans of days in the address of a list: from one day to another, both included, in Vietnam."""

from __future__ import annotations

from datetime import date, timedelta

from bot.i18n import start_of
from flows.identifiers import Instant

__all__ = ["day_in", "since", "until"]

_LAST_YEAR = 9000  # beyond it a day has no next one that a clock could show


def day_in(text: str) -> str:
    """Return a day (ISO) as it stands in an address; "" for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if 1970 < day.year < _LAST_YEAR else ""


def since(day: str) -> Instant | None:
    """Return the first moment of a day that `day_in` read; None: no day."""
    return start_of(date.fromisoformat(day)) if day else None


def until(day: str) -> Instant | None:
    """Return the first moment after a day that `day_in` read; None: no day."""
    return start_of(date.fromisoformat(day) + timedelta(days=1)) if day else None
