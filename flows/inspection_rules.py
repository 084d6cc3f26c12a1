"""Rules about single questions: types, factors, codes, buttons, consent before private data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec

from flows.definition import Choice, Form, Question
from flows.faults import suggestion
from flows.messages import payload_for
from flows.possibilities import RATINGS, STORING
from flows.questions.base import QuestionType
from flows.vocabulary import CATEGORIES, CONSENTS, FACTORS, FACTS, PHONE_CONSENTS, STEPS

__all__ = ["Finding", "Types", "all_questions", "question_rules"]

MAX_PAYLOAD = 64  # bytes, Telegram's limit of a button's payload
TAG = "x" * 8  # as long as every tag: eight characters of a response's id, or `dialogue`
SPOKEN = frozenset({"explain", "trust", "human", "pause", "stop"})
"""Actions that say the choice's `says`; an answer is followed by the next question at once."""

Types: TypeAlias = Mapping[str, QuestionType]


class Finding(msgspec.Struct, frozen=True):
    """A fault that knows its path in the form, but not yet its line."""

    path: str
    code: str
    message: str


def all_questions(form: Form) -> Mapping[str, Question]:
    """Return every question of a form by id, follow-ups and their offer included."""
    asked: dict[str, Question] = {question.id: question for question in form.questions}
    return {**asked, **form.by_id, **{q.id: q for q in form.reasons.values()}}


def question_rules(form: Form, types: Types) -> Iterator[Finding]:
    """Check every question by itself, and the order of consents."""
    for question in all_questions(form).values():
        yield from _type(question, types)
        yield from _rating(question)
        yield from _step(question)
        yield from _known_words(question)
        yield from _buttons(question, form)
        if question.required and question.skippable:
            yield Finding(question.id, "required-skippable", "is required, yet may be skipped")
    yield from _twins(form)
    yield from _follow_ups(form)
    if form.kind in ("survey", "intake"):
        yield from _consents(form)


def _type(question: Question, types: Types) -> Iterator[Finding]:
    kind = types.get(question.type)
    if kind is None:
        message = f"there is no question type {question.type!r}{suggestion(question.type, types)}"
        yield Finding(f"{question.id}.type", "unknown-type", message)
        return
    for message in kind.faults(question):
        yield Finding(question.id, "bad-question", message)


def _rating(question: Question) -> Iterator[Finding]:
    factor, rated = question.factor, question.kind == "satisfaction"
    if factor is not None and factor not in FACTORS:
        message = f"there is no factor {factor!r}{suggestion(factor, FACTORS)}"
        yield Finding(f"{question.id}.factor", "unknown-factor", message)
    if rated and factor is None:
        message = "counts in the index (satisfaction), but has no factor"
        yield Finding(question.id, "missing-factor", message)
    if factor is not None and not rated:
        message = "has a factor, but only 'kind: satisfaction' counts in the index"
        yield Finding(f"{question.id}.factor", "needless-factor", message)
    if rated and question.type not in RATINGS:
        message = f"counts in the index, so its type must be a rating, not {question.type!r}"
        yield Finding(f"{question.id}.type", "not-a-rating", message)
    if rated and question.type == "scale5" and question.choice("na") is None:
        message = "counts in the index, but nobody can say 'not applicable' (choice na)"
        yield Finding(question.id, "missing-na", message)


def _step(question: Question) -> Iterator[Finding]:
    step, path = question.step, f"{question.id}.step"
    if step is None:
        return
    if step not in STEPS:
        yield Finding(path, "unknown-step", f"there is no step {step!r}{suggestion(step, STEPS)}")
    if question.factor is not None:
        yield Finding(path, "factor-and-step", "give 'factor' or 'step', not both")
    elif question.type not in RATINGS:
        message = f"a step is rated, so its type must be a rating, not {question.type!r}"
        yield Finding(f"{question.id}.type", "not-a-rating", message)


def _known_words(question: Question) -> Iterator[Finding]:
    prefill, consent = question.prefill, question.consent
    if prefill is not None and prefill not in FACTS:
        message = f"there is no fact {prefill!r}{suggestion(prefill, FACTS)}"
        yield Finding(f"{question.id}.prefill", "unknown-fact", message)
    if consent is not None and consent not in CONSENTS:
        message = f"there is no consent {consent!r}{suggestion(consent, CONSENTS)}"
        yield Finding(f"{question.id}.consent", "unknown-consent", message)
    for index, choice in enumerate(question.choices):
        category = choice.category
        if category is not None and category not in CATEGORIES:
            message = f"there is no complaint category {category!r}"
            message += suggestion(category, CATEGORIES)
            path = f"{question.id}.choices[{index}].category"
            yield Finding(path, "unknown-category", message)


def _buttons(question: Question, form: Form) -> Iterator[Finding]:
    for index, choice in enumerate(question.choices):
        path = f"{question.id}.choices[{index}]"
        size = len(payload_for(TAG, question.id, choice.value).encode())
        if size > MAX_PAYLOAD:
            message = (
                f"the button carries {size} bytes, more than {MAX_PAYLOAD}: shorten its value"
            )
            yield Finding(f"{path}.value", "long-payload", message)
        yield from _words_of(choice, path)
    answers = any(choice.action in STORING for choice in question.choices)
    if question.choices and not answers and not question.skippable and form.kind != "dialogue":
        yield Finding(question.id, "no-way-on", "no button gives an answer, so it never ends")


def _words_of(choice: Choice, path: str) -> Iterator[Finding]:
    if choice.action == "explain" and choice.says is None:
        message = "the action 'explain' needs 'says': the words that explain"
        yield Finding(path, "nothing-said", message)
    if choice.says is not None and choice.action not in SPOKEN:
        message = f"'says' is never said with the action {choice.action!r}"
        yield Finding(f"{path}.says", "never-said", message)


def _twins(form: Form) -> Iterator[Finding]:
    seen: set[str] = set()
    for question in (*form.questions, *form.reasons.values()):
        if question.id in seen:
            yield Finding(question.id, "duplicate-id", f"the id {question.id!r} is given twice")
        seen.add(question.id)


def _follow_ups(form: Form) -> Iterator[Finding]:
    rules = form.follow_ups
    if rules is None:
        return
    if rules.offer is not None and rules.offer not in form.by_id:
        message = f"the offer {rules.offer!r} is no question of the form"
        yield Finding(rules.offer, "unknown-question", message)
    for topic in sorted({q.topic for q in form.questions if q.topic} - form.reasons.keys()):
        message = f"a low rating of {topic!r} has no why-question"
        yield Finding(f"{rules.reason_prefix}{topic.upper()}", "missing-reasons", message)


def _consents(form: Form) -> Iterator[Finding]:
    given: dict[str, str] = {}
    for question in form.questions:
        if question.consent is not None:
            given[question.id] = question.consent
        if question.private and not given:
            message = "takes private words before any consent question"
            yield Finding(question.id, "private-before-consent", message)
        if question.type == "phone" and not _permitted(question, given):
            message = "takes a phone number without a condition on a consent to be called"
            yield Finding(question.id, "phone-without-consent", message)
    if form.kind == "survey" and "answers" not in given.values():
        message = "no question asks for the consent 'answers', so nothing may be kept"
        yield Finding("", "no-consent", message)


def _permitted(question: Question, given: Mapping[str, str]) -> bool:
    names = question.condition.names if question.condition else frozenset[str]()
    return any(given.get(name) in PHONE_CONSENTS for name in names)
