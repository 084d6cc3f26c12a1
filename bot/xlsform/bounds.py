"""What a constraint says by "at least" and "at most": bounds, for which the bot has words."""

from __future__ import annotations

from collections.abc import Iterable

from flows.expressions import Both, Compare, Expression, Logic, Name, Relate, render

__all__ = ["bounds_of", "constraint_of"]

_TYPES = frozenset({"number", "decimal", "date", "duration", "money"})
_WHOLE = frozenset({"number", "money"})


def bounds_of(tree: Logic, kind: str) -> tuple[dict[str, object], list[Logic]]:
    """Return the bounds that a constraint sets on an answer of this type, and what is left."""
    parts = list(tree.parts) if isinstance(tree, Both) else [tree]
    bounds: dict[str, object] = {}
    left: list[Logic] = []
    for part in parts:
        found = _bound(part, kind) if kind in _TYPES else None
        if found is None or found[0] in bounds:
            left.append(part)  # type: ignore[arg-type]  # parts of a condition are conditions
        else:
            bounds[found[0]] = found[1]
    return bounds, left


def _bound(part: Expression, kind: str) -> tuple[str, object] | None:
    match part:
        case Compare("answer", ">=" | "<=" as operator, literal):
            return ("low" if operator == ">=" else "high"), literal
        case Compare("answer", ">", int(literal)) if kind in _WHOLE:
            return "low", literal + 1
        case Compare("answer", "<", int(literal)) if kind in _WHOLE:
            return "high", literal - 1
        case Relate(Name("answer"), "<=" | ">=" as operator, Name("today")):
            return ("low" if operator == ">=" else "high"), "today"
        case _:
            return None


def constraint_of(parts: Iterable[Logic]) -> str | None:
    """Return what is left of a constraint as our condition."""
    found = tuple(parts)
    if not found:
        return None
    return render(found[0] if len(found) == 1 else Both(found))
