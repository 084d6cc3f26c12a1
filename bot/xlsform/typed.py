"""Values of an expression with what is known of them, and how two of them compare.

XPath compares whatever it is given; our conditions compare like with like (flows.conditions). So
`${level} = 1` of a question with the choices "1", "2" becomes LEVEL == '1', and in a sum it is
number(LEVEL).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

import msgspec

from bot.xlsform.tokens import ExpressionError
from flows.expressions import (
    Apply,
    Both,
    Call,
    Compare,
    Constant,
    Expression,
    Fixed,
    Logic,
    Name,
    Not,
    Operator,
    Relate,
    Scalar,
    Term,
)
from flows.terms import day_of
from flows.texts import text_key

__all__ = [
    "Typed",
    "as_day",
    "as_logic",
    "as_number",
    "as_term",
    "as_words",
    "compared",
    "no_text",
]

_MIRRORED: Mapping[str, Operator] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
_MOST_RENAMED = 8  # each costs a level of brackets, of which there are 20
_NUMBERS = frozenset({"number", "level"})
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")


class Typed(msgspec.Struct, frozen=True):
    """A tree and its kind: text, number, day, choice, level (of a rating), many, truth, column (a
    cell beside a choice, which a filter compares), or any where it is not known.

    `values` maps a choice's name in the form to what we store; `sure`: there is always an answer
    where it is asked about.
    """

    tree: Expression
    kind: str
    values: Mapping[str, str] = {}
    sure: bool = False


def as_logic(value: Typed) -> Logic:
    """Return a condition.

    Raises:
        ExpressionError: it is a value, neither true nor false.

    """
    if value.kind != "truth":
        raise ExpressionError(text_key("xlsform.expression.no_condition"))
    return cast("Logic", value.tree)


def as_term(value: Typed) -> Term:
    """Return a value.

    Raises:
        ExpressionError: it is a condition.

    """
    if value.kind == "truth":
        raise ExpressionError(text_key("xlsform.expression.no_value"))
    return cast("Term", value.tree)


def as_number(value: Typed) -> Term:
    """Return a value as a number: choices named by digits, and texts of digits, are read."""
    tree = as_term(value)
    if value.kind in ("number", "day", "level"):
        return tree
    if isinstance(tree, Fixed):
        return Fixed(_number(tree.value))
    if value.kind == "many":
        raise ExpressionError(text_key("xlsform.expression.many_number"))
    return _named_number(value, Apply("number", (tree,)))


def _named_number(value: Typed, tree: Term) -> Term:
    """Return the number that a choice is named by, where it is stored otherwise: `-1` as 1."""
    for name, stored in _renamed(value).items():
        if _NUMBER.fullmatch(name) and isinstance(value.tree, Name):
            test = Compare(value.tree.name, "==", stored)
            tree = Apply("if", (test, Fixed(_number(name)), tree))
    return tree


def _renamed(value: Typed) -> dict[str, str]:
    """Return the choices that are stored under another name than the file's."""
    changed = {name: stored for name, stored in value.values.items() if name != stored}
    if len(changed) > _MOST_RENAMED:
        names = ", ".join(list(changed)[:_MOST_RENAMED])
        raise ExpressionError(text_key("xlsform.expression.renamed"), names=names)
    return changed


def as_words(value: Typed) -> Term:
    """Return a value as a text: of a choice, its name in the file.

    Raises:
        ExpressionError: too many choices are stored otherwise than they are named.

    """
    tree = as_term(value)
    for name, stored in _renamed(value).items():
        if isinstance(value.tree, Name):
            tree = Apply("if", (Compare(value.tree.name, "==", stored), Fixed(name), tree))
    return tree


def as_day(value: Typed) -> Term:
    """Return a value as a day; a text must write one."""
    tree = as_term(value)
    if isinstance(tree, Fixed) and day_of(tree.value) is None:
        raise ExpressionError(text_key("xlsform.expression.no_day"), value=str(tree.value))
    return tree


def no_text(tree: Term) -> Term:
    """Return none for the empty text, which is what XPath calls no answer."""
    return Fixed(None) if tree == Fixed("") else tree


def _number(value: Scalar) -> int | float:
    text = str(value)
    if isinstance(value, int | float):
        return value
    if not _NUMBER.fullmatch(text.strip()):
        raise ExpressionError(text_key("xlsform.expression.no_number"), value=text)
    return float(text) if "." in text else int(text)


