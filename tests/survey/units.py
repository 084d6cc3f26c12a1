"""Events of units in few words, and trees of them."""

from datetime import date

from survey.unit_events import Body, Found, UnitEvent
from survey.unit_tree import UnitTree, tree_of

FIRST = date(2020, 1, 1)


def day(text: str) -> date:
    """Return the day of "2025-07-01"."""
    return date.fromisoformat(text)


def events(*happened: tuple[str, Body]) -> list[UnitEvent]:
    """Return events, numbered as they come."""
    return [
        UnitEvent(number=number, day=day(on), body=body)
        for number, (on, body) in enumerate(happened, start=1)
    ]


def founded(
    *units: str, parent: str | None = None, on: str = "2020-01-01"
) -> list[tuple[str, Body]]:
    """Return foundings of units that are called as their ids."""
    return [(on, Found(unit, f"BHXH {unit}", "local", parent)) for unit in units]


def tree(*happened: tuple[str, Body]) -> UnitTree:
    """Return the tree of events that all fit."""
    known = tree_of(events(*happened))
    assert known.faults == ()
    return known
