"""Invariant I8 by the rows: what is complete has an answer to all that its path requires."""

from __future__ import annotations

from collections.abc import Iterator

from bot.simulator.snapshot import ComplaintRow, ResponseRow, Snapshot
from flows.identifiers import ResponseId
from flows.path import path
from flows.session import Answer, Frame

__all__ = ["INTAKE", "completeness"]

INTAKE = "intake"
"""The form whose answers make a case."""

_UNKNOWN: tuple[None, dict[str, str]] = (None, {})


def completeness(snapshot: Snapshot) -> Iterator[str]:
    """Yield what is called complete and is not, or the other way round."""
    frames = {
        frame.response_id: (frame, session.session.facts)
        for session in snapshot.sessions.values()
        for frame in (*session.session.finished, *session.session.frames)
    }
    cases: dict[str, list[ComplaintRow]] = {}
    for complaint in snapshot.complaints:
        cases.setdefault(complaint.response_id, []).append(complaint)
    for response in snapshot.responses.values():
        frame, facts = frames.get(ResponseId(response.id), _UNKNOWN)
        made = cases.get(response.id, [])
        yield from _states_agree(response, frame, made)
        if response.state == "completed" and frame is not None:
            known = {**facts, **_facts_of(made, frame)}
            missing = list(_missing(snapshot, response, frame, known))
            if missing:
                yield f"response {response.id} is complete without {missing}"


def _states_agree(
    response: ResponseRow, frame: Frame | None, made: list[ComplaintRow]
) -> Iterator[str]:
    if response.state == "completed":
        if frame is None or not frame.completed:
            yield f"response {response.id} is complete, but its session does not know"
        elif response.code is None or response.code != frame.code:
            yield f"response {response.id} has code {response.code}, not {frame.code}"
        if response.form == INTAKE and [case.code for case in made] != [response.code]:
            yield f"intake {response.id} made the cases {[case.code for case in made]}"
    elif frame is not None and frame.completed and response.state != "erased":
        yield f"response {response.id} was sent, but is {response.state}"


def _facts_of(made: list[ComplaintRow], frame: Frame) -> dict[str, str]:
    """Return the facts that led into the complaint form; the session lets go of them later."""
    facts: dict[str, str] = {}
    for complaint in made:
        if complaint.cause_question:
            facts["intake_cause"] = complaint.cause_question
            if "GROUP" not in frame.answers:
                facts["intake_category"] = complaint.category
    return facts


def _missing(
    snapshot: Snapshot, response: ResponseRow, frame: Frame, facts: dict[str, str]
) -> Iterator[str]:
    """Yield required questions on the path without an answer: rows count, not the session, but
    for the bot's own control questions, which have no rows.
    """
    form = snapshot.forms[response.form, response.version]
    answers = {q: a for q, a in frame.answers.items() if form.by_id[q].kind == "control"}
    for row in snapshot.answers.get(response.id, ()):
        answers.pop(row.question, None)
        if not row.retracted:
            answers[row.question] = Answer(
                row.value, row.revision, flags=_flags(frame, row.question)
            )
    for question in path(form, answers, facts):
        answer = answers.get(question.id)
        if question.required and (answer is None or answer.value is None):
            yield question.id


def _flags(frame: Frame, question: str) -> tuple[str, ...]:
    known = frame.answers.get(question)
    return known.flags if known else ()
