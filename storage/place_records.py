"""The records of where service happens: units as of today, places, and counters."""

from __future__ import annotations

import msgspec

from survey.places import Area, PlaceType

__all__ = ["CounterRecord", "PlaceRecord", "UnitRecord"]


class CounterRecord(msgspec.Struct, frozen=True):
    """A counter of a place. It is never removed: who answered there still names it."""

    id: str
    name: str
    position: int
    ended_on: str | None = None
    """The day (ISO) from which it is not used any more."""


class PlaceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Where service happens, with the unit that answers for it and that unit's parent."""

    id: str
    name: str
    unit_id: str
    unit_name: str
    parent_unit_id: str | None = None
    counters: tuple[tuple[str, str], ...] = ()
    """(counter id, name), in the order of the room; ended ones too: old responses name them."""
    demo: bool = False
    type: PlaceType = "one_stop"
    code: str | None = None
    commune: str | None = None
    area: Area | None = None
    address: str | None = None
    ended_on: str | None = None
    """The day (ISO) from which it is not used any more."""
    ended_counters: frozenset[str] = frozenset()
    """Ids of counters that are not used any more."""

    @property
    def open_counters(self) -> tuple[tuple[str, str], ...]:
        """The counters that are used."""
        return tuple(one for one in self.counters if one[0] not in self.ended_counters)


class UnitRecord(msgspec.Struct, frozen=True):
    """A unit of the organisation as of today, and the one above it; the province has none.

    One that has ended is below its successor, where there is one only: whoever works there sees
    what was begun before. `survey.unit_tree` has what it was when.
    """

    id: str
    name: str
    parent_id: str | None
    type: str = "local"
    code: str = ""
    from_day: str | None = None
    """Since when it is as it is (ISO); None: written by a version without dates."""
    ended_day: str | None = None
    """The first day (ISO) on which it is no more: nothing new is given to it."""
    demo: bool = False
