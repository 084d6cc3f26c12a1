"""A swap of a working day and a day off that somebody wants to enter: read, and its effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import msgspec

from bot.calendars import calendar_around, years_around
from bot.console.routes import Visit
from bot.i18n import start_of
from flows.spelling import clean
from flows.texts import text_key
from flows.workdays import Calendar, closing, local_date, with_swaps
from storage.desk_records import SwapRecord

__all__ = [
    "DECISION_LENGTH",
    "InForce",
    "Mode",
    "Wish",
    "becomes_free",
    "fault_of",
    "in_force",
    "terms_moved",
]

Mode: TypeAlias = Literal["rest", "work", "shipped"]
"""A day off, a working day, or as the shipped calendar has it."""

DECISION_LENGTH: Final = 120
"""Characters of a decision's number and date."""
_SHORTEST_DECISION: Final = 3


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a day to be, by which decision, as the form gave it."""

    day: str = ""
    mode: str = "rest"
    decision: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Wish:
        """Read a form or an address."""
        given = {name: clean(fields.get(name, "")) for name in cls.__struct_fields__}
        return cls(**{name: value for name, value in given.items() if value})

    @property
    def date(self) -> date:
        """The day; only of a wish without fault."""
        return date.fromisoformat(self.day)

    @property
    def works(self) -> bool:
        """Whether offices are to work on that day; only where the mode says so."""
        return self.mode == "work"

    @property
    def is_decided(self) -> bool:
        """Whether it names a decision."""
        return _SHORTEST_DECISION <= len(self.decision) <= DECISION_LENGTH


class InForce(NamedTuple):
    """The calendar as of now: the shipped one, the swaps over it, and both together."""

    shipped: Calendar
    swaps: Sequence[SwapRecord]
    number: int
    years: range
    today: date

    @property
    def days(self) -> dict[date, bool]:
        """What the swaps say: day → whether offices work."""
        return {swap.day: swap.works for swap in self.swaps}

    @property
    def calendar(self) -> Calendar:
        """What terms are counted by."""
        return with_swaps(self.shipped, self.days, self.number)

    def swap(self, day: date) -> SwapRecord | None:
        """Return the swap of a day."""
        return next((swap for swap in self.swaps if swap.day == day), None)


async def in_force(visit: Visit) -> InForce:
    """Return the calendar as the database has it."""
    swaps, today = visit.services.storage.swaps, local_date(visit.now)
    number = await swaps.version()
    listed = await swaps.listed(number)
    return InForce(calendar_around(today), listed, number, years_around(today), today)


def fault_of(wish: Wish, known: InForce) -> str | None:
    """Return what is wrong with a wish, as a text key; None where it can be done."""
    try:
        day = wish.date
    except ValueError:
        return text_key("console.calendar.fault.day")
    swaps = wish.mode != "shipped"
    faults = (
        (day.year not in known.years, text_key("console.calendar.fault.year")),
        (wish.mode not in get_args(Mode), text_key("console.calendar.fault.mode")),
        (not swaps and not known.swap(day), text_key("console.calendar.fault.no_swap")),
        (swaps and not wish.is_decided, text_key("console.calendar.fault.decision")),
        (
            swaps and known.calendar.is_workday(day) == wish.works,
            text_key("console.calendar.fault.same"),
        ),
    )
    return next((key for is_wrong, key in faults if is_wrong), None)


def becomes_free(wish: Wish, known: InForce) -> bool:
    """Tell whether a working day of today or later would be a day off: then terms end later. One
    that would be worked moves none, since no term ends before the day that was announced.
    """
    works = known.shipped.is_workday(wish.date) if wish.mode == "shipped" else wish.works
    return known.today <= wish.date and known.calendar.is_workday(wish.date) and not works


async def terms_moved(visit: Visit, wish: Wish, known: InForce) -> int:
    """Return how many open terms of the installation would end later by a wish.

    A number only, whoever asks: it tells nothing about a case.
    """
    if not becomes_free(wish, known):
        return 0
    cases = visit.services.storage.cases
    return await cases.moved_by(start_of(wish.date), closing(wish.date), visit.now)
