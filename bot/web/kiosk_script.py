"""The short form as the kiosk's page knows it beforehand, so that a visit can go on without
network: its words in every language, and tables of when each question is asked.

Conditions are not sent along to be understood a second time: over a form of closed questions they
are tables, worked out here by the conditions themselves. What is left to the page is the order
(`flows.path`), which a test compares with it answer by answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

import msgspec

from bot.channels.base import Outgoing
from bot.rendering import Renderer
from flows.conditions import Condition
from flows.definition import Form, Question
from flows.events import QuestionAsked, Said
from flows.questions import QUESTION_TYPES
from flows.session import Answer

__all__ = ["SHORT_FORM", "Script", "UnsuitableFormError", "script_of"]

SHORT_FORM = "kiosk"
"""The form of every kiosk (domain §3.1: three faces, reported apart from five levels)."""

Row = dict[str, str | None]
"""Answers under which something holds: values of choices, None where there is no answer."""

_TAG = "-"
_PICTURE = re.compile(r"^[^\w(]+")
"""What stands before the words of a face: the page draws its own."""


class UnsuitableFormError(Exception):
    """The form cannot be filled in without network: it asks for more than choices."""


class ScriptChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One button. `says` is what an explaining one shows; it is no answer."""

    value: str
    label: dict[str, str]
    says: dict[str, str] | None = None


class ScriptEnd(msgspec.Struct, frozen=True, omit_defaults=True):
    """The form ends here when one of the rows holds; `says` is said."""

    when: list[Row]
    says: dict[str, str] | None = None


class ScriptQuestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """One screen. `when` None: always asked."""

    id: str
    type: str
    text: dict[str, str]
    choices: list[ScriptChoice]
    skippable: bool = False
    counts: bool = True
    """Whether it is a step of the progress shown: a consent is none."""
    topic: str | None = None
    when: list[Row] | None = None
    ends: list[ScriptEnd] = []


class Script(msgspec.Struct, frozen=True):
    """The short form. `reasons` are the why-questions by topic, asked after an answer of `low`,
    at most `limit` of them.
    """

    version: int
    questions: list[ScriptQuestion]
    reasons: dict[str, ScriptQuestion]
    low: list[str]
    limit: int


def script_of(form: Form, renderer: Renderer, facts: Mapping[str, str]) -> Script:
    """Return a form as a page can play it. `facts`: what the invitation says of the place.

    Raises:
        UnsuitableFormError: it has a question that is no choice, or asks after one.

    """
    writer = _Writer(form, renderer, facts)
    rules = form.follow_ups
    return Script(
        version=form.version,
        questions=[writer.question(q) for q in form.questions if q.kind != "control"],
        reasons={topic: writer.question(q) for topic, q in form.reasons.items()},
        low=[str(rating) for rating in sorted(rules.ratings)] if rules else [],
        limit=rules.limit if rules else 0,
    )


class _Writer:
    def __init__(self, form: Form, renderer: Renderer, facts: Mapping[str, str]) -> None:
        self._form = form
        self._renderer = renderer
        self._facts = facts
        self._voices = {name: renderer.voice(name, facts) for name in form.languages}

    def question(self, question: Question) -> ScriptQuestion:
        """Write one question out."""
        if not question.choices or question.filtered:
            raise UnsuitableFormError(question.id)
        asked = {name: self._asked(question, name) for name in self._voices}
        return ScriptQuestion(
            id=question.id,
            type=question.type,
            text={name: said.text for name, said in asked.items()},
            choices=list(self._choices(question, asked)),
            skippable=question.skippable,
            counts=question.kind != "consent",
            topic=question.topic,
            when=self._rows(question.condition) if question.condition else None,
            ends=[
                ScriptEnd(self._rows(end.when), self._said(f"{question.id}/end/{n}", end.says))
                for n, end in enumerate(question.endings)
            ],
        )

    def _asked(self, question: Question, language: str) -> Outgoing:
        event = QuestionAsked(
            tag=_TAG,
            form=self._form.id,
            version=self._form.version,
            question=question.id,
            cause="open",
        )
        return self._renderer.question(self._voices[language], event)

    def _choices(
        self, question: Question, asked: Mapping[str, Outgoing]
    ) -> Iterator[ScriptChoice]:
        """Yield the buttons; of those that are no answers only the ones that explain."""
        for number, choice in enumerate(question.choices):
            if choice.action not in ("answer", "explain"):
                continue
            label = {name: said.choices[number].label for name, said in asked.items()}
            if question.type == "scale3":
                label = {name: _PICTURE.sub("", text) for name, text in label.items()}
            says = choice.says if choice.action == "explain" else None
            yield ScriptChoice(
                choice.value, label, self._said(f"{question.id}/{choice.value}", says)
            )

    def _said(self, key: str, says: Mapping[str, str] | None) -> dict[str, str] | None:
        if says is None:
            return None
        event = Said(key=key, form=self._form.key)
        voices = self._voices.items()
        return {name: self._renderer.said(voice, event).text for name, voice in voices}

    def _rows(self, condition: Condition) -> list[Row]:
        """Return all answers to the questions of a condition under which it holds."""
        names = sorted(name for name in condition.names if name in self._form.by_id)
        values = [[None, *(c.value for c in self._closed(name).choices)] for name in names]
        rows = [dict(zip(names, row, strict=True)) for row in product(*values)]
        return [row for row in rows if condition.holds(self._answers(row), self._facts)]

    def _closed(self, name: str) -> Question:
        question = self._form.by_id[name]
        if not question.choices:
            raise UnsuitableFormError(name)
        return question

    def _answers(self, row: Row) -> dict[str, Answer]:
        return {name: self._answer(name, value) for name, value in row.items()}

    def _answer(self, name: str, value: str | None) -> Answer:
        question = self._form.by_id[name]
        if value is None:
            return Answer(None)
        return Answer(QUESTION_TYPES[question.type].check_choice(question, value))
