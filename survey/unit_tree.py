"""The tree of units through time: what it was on any day, and what became of whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from survey.unit_deeds import DEEDS
from survey.unit_events import UnitEvent
from survey.unit_names import core_of, folded
from survey.unit_refusals import UnitRefusedError
from survey.unit_replay import Replay
from survey.unit_states import State, Unit

__all__ = ["OnDay", "UnitTree", "grown", "misfits", "tree_of"]


class OnDay(Struct, frozen=True):
    """The tree on one day: units that are there, and those below each.

    Children are in the order of their names; `None` has the tops of the tree.
    """

    day: date
    units: Mapping[str, State]
    children: Mapping[str | None, tuple[str, ...]]

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """Return the units above one, the nearest first."""
        return tuple(self._upwards(unit))

    def _upwards(self, unit: str) -> Iterator[str]:
        above = self.units[unit].parent
        while above is not None:
            yield above
            above = self.units[above].parent

    def below(self, unit: str) -> tuple[str, ...]:
        """Return a unit and all below it, each before its own."""
        found = [unit]
        for child in self.children.get(unit, ()):
            found.extend(self.below(child))
        return tuple(found)


class UnitTree(Struct, frozen=True, kw_only=True):
    """All that is known of units. `version` is the highest number of its events: figures that
    name it can be derived again (`tree_of(events, version)`).
    """

    version: int = 0
    units: Mapping[str, Unit] = {}
    covers: Mapping[str, Sequence[tuple[date, str | None]]] = {}
    """Commune → who covers it from which day on."""
    faults: tuple[UnitRefusedError, ...] = ()
    """Events that do not fit: they count for nothing."""

    def unit(self, unit: str, day: date) -> State | None:
        """Return what a unit is on a day; None where it is not there."""
        known = self.units.get(unit)
        return None if known is None else known.on(day)

    def as_of(self, day: date) -> OnDay:
        """Return the tree on a day."""
        there = {unit: state for unit, known in self.units.items() if (state := known.on(day))}
        below: dict[str | None, list[str]] = {}
        for unit in sorted(there, key=lambda one: (folded(there[one].name), one)):
            below.setdefault(there[unit].parent, []).append(unit)
        return OnDay(day, there, {above: tuple(units) for above, units in below.items()})

    def communes(self, unit: str, day: date) -> tuple[str, ...]:
        """Return what a unit covers on a day."""
        return tuple(one for one in sorted(self.covers) if self.covering(one, day) == unit)

    def successors(self, unit: str, day: date) -> tuple[str, ...]:
        """Return who does on a day what a unit did: itself while it is there; after splits, all
        parts; nobody, where it was dissolved or is not known.
        """
        known = self.units.get(unit)
        if known is None or day < known.founded:
            return ()
        if known.ended is None or day < known.ended:
            return (unit,)
        found = (one for heir in known.successors for one in self.successors(heir, day))
        return tuple(dict.fromkeys(found))

    def covering(self, commune: str, day: date) -> str | None:
        """Return the unit that covers a commune on a day; None: nobody does."""
        line = self.covers.get(commune, ())
        return next((unit for since, unit in reversed(line) if since <= day), None)

    def find(self, name: str, day: date, within: str | None = None) -> tuple[str, ...]:
        """Return the units that a name may mean on a day; more than one: candidates, no guess.

        Names in force come before former and further ones, whole ones before those without
        their kind ("Cư Jút" for "BHXH huyện Cư Jút"). `within`: a unit, and all below it.
        """
        there = self.as_of(day)
        ids = there.units if within is None else there.below(within)
        for rank in (_by_id, _by_name, _by_alias, _by_core):
            found = [unit for unit in ids if rank(unit, there.units[unit], name)]
            if found:
                return tuple(found)
        return ()


def _by_id(unit: str, state: State, name: str) -> bool:
    return bool(name) and name in (unit, state.code)


def _by_name(_unit: str, state: State, name: str) -> bool:
    return folded(state.name) == folded(name)


def _by_alias(_unit: str, state: State, name: str) -> bool:
    return any(folded(alias) == folded(name) for alias in state.aliases)


def _by_core(_unit: str, state: State, name: str) -> bool:
    core = core_of(name)
    return bool(core) and any(core_of(one) == core for one in (state.name, *state.aliases))


def tree_of(events: Iterable[UnitEvent], version: int | None = None) -> UnitTree:
    """Return the tree that events make: all of them, or those up to a version.

    What does not fit (rows that were written past `grown`) counts for nothing, and is listed.
    """
    known = [event for event in events if version is None or event.number <= version]
    replay = Replay()
    replay.run(known, DEEDS)
    return UnitTree(
        version=max((event.number for event in known), default=0),
        units=replay.units,
        covers=replay.covers,
        faults=tuple(replay.faults),
    )


def grown(known: Sequence[UnitEvent], new: Sequence[UnitEvent]) -> UnitTree:
    """Return the tree after more events.

    Raises:
        UnitRefusedError: one of them does not fit, or takes the ground from one that did.

    """
    after, wrong = _judged(known, new)
    for misfit in wrong:
        raise misfit
    return after


def misfits(known: Sequence[UnitEvent], new: Sequence[UnitEvent]) -> list[UnitRefusedError]:
    """Return all that would not fit after more events, and did before or is new."""
    return _judged(known, new)[1]


def _judged(
    known: Sequence[UnitEvent], new: Sequence[UnitEvent]
) -> tuple[UnitTree, list[UnitRefusedError]]:
    after = tree_of([*known, *new])
    if not after.faults:
        return after, []
    before = {fault.event.number for fault in tree_of(known).faults}
    return after, [fault for fault in after.faults if fault.event.number not in before]
