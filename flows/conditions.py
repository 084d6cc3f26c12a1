"""The closed expression language of conditions: answers and facts in, true or false out.

    D9 in ['late_told', 'late_untold'] and not (H1 == 'officer')
    MC5 <= 2 or flagged(STORY, 'denunciation') or answered(PHONE)
    place == none

CAPITALS name questions (the value of their answer), small letters name facts of the session.
A question without an answer, a skipped one and an absent fact are none. `X == none` and
`X != none` ask just that; every other comparison with none is false, `!=` and `not in` too.
Values of different types are not equal and have no order. Nothing is ever raised at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from flows.condition_grammar import ConditionError, parse_expression
from flows.expressions import (
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Expression,
    Member,
    Not,
    Scalar,
    is_question,
    render,
    walk,
)
from flows.session import Answer, Value

__all__ = ["Condition", "ConditionError", "parse"]

_Answers: TypeAlias = Mapping[str, Answer]
_Facts: TypeAlias = Mapping[str, str]
_Test: TypeAlias = Callable[[_Answers, _Facts], bool]

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


class Condition:
    """A condition that was read: immutable, equal by its meaning's source, cheap to ask."""

    __slots__ = ("_test", "names", "source", "tree")

    source: str
    names: frozenset[str]
    """Questions (CAPITALS) and facts (small letters) that it depends on."""
    tree: Expression
    _test: _Test

    def __init__(self, source: str, tree: Expression) -> None:
        """Use `parse`; a tree can be given by a form that was not written as text."""
        names = (n.name for n in walk(tree) if isinstance(n, Compare | Member | Call))
        for slot, value in (
            ("source", source),
            ("tree", tree),
            ("names", frozenset(names)),
            ("_test", _compiled(tree)),
        ):
            object.__setattr__(self, slot, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a condition cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a condition cannot be changed: {name}")

    def __reduce__(self) -> tuple[Callable[[str], Condition], tuple[str]]:
        return parse, (str(self),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.tree == other.tree

    def __hash__(self) -> int:
        return hash(self.tree)

    def __str__(self) -> str:
        return render(self.tree)

    def __repr__(self) -> str:
        return f"parse({str(self)!r})"

    def holds(self, answers: _Answers, facts: _Facts) -> bool:
        """Return whether the condition holds. Never raises, whatever the values are."""
        return self._test(answers, facts)


def parse(source: str) -> Condition:
    """Return the condition that `source` writes.

    Raises:
        ConditionError: with a message and the column of the first thing that is wrong.

    """
    return Condition(source, parse_expression(source))


def _compiled(tree: Expression) -> _Test:
    match tree:
        case Constant(value):
            return lambda _answers, _facts: value
        case Compare() | Member():
            return _comparison(tree)
        case Call():
            return _call(tree)
        case Not(inner):
            negated = _compiled(inner)
            return lambda answers, facts: not negated(answers, facts)
        case _:
            return _joined(tree)


def _joined(tree: Both | Either) -> _Test:
    tests = tuple(_compiled(part) for part in tree.parts)
    stop_at = isinstance(tree, Either)

    def test(answers: _Answers, facts: _Facts) -> bool:
        for part in tests:  # a plain loop: a generator expression costs twice as much
            if part(answers, facts) is stop_at:
                return stop_at
        return not stop_at

    return test


def _reading(name: str) -> Callable[[_Answers, _Facts], Value]:
    if not is_question(name):
        return lambda _answers, facts: facts.get(name)

    def read(answers: _Answers, _facts: _Facts) -> Value:
        answer = answers.get(name)
        return None if answer is None else answer.value

    return read


def _comparison(tree: Compare | Member) -> _Test:
    read = _reading(tree.name)
    if isinstance(tree, Member):
        return _membership(tree, read)
    literal = tree.literal
    if literal is None:
        wanted = tree.operator == "=="
        return lambda answers, facts: (read(answers, facts) is None) is wanted
    if tree.operator in _ORDERS:
        return _ordering(_ORDERS[tree.operator], literal, read)
    equal = tree.operator == "=="

    def test(answers: _Answers, facts: _Facts) -> bool:
        value = read(answers, facts)
        return value is not None and (value == literal) is equal

    return test


def _membership(tree: Member, read: Callable[[_Answers, _Facts], Value]) -> _Test:
    literals, wanted = tree.literals, not tree.negated
    none_counts = wanted and None in literals

    def test(answers: _Answers, facts: _Facts) -> bool:
        value = read(answers, facts)
        if value is None:
            return none_counts
        return (value in literals) is wanted

    return test


def _ordering(
    before: Callable[[Any, Any], bool],
    literal: Scalar,
    read: Callable[[_Answers, _Facts], Value],
) -> _Test:
    kind: type | tuple[type, ...] = str if isinstance(literal, str) else (int, float)

    def test(answers: _Answers, facts: _Facts) -> bool:
        value = read(answers, facts)
        return isinstance(value, kind) and before(value, literal)

    return test


def _call(tree: Call) -> _Test:
    name, argument = tree.name, tree.argument

    def answered(answers: _Answers, _facts: _Facts) -> bool:
        answer = answers.get(name)
        return answer is not None and answer.value is not None

    def flagged(answers: _Answers, _facts: _Facts) -> bool:
        answer = answers.get(name)
        return answer is not None and argument in answer.flags

    def chosen(answers: _Answers, _facts: _Facts) -> bool:
        answer = answers.get(name)
        if answer is None:
            return False
        value = answer.value
        return argument in value if isinstance(value, tuple) else value == argument

    return {"answered": answered, "flagged": flagged, "chosen": chosen}[tree.function]
