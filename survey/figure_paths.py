"""Where in an edition a figure stands: the paths by which sentences of a report are followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from survey.editions import (
    Change,
    Driven,
    Edition,
    FaceLine,
    Missing,
    Pin,
    Place,
    PlanLine,
    ProcedureLine,
    Row,
    StepLine,
    TargetLine,
    Theme,
    UnitCounts,
    UnitRow,
    Variant,
)

__all__ = ["figure_at"]

_NAMED_BY: Final[Mapping[type[Struct], str]] = {
    Change: "key",
    Driven: "factor",
    FaceLine: "key",
    Missing: "gap",
    Pin: "kind",
    Place: "key",
    PlanLine: "key",
    ProcedureLine: "key",
    Row: "key",
    StepLine: "key",
    TargetLine: "key",
    Theme: "key",
    UnitCounts: "unit_id",
    UnitRow: "unit_id",
    Variant: "kind",
}
"""By what a line of each kind is told from its neighbours."""


def figure_at(edition: Edition, path: str) -> object:
    """Return what stands at a path such as `levels/B5`, `units/unit-7/levels/B1`, `tables/mode` or
    `proofs/waiting`; where several lines have one name (`missing/small_cells`), all of them.

    Raises:
        KeyError: nothing of this name stands there.

    """
    found: object = edition
    for name in path.split("/"):
        found = _inside(found, name)
    return found


def _inside(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return value[name]
    if isinstance(value, tuple):
        return _line(value, name)
    if isinstance(value, Struct) and name in value.__struct_fields__:
        return getattr(value, name)
    raise KeyError(name)


def _line(lines: tuple[object, ...], name: str) -> object:
    found = [line for line in lines if _name_of(line) == name]
    if not found:
        raise KeyError(name)
    return found[0] if len(found) == 1 else tuple(found)


def _name_of(line: object) -> object:
    if isinstance(line, tuple) and line:
        return line[0]  # a pair of name and count
    field = _NAMED_BY.get(type(line)) if isinstance(line, Struct) else None
    return getattr(line, field) if field else None
