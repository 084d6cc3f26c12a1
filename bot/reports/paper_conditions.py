"""Conditions on paper: in words, or as "go to question 12" behind the box that was marked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from bot.i18n import Catalogues
from flows.conditions import Condition
from flows.definition import Choice, Form, Question
from flows.expressions import (
    Both,
    Call,
    Compare,
    Either,
    Expression,
    Member,
    Not,
    Scalar,
    is_question,
)
from flows.session import Answer, Value
from flows.texts import text_key

__all__ = ["Printed", "Ways", "stored"]

_RATINGS = frozenset({"scale5", "ease5", "scale3"})
_SIGNS: Mapping[str, str] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_LEVELS = range(6)


def stored(question: Question, choice: Choice) -> Value:
    """Return the value that a marked box stands for."""
    is_level = question.type in _RATINGS and choice.value.isdigit()
    return int(choice.value) if is_level else choice.value


class Printed(NamedTuple):
    """What stands on the paper: the questions in their order, the number of each, of each
    why-question the topics that it is about, and which questions stand in grids, whose boxes lead
    nowhere.
    """

    questions: Sequence[Question]
    numbers: Mapping[str, int]
    topics: Mapping[str, frozenset[str]]
    in_grids: frozenset[str]


class Ways:
    """The ways through a form on paper."""

    def __init__(self, form: Form, printed: Printed, language: str, texts: Catalogues) -> None:
        self._form = form
        self._numbers = numbers = printed.numbers
        self._in_grids = printed.in_grids
        self._reasons = {numbers[name]: topics for name, topics in printed.topics.items()}
        self._language = language
        self._texts = texts
        self._order = [question for question in printed.questions if question.id in numbers]
        self._at: dict[str, int] = {
            question.id: place for place, question in enumerate(self._order)
        }

    def after(self, question: Question, choice: Choice) -> str:
        """Return where to go on after a box, where that is not simply the next question."""
        answers: dict[str, Answer] = {question.id: Answer(stored(question, choice))}
        if any(
            ending.when.names == {question.id} and ending.when.holds(answers, {})
            for ending in question.endings
        ):
            return self._said(text_key("paper.end"))
        place = self._at.get(question.id)
        if place is None:
            return ""
        next_one = place + 1
        decided = {question.id}  # what is gone past has no answer
        while next_one < len(self._order) and self._is_skipped(next_one, decided, answers):
            decided.add(self._order[next_one].id)
            next_one += 1
        if next_one == place + 1:
            return ""
        number = self._numbers[self._order[next_one - 1].id] + 1
        while self._is_about(number, place, next_one):
            number += 1
        if number > max(self._numbers.values()):
            return self._said(text_key("paper.end"))
        return self._said(text_key("paper.go_to"), number=number)

    def _is_about(self, number: int, place: int, next_one: int) -> bool:
        """Whether a why-question stands there for ratings that are all gone past; one that an
        earlier rating may ask for is not.
        """
        topics = self._reasons.get(number)
        rated = [at for at, each in enumerate(self._order) if topics and each.topic in topics]
        return bool(rated) and all(place < at < next_one for at in rated)

    def _is_skipped(
        self, place: int, decided: Collection[str], answers: Mapping[str, Answer]
    ) -> bool:
        condition = self._order[place].condition
        if condition is None or not condition.names <= set(decided):
            return False
        return not condition.holds(answers, {})

    def only_if(self, question: Question) -> str:
        """Return the condition in words, unless the boxes before lead past the question anyway."""
        condition = question.condition
        if condition is None or self._is_led(question, condition):
            return ""
        said = self._words(condition.tree) or self._said(text_key("paper.if_applies"))
        return self._said(text_key("paper.only_if"), condition=said)

    def _is_led(self, question: Question, condition: Condition) -> bool:
        """Whether the boxes of the question that decides lead to this one and past it: all that
        stands between hangs on the same condition.
        """
        names = {name for name in condition.names if is_question(name)}
        place = self._at.get(question.id)
        if len(names) != 1 or place is None:
            return False
        name = next(iter(names))
        first = self._at.get(name)
        if first is None or name in self._in_grids:
            return False
        if not self._order[first].choices or self._order[first].type == "many":
            return False
        between = self._order[first + 1 : place]
        return all(each.condition == condition for each in between)

    # -- words

    def _words(self, tree: Expression) -> str:
        """Return a condition in words; nothing if there are no plain ones for it."""
        match tree:
            case Both(parts):
                return self._joined(parts, text_key("paper.and"))
            case Either(parts):
                return self._joined(parts, text_key("paper.or"))
            case Not(inner):
                return self._denied(inner)
            case _:
                return self._named(tree)

    def _named(self, tree: Expression) -> str:
        match tree:
            case Compare(name, operator, literal):
                return self._compared(name, operator, literal)
            case Member(name, literals, negated):
                key = text_key("paper.not_answered") if negated else text_key("paper.answered")
                return self._chosen(key, name, literals)
            case _:
                return self._called(tree)

    def _called(self, tree: Expression) -> str:
        if not isinstance(tree, Call) or tree.name not in self._numbers:
            return ""
        if tree.function == "answered":
            return self._said(text_key("paper.given"), number=self._numbers[tree.name])
        if tree.function == "chosen":
            return self._chosen(text_key("paper.answered"), tree.name, (tree.argument,))
        return ""

    def _joined(self, parts: Sequence[Expression], key: str) -> str:
        said = [self._words(part) for part in parts]
        return self._said(key).join(said) if all(said) else ""

    def _denied(self, inner: Expression) -> str:
        key = text_key("paper.not_answered")
        match inner:
            case Compare(name, "==", literal) if literal is not None:
                return self._chosen(key, name, (literal,))
            case Member(name, literals, False):
                return self._chosen(key, name, literals)
            case Call("chosen", name, argument):
                return self._chosen(key, name, (argument,))
            case _:
                return ""

    def _compared(self, name: str, operator: str, literal: Scalar) -> str:
        number = self._numbers.get(name)
        if number is None:
            return ""
        if literal is None:
            given = operator == "!="
            key = text_key("paper.given") if given else text_key("paper.not_given")
            return self._said(key, number=number)
        if operator in _SIGNS:
            return self._ordered(name, operator, literal)
        key = text_key("paper.answered") if operator == "==" else text_key("paper.not_answered")
        return self._chosen(key, name, (literal,))

    def _ordered(self, name: str, operator: str, literal: Scalar) -> str:
        question = self._form.by_id[name]
        if question.type in _RATINGS:
            holds = _ORDERS[operator]
            levels = [level for level in _LEVELS if holds(level, float(str(literal)))]
            return self._chosen(text_key("paper.answered"), name, levels)
        said = {"number": self._numbers[name], "sign": _SIGNS[operator], "value": literal}
        return self._said(text_key("paper.compared"), **said)

    def _chosen(self, key: str, name: str, literals: Sequence[Scalar]) -> str:
        question = self._form.by_id.get(name)
        if question is None or name not in self._numbers:
            return ""
        labels = [
            choice.label.get(self._language, choice.label["vi"])
            for literal in literals
            if (choice := question.choice(str(literal)))
        ]
        words = labels or [str(literal) for literal in literals if literal is not None]
        joined = self._said(text_key("paper.or")).join(f"“{word}”" for word in words)
        return self._said(key, number=self._numbers[name], choices=joined)

    def _said(self, key: str, **params: object) -> str:
        return self._texts.text(self._language, key, params)


_ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
