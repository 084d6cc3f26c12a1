"""The tree of units while events happen to it, one by one, in the order of their days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, TypeAlias

from msgspec.structs import replace

from survey.unit_events import Found, UnitEvent, Withdraw, named
from survey.unit_names import LONGEST_NAME, folded
from survey.unit_refusals import UnitRefusedError
from survey.unit_states import State, Unit

__all__ = ["Deeds", "Replay"]

Deeds: TypeAlias = Mapping[type, Callable[["Replay", UnitEvent, Any], None]]
"""What each kind of event does (`survey.unit_deeds`)."""


class Replay:
    """The tree while events happen to it. An event that does not fit changes nothing."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        self.covers: dict[str, list[tuple[date, str | None]]] = {}
        """Commune → who covers it from which day on; None: nobody does."""
        self.faults: list[UnitRefusedError] = []
        self.below: dict[str | None, set[str]] = {}
        self.placed: dict[str, date] = {}
        """Unit → the day of the event that said last what it is below."""
        self.given: dict[str, date] = {}
        """Commune → the same of who covers it."""
        self._communes: dict[str, set[str]] = {}
        self._dates: dict[str, date] = {}

    def run(self, events: Iterable[UnitEvent], deeds: Deeds) -> None:
        """Let events happen, by day and then by number; those that do not fit are `faults`."""
        standing = self._standing({event.number: event for event in events})
        self._dates = {
            event.body.unit: event.day for event in standing if isinstance(event.body, Found)
        }
        for event in sorted(standing, key=lambda one: (one.day, one.number)):
            try:
                deeds[type(event.body)](self, event, event.body)
            except UnitRefusedError as fault:
                self.faults.append(fault)
            else:
                self._remember(event)

    def _standing(self, known: Mapping[int, UnitEvent]) -> list[UnitEvent]:
        """Return the events that nobody has withdrawn."""
        gone: set[int] = set()
        for event in known.values():
            if isinstance(event.body, Withdraw):
                try:
                    gone |= {_withdrawn(event, event.body, known, gone)}
                except UnitRefusedError as fault:
                    self.faults.append(fault)
        return [
            event
            for event in known.values()
            if event.number not in gone and not isinstance(event.body, Withdraw)
        ]

    def _remember(self, event: UnitEvent) -> None:
        for unit in named(event.body):
            known = self.units[unit]
            self.units[unit] = replace(known, events=(*known.events, event.number))

    # -- what an event may rely on

    def live(self, event: UnitEvent, unit: str) -> State:
        known = self.units.get(unit)
        if known is None:
            later = self._dates.get(unit)
            if later is not None and later > event.day:
                raise UnitRefusedError("not_yet", event, unit=unit, since=later.isoformat())
            raise UnitRefusedError("unknown_unit", event, unit=unit)
        if known.ended is not None:
            raise UnitRefusedError("ended", event, unit=unit, since=known.ended.isoformat())
        return known.states[-1]

    def is_below(self, unit: str | None, above: str) -> bool:
        """Tell whether a unit is this one, or below it."""
        while unit is not None and unit != above:
            unit = self.units[unit].states[-1].parent
        return unit is not None

    def must_be_named(self, event: UnitEvent, unit: str, name: str, parent: str | None) -> None:
        if not name.strip() or len(name) > LONGEST_NAME or not folded(name):
            raise UnitRefusedError("bad_name", event, name=name[:LONGEST_NAME])
        for other in self.below.get(parent, ()):
            if other != unit and folded(self.units[other].states[-1].name) == folded(name):
                raise UnitRefusedError("name_taken", event, name=name, unit=other)

    # -- what events change

    def put(self, event: UnitEvent, unit: str, **changes: Any) -> None:  # noqa: ANN401 – of State
        """Let a unit be something else from the day of an event on."""
        known = self.units[unit]
        before = known.states[-1]
        after = replace(before, since=event.day, **changes)
        kept = known.states[:-1] if before.since == event.day else known.states
        self.units[unit] = replace(known, states=(*kept, after))
        if after.parent != before.parent:
            self.below[before.parent].discard(unit)
            self.below.setdefault(after.parent, set()).add(unit)

    def end(self, event: UnitEvent, unit: str, successors: tuple[str, ...]) -> None:
        known = self.units[unit]
        self.below[known.states[-1].parent].discard(unit)
        self.units[unit] = replace(known, ended=event.day, successors=successors)

    def hang(self, event: UnitEvent, above: str, parent: str | None) -> None:
        """Hang all units below one below another."""
        for child in sorted(self.below.get(above, ())):
            self.put(event, child, parent=parent)

    def cover(self, event: UnitEvent, commune: str, unit: str | None) -> None:
        line = self.covers.setdefault(commune, [])
        if line and line[-1][1] is not None:
            self._communes[line[-1][1]].discard(commune)
        if line and line[-1][0] == event.day:
            line.pop()
        line.append((event.day, unit))
        if unit is not None:
            self._communes.setdefault(unit, set()).add(commune)

    def communes_of(self, unit: str) -> list[str]:
        return sorted(self._communes.get(unit, ()))


def _withdrawn(
    event: UnitEvent, body: Withdraw, known: Mapping[int, UnitEvent], gone: AbstractSet[int]
) -> int:
    of = known.get(body.number)
    if of is None or isinstance(of.body, Withdraw) or of.number >= event.number:
        raise UnitRefusedError("no_event", event, number=str(body.number))
    if of.number in gone:
        raise UnitRefusedError("withdrawn", event, number=str(of.number))
    return of.number
