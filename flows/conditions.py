"""The closed expression language of forms: answers and facts in; true or false, or a value out.

    D9 in ['late_told', 'late_untold'] and not (H1 == 'officer')
    MC5 <= 2 or flagged(STORY, 'denunciation') or answered(PHONE)
    'cash' in PAID_BY and count(PAID_BY) <= 2 and LEFT_ON >= CAME_ON
    place == none

CAPITALS name questions (the value of their answer), small letters name facts of the session.
A question without an answer, a skipped one and an absent fact are none. `X == none` and
`X != none` ask just that; every other comparison with none is false, `!=` and `not in` too.
Values of different types are not equal and have no order. Days are ISO texts, so their order is
that of time. Terms, and what they come to, stand in `flows.terms`. Nothing is ever raised at run
time.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from flows.condition_grammar import ConditionError, parse_expression, parse_term
from flows.expressions import (
    Apply,
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Expression,
    Fixed,
    Logic,
    Member,
    Name,
    Not,
    Operator,
    Relate,
    Scalar,
    Term,
    names_of,
    render,
)
from flows.session import Value
from flows.terms import Answers, Facts, Reader, reader_of

__all__ = ["Calculation", "Condition", "ConditionError", "parse", "parse_calculation"]

_Test: TypeAlias = Callable[[Answers, Facts], bool]

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


class _Written:
    """What was read from a source: immutable, equal by its meaning, cheap to ask."""

    __slots__ = ("_read", "names", "source", "tree")

    source: str
    names: frozenset[str]
    """Questions (CAPITALS) and facts (small letters) that it depends on."""
    tree: Any
    _read: Any

    def _keep(self, source: str, tree: Expression, read: object) -> None:
        for slot, value in (
            ("source", source),
            ("tree", tree),
            ("names", names_of(tree)),
            ("_read", read),
        ):
            object.__setattr__(self, slot, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__.lower()} cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__.lower()} cannot be changed: {name}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.tree == getattr(other, "tree", None)

    def __hash__(self) -> int:
        return hash(self.tree)

    def __str__(self) -> str:
        return render(self.tree)


class Condition(_Written):
    """What holds or not."""

    __slots__ = ()

    tree: Logic
    _read: _Test

    def __init__(self, source: str, tree: Logic) -> None:
        """Use `parse`; a tree can be given by a form that was not written as text."""
        self._keep(source, tree, _compiled(tree))

    def __reduce__(self) -> tuple[Callable[[str], Condition], tuple[str]]:
        return parse, (str(self),)

    def __repr__(self) -> str:
        return f"parse({str(self)!r})"

    def holds(self, answers: Answers, facts: Facts) -> bool:
        """Return whether the condition holds. Never raises, whatever the values are."""
        return self._read(answers, facts)


class Calculation(_Written):
    """What has a value: a number, a text, a day or none."""

    __slots__ = ()

    tree: Term
    _read: Reader

    def __init__(self, source: str, tree: Term) -> None:
        """Use `parse_calculation`."""
        self._keep(source, tree, reader_of(tree, _compiled))

    def __reduce__(self) -> tuple[Callable[[str], Calculation], tuple[str]]:
        return parse_calculation, (str(self),)

    def __repr__(self) -> str:
        return f"parse_calculation({str(self)!r})"

    def value(self, answers: Answers, facts: Facts) -> Value:
        """Return what it comes to; none where that cannot be worked out. Never raises."""
        return self._read(answers, facts)


def parse(source: str, answer: str | None = None) -> Condition:
    """Return the condition that `source` writes. `answer` is the question that the name `answer`
    means: of a constraint, its own.

    Raises:
        ConditionError: with a message and the column of the first thing that is wrong.

    """
    return Condition(source, parse_expression(source, answer))


def parse_calculation(source: str) -> Calculation:
    """Return the calculation that `source` writes.

    Raises:
        ConditionError: with a message and the column of the first thing that is wrong.

    """
    return Calculation(source, parse_term(source))


def _compiled(tree: Expression) -> _Test:
    match tree:
        case Constant() | Not() | Both() | Either():
            return _logic(tree)
        case Compare() | Member():
            return _comparison(tree)
        case Call():
            return _call(tree)
        case Relate():
            return _relation(tree)
        case Fixed() | Name() | Apply():
            raise TypeError(f"neither true nor false: {render(tree)}")


def _logic(tree: Constant | Not | Both | Either) -> _Test:
    if isinstance(tree, Constant):
        value = tree.value
        return lambda _answers, _facts: value
    if isinstance(tree, Not):
        negated = _compiled(tree.inner)
        return lambda answers, facts: not negated(answers, facts)
    return _joined(tree)


def _joined(tree: Both | Either) -> _Test:
    tests = tuple(_compiled(part) for part in tree.parts)
    stop_at = isinstance(tree, Either)

    def test(answers: Answers, facts: Facts) -> bool:
        for part in tests:  # a plain loop: a generator expression costs twice as much
            if part(answers, facts) is stop_at:
                return stop_at
        return not stop_at

    return test


def _comparison(tree: Compare | Member) -> _Test:
    read = reader_of(Name(tree.name), _compiled)
    if isinstance(tree, Member):
        return _membership(tree, read)
    literal = tree.literal
    if literal is None:
        wanted = tree.operator == "=="
        return lambda answers, facts: (read(answers, facts) is None) is wanted
    if tree.operator in _ORDERS:
        return _ordering(_ORDERS[tree.operator], literal, read)
    equal = tree.operator == "=="

    def test(answers: Answers, facts: Facts) -> bool:
        value = read(answers, facts)
        return value is not None and (value == literal) is equal

    return test


def _membership(tree: Member, read: Reader) -> _Test:
    literals, wanted = tree.literals, not tree.negated
    none_counts = wanted and None in literals

    def test(answers: Answers, facts: Facts) -> bool:
        value = read(answers, facts)
        if value is None:
            return none_counts
        return (value in literals) is wanted

    return test


def _ordering(
    before: Callable[[Any, Any], bool],
    literal: Scalar,
    read: Reader,
) -> _Test:
    kind: type | tuple[type, ...] = str if isinstance(literal, str) else (int, float)

    def test(answers: Answers, facts: Facts) -> bool:
        value = read(answers, facts)
        return isinstance(value, kind) and before(value, literal)

    return test


def _relation(tree: Relate) -> _Test:
    left, right = reader_of(tree.left, _compiled), reader_of(tree.right, _compiled)
    absent = Fixed(None)
    if absent in (tree.left, tree.right):
        read, wanted = (left if tree.right == absent else right), tree.operator == "=="
        return lambda answers, facts: (read(answers, facts) is None) is wanted
    related = _RELATIONS[tree.operator]

    def test(answers: Answers, facts: Facts) -> bool:
        one, other = left(answers, facts), right(answers, facts)
        return one is not None and other is not None and related(one, other)

    return test


def _in_order(before: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool]:
    def test(one: Value, other: Value) -> bool:
        kinds: tuple[type, ...] = (str,) if isinstance(one, str) else (int, float)
        return isinstance(one, kinds) and isinstance(other, kinds) and before(one, other)

    return test


_RELATIONS: dict[Operator, Callable[[Value, Value], bool]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": _in_order(lt),
    "<=": _in_order(le),
    ">": _in_order(gt),
    ">=": _in_order(ge),
}


def _call(tree: Call) -> _Test:
    name, argument = tree.name, tree.argument

    def answered(answers: Answers, _facts: Facts) -> bool:
        answer = answers.get(name)
        return answer is not None and answer.value is not None

    def flagged(answers: Answers, _facts: Facts) -> bool:
        answer = answers.get(name)
        return answer is not None and argument in answer.flags

    def chosen(answers: Answers, _facts: Facts) -> bool:
        answer = answers.get(name)
        if answer is None:
            return False
        value = answer.value
        return argument in value if isinstance(value, tuple) else value == argument

    return {"answered": answered, "flagged": flagged, "chosen": chosen}[tree.function]
