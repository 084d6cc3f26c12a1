"""Which answers can have been given when a question's turn comes: proves conditions dead.

Values are not all tried, only one of each kind that a condition can tell apart. What is too
large to try is taken as possible, so that a living condition is never called dead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, islice, product
from math import prod
from typing import TypeAlias

from flows.conditions import Calculation, Condition
from flows.definition import CALCULATED, MANY, Ending, Form, Question
from flows.expressions import (
    Call,
    Compare,
    Member,
    Relate,
    Scalar,
    is_question,
    names_of,
    walk,
)
from flows.session import Answer, Value

__all__ = ["Possibilities", "choice_values", "literals_of", "stored_values"]

MAX_TRIES = 20_000  # combinations; shipped forms need some hundreds
STORING = frozenset({"answer", "intake"})
"""Actions of choices that become the answer; the others only say or do something."""
RATINGS = frozenset({"scale5", "ease5", "scale3"})
TYPED = frozenset({"text", "number", "phone", "decimal", "duration", "money", "date", CALCULATED})
MOST_SEVERAL = 5  # choices of one `many` that conditions name; 32 combinations of them
OTHER = "~"  # stands for whatever no condition mentions
STEP = 1e-7  # below the six decimals that conditions may have

Way: TypeAlias = tuple[dict[str, Answer], dict[str, str]]
_Option: TypeAlias = Answer | str | None


def stored_values(question: Question) -> frozenset[Value] | None:
    """Return the values that can be stored; None where people type their own."""
    values = choice_values(question)
    if values is None or question.type != MANY:
        return values
    return frozenset((str(value),) for value in values)


def choice_values(question: Question) -> frozenset[Value] | None:
    """Return the values that one choice can store; None where people type their own."""
    if not question.choices or question.type in TYPED:
        return None
    values = [choice.value for choice in question.choices if choice.action in STORING]
    if question.type in RATINGS:
        return frozenset(int(value) if value.isdecimal() else value for value in values)
    return frozenset(values)


def literals_of(condition: Condition | Calculation, name: str) -> list[str | int | float]:
    """Return the values that a condition compares with `name`."""
    found: list[Scalar] = []
    for node in walk(condition.tree):
        if isinstance(node, Compare) and node.name == name:
            found.append(node.literal)
        elif isinstance(node, Member) and node.name == name:
            found.extend(node.literals)
        elif isinstance(node, Call) and node.name == name and node.function == "chosen":
            found.append(node.argument)
    return [value for value in found if value is not None]


class Possibilities:
    """The possible ways through one form."""

    def __init__(self, form: Form) -> None:
        self._questions: Mapping[str, Question] = {**form.by_id, **_by_id(form)}
        self._order = {question.id: place for place, question in enumerate(form.questions)}
        self._enders = [question for question in form.questions if question.endings]

    def outcomes(self, question: Question) -> set[bool]:
        """Return what the question's condition can come to when its turn comes.

        Nothing at all: no way leads there.
        """
        if question.condition is None:
            return {True}
        ways = self._ways(self._order[question.id], set(question.condition.names))
        return _outcomes(question.condition, ways)

    def outcomes_of(self, question: Question, condition: Condition) -> set[bool]:
        """Return what the condition of a choice can come to while its question is asked."""
        asked = question.condition
        names = condition.names | (asked.names if asked is not None else frozenset())
        ways = self._ways(self._order[question.id], set(names))
        if ways is not None and asked is not None:
            ways = (way for way in ways if asked.holds(*way))
        return _outcomes(condition, ways)

    def ends(self, question: Question) -> dict[int, bool]:
        """Return for each ending by number whether it can be the one that is taken, and under
        the number -1 whether there is a way past all of them.
        """
        place = self._order[question.id]
        names = {question.id}.union(*(ending.when.names for ending in question.endings))
        ways = self._ways(place, names)
        taken = dict.fromkeys(range(-1, len(question.endings)), ways is None)
        for answers, facts in ways or ():
            asked = self._is_asked(question, answers, facts)
            taken[_taken(question.endings, answers, facts) if asked else -1] = True
        return taken

    def _ways(self, place: int, names: set[str]) -> Iterator[Way] | None:
        """Give all ways to reach `place`, as far as the names tell; None if there are too many."""
        enders = self._close(place, names)
        if any(self._is_beyond(name, place) for name in names):
            return None
        options = {name: self._options(name, place) for name in sorted(names)}
        if prod(len(option) for option in options.values()) > MAX_TRIES:
            return None
        return self._consistent(options, enders)

    def _is_beyond(self, name: str, place: int) -> bool:
        """Whether the values of a name are more than can be tried: worked out, or compared with
        what is worked out; or too many choices of several.
        """
        if not is_question(name):
            return False
        question = self._questions[name]
        if question.type == CALCULATED or question.filtered:
            return True
        conditions = list(self._conditions(place))
        if any(
            isinstance(node, Relate) and name in names_of(node)
            for condition in conditions
            for node in walk(condition.tree)
        ):
            return True
        named = {v for condition in conditions for v in literals_of(condition, name)}
        return question.type == MANY and len(named) > MOST_SEVERAL

    def _close(self, place: int, names: set[str]) -> list[Question]:
        """Add what the named questions depend on, and the earlier endings that bear on them."""
        enders: list[Question] = []
        while True:
            known = len(names)
            for name in list(names):
                names |= self._condition_names(name)
            for question in self._enders:
                bearing = _bearing(question)
                if self._order[question.id] < place and bearing & names:
                    names |= bearing
                    if question not in enders:
                        enders.append(question)
            if len(names) == known:
                return enders

    def _condition_names(self, name: str) -> frozenset[str]:
        question = self._questions.get(name)
        if question is None or question.condition is None:
            return frozenset()
        return question.condition.names

    def _options(self, name: str, place: int) -> list[_Option]:
        conditions = list(self._conditions(place))
        literals = {v for condition in conditions for v in literals_of(condition, name)}
        if not is_question(name):
            return [None, *(v for v in _around(literals) if isinstance(v, str))]
        question = self._questions[name]
        values = stored_values(question)
        if question.type == MANY:
            values = _several(literals)
        elif values is None:
            values = frozenset(_around(literals))
        elif question.prefill is not None:
            values |= {OTHER}  # a fact can be anything
        flags = {f for condition in conditions for f in _flags(condition, name)}
        subsets = _subsets(flags)
        ordered = sorted(values, key=str)
        return [None, *(Answer(v, flags=flagged) for v in ordered for flagged in subsets)]

    def _conditions(self, place: int) -> Iterator[Condition]:
        for question in self._questions.values():
            if self._order.get(question.id, place) <= place:
                if question.condition is not None:
                    yield question.condition
                yield from (c.condition for c in question.choices if c.condition is not None)
                yield from (ending.when for ending in question.endings)

    def _consistent(
        self, options: Mapping[str, list[_Option]], enders: list[Question]
    ) -> Iterator[Way]:
        for chosen in product(*options.values()):
            given = dict(zip(options, chosen, strict=True))
            answers = {name: v for name, v in given.items() if isinstance(v, Answer)}
            facts = {name: v for name, v in given.items() if isinstance(v, str)}
            if all(
                self._fits(name, answers, facts) for name in given if is_question(name)
            ) and not any(self._stops(question, answers, facts) for question in enders):
                yield answers, facts

    def _stops(
        self, question: Question, answers: Mapping[str, Answer], facts: Mapping[str, str]
    ) -> bool:
        asked = self._is_asked(question, answers, facts)
        return asked is True and _taken(question.endings, answers, facts) != -1

    def _fits(self, name: str, answers: Mapping[str, Answer], facts: Mapping[str, str]) -> bool:
        """Whether an answer is there exactly if the question was asked (or may be skipped)."""
        question = self._questions[name]
        asked = self._is_asked(question, answers, facts)
        if name in answers:
            return asked is not False
        return question.skippable or asked is not True

    def _is_asked(
        self, question: Question, answers: Mapping[str, Answer], facts: Mapping[str, str]
    ) -> bool | None:
        """Return whether the question is asked; None if that cannot be told (follow-ups)."""
        if question.id not in self._order:
            return None
        return question.condition is None or question.condition.holds(answers, facts)


def _outcomes(condition: Condition, ways: Iterable[Way] | None) -> set[bool]:
    return {True, False} if ways is None else {condition.holds(*way) for way in ways}


def _several(literals: set[str | int | float]) -> frozenset[Value]:
    """Return every answer of several choices that naming some of them can tell apart."""
    named = sorted(str(literal) for literal in literals)
    sizes = (combinations(named, size) for size in range(len(named) + 1))
    return frozenset((OTHER, *some) for some in chain.from_iterable(sizes)) | {
        (one,) for one in named
    }


def _by_id(form: Form) -> dict[str, Question]:
    return {question.id: question for question in form.questions}


def _bearing(question: Question) -> frozenset[str]:
    names = frozenset({question.id}).union(*(e.when.names for e in question.endings))
    return names if question.condition is None else names | question.condition.names


def _taken(
    endings: tuple[Ending, ...], answers: Mapping[str, Answer], facts: Mapping[str, str]
) -> int:
    holding = (n for n, ending in enumerate(endings) if ending.when.holds(answers, facts))
    return next(holding, -1)


def _flags(condition: Condition, name: str) -> Iterator[str]:
    for node in walk(condition.tree):
        if isinstance(node, Call) and node.name == name and node.function == "flagged":
            yield node.argument


def _subsets(flags: set[str]) -> list[tuple[str, ...]]:
    ordered = sorted(flags)
    sizes = (combinations(ordered, size) for size in range(len(ordered) + 1))
    return list(islice(chain.from_iterable(sizes), 16))


def _around(literals: set[str | int | float]) -> set[Value]:
    """Return one value of each kind that comparing with the literals can tell apart."""
    values: set[Value] = {OTHER}
    for literal in literals:
        if isinstance(literal, str):
            values |= {"", literal, literal + OTHER}
        else:
            values |= {literal - STEP, literal, literal + STEP}
    return values
