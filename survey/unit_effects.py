"""What is another on a day by an event: for whoever looks before it is entered."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from survey.unit_events import Type
from survey.unit_tree import UnitTree

__all__ = ["Effects", "effects_of"]


class Effects(Struct, frozen=True):
    """Differences between two trees on one day."""

    begun: tuple[str, ...] = ()
    """Units that are there by it."""
    ended: tuple[str, ...] = ()
    """Units that are there no more."""
    renamed: tuple[tuple[str, str, str], ...] = ()
    """Unit, its name without the event, and with it."""
    retyped: tuple[tuple[str, Type, Type], ...] = ()
    """Unit, its type without the event, and with it."""
    moved: tuple[tuple[str, str | None, str | None], ...] = ()
    """Unit, what it is below without the event, and with it."""
    communes: tuple[tuple[str, str | None, str | None], ...] = ()
    """Commune, who covers it without the event, and with it."""
    other: tuple[str, ...] = ()
    """Units of which something else changes: a code, a further name."""


def effects_of(before: UnitTree, after: UnitTree, day: date) -> Effects:
    """Return what is another on `day` in `after`."""
    old, new = before.as_of(day).units, after.as_of(day).units
    both = sorted(old.keys() & new.keys())
    renamed = [unit for unit in both if old[unit].name != new[unit].name]
    retyped = [unit for unit in both if old[unit].type != new[unit].type]
    moved = [unit for unit in both if old[unit].parent != new[unit].parent]
    return Effects(
        begun=tuple(sorted(new.keys() - old.keys())),
        ended=tuple(sorted(old.keys() - new.keys())),
        renamed=tuple((unit, old[unit].name, new[unit].name) for unit in renamed),
        retyped=tuple((unit, old[unit].type, new[unit].type) for unit in retyped),
        moved=tuple((unit, old[unit].parent, new[unit].parent) for unit in moved),
        communes=_communes(before, after, day),
        other=tuple(
            unit
            for unit in both
            if unit not in {*renamed, *retyped, *moved}
            and (old[unit].code, old[unit].aliases) != (new[unit].code, new[unit].aliases)
        ),
    )


def _communes(
    before: UnitTree, after: UnitTree, day: date
) -> tuple[tuple[str, str | None, str | None], ...]:
    known = sorted(before.covers.keys() | after.covers.keys())
    lines = ((one, before.covering(one, day), after.covering(one, day)) for one in known)
    return tuple(line for line in lines if line[1] != line[2])
