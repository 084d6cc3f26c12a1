"""What is known of units: the events that are stored, and units that came without any."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.identifiers import Instant
from flows.workdays import local_date
from storage.base import Storage, UnitOfWork, UnitRecord
from survey.unit_events import Body, Found, Move, UnitEvent, Withdraw, named
from survey.unit_rows import adopted
from survey.unit_tree import UnitTree, tree_of

__all__ = ["Units", "known_units"]


@dataclass(frozen=True, slots=True)
class Units:
    """The tree with all that it is made of, as of one moment."""

    stored: Sequence[UnitEvent]
    unwritten: Sequence[UnitEvent]
    """Foundings of units that a version before wrote as rows only: stored with the next event."""
    rows: Sequence[UnitRecord]
    """The units as the hot path reads them."""
    tree: UnitTree
    now: Instant

    @property
    def events(self) -> list[UnitEvent]:
        """All events, by number."""
        return [*self.stored, *self.unwritten]

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return local_date(self.now)

    @property
    def examples(self) -> frozenset[str]:
        """Units that are example data."""
        rows = {row.id for row in self.rows if row.demo}
        return frozenset(rows | {one for one, unit in self.tree.units.items() if unit.example})

    def is_example(self, event: UnitEvent) -> bool:
        """Tell whether an event goes when the example data is removed: it is one of an example
        unit. A real unit below one stays.
        """
        if event.example:
            return True
        if isinstance(event.body, Withdraw):
            of = next((one for one in self.events if one.number == event.body.number), None)
            return of is not None and self.is_example(of)
        return not self.examples.isdisjoint(_changed(event.body))

    def add(self, storage: Storage, unit: UnitOfWork, events: Sequence[UnitEvent]) -> None:
        """Add events to a unit of work, behind those that were never written."""
        for event in (*self.unwritten, *events):
            storage.units.add(unit, event, demo=self.is_example(event))


def _changed(body: Body) -> tuple[str, ...]:
    """Return the units that an event changes, not those that others are hung below."""
    return named(body)[:1] if isinstance(body, Found | Move) else named(body)


async def known_units(storage: Storage, now: Instant) -> Units:
    """Return what is known of units now. The history of all units of the country, with their ten
    thousand communes, takes a tenth of a second: it holds up nobody who writes.
    """
    stored, rows = await storage.units.events(), await storage.places.units()
    return await asyncio.to_thread(_known, stored, rows, now)


def _known(stored: Sequence[UnitEvent], rows: Sequence[UnitRecord], now: Instant) -> Units:
    living = ((row.id, row.name, row.parent_id, row.type) for row in rows)
    unwritten = adopted(stored, living, now)
    return Units(stored, unwritten, rows, tree_of([*stored, *unwritten]), now)
