"""Terms that end later since a working day is a day off now: agreed to here, moved by a job."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec

from bot.calendars import calendar_around
from flows.workdays import Calendar, with_swaps
from storage.base import Storage, UnitOfWork

__all__ = ["Redating", "Shift", "agree_to_redate", "keep_redating", "next_redating", "shift_of"]


class _Progress(msgspec.Struct, frozen=True):
    """`since`: the newest change when it was agreed to; `after`: the last case looked at."""

    since: int
    after: str | None = None


class Redating(NamedTuple):
    """A day by which open terms are to be moved, and how far that is."""

    day: date
    since: int
    after: str | None


class Shift(NamedTuple):
    """The calendar before and after a day became a day off; `number`: of that change."""

    number: int
    before: Calendar
    after: Calendar


def agree_to_redate(storage: Storage, unit: UnitOfWork, day: date, since: int) -> None:
    """Add to a unit, which changes a day, that open terms are to follow. `since`: the number of
    the newest change before it.
    """
    _keep(storage, unit, day, _Progress(since))


async def next_redating(storage: Storage) -> Redating | None:
    """Return what is to be done first, in the order in which the calendar was changed."""
    kept = await storage.swaps.redating()
    read = {day: msgspec.json.decode(text, type=_Progress) for day, text in kept.items()}
    waiting = [Redating(day, one.since, one.after) for day, one in read.items()]
    return min(waiting, key=lambda one: one.since, default=None)


def keep_redating(storage: Storage, unit: UnitOfWork, done: Redating, after: str | None) -> None:
    """Add to a unit how far it is: behind a case, or, with None, at its end."""
    if after is None:
        storage.swaps.end_redating(unit, done.day)
    else:
        _keep(storage, unit, done.day, _Progress(done.since, after))


def _keep(storage: Storage, unit: UnitOfWork, day: date, progress: _Progress) -> None:
    storage.swaps.keep_redating(unit, day, msgspec.json.encode(progress).decode())


async def shift_of(storage: Storage, wanted: Redating, today: date) -> Shift | None:
    """Return what the change made of the calendar; None: it was taken back meanwhile."""
    number = await storage.swaps.newest_of(wanted.day)
    before, after = [await _calendar(storage, one, today) for one in (number - 1, number)]
    became_free = before.is_workday(wanted.day) and not after.is_workday(wanted.day)
    return Shift(number, before, after) if number > wanted.since and became_free else None


async def _calendar(storage: Storage, number: int, today: date) -> Calendar:
    days = {swap.day: swap.works for swap in await storage.swaps.listed(number)}
    return with_swaps(calendar_around(today), days, number)
