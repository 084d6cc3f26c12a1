"""The functions of XPath that have a counterpart in our conditions and calculations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from bot.xlsform.simplifying import both, either, negated
from bot.xlsform.tokens import ExpressionError
from bot.xlsform.typed import (
    Typed,
    as_day,
    as_logic,
    as_number,
    as_term,
    as_words,
    compared,
    no_text,
)
from flows.expressions import Apply, Compare, Constant, Fixed, Member, Name, Term
from flows.expressions import Call as Asked
from flows.texts import text_key

__all__ = ["FUNCTIONS", "Call"]

_Meaning: TypeAlias = Callable[[Sequence[Typed]], Typed]


class Call(msgspec.Struct, frozen=True):
    """How a function is called, and what it becomes."""

    least: int
    most: int
    meaning: _Meaning


def _not(given: Sequence[Typed]) -> Typed:
    return Typed(negated(as_logic(given[0])), "truth")


def _constant(*, value: bool) -> _Meaning:
    return lambda _: Typed(Constant(value), "truth")


def _selected(given: Sequence[Typed]) -> Typed:
    """`selected(${q}, 'a')`; the other way round a list that is written out holds the answer."""
    question, wanted = given
    if isinstance(question.tree, Fixed):
        return _listed(question.tree, wanted)
    if (question.kind, wanted.kind) == ("many", "choice"):
        return _among(question, wanted)
    if not isinstance(question.tree, Name) or not isinstance(wanted.tree, Fixed):
        raise ExpressionError(text_key("xlsform.expression.selected"))
    if question.kind != "many":
        return Typed(compared(question, "==", wanted), "truth")
    equal = compared(Typed(question.tree, "choice", question.values), "==", wanted)
    if isinstance(equal, Constant):
        return Typed(equal, "truth")  # a list that offers more than the one asked before
    if not isinstance(equal, Compare) or not isinstance(equal.literal, str):
        raise ExpressionError(text_key("xlsform.expression.selected"))
    return Typed(Asked("chosen", equal.name, equal.literal), "truth")


def _listed(written: Fixed, wanted: Typed) -> Typed:
    if isinstance(wanted.tree, Fixed):
        inside = str(wanted.tree.value) in str(written.value).split()
        return Typed(Constant(inside), "truth")
    if not isinstance(wanted.tree, Name) or wanted.kind != "choice":
        raise ExpressionError(text_key("xlsform.expression.selected"))
    words = str(written.value).split()
    literals = tuple(wanted.values[word] for word in words if word in wanted.values)
    tree = Member(wanted.tree.name, literals) if literals else Constant(value=False)
    return Typed(tree, "truth")


def _among(question: Typed, wanted: Typed) -> Typed:
    """`selected(${all}, ${first})`: what is chosen in one question is among those of another."""
    if not isinstance(question.tree, Name) or not isinstance(wanted.tree, Name):
        raise ExpressionError(text_key("xlsform.expression.selected"))
    pairs = (
        (
            Compare(wanted.tree.name, "==", value),
            Asked("chosen", question.tree.name, question.values[name]),
        )
        for name, value in wanted.values.items()
        if name in question.values
    )
    return Typed(either(map(both, pairs)), "truth")


def _numeric(function: str) -> _Meaning:
    return lambda given: Typed(Apply(function, tuple(map(as_number, given))), "number")


def _counted(function: str) -> _Meaning:
    return lambda given: Typed(Apply(function, (as_term(given[0]),)), "number")


def _extreme(function: str) -> _Meaning:
    def meaning(given: Sequence[Typed]) -> Typed:
        if all(one.kind == "day" for one in given):
            return Typed(Apply(function, tuple(map(as_term, given))), "day")
        return Typed(Apply(function, tuple(map(as_number, given))), "number")

    return meaning


def _if(given: Sequence[Typed]) -> Typed:
    test = as_logic(given[0])
    if isinstance(test, Constant):
        return given[1] if test.value else given[2]
    if all(one.kind == "truth" for one in given[1:]):
        then, otherwise = map(as_logic, given[1:])
        tree = either((both((test, then)), both((negated(test), otherwise))))
        return Typed(tree, "truth")
    return Typed(Apply("if", (test, *_alike(given[1:]))), _common(given[1:]))


def _first(given: Sequence[Typed]) -> Typed:
    return Typed(Apply("first", _alike(given)), _common(given))


def _alike(given: Sequence[Typed]) -> tuple[Term, ...]:
    """Return values of which one is taken: numbers if one of them is a number."""
    if any(one.kind in ("number", "level") for one in given):
        return tuple(_number_or_none(one) for one in given)
    return tuple(no_text(as_words(one)) for one in given)


def _number_or_none(one: Typed) -> Term:
    return Fixed(None) if one.tree == Fixed("") else as_number(one)


def _common(given: Sequence[Typed]) -> str:
    """Return the one kind that all of them are; the empty text is no answer of any kind."""
    kinds = {one.kind for one in given if one.tree != Fixed("")}
    if kinds & {"number", "level"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 and not kinds & {"choice", "many"} else "any"


def _concat(given: Sequence[Typed]) -> Typed:
    return Typed(Apply("concat", tuple(as_words(one) for one in given)), "text")


def _day(given: Sequence[Typed]) -> Typed:
    return Typed(as_day(given[0]), "day")


FUNCTIONS: Mapping[str, Call] = {
    "coalesce": Call(2, 2, _first),
    "concat": Call(1, 20, _concat),
    "count-selected": Call(1, 1, _counted("count")),
    "date": Call(1, 1, _day),
    "decimal-date-time": Call(1, 1, _day),
    "false": Call(0, 0, _constant(value=False)),
    "if": Call(3, 3, _if),
    "int": Call(1, 1, _numeric("whole")),
    "max": Call(1, 50, _extreme("max")),
    "min": Call(1, 50, _extreme("min")),
    "not": Call(1, 1, _not),
    "number": Call(1, 1, lambda given: Typed(as_number(given[0]), "number")),
    "round": Call(1, 2, _numeric("round")),
    "selected": Call(2, 2, _selected),
    "string": Call(1, 1, _concat),
    "string-length": Call(1, 1, _counted("length")),
    "true": Call(0, 0, _constant(value=True)),
}
"""Function of XPath → what it takes and becomes. `sum` and `count` go over repeats, which are not
carried; dates in words, positions, file lookups and chance have no counterpart.
"""
