"""Joins conditions and takes out what is known: a choice filter is worked out choice by choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.expressions import (
    Apply,
    Both,
    Compare,
    Constant,
    Either,
    Expression,
    Fixed,
    Logic,
    Member,
    Name,
    Not,
)

__all__ = ["both", "either", "negated"]


def both(parts: Iterable[Logic]) -> Logic:
    """Return what holds when all parts hold."""
    found = [part for part in _flat(parts, Both) if part != Constant(value=True)]
    if any(part == Constant(value=False) for part in found):
        return Constant(value=False)
    found = list(_unequal(found))
    return Both(tuple(found)) if len(found) > 1 else (found or [Constant(value=True)])[0]


def either(parts: Iterable[Logic]) -> Logic:
    """Return what holds when one part holds; several values of one answer become a list."""
    found = [part for part in _flat(parts, Either) if part != Constant(value=False)]
    if any(part == Constant(value=True) for part in found):
        return Constant(value=True)
    if len(found) > 1 and (member := _member(found)):
        return member
    return Either(tuple(found)) if len(found) > 1 else (found or [Constant(value=False)])[0]


def negated(part: Logic) -> Logic:
    """Return what holds when a part does not."""
    match part:
        case Constant(value):
            return Constant(not value)
        case Compare(name, "==", None):
            return Compare(name, "!=", None)
        case Compare(name, "!=", None):
            return Compare(name, "==", None)
        case Not(inner):
            return _logic(inner)
        case _:
            return Not(part)


def _logic(tree: Expression) -> Logic:
    """Return a part of a condition, which is one itself."""
    if isinstance(tree, Fixed | Name | Apply):
        raise TypeError(f"neither true nor false: {tree}")
    return tree


def _flat(parts: Iterable[Logic], kind: type[Both | Either]) -> Iterator[Logic]:
    for part in parts:
        if isinstance(part, kind):
            yield from (_logic(inner) for inner in part.parts)
        else:
            yield part


def _unequal(parts: list[Logic]) -> Iterator[Logic]:
    """Write "there is an answer, and it is not x" as our `!=`, which means both."""
    skipped = False
    for part, after in zip(parts, [*parts[1:], None], strict=False):
        if skipped:
            skipped = False
            continue
        match part, after:
            case Compare(one, "!=", None), Not(Compare(other, "==", literal)) if one == other:
                skipped = True
                yield Compare(one, "!=", literal)
            case Compare(one, "!=", None), Not(Member(other, literals)) if one == other:
                skipped = True
                yield Member(one, literals, negated=True)
            case _:
                yield part


def _member(parts: list[Logic]) -> Member | None:
    equal = [part for part in parts if isinstance(part, Compare) and part.operator == "=="]
    names = {part.name for part in equal}
    if len(equal) < len(parts) or len(names) > 1 or any(p.literal is None for p in equal):
        return None
    return Member(names.pop(), tuple(part.literal for part in equal))
