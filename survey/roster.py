"""Who sat at a counter: duties, absences and delegations, read as of an instant or a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from msgspec import Struct

__all__ = [
    "ALL_WEEK",
    "Desk",
    "RosterKind",
    "RosterRow",
    "Seated",
    "Shift",
    "is_on",
    "seated",
    "seated_during",
    "shifts_of",
]

RosterKind: TypeAlias = Literal["duty", "absence", "delegation"]

ALL_WEEK: Final = 0b111_1111
"""Every day of the week; Monday is the lowest bit."""

_VIETNAM: Final = timezone(timedelta(hours=7))
_LONGEST: Final = 92
"""Days of one span at most: nobody remembers longer, and an open end must not run for ever."""


class RosterRow(Struct, frozen=True, kw_only=True):
    """One line of the roster: from a day to a day, both included, on some weekdays, from a minute
    of the day (0–1439) to another (1–1440, not included).

    A `duty` puts an officer at a place, or at a counter of it. An `absence` removes them wherever
    they would sit; it has no place. A `delegation` puts an officer at a counter for another one
    (`stands_for`), who is not there then.
    """

    id: int
    officer_id: str
    from_day: date
    to_day: date
    starts_min: int = 0
    ends_min: int = 1440
    weekdays: int = ALL_WEEK
    kind: RosterKind = "duty"
    place_id: str | None = None
    counter_id: str | None = None
    stands_for: str | None = None


class Desk(NamedTuple):
    """Where somebody can sit; `counter_id` None: at a place whose counters are not told apart."""

    place_id: str
    counter_id: str | None = None


class Seated(NamedTuple):
    """Who sat there. Ratings count for an officer only where it is certain who it was."""

    officers: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether it was one, and no other: of two nobody is rated."""
        return len(self.officers) == 1


class Shift(NamedTuple):
    """A part of a day in which the same people sit at a desk: from a minute to another."""

    starts: int
    ends: int
    seated: Seated


def is_on(row: RosterRow, day: date) -> bool:
    """Return whether a row says something about a day."""
    return row.from_day <= day <= row.to_day and bool(row.weekdays >> day.weekday() & 1)


def seated(rows: Iterable[RosterRow], desk: Desk, at: int) -> Seated:
    """Return who sat at a desk at an instant (epoch milliseconds)."""
    local = datetime.fromtimestamp(at / 1000, tz=_VIETNAM)
    minute = local.hour * 60 + local.minute
    return _at(_of_day(rows, local.date()), desk, minute)


def seated_during(rows: Sequence[RosterRow], desk: Desk, first: date, last: date) -> Seated:
    """Return who sat at a desk at any minute of these days, both included: of a transaction often
    only the day is known.
    """
    days = min((last - first).days, _LONGEST) + 1
    found = (
        officer
        for number in range(days)
        for shift in shifts_of(rows, desk, first + timedelta(days=number))
        for officer in shift.seated.officers
    )
    return Seated(tuple(sorted(set(found))))


def shifts_of(rows: Iterable[RosterRow], desk: Desk, day: date) -> tuple[Shift, ...]:
    """Return who sits at a desk through a day, one after the other; hours without anybody are
    left out.
    """
    today = _of_day(rows, day)
    turns = sorted({0, 24 * 60, *(minute for row in today for minute in _turns(row))})
    found: list[Shift] = []
    for starts, ends in pairwise(turns):
        there = _at(today, desk, starts)
        if found and found[-1].ends == starts and found[-1].seated == there:
            found[-1] = found[-1]._replace(ends=ends)
        elif there.officers:
            found.append(Shift(starts, ends, there))
    return tuple(found)


def _turns(row: RosterRow) -> tuple[int, int]:
    return row.starts_min, row.ends_min


def _of_day(rows: Iterable[RosterRow], day: date) -> list[RosterRow]:
    return [row for row in rows if is_on(row, day)]


def _at(rows: Iterable[RosterRow], desk: Desk, minute: int) -> Seated:
    now = [row for row in rows if row.starts_min <= minute < row.ends_min]
    away = {row.officer_id for row in now if row.kind == "absence"}
    # Who stands for somebody but is absent replaces nobody.
    standing = [row for row in now if row.kind == "delegation" and row.officer_id not in away]
    elsewhere = {row.officer_id for row in standing} | {row.stands_for for row in standing}
    duties = {row.officer_id for row in now if row.kind == "duty" and _is_at(row, desk)}
    stands = {row.officer_id for row in standing if _is_at(row, desk)}
    return Seated(tuple(sorted((duties - away - elsewhere) | stands)))


def _is_at(row: RosterRow, desk: Desk) -> bool:
    return (row.place_id, row.counter_id) == desk
