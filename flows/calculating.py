"""What a changed answer makes of the others: those that no longer apply, and calculated ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.definition import CALCULATED, Form, Question
from flows.offering import still_fits
from flows.path import path
from flows.session import Value
from flows.terms import Answers, Facts

__all__ = ["changed", "no_longer_fitting", "worked_out"]


def no_longer_fitting(
    form: Form, answers: Answers, facts: Facts, order: Iterable[Question]
) -> list[str]:
    """Return which answers no longer apply: off the path, hidden by a choice filter, or against a
    constraint that names another question. `order` is what can be asked on the path.
    """
    applying = path(form, answers, facts) if form.calculated else order
    kept = {question.id for question in applying}
    for question in form.guarded:
        given = question.id in kept and question.id in answers
        if given and not still_fits(question, answers, facts):
            kept.discard(question.id)
    return [question_id for question_id in answers if question_id not in kept]


def worked_out(form: Form, answers: Answers, facts: Facts) -> Iterator[tuple[Question, Value]]:
    """Give each calculated question that has its turn and what it comes to, in order; `facts`
    hold `today` too. Its turn has come when all before it is answered, and stays come.
    """
    is_reached = True
    for question in path(form, answers, facts):
        if question.type != CALCULATED:
            is_reached = is_reached and question.id in answers
        elif question.calculation is not None and (is_reached or question.id in answers):
            yield question, question.calculation.value(answers, facts)


def changed(form: Form, answers: Answers, facts: Facts) -> tuple[Question, Value] | None:
    """Return the first calculated question that comes to something else than is stored."""
    for question, value in worked_out(form, answers, facts):
        known = answers.get(question.id)
        if (known.value if known else None) != value:
            return question, value
    return None
