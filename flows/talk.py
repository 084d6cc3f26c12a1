"""One turn in the making: the session as it changes, and the events as they happen."""

from __future__ import annotations

import msgspec

from flows.definition import Form, Question
from flows.events import (
    AnswerRecorded,
    AnswerRetracted,
    Event,
    PhoneWithdrawn,
    QuestionAsked,
    ResponseReopened,
    ResponseStarted,
    Said,
    SessionMoved,
    TimerSet,
)
from flows.identifiers import Instant, ResponseId, identifier_from
from flows.messages import Cause, tag_of
from flows.path import path
from flows.rulebook import Rulebook
from flows.session import Answer, Frame, Session, State, move

__all__ = ["DIALOGUE", "REST_AFTER", "Talk", "Turn"]

REST_AFTER = "rest_after"
"""Fact of a session that was stopped: how many forms at the bottom of the stack rest. A form
opened since then does not lead back into them.
"""

DIALOGUE = "dialogue"
"""The form of the bot's own small questions, and the tag of their buttons."""


class Turn(msgspec.Struct, frozen=True):
    """What came of one message: the new session, and what happened, in order."""

    session: Session
    events: tuple[Event, ...]


def _head(order: list[Question]) -> int:
    """Return how many questions come before the first that counts as progress: the greeting and
    the consent are no work done.
    """
    return next((n for n, q in enumerate(order) if q.kind not in _PREFACE), len(order))


_PREFACE = frozenset({"control", "consent"})


