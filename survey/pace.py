"""How far a unit is with its part of a survey, against an even pace over the working days (R35).

Units are judged by their own target, not by who brings the most (R36): a unit that was to bring
60 forms and has 58 is nearly done, one with 170 of 400 is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import ceil
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = ["STANDINGS", "FieldWork", "Pace", "Standing", "pace"]

Standing: TypeAlias = Literal["waiting", "done", "on_pace", "slow", "behind"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)

_SLOW: Final = 0.9
"""Share of what is expected by now below which a unit is slow: a day or two of a month, which a
busy week explains."""
_BEHIND: Final = 0.75
"""Share below which it is behind: at this pace it misses a quarter, and somebody must ask."""
_LEAST_MISSING: Final = 3
"""Forms that must be missing for either: two of five are no pace yet."""
_LOOKED_AT: Final = 10
"""Working days whose pace is thought to go on: two weeks, as each weekday brings other numbers."""
_FARTHEST: Final = 366
"""Days ahead beyond which an end is not foretold."""


class FieldWork(Struct, frozen=True, kw_only=True):
    """The days of a survey; both ends belong to it. `works`: whether somebody works on a day."""

    opens: date
    closes: date
    works: Callable[[date], bool]

    def working_days(self, first: date, last: date) -> list[date]:
        """Return the working days from one day to another, both included, within these."""
        first, last = max(first, self.opens), min(last, self.closes)
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in span if self.works(day)]


class Pace(Struct, frozen=True, kw_only=True):
    """Where one unit stands on the morning of a day."""

    wanted: int
    """Valid forms that it is to bring in all."""
    valid: int
    expected: int
    """Valid forms that an even pace would have brought by the evening before."""
    missing: int
    """Those expected that are not there; never negative."""
    a_day: float
    """Valid forms a working day, lately."""
    end: date | None
    """When it will have all at the pace of lately; None: it has, or that is not in sight."""
    standing: Standing


def pace(wanted: int, by_day: Mapping[date, int], field_work: FieldWork, today: date) -> Pace:
    """Return where a unit stands that is to bring `wanted` valid forms and brought `by_day`."""
    valid = sum(by_day.values())
    expected = _expected(wanted, field_work, today)
    a_day = _a_day(by_day, field_work, today)
    return Pace(
        wanted=wanted,
        valid=valid,
        expected=expected,
        missing=max(0, expected - valid),
        a_day=a_day,
        end=_end(wanted - valid, a_day, field_work, today),
        standing="waiting" if today < field_work.opens else _standing(wanted, valid, expected),
    )


def _expected(wanted: int, field_work: FieldWork, today: date) -> int:
    """Return the part of all working days that is over, of what is wanted; rounded down."""
    every = field_work.working_days(field_work.opens, field_work.closes)
    over = sum(day < today for day in every)
    return wanted * over // len(every) if every else (wanted if today > field_work.closes else 0)


def _a_day(by_day: Mapping[date, int], field_work: FieldWork, today: date) -> float:
    over = field_work.working_days(field_work.opens, today - timedelta(days=1))
    looked_at = over[-_LOOKED_AT:]
    if not looked_at:
        return 0.0
    # What comes on a day off belongs to the days around it.
    lately = sum(many for day, many in by_day.items() if looked_at[0] <= day < today)
    return lately / len(looked_at)


def _end(left: int, a_day: float, field_work: FieldWork, today: date) -> date | None:
    """Return the working day on which the last one comes, today being the first that is open."""
    if left <= 0 or a_day <= 0:
        return None
    needed = ceil(left / a_day)
    day = max(today, field_work.opens)
    for _ in range(_FARTHEST):
        needed -= field_work.works(day)
        if needed == 0:
            return day
        day += timedelta(days=1)
    return None


def _standing(wanted: int, valid: int, expected: int) -> Standing:
    if valid >= wanted:
        return "done"
    if expected - valid < _LEAST_MISSING or valid >= _SLOW * expected:
        return "on_pace"
    return "slow" if valid >= _BEHIND * expected else "behind"
