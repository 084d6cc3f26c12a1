"""Conditions as trees of immutable values, and how a tree is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Literal, TypeAlias

import msgspec

__all__ = [
    "Both",
    "Call",
    "Compare",
    "Constant",
    "Either",
    "Expression",
    "Function",
    "Member",
    "Not",
    "Operator",
    "Scalar",
    "is_question",
    "render",
    "walk",
]

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Function = Literal["answered", "flagged", "chosen"]
Scalar: TypeAlias = str | int | float | None


class _Tree(msgspec.Struct, frozen=True):
    """Base of the nodes."""


class Constant(_Tree, frozen=True):
    """`true` or `false`."""

    value: bool


class Compare(_Tree, frozen=True):
    """A question or fact against a literal: `D9 == 'late'`."""

    name: str
    operator: Operator
    literal: Scalar


class Member(_Tree, frozen=True):
    """`H1 in ['self', 'family']`, or `not in`."""

    name: str
    literals: tuple[Scalar, ...]
    negated: bool = False


class Call(_Tree, frozen=True):
    """`answered(X)`, `flagged(X, 'flag')`, `chosen(X, 'value')`."""

    function: Function
    name: str
    argument: str = ""


class Not(_Tree, frozen=True):
    """`not …`."""

    inner: Expression


class Both(_Tree, frozen=True):
    """`… and … and …`."""

    parts: tuple[Expression, ...]


class Either(_Tree, frozen=True):
    """`… or … or …`."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = Constant | Compare | Member | Call | Not | Both | Either


_QUESTION = re.compile(r"[A-Z][A-Z0-9_]*")


def is_question(name: str) -> bool:
    """Return whether a name means a question (capitals) and not a fact (small letters)."""
    return _QUESTION.fullmatch(name) is not None


def walk(tree: Expression) -> Iterator[Expression]:
    """Give every node of a tree, the outer before the inner."""
    yield tree
    inner: tuple[Expression, ...] = ()
    if isinstance(tree, Not):
        inner = (tree.inner,)
    elif isinstance(tree, Both | Either):
        inner = tree.parts
    for part in inner:
        yield from walk(part)


def render(tree: Expression) -> str:
    """Return the source of a tree, with no more brackets than needed."""
    match tree:
        case Constant(value):
            return "true" if value else "false"
        case Compare(name, operator, literal):
            return f"{name} {operator} {_literal(literal)}"
        case Member(name, literals, negated):
            word = "not in" if negated else "in"
            return f"{name} {word} [{', '.join(map(_literal, literals))}]"
        case Call(function, name, argument):
            return f"{function}({name}, '{argument}')" if argument else f"{function}({name})"
        case _:
            return _render_compound(tree)


def _render_compound(tree: Not | Both | Either) -> str:
    if isinstance(tree, Not):
        return f"not {_bracketed(tree.inner, Both | Either)}"
    word, weaker = (" and ", Both | Either) if isinstance(tree, Both) else (" or ", Either)
    return word.join(_bracketed(part, weaker) for part in tree.parts)


def _bracketed(tree: Expression, weaker: type | UnionType) -> str:
    source = render(tree)
    return f"({source})" if isinstance(tree, weaker) else source


def _literal(value: Scalar) -> str:
    if value is None:
        return "none"
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, int):
        return str(value)
    digits = f"{value:.6f}".rstrip("0")
    return f"{digits}0" if digits.endswith(".") else digits
