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
    rest = path
    while rest:
        found, rest = _inside(found, rest)
    return found


def _inside(value: object, path: str) -> tuple[object, str]:
    """Return what the beginning of a path stands for, and the rest of the path."""
    if isinstance(value, tuple):
        return _line(value, path)
    name, _, rest = path.partition("/")
    if isinstance(value, Mapping):
        return value[name], rest
    if isinstance(value, Struct) and name in value.__struct_fields__:
        return getattr(value, name), rest
    raise KeyError(name)


def _line(lines: tuple[object, ...], path: str) -> tuple[object, str]:
    """Return the line that is named, or all of that name. Names may have parts of their own, as
    levels of one procedure have (`ux/FORM`): the longest one that fits is meant.
    """
    names = {name for line in lines if isinstance(name := _name_of(line), str)}
    name = max((one for one in names if f"{path}/".startswith(f"{one}/")), key=len, default="")
    found = [line for line in lines if name and _name_of(line) == name]
    if not found:
        raise KeyError(path)
    return found[0] if len(found) == 1 else tuple(found), path[len(name) + 1 :]


def _name_of(line: object) -> object:
    if isinstance(line, tuple) and line:
        return line[0]  # a pair of name and count
    field = _NAMED_BY.get(type(line)) if isinstance(line, Struct) else None
    return getattr(line, field) if field else None