def compared(left: Typed, operator: Operator, right: Typed) -> Logic:
    """Return what compares two values.

    Raises:
        ExpressionError: they cannot be compared, or one can never be the other.

    """
    if isinstance(left.tree, Fixed) and isinstance(right.tree, Fixed):
        return Constant(_fixed(left.tree.value, operator, right.tree.value))
    if isinstance(left.tree, Fixed | Constant):
        left, right, operator = right, left, _MIRRORED[operator]
    if operator == "!=":
        return _unlike(left, right)
    if isinstance(right.tree, Constant):
        return _truth(left, right.tree)
    if isinstance(right.tree, Fixed):
        return _with_literal(left, operator, right)
    return _with_value(left, operator, right)


def _unlike(left: Typed, right: Typed) -> Logic:
    """XPath finds nothing unlike something; our `!=` with none is false: hence `not ==`."""
    if right.tree == Fixed(""):
        return _related(as_term(left), "!=", None)
    equal = compared(left, "==", right)
    if left.sure and isinstance(equal, Compare):
        return Compare(equal.name, "!=", equal.literal)
    return Constant(not equal.value) if isinstance(equal, Constant) else Not(equal)


def _fixed(left: Scalar, operator: Operator, right: Scalar) -> bool:
    if operator in ("==", "!="):
        same = str(left) == str(right)
        return same is (operator == "==")
    one, other = _number(left), _number(right)
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[operator]


def _truth(left: Typed, right: Constant) -> Logic:
    if left.kind == "truth":
        tree = as_logic(left)
        return tree if right.value else Not(tree)
    # A calculation that is a condition is kept as the text that XPath makes of it.
    return _related(as_term(left), "==", "true" if right.value else "false")


def _with_literal(left: Typed, operator: Operator, right: Typed) -> Logic:
    tree, literal = as_term(left), cast("Fixed", right.tree).value
    if literal == "":
        return _empty(tree, operator)
    if right.kind == "column" and operator == "==" and _is_no_choice(left, literal):
        return Constant(value=False)  # "all", "both": a mark of the designer's
    if left.kind == "many":
        return _only(tree, operator, _choice(left, literal))
    if left.kind == "choice" and operator == "==":
        return _related(tree, "==", _choice(left, literal))
    return _measured(left, operator, literal)


def _measured(left: Typed, operator: Operator, literal: Scalar) -> Logic:
    tree = as_term(left)
    if left.kind == "level" and operator == "==" and not str(literal).isdigit():
        return _related(tree, operator, _choice(left, literal))
    if left.kind == "day":
        return _related(tree, operator, cast("Fixed", as_day(Typed(Fixed(literal), "text"))).value)
    if left.kind in _NUMBERS or operator != "==" or isinstance(literal, int | float):
        return _related(as_number(left), operator, _number(literal))
    return _related(tree, operator, literal)


def _empty(tree: Term, operator: Operator) -> Logic:
    if operator != "==":
        raise ExpressionError(text_key("xlsform.expression.empty_order"))
    return _related(tree, "==", None)


def _is_no_choice(left: Typed, literal: Scalar) -> bool:
    return left.kind in ("choice", "many") and str(literal) not in left.values


def _choice(left: Typed, literal: Scalar) -> str:
    stored = left.values.get(str(literal))
    if stored is None:
        known = ", ".join(left.values)
        key = text_key("xlsform.expression.no_choice")
        raise ExpressionError(key, value=str(literal), known=known[:200])
    return stored


def _only(tree: Term, operator: Operator, value: str) -> Logic:
    """XPath compares the names chosen, joined: equal means that this one alone is chosen."""
    if operator != "==" or not isinstance(tree, Name):
        raise ExpressionError(text_key("xlsform.expression.many_order"))
    one = Relate(Apply("count", (tree,)), "==", Fixed(1))
    return Both((Call("chosen", tree.name, value), one))


def _with_value(left: Typed, operator: Operator, right: Typed) -> Logic:
    kinds = {left.kind, right.kind}
    if "many" in kinds or "truth" in kinds:
        raise ExpressionError(text_key("xlsform.expression.many_order"))
    if kinds & _NUMBERS and "day" not in kinds:
        return Relate(as_number(left), operator, as_number(right))
    return Relate(as_words(left), operator, as_words(right))


def _related(tree: Term, operator: Operator, literal: Scalar) -> Logic:
    if isinstance(tree, Name):
        return Compare(tree.name, operator, literal)
    return Relate(tree, operator, Fixed(literal))
