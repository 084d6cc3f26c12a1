"""The tree as rows of one day: what the hot path reads instead of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from survey.unit_events import TYPES, Found, Type, UnitEvent
from survey.unit_states import State
from survey.unit_tree import UnitTree, tree_of

__all__ = ["ORIGIN", "Row", "adopted", "heir", "rows"]

ORIGIN: Final = date(1995, 2, 16)
"""Nghị định 19-CP founds Bảo hiểm xã hội Việt Nam: since when units are taken to be there of which
nothing else is known.
"""


class Row(Struct, frozen=True):
    """A unit as of a day. `parent`: of an ended one its only successor, else who was above it."""

    unit: str
    state: State
    parent: str | None
    ended: date | None = None


def rows(tree: UnitTree, day: date) -> tuple[Row, ...]:
    """Return all units that were ever there by a day, each behind the one above it."""
    found: dict[str, Row] = {}
    for unit in tree.units:
        _add(tree, unit, day, found)
    return tuple(found.values())


def _add(tree: UnitTree, unit: str, day: date, found: dict[str, Row]) -> None:
    state = tree.units[unit].lately(day)
    if unit in found or state is None:
        return
    ended = _end_by(tree, unit, day)
    above = state.parent if ended is None else _next(tree, unit)
    if above is not None:
        _add(tree, above, day, found)
    found[unit] = Row(unit, state, above, ended)


def _end_by(tree: UnitTree, unit: str, day: date) -> date | None:
    ended = tree.units[unit].ended
    return None if ended is None or ended > day else ended


def _next(tree: UnitTree, unit: str) -> str | None:
    """Return to whom goes what an ended unit leaves: its only successor, else who was above."""
    known = tree.units[unit]
    return known.successors[0] if len(known.successors) == 1 else known.states[-1].parent


def heir(tree: UnitTree, unit: str, day: date) -> str | None:
    """Return the unit of a day to which goes what another left; itself while it is there; None:
    it is not known.
    """
    going: str | None = unit
    while going is not None and going in tree.units and _end_by(tree, going, day) is not None:
        going = _next(tree, going)
    return going if going in tree.units else None


def adopted(
    events: Sequence[UnitEvent], units: Iterable[tuple[str, str, str | None, str]], at: int
) -> list[UnitEvent]:
    """Return foundings of units (id, name, parent, type) that no event has founded: rows of the
    versions before, which knew no events. Each is there for as long as the unit above it, or since
    `ORIGIN`. They are numbered behind `events`; one whose name does not fit is left out, and stays
    a row.
    """
    days = {event.body.unit: event.day for event in events if isinstance(event.body, Found)}
    missing = {unit[0]: unit for unit in units if unit[0] not in days}
    version = max((event.number for event in events), default=0)
    founding: list[UnitEvent] = []
    for number, (unit, name, parent, kind) in enumerate(_tops_first(missing), version + 1):
        days[unit] = days.get(parent or "", ORIGIN)
        body = Found(unit, name, type=_type(kind, parent), parent=parent)
        one = UnitEvent(number=number, day=days[unit], body=body, at=at, actor="system")
        founding.append(one)
    return _fitting(events, founding) if founding else []


def _type(kind: str, parent: str | None) -> Type:
    """Return the type of a unit that was written without one; at the top, it is a province."""
    known: Type = next((one for one in TYPES if one == kind), "local")
    return "provincial" if known == "local" and parent is None else known


def _tops_first(
    missing: dict[str, tuple[str, str, str | None, str]],
) -> Iterator[tuple[str, str, str | None, str]]:
    """Yield units behind those above them; a circle is walked once."""
    while missing:
        free = [unit for unit in missing.values() if unit[2] not in missing]
        for unit in free or list(missing.values())[:1]:
            yield missing.pop(unit[0])


def _fitting(events: Sequence[UnitEvent], founding: Sequence[UnitEvent]) -> list[UnitEvent]:
    """Return the foundings that fit, numbered anew without those that do not."""
    faults = {fault.event.number for fault in tree_of([*events, *founding]).faults}
    fitting = [event for event in founding if event.number not in faults]
    first = founding[0].number
    return [
        UnitEvent(number=number, day=one.day, body=one.body, at=one.at, actor=one.actor)
        for number, one in enumerate(fitting, first)
    ]
