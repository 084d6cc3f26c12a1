"""What is said of units: kinds of events, types, columns of files, reasons for a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

from flows.texts import text_key
from survey.unit_events import Kind, Type
from survey.unit_refusals import Reason, UnitRefusedError

__all__ = ["COLUMNS", "FAULTS", "KINDS", "REASONS", "TYPES", "Column", "said"]

Column: TypeAlias = Literal[
    "day",
    "event",
    "unit",
    "name",
    "type",
    "parent",
    "into",
    "communes",
    "code",
    "decision",
    "example",
]

COLUMNS: Final[Mapping[Column, str]] = {
    "day": text_key("units.column.day"),
    "event": text_key("units.column.event"),
    "unit": text_key("units.column.unit"),
    "name": text_key("units.column.name"),
    "type": text_key("units.column.type"),
    "parent": text_key("units.column.parent"),
    "into": text_key("units.column.into"),
    "communes": text_key("units.column.communes"),
    "code": text_key("units.column.code"),
    "decision": text_key("units.column.decision"),
    "example": text_key("units.column.example"),
}

KINDS: Final[Mapping[Kind, str]] = {
    "found": text_key("units.kind.found"),
    "rename": text_key("units.kind.rename"),
    "alias": text_key("units.kind.alias"),
    "code": text_key("units.kind.code"),
    "move": text_key("units.kind.move"),
    "merge": text_key("units.kind.merge"),
    "split": text_key("units.kind.split"),
    "dissolve": text_key("units.kind.dissolve"),
    "cover": text_key("units.kind.cover"),
    "uncover": text_key("units.kind.uncover"),
    "withdraw": text_key("units.kind.withdraw"),
}

TYPES: Final[Mapping[Type, str]] = {
    "central": text_key("units.type.central"),
    "regional": text_key("units.type.regional"),
    "provincial": text_key("units.type.provincial"),
    "office": text_key("units.type.office"),
    "interdistrict": text_key("units.type.interdistrict"),
    "district": text_key("units.type.district"),
    "local": text_key("units.type.local"),
}

REASONS: Final[Mapping[Reason, str]] = {
    "unknown_unit": text_key("units.refused.unknown_unit"),
    "not_yet": text_key("units.refused.not_yet"),
    "ended": text_key("units.refused.ended"),
    "known_id": text_key("units.refused.known_id"),
    "bad_id": text_key("units.refused.bad_id"),
    "bad_name": text_key("units.refused.bad_name"),
    "name_taken": text_key("units.refused.name_taken"),
    "circle": text_key("units.refused.circle"),
    "two_parents": text_key("units.refused.two_parents"),
    "same": text_key("units.refused.same"),
    "top": text_key("units.refused.top"),
    "no_parts": text_key("units.refused.no_parts"),
    "has_units": text_key("units.refused.has_units"),
    "no_communes": text_key("units.refused.no_communes"),
    "bad_commune": text_key("units.refused.bad_commune"),
    "commune_elsewhere": text_key("units.refused.commune_elsewhere"),
    "commune_open": text_key("units.refused.commune_open"),
    "commune_twice": text_key("units.refused.commune_twice"),
    "no_event": text_key("units.refused.no_event"),
    "withdrawn": text_key("units.refused.withdrawn"),
}
"""Each says what, and the day."""

FAULTS: Final[Mapping[str, str]] = {
    "column_missing": text_key("units.fault.column_missing"),
    "day": text_key("units.fault.day"),
    "event": text_key("units.fault.event"),
    "type": text_key("units.fault.type"),
    "missing": text_key("units.fault.missing"),
    "part": text_key("units.fault.part"),
}
"""Why a cell of a file cannot be read."""

_LATER: Final = text_key("units.refused.later")
_NAMING: Final = frozenset({"unit", "parent", "other", "first"})
"""Parameters that are ids of units."""


def said(
    refused: UnitRefusedError,
    mine: frozenset[int],
    name: Callable[[str], str],
    day: Callable[[str], str],
    text: Callable[..., str],
) -> str:
    """Return why an event is refused, for people.

    `mine`: numbers of the events that are to be entered; any other is one that holds already, and
    loses its ground. `name` of a unit's id, `day` of an ISO date, `text` of a key.
    """
    params = {
        key: name(value) if key in _NAMING and value else value
        for key, value in refused.params.items()
    }
    if "since" in params:
        params["since"] = day(params["since"])
    on = day(refused.event.day.isoformat())
    why = text(REASONS[refused.reason], **params, day=on)
    if refused.event.number in mine:
        return why
    kind = text(KINDS[refused.event.kind])
    return text(_LATER, number=refused.event.number, day=on, kind=kind, reason=why)
