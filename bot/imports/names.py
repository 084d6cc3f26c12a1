"""What the names in a list mean here: units, places, counters and procedures, never guessed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from bot.imports.lines import Fault, Line, masked
from flows.spelling import fold
from storage.base import PlaceRecord, Storage, UnitRecord
from survey.procedures import Procedure, named
from survey.transaction_columns import Field
from survey.unit_events import UnitEvent
from survey.unit_names import core_of, folded
from survey.unit_tree import tree_of

__all__ = ["Meant", "Names", "names_within"]


class Meant(NamedTuple):
    """What the names of a row mean, and which of them mean nothing."""

    unit_id: str
    place_id: str | None
    counter_id: str | None
    procedure: str | None
    faults: tuple[Fault, ...]


class _UnclearError(Exception):
    """A name that means nothing, or several things: a code of `faults.FAULTS`."""

    def __init__(self, field: Field, code: str) -> None:
        super().__init__(code)
        self.field: Field = field
        self.code = code


class Names:
    """The names that may stand in a list of one unit and those below it."""

    def __init__(
        self,
        home: str,
        units: Sequence[UnitRecord],
        places: Iterable[PlaceRecord],
        procedures: Sequence[Procedure],
        events: Sequence[UnitEvent] = (),
    ) -> None:
        self._home = home
        self._units = units
        self._tree = tree_of(events)
        self._turns = sorted(event.day for event in events)
        self._within = _below(home, units)
        self._places = [place for place in places if place.unit_id in self._within]
        self._procedures = procedures
        self._has_catalogue = any(not line.demo for line in procedures)
        # Lists name the same few things in every row.
        self.unit = cache(self._unit)
        self.place = cache(self._place)
        self.counter = cache(self._counter)
        self.procedure = cache(self._procedure)

    def meant(self, line: Line, headers: Mapping[Field, str]) -> Meant:
        """Return what a row's names mean; without a unit it is of the list's own."""
        faults: list[Fault] = []

        def found(field: Field, look: str | _UnclearError | None) -> str | None:
            if not isinstance(look, _UnclearError):
                return look
            params = {"value": masked(getattr(line, field))}
            faults.append(Fault(line.row, headers.get(field, ""), look.code, params))
            return None

        turn = self._turn(line.done_on)
        unit = found("unit", self.unit(line.unit, turn)) or self._home
        place = found("place", self.place(line.place, unit))
        # Where the place is not known, its counters are not either: one fault is enough.
        known = place is not None or not line.place
        counter = found("counter", self.counter(line.counter, place)) if known else None
        procedure = found("procedure", self.procedure(line.procedure, line.done_on))
        return Meant(unit, place, counter, procedure, tuple(faults))

    def _turn(self, done_on: str) -> date:
        """Return the day since which the tree has been as it was on that day: names are looked
        up once for all days between two events.
        """
        day = date.fromisoformat(done_on)
        at = bisect_right(self._turns, day)
        return self._turns[at - 1] if at else day

    def _unit(self, written: str, day: date) -> str | _UnclearError:
        """Return the unit that a name meant on that day, else the one that it means now."""
        if not written:
            return self._home_on(day)
        for ids in (self._tree.find(written, day), *self._now(written)):
            inside = [one for one in ids if one in self._within]
            if len(inside) == 1:
                return inside[0]
            if ids:
                return _UnclearError("unit", "unit_ambiguous" if inside else "unit_outside")
        return _UnclearError("unit", "unit_unknown")

    def _home_on(self, day: date) -> str | _UnclearError:
        """Return the list's own unit, or who does on that day what it did before it ended."""
        known = self._tree.units.get(self._home)
        if known is None or known.ended is None or day < known.ended:
            return self._home
        heirs = self._tree.successors(self._home, day)
        return heirs[0] if len(heirs) == 1 else _UnclearError("unit", "unit_ambiguous")

    def _now(self, written: str) -> Iterator[list[str]]:
        yield [one.id for one in self._units if written in (one.id, one.code)]
        yield [one.id for one in self._units if folded(one.name) == folded(written)]
        yield [one.id for one in self._units if core_of(one.name) == core_of(written)]

    def _place(self, written: str, unit_id: str) -> str | _UnclearError | None:
        if not written:
            return None
        known = [
            place
            for place in self._places
            if written in (place.id, place.code) or folded(place.name) == folded(written)
        ]
        own = [place for place in known if place.unit_id == unit_id] or known
        if len(own) == 1:
            return own[0].id
        return _UnclearError("place", "place_ambiguous" if own else "place_unknown")

    def _counter(self, written: str, place_id: str | None) -> str | _UnclearError | None:
        if not written:
            return None
        place = next((one for one in self._places if one.id == place_id), None)
        counters = place.counters if place is not None else ()
        wanted = folded(written)
        return next(
            (one for one, name in counters if wanted in (folded(one), folded(name))),
            _UnclearError("counter", "counter_unknown"),
        )

    def _procedure(self, written: str, done_on: str) -> str | _UnclearError | None:
        """Return the code of a procedure; before an office has a catalogue, what it wrote."""
        if not written:
            return None
        found = named(self._procedures, written, date.fromisoformat(done_on), fold)
        if len(found) == 1:
            return found[0].code
        if found:
            return _UnclearError("procedure", "procedure_ambiguous")
        missing = _UnclearError("procedure", "procedure_unknown")
        return missing if self._has_catalogue else written


def _below(home: str, units: Sequence[UnitRecord]) -> frozenset[str]:
    found, size = {home}, 0
    while len(found) > size:
        size = len(found)
        found |= {one.id for one in units if one.parent_id in found}
    return frozenset(found)


async def names_within(storage: Storage, unit_id: str) -> Names:
    """Return the names that a list of this unit may use, as they are now."""
    places = storage.places
    return Names(
        unit_id,
        await places.units(),
        await places.places(),
        await storage.procedures.lines(),
        await storage.units.events(),
    )
