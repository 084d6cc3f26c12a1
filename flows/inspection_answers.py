"""Rules about what a question takes: bounds, several choices, filters, constraints, values."""

from __future__ import annotations

from collections.abc import Iterator

from flows.definition import CALCULATED, MANY, Form, Question
from flows.inspection_rules import MAX_PAYLOAD, TAG, Finding, Types, all_questions
from flows.messages import payload_for
from flows.ticking import TICK

__all__ = ["answer_rules"]

_BOUNDED = frozenset({"number", "decimal", "duration", "money", "date"})
_FILTERED = frozenset({"choice", MANY, *_BOUNDED})
"""Types whose choices may come and go; the others need all of theirs."""


def answer_rules(form: Form, _types: Types) -> Iterator[Finding]:
    """Check every question by itself."""
    for question in all_questions(form).values():
        yield from _bounds(question)
        yield from _constraint(question)
        yield from _calculation(question)
        yield from _filters(question)
        if question.type == MANY:
            yield from _several(question)


def _bounds(question: Question) -> Iterator[Finding]:
    for name in ("low", "high"):
        if getattr(question, name) is not None and question.type not in _BOUNDED:
            message = f"{name!r} bounds nothing in a question of type {question.type!r}"
            yield Finding(f"{question.id}.{name}", "needless-bound", message)


def _constraint(question: Question) -> Iterator[Finding]:
    if question.constraint is None:
        if question.constraint_says is not None:
            message = "is never said: there is no constraint"
            yield Finding(f"{question.id}.constraint_says", "never-said", message)
    elif question.type == CALCULATED:
        message = "a calculated answer cannot be refused"
        yield Finding(f"{question.id}.constraint", "needless-constraint", message)
    elif question.id not in question.constraint.names:
        message = "does not look at the answer itself: use the name 'answer', or a condition"
        yield Finding(f"{question.id}.constraint", "needless-constraint", message)


def _calculation(question: Question) -> Iterator[Finding]:
    if question.calculation is not None and question.type != CALCULATED:
        message = f"only 'type: {CALCULATED}' is calculated, not {question.type!r}"
        yield Finding(f"{question.id}.calculation", "needless-calculation", message)


def _filters(question: Question) -> Iterator[Finding]:
    for index, choice in enumerate(question.choices):
        path = f"{question.id}.choices[{index}]"
        if choice.condition is not None and question.type not in _FILTERED:
            message = f"a question of type {question.type!r} needs all its choices"
            yield Finding(f"{path}.condition", "needless-filter", message)
        if choice.exclusive and question.type != MANY:
            message = f"only in 'type: {MANY}' can a choice stand alone"
            yield Finding(f"{path}.exclusive", "needless-exclusive", message)


def _several(question: Question) -> Iterator[Finding]:
    if question.prefill is not None:
        message = "several choices cannot be known beforehand"
        yield Finding(f"{question.id}.prefill", "needless-prefill", message)
    for index, choice in enumerate(question.choices):
        size = len(payload_for(TAG, question.id, TICK + choice.value).encode())
        if size > MAX_PAYLOAD:
            message = f"the tick carries {size} bytes, more than {MAX_PAYLOAD}: shorten its value"
            path = f"{question.id}.choices[{index}].value"
            yield Finding(path, "long-payload", message)