class Talk:
    """The mutable inside of one turn; only the engine's modules see it.

    Values go in, `finish` gives values out: nothing here reads a clock or a disk.
    """

    def __init__(self, rules: Rulebook, session: Session, now: Instant, seed: bytes) -> None:
        self.rules = rules
        self.session = session
        self.now = now
        self.seed = seed
        self.events: list[Event] = []
        self._order: tuple[object, object, list[Question]] = (None, None, [])

    def happened(self, event: Event) -> None:
        """Add an event."""
        self.events.append(event)

    def say(self, key: str, **params: str) -> None:
        """Say a text of `locales/`."""
        self.events.append(Said(key=key, params=params))

    def finish(self) -> Turn:
        """Return the values."""
        session = msgspec.structs.replace(self.session, touched_at=self.now)
        return Turn(session, tuple(self.events))

    # The session

    def change(self, **fields: object) -> None:
        """Replace fields of the session."""
        self.session = msgspec.structs.replace(self.session, **fields)

    def step(self, step: str) -> None:
        """Take a step of the transition table."""
        before = self.session.state
        after = move(before, step)
        if after is before:
            return
        self.change(state=after)
        self.happened(SessionMoved(before=before.value, after=after.value))
        if before is State.STOPPED and self.session.frames:
            self._reopen()

    def _reopen(self) -> None:
        """Note that work goes on with what was stopped, but for forms that only wait below."""
        begun = {e.response_id for e in self.events if isinstance(e, ResponseStarted)}
        for frame in self.session.frames[self.resting :]:
            if not frame.completed and frame.response_id not in begun:
                self.happened(ResponseReopened(response_id=frame.response_id))
        self.set_timer(self.now + self.rules.idle_after)

    @property
    def resting(self) -> int:
        """How many forms at the bottom of the stack were stopped and only wait."""
        return int(self.session.facts.get(REST_AFTER, "0"))

    def forget(self, *names: str) -> None:
        """Drop facts of the session."""
        facts = {k: v for k, v in self.session.facts.items() if k not in names}
        self.change(facts=facts)

    def set_timer(self, due: int) -> None:
        """Wake this conversation at `due`, or at once if that is past. A timer that is set takes
        the place of the one before.
        """
        later = Instant(max(due, self.now + 1))
        self.happened(TimerSet(kind="idle", wait=self.session.wait, due_at=later))

    @property
    def frame(self) -> Frame | None:
        """The form being filled in, or None."""
        return self.session.frames[-1] if self.session.frames else None

    def put(self, frame: Frame) -> None:
        """Replace the form being filled in."""
        self.change(frames=(*self.session.frames[:-1], frame))

    def alter(self, **fields: object) -> None:
        """Replace fields of the form being filled in."""
        self.put(msgspec.structs.replace(self.session.frames[-1], **fields))

    def form_of(self, frame: Frame) -> Form:
        """Return the pinned form of a frame."""
        return self.rules.form(frame.form, frame.version)

    def question_of(self, frame: Frame) -> Question | None:
        """Return the question that a frame waits for."""
        return self.form_of(frame).by_id[frame.current] if frame.current else None

    # Forms

    def open_form(self, form_id: str, **facts: str) -> None:
        """Begin a form in its newest version, on top of what is being filled in."""
        form = self.rules.form(form_id)
        label = f"response/{form_id}/{len(self.session.frames)}/{len(self.session.finished)}"
        response_id = ResponseId(identifier_from(self.seed, label, self.now))
        frame = Frame(form.id, form.version, response_id)
        self.change(frames=(*self.session.frames, frame), facts={**self.session.facts, **facts})
        self.happened(ResponseStarted(response_id=response_id, form=form.id, version=form.version))

    # Questions

    def foreknown(self, question: Question) -> str:
        """Return the answer that is known beforehand, in words where there are any, or ""."""
        name, facts = question.prefill or "", self.session.facts
        return facts.get(f"{name}_name") or facts.get(name, "")

    def before(self, order: list[Question]) -> Question | None:
        """Return the last of these questions that the person was asked."""
        return next((q for q in reversed(order) if not self.foreknown(q)), None)

    @property
    def order(self) -> list[Question]:
        """The path through the form being filled in; worked out once for the same answers."""
        frame, facts = self.session.frames[-1], self.session.facts
        answers, known_facts, order = self._order
        if answers is not frame.answers or known_facts is not facts:
            order = list(path(self.form_of(frame), frame.answers, facts))
            self._order = (frame.answers, facts, order)
        return order

    def unanswered(self) -> Question | None:
        """Return the first question on the path without an answer; None when the form is full."""
        answers = self.session.frames[-1].answers
        return next((q for q in self.order if q.id not in answers), None)

    def ask(self, question: Question, cause: Cause) -> None:
        """Ask a question of the form being filled in."""
        frame = self.session.frames[-1]
        if frame.current != question.id:
            self.alter(current=question.id, candidate=None, misses=0)
        frame = self.session.frames[-1]
        form = self.form_of(frame)
        order = self.order
        place = order.index(question) if question in order else len(order) - 1
        head = _head(order)
        candidate = frame.candidate
        self.happened(
            QuestionAsked(
                tag=tag_of(frame.response_id),
                form=form.id,
                version=form.version,
                question=question.id,
                cause=cause,
                position=max(place + 1 - head, 0),
                total=len(order) - head if place >= head else 0,
                can_go_back=self.before(order[:place]) is not None,
                can_skip=question.skippable or question.id in frame.answers,
                answered=question.id in frame.answers,
                candidate=(candidate.key, candidate.params) if candidate else None,
            )
        )

    def ask_dialogue(self, question_id: str, cause: Cause = "open") -> None:
        """Ask one of the bot's own small questions."""
        form = self.rules.form(DIALOGUE)
        self.change(dialogue=question_id)
        self.happened(
            QuestionAsked(
                tag=DIALOGUE,
                form=form.id,
                version=form.version,
                question=question_id,
                cause=cause,
            )
        )

    # Answers

    def store(self, question: Question, answer: Answer, method: str, confidence: float) -> None:
        """Keep an answer in the frame; all but the bot's own control questions become rows."""
        frame = self.session.frames[-1]
        known = frame.answers.get(question.id)
        last = known.revision if known else frame.retracted.get(question.id, 0)
        same = known is not None and (known.value, known.comment) == (
            answer.value,
            answer.comment,
        )
        if same:
            self.alter(candidate=None, misses=0)
            return
        answer = msgspec.structs.replace(answer, revision=last + 1)
        answers = {**frame.answers, question.id: answer}
        self.alter(answers=answers, candidate=None, misses=0)
        if question.kind != "control":
            self._recorded(question, answer, method, confidence)
        if question.type == "phone" and answer.value is None:
            self._withdraw(question, known)
        self._retract_off_path()
        self._reopen_if_torn()

    def _recorded(
        self, question: Question, answer: Answer, method: str, confidence: float
    ) -> None:
        frame = self.session.frames[-1]
        self.happened(
            AnswerRecorded(
                response_id=frame.response_id,
                form=frame.form,
                version=frame.version,
                question=question.id,
                value=answer.value,
                revision=answer.revision,
                method=method,
                confidence=confidence,
                comment=answer.comment,
                private=question.private,
                flags=answer.flags,
            )
        )

    def _retract_off_path(self) -> None:
        """Take answers that no longer apply off the path."""
        while True:
            frame = self.session.frames[-1]
            on_path = {q.id for q in self.order}
            gone = {q: a.revision for q, a in frame.answers.items() if q not in on_path}
            if not gone:
                return
            left = {q: a for q, a in frame.answers.items() if q in on_path}
            self.alter(answers=left, retracted={**frame.retracted, **gone})
            for question_id, revision in gone.items():
                question = self.form_of(frame).by_id[question_id]
                if question.kind != "control":
                    self._retracted(frame, question_id, revision)
                if question.type == "phone":
                    self._withdraw(question, frame.answers[question_id])

    def _withdraw(self, question: Question, known: Answer | None) -> None:
        """Let go of a number that was left before and is not left any more."""
        if known is None or known.value is None:
            return
        if self.session.facts.get("known_phone") == known.value:
            self.forget("known_phone")
        response_id = self.session.frames[-1].response_id
        self.happened(PhoneWithdrawn(response_id=response_id, question=question.id))

    def _reopen_if_torn(self) -> None:
        """Reopen a sent response whose correction asks for more than was sent: it is not
        complete until it is sent again (invariant I8).
        """
        frame = self.session.frames[-1]
        if frame.completed and any(q.required and q.id not in frame.answers for q in self.order):
            self.alter(completed=False)
            self.happened(ResponseReopened(response_id=frame.response_id))

    def _retracted(self, frame: Frame, question_id: str, revision: int) -> None:
        self.happened(
            AnswerRetracted(response_id=frame.response_id, question=question_id, revision=revision)
        )
