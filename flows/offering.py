"""What a question offers and takes at the moment: choices that are not hidden, constraints."""

from __future__ import annotations

import msgspec

from flows.definition import Choice, Question
from flows.session import Answer, Value
from flows.terms import TODAY, Answers, Facts

__all__ = ["fulfils", "hidden", "narrowed", "offered", "still_fits"]


def offered(question: Question, answers: Answers, facts: Facts) -> tuple[Choice, ...]:
    """Return the choices whose conditions hold."""
    return tuple(
        choice
        for choice in question.choices
        if choice.condition is None or choice.condition.holds(answers, facts)
    )


def hidden(question: Question, answers: Answers, facts: Facts) -> tuple[str, ...]:
    """Return the values of the choices that are not offered."""
    if not question.filtered:
        return ()
    shown = {choice.value for choice in offered(question, answers, facts)}
    return tuple(choice.value for choice in question.choices if choice.value not in shown)


def narrowed(question: Question, answers: Answers, facts: Facts) -> Question:
    """Return the question with only what it offers: nothing else is read, pressed or shown."""
    if not question.filtered:
        return question
    return msgspec.structs.replace(question, choices=offered(question, answers, facts))


def fulfils(question: Question, value: Value, answers: Answers, facts: Facts) -> bool:
    """Return whether a value being given fulfils the constraint; `facts` hold `today` too."""
    if question.constraint is None or value is None:
        return True
    return question.constraint.holds({**answers, question.id: Answer(value)}, facts)


def still_fits(question: Question, answers: Answers, facts: Facts) -> bool:
    """Return whether an answer can stand beside the others: what was chosen is still offered, and
    a constraint that names them is kept. One that names the day was right on its day.
    """
    value = answers[question.id].value
    if value is None:
        return True
    if question.filtered:
        values = value if isinstance(value, tuple) else (str(value),)
        if not set(values).isdisjoint(hidden(question, answers, facts)):
            return False
    constraint = question.constraint
    dated = constraint is None or TODAY in constraint.names
    return dated or fulfils(question, value, answers, facts)
