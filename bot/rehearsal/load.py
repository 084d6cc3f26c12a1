"""What awaits the desk: how many cases a campaign makes, and how many of them would be late."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import heappop, heappush
from itertools import cycle, islice
from typing import Final, NamedTuple

from bot.calendars import calendar_around
from bot.i18n import day_of
from bot.rehearsal.configuration import Configuration
from bot.rehearsal.foretelling import Wave, answered_before, expected
from flows.desk.deadlines import REPLY_DAYS
from flows.identifiers import Instant
from flows.workdays import Calendar, local_date

__all__ = ["Arrival", "Backlog", "Desk", "Load", "arrivals", "officers_needed", "queued"]

_SPREAD: Final = 5
"""Working days after a wave in which its answers come, each as many."""
_MOST_OFFICERS: Final = 1_000


class Arrival(NamedTuple):
    """A case: the working day on which it comes (0 is the first of the campaign), and within how
    many more it is to be answered.
    """

    day: int
    term: int


class Backlog(NamedTuple):
    """What came of a queue: how many cases were late, and the most that waited in an evening."""

    late: int
    most_waiting: int


def queued(cases: Iterable[Arrival], officers: int, per_day: int) -> Backlog:
    """Let officers answer cases, each so many a working day, what is due first before the rest.
    A case is late when its last day ends without an answer; none waits for ever.
    """
    coming = sorted(cases, reverse=True)
    waiting: list[int] = []
    late = most = day = 0
    while coming or waiting:
        while coming and coming[-1].day <= day:
            one = coming.pop()
            heappush(waiting, one.day + one.term)
        for _ in range(min(officers * per_day, len(waiting))):
            late += heappop(waiting) < day
        most = max(most, len(waiting))
        day += 1
    return Backlog(late, most)


def officers_needed(cases: Sequence[Arrival], per_day: int) -> int:
    """Return how few officers answer all cases in time; 0 where there are none."""
    if not cases:
        return 0
    enough = range(1, _MOST_OFFICERS)
    return next((n for n in enough if not queued(cases, n, per_day).late), _MOST_OFFICERS)


def arrivals(
    waves: Sequence[Wave], count: int, terms: Sequence[int], calendar: Calendar
) -> list[Arrival]:
    """Return so many cases as they come after the waves. `terms`: working days of some, which
    stand for the others.
    """
    found: list[Arrival] = []
    kinds = cycle(terms)
    for wave, day in enumerate(_days(waves, calendar)):
        upto = math.ceil(count * answered_before(wave + 1, len(waves)))
        cases = islice(kinds, upto - len(found))
        found += [Arrival(day + place % _SPREAD, term) for place, term in enumerate(cases)]
    return found


def _days(waves: Sequence[Wave], calendar: Calendar) -> Iterator[int]:
    """Yield the working day on which each wave leaves, counted from the first."""
    starts = [local_date(wave.window.starts_at) for wave in waves if wave.window]
    for start in starts:
        span = (starts[0] + timedelta(days=n) for n in range((start - starts[0]).days))
        yield sum(map(calendar.is_workday, span))


@dataclass(frozen=True, slots=True)
class Load:
    """What awaits the real desk. `needed`: how few officers would keep all terms."""

    cases: int
    queue: Backlog
    needed: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk is taken for: each officer answers `per_day` cases a working day; of a
    hundred forms, `percent` lead to one.
    """

    per_day: int
    percent: float

    def load(
        self, of: Configuration, waves: Sequence[Wave], terms: Sequence[int], now: Instant
    ) -> Load:
        """Return what a campaign brings to its officers. `terms`: working days that the cases of
        its rehearsal have.
        """
        answers = sum(expected(plan, plan.invited) for plan in of.groups)
        count = round(answers * self.percent / 100)
        kinds = terms or [REPLY_DAYS]
        cases = arrivals(waves, count, kinds, calendar_around(day_of(now)))
        queue = queued(cases, of.officers, self.per_day)
        return Load(len(cases), queue, officers_needed(cases, self.per_day))
