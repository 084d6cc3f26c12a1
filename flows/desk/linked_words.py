"""The words of a survey that a case came out of: whoever is named in them is a party, as if they
were named in the case itself (domain §4.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.definition import Form, Question
from flows.events import AnswerRecorded
from flows.rulebook import Rulebook
from flows.session import Answer, Frame, Session
from flows.steps import INTAKE

__all__ = ["case_codes", "linked_words", "words_of"]


def case_codes(session: Session) -> tuple[str, ...]:
    """Return the codes of the cases that were told in a chat."""
    return tuple(frame.code for frame in session.finished if frame.form == INTAKE and frame.code)


def linked_words(rules: Rulebook, session: Session) -> tuple[str, ...]:
    """Return what was written in the surveys of a chat: comments, and answers in own words."""
    return tuple(
        word for frame in (*session.finished, *session.frames) for word in _written(rules, frame)
    )


def _written(rules: Rulebook, frame: Frame) -> Iterator[str]:
    form = rules.forms.get((frame.form, frame.version))
    if form is None or form.kind != "survey":
        return
    for name, answer in frame.answers.items():
        yield from _words(form.by_id.get(name), answer)


def words_of(form: Form, event: AnswerRecorded) -> tuple[str, ...]:
    """Return the own words of one answer to a survey; nothing for other forms."""
    if form.kind != "survey":
        return ()
    answer = Answer(event.value, event.revision, event.comment)
    return tuple(_words(form.by_id.get(event.question), answer))


def _words(question: Question | None, answer: Answer) -> Iterator[str]:
    if question is None:
        return
    if answer.comment:
        yield answer.comment
    if isinstance(answer.value, str) and question.choice(answer.value) is None:
        yield answer.value
