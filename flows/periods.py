"""Whether a told day or month lies within the days that a survey asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from flows.number_spelling import spelled
from flows.numerals import Numeral, numbered
from flows.spelling import unmark

__all__ = ["Period", "lies_within", "period_of"]

Period: TypeAlias = tuple[date, date]
"""First and last day."""

_DAY_FIRST = re.compile(r"\b(\d{1,2}) ?[/.-] ?(\d{1,2})(?: ?[/.-] ?(\d{4}))?\b")
_MONTH = re.compile(
    r"(?:\b(?:ngay|hom|bua|mung|mong) )*(?:\b(\d{1,2}) )?\b(?:thang|t) (\d{1,2})\b"
    r"(?: nam (\d{4}))?"
)
_OTHER_TIME = re.compile(
    r"\b(?:nam ngoai|nam truoc|nam kia|tet|thang truoc|thang roi|am lich|ta)\b"
)


def period_of(facts: Mapping[str, str]) -> Period | None:
    """Return the days that a survey asks about, as its facts name them in ISO form."""
    if "from_date" not in facts:
        return None  # most surveys: an exception costs more than the rest of it
    try:
        first = date.fromisoformat(facts["from_date"])
        last = date.fromisoformat(facts.get("to_date", ""))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _plain(text: str) -> str:
    tokens = numbered(spelled(text))
    return unmark(" ".join(t if isinstance(t, str) else _digits(t) for t in tokens))


def _digits(number: Numeral) -> str:
    return number.digits or (f"{number.low:.0f}" if number.exact else "~")


def _spans(plain: str, today: date) -> Iterator[Period | None]:
    for pattern in (_DAY_FIRST, _MONTH):
        for match in pattern.finditer(plain):
            day, month, year = (int(part) if part else None for part in match.groups())
            yield _span(day, month or 0, year, today)


def _span(day: int | None, month: int, year: int | None, today: date) -> Period | None:
    """Return the day, or the whole month, the last one up to today; None if there is none."""
    try:
        first = date(year or today.year, month, day or 1)
        if year is None and first > today:
            first = date(today.year - 1, month, day or 1)
    except ValueError:
        return None
    if day is not None:
        return first, first
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def lies_within(accented: str, period: Period, today: date) -> bool:
    """Whether every day and month that a text tells lies within the period, and it tells one.

    A month counts only as a whole: of one that the period cuts, the day must be told.
    """
    if _OTHER_TIME.search(unmark(accented)):
        return False
    spans = list(_spans(_plain(accented), today))
    return bool(spans) and all(
        span is not None and period[0] <= span[0] and span[1] <= period[1] for span in spans
    )
