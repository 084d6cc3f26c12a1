"""Conditions and calculations as trees of immutable values, and how a tree is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Literal, TypeAlias

import msgspec

__all__ = [
    "FUNCTIONS",
    "Apply",
    "Both",
    "Call",
    "Compare",
    "Constant",
    "Either",
    "Expression",
    "Fixed",
    "Function",
    "Logic",
    "Member",
    "Name",
    "Not",
    "Operator",
    "Relate",
    "Scalar",
    "Term",
    "is_question",
    "names_of",
    "parts_of",
    "render",
    "walk",
]

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Function = Literal["answered", "flagged", "chosen"]
Scalar: TypeAlias = str | int | float | None

FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "concat": (1, 20),
    "count": (1, 1),
    "first": (1, 20),
    "if": (3, 3),
    "length": (1, 1),
    "max": (1, 50),
    "min": (1, 50),
    "number": (1, 1),
    "round": (1, 2),
    "sum": (1, 50),
    "whole": (1, 1),
    "years": (2, 2),
}
"""What a calculation can call, and with how many arguments at the least and at the most; what
each gives stands with its meaning in `flows.terms`.
"""


class _Tree(msgspec.Struct, frozen=True):
    """Base of the nodes."""


class Constant(_Tree, frozen=True):
    """`true` or `false`."""

    value: bool


class Compare(_Tree, frozen=True):
    """A question or fact against a literal: `D9 == 'late'`. The usual case, and the quick one."""

    name: str
    operator: Operator
    literal: Scalar


class Member(_Tree, frozen=True):
    """`H1 in ['self', 'family']`, or `not in`."""

    name: str
    literals: tuple[Scalar, ...]
    negated: bool = False


class Call(_Tree, frozen=True):
    """`answered(X)`, `flagged(X, 'flag')`, `chosen(X, 'value')`; `'value' in X` is the last."""

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


class Fixed(_Tree, frozen=True):
    """A value that is written out: `3`, `'north'`, `none`."""

    value: Scalar


class Name(_Tree, frozen=True):
    """The answer to a question (CAPITALS), or a fact (small letters)."""

    name: str


class Apply(_Tree, frozen=True):
    """A function of `FUNCTIONS`, or one of `+ - * / mod` between its arguments in their order."""

    function: str
    arguments: tuple[Expression, ...]


class Relate(_Tree, frozen=True):
    """Two terms compared: `LEFT_ON >= CAME_ON`, `count(D5) <= 3`."""

    left: Term
    operator: Operator
    right: Term


Term: TypeAlias = Fixed | Name | Apply
"""What has a value: a number, a text, a day or none."""
Logic: TypeAlias = Constant | Compare | Member | Call | Not | Both | Either | Relate
"""What holds or not."""
Expression: TypeAlias = Logic | Term


_QUESTION = re.compile(r"[A-Z][A-Z0-9_]*")
_NAMING = Compare | Member | Call | Name


def is_question(name: str) -> bool:
    """Return whether a name means a question (capitals) and not a fact (small letters)."""
    return _QUESTION.fullmatch(name) is not None


def walk(tree: Expression) -> Iterator[Expression]:
    """Give every node of a tree, the outer before the inner."""
    yield tree
    for part in parts_of(tree):
        yield from walk(part)


def parts_of(tree: Expression) -> tuple[Expression, ...]:
    """Return the nodes right below a node."""
    match tree:
        case Not(inner):
            return (inner,)
        case Both(parts) | Either(parts):
            return parts
        case Apply(_, arguments):
            return arguments
        case Relate(left, _, right):
            return left, right
        case _:
            return ()


def names_of(tree: Expression) -> frozenset[str]:
    """Return the questions and facts that a tree depends on."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, _NAMING))


# -- writing

_BINDING: Mapping[str, int] = {"+": 1, "-": 1, "*": 2, "/": 2, "mod": 2}
"""Signs by how closely they bind."""


def render(tree: Expression) -> str:
    """Return the source of a tree, with no more brackets than needed."""
    match tree:
        case Constant() | Compare() | Member() | Call() | Relate():
            return _render_test(tree)
        case Not() | Both() | Either():
            return _render_compound(tree)
        case Fixed() | Name() | Apply():
            return _render_term(tree)


def _render_test(tree: Constant | Compare | Member | Call | Relate) -> str:
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
        case Relate(left, operator, right):
            return f"{render(left)} {operator} {render(right)}"


def _render_compound(tree: Not | Both | Either) -> str:
    if isinstance(tree, Not):
        return f"not {_bracketed(tree.inner, Both | Either)}"
    word, weaker = (" and ", Both | Either) if isinstance(tree, Both) else (" or ", Either)
    return word.join(_bracketed(part, weaker) for part in tree.parts)


def _render_term(tree: Term) -> str:
    if isinstance(tree, Fixed):
        return _literal(tree.value)
    if isinstance(tree, Name):
        return tree.name
    binding = _BINDING.get(tree.function)
    if binding is None:
        return f"{tree.function}({', '.join(map(render, tree.arguments))})"
    first, *rest = tree.arguments
    parts = [_joined(first, binding - 1), *(_joined(part, binding) for part in rest)]
    return f" {tree.function} ".join(parts)


def _joined(part: Expression, weakest: int) -> str:
    """Return one side of a sign, in brackets if it binds no closer than `weakest`."""
    source = render(part)
    binds = _BINDING.get(part.function, 9) if isinstance(part, Apply) else 9
    return f"({source})" if binds <= weakest else source


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
