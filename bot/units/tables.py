"""Events of units as a table, one row an event: written so that reading gives the same tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.units.wording import COLUMNS, KINDS, TYPES, Column
from flows.texts import text_key
from survey.unit_events import (
    Alias,
    Code,
    Cover,
    Dissolve,
    Found,
    Merge,
    Move,
    Rename,
    Split,
    Uncover,
    UnitEvent,
    Withdraw,
)

__all__ = ["BETWEEN", "GOES_TO", "YES", "headers", "lines"]

BETWEEN: Final = "; "
"""Between the units or communes of one cell."""
GOES_TO: Final = " = "
"""Between a commune and the part of a split that it goes to."""
YES: Final = text_key("word.yes")

Say = Callable[[str], str]


def headers(say: Say) -> list[str]:
    """Return the names of the columns."""
    return [say(key) for key in COLUMNS.values()]


def lines(events: Iterable[UnitEvent], say: Say) -> Iterator[list[str]]:
    """Yield a row for each event that holds, in the order of their days. What was withdrawn is
    left out with its withdrawal: the tree is the same without.
    """
    known = list(events)
    gone = {event.body.number for event in known if isinstance(event.body, Withdraw)}
    standing = [
        event
        for event in known
        if event.number not in gone and not isinstance(event.body, Withdraw)
    ]
    for event in sorted(standing, key=lambda one: (one.day, one.number)):
        cells: dict[Column, str] = {
            "day": event.day.isoformat(),
            "event": say(KINDS[event.kind]),
            "decision": event.decision,
            "example": say(YES) if event.example else "",
            **_CELLS[type(event.body)](event.body, say),
        }
        yield [cells.get(column, "") for column in COLUMNS]


def _found(body: Found, say: Say) -> dict[Column, str]:
    parent = body.parent or ""
    told: dict[Column, str] = {"unit": body.unit, "name": body.name, "parent": parent}
    return {**told, "type": say(TYPES[body.type]), "code": body.code}


def _rename(body: Rename, say: Say) -> dict[Column, str]:
    kind = "" if body.type is None else say(TYPES[body.type])
    return {"unit": body.unit, "name": body.name, "type": kind}


def _alias(body: Alias, _say: Say) -> dict[Column, str]:
    return {"unit": body.unit, "name": body.name}


def _code(body: Code, _say: Say) -> dict[Column, str]:
    return {"unit": body.unit, "code": body.code}


def _move(body: Move, _say: Say) -> dict[Column, str]:
    return {"unit": body.unit, "parent": body.parent}


def _merge(body: Merge, _say: Say) -> dict[Column, str]:
    return {"unit": BETWEEN.join(body.units), "into": body.into}


def _split(body: Split, _say: Say) -> dict[Column, str]:
    given = [f"{commune}{GOES_TO}{part}" for commune, part in sorted(body.communes.items())]
    parts: Sequence[str] = body.into
    return {"unit": body.unit, "into": BETWEEN.join(parts), "communes": BETWEEN.join(given)}


def _dissolve(body: Dissolve, _say: Say) -> dict[Column, str]:
    return {"unit": body.unit}


def _communes(body: Cover | Uncover, _say: Say) -> dict[Column, str]:
    return {"unit": body.unit, "communes": BETWEEN.join(body.communes)}


_CELLS: Final[Mapping[type, Callable[[Any, Say], dict[Column, str]]]] = {
    Found: _found,
    Rename: _rename,
    Alias: _alias,
    Code: _code,
    Move: _move,
    Merge: _merge,
    Split: _split,
    Dissolve: _dissolve,
    Cover: _communes,
    Uncover: _communes,
}
