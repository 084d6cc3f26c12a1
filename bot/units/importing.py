"""A table of events of units, looked through as a whole: what is new in it, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from bot.units.entering import Entry, numbered
from bot.units.known import Units
from bot.units.reading import Fault, Words, column_of, new_rows, read_table
from bot.units.wording import Column
from survey.unit_refusals import UnitRefusedError
from survey.unit_tree import misfits

__all__ = ["Misfit", "ReadEvents", "looked_through"]


class Misfit(msgspec.Struct, frozen=True):
    """A row that can be read and does not fit what holds on its day; row 0: an event that is
    known already would lose its ground.
    """

    row: int
    column: Column
    refused: UnitRefusedError


class ReadEvents(msgspec.Struct, frozen=True):
    """What a table says: the events that are new, or all that is wrong with it."""

    entries: tuple[Entry, ...] = ()
    known: int = 0
    """Rows that say what is known already."""
    numbers: frozenset[int] = frozenset()
    """The numbers that the new events get."""
    faults: tuple[Fault | Misfit, ...] = ()


def looked_through(
    known: Units,
    rows: Iterable[Sequence[str]],
    words: Words,
    day_of: Callable[[str], date | None],
) -> ReadEvents:
    """Return what the rows of a table say; a table with one fault is not taken in part."""
    read, faults = read_table(rows, words, day_of)
    if faults:
        return ReadEvents(faults=tuple(faults))
    new = new_rows(read, known)
    events = numbered(known, [row.entry for row in new], "")
    places = {event.number: row.number for event, row in zip(events, new, strict=True)}
    return ReadEvents(
        entries=tuple(row.entry for row in new),
        known=len(read) - len(new),
        numbers=frozenset(places),
        faults=tuple(
            Misfit(places.get(refused.event.number, 0), column_of(refused), refused)
            for refused in misfits(known.events, events)
        ),
    )
