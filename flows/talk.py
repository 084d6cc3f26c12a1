"""One turn in the making: the session as it changes, and the events as they happen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec

from flows.calculating import changed, no_longer_fitting
from flows.definition import CALCULATED, MANY, Form, Question
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
from flows.offering import hidden, narrowed
from flows.path import path
from flows.rulebook import Rulebook
from flows.session import Answer, Frame, Session, State, move
from flows.terms import TODAY
from flows.vietnamese import Utterance
from flows.workdays import local_date

__all__ = ["DIALOGUE", "OPTED_OUT", "REST_AFTER", "Talk", "Turn"]

REST_AFTER = "rest_after"
"""Fact of a session that was stopped: how many forms at the bottom of the stack rest. A form
opened since then does not lead back into them.
"""

OPTED_OUT = "opted_out"
"""Fact of a session whose person wants no more messages, but for those they asked for (I11)."""

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
    for number, question in enumerate(order):
        if question.kind not in _PREFACE:
            return number
    return len(order)


_PREFACE = frozenset({"control", "consent"})


def _ticks_of(question: Question, frame: Frame) -> tuple[str, ...]:
    """Return what is ticked when a question is asked: what it was answered with before."""
    known = frame.answers.get(question.id) if question.type == MANY else None
    return known.value if known and isinstance(known.value, tuple) else ()


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
        self.heard: Utterance | None = None
        """What was typed in this turn, as it was heard."""
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
    def today(self) -> date:
        """The day on which the message came, in Vietnam."""
        return local_date(self.now)

    @property
    def dated_facts(self) -> dict[str, str]:
        """The facts with `today`, which constraints and calculations can name."""
        return {**self.session.facts, TODAY: self.today.isoformat()}

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
        """Return the question that a frame waits for, with what it offers now."""
        if not frame.current:
            return None
        question = self.form_of(frame).by_id[frame.current]
        if not question.filtered:
            return question
        return narrowed(question, frame.answers, self.session.facts)

    # Forms

    def open_form(self, form_id: str, **facts: str) -> None:
        """Begin a form in its newest version, on top of what is being filled in."""
        form = self.rules.form(form_id)
        label = f"response/{form_id}/{len(self.session.frames)}/{len(self.session.finished)}"
        response_id = ResponseId(identifier_from(self.seed, label, self.now))
        frame = Frame(form.id, form.version, response_id)
        self.change(frames=(*self.session.frames, frame), facts={**self.session.facts, **facts})
        self.happened(ResponseStarted(response_id=response_id, form=form.id, version=form.version))
        if form.calculated:
            self._settle(form)

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
            form = self.form_of(frame)
            order = list(path(form, frame.answers, facts))
            if form.calculated:
                order = [q for q in order if q.type != CALCULATED]
            self._order = (frame.answers, facts, order)
        return order

    def unanswered(self) -> Question | None:
        """Return the first question on the path without an answer; None when the form is full."""
        answers = self.session.frames[-1].answers
        for question in self.order:  # a plain loop: a generator costs twice as much
            if question.id not in answers:
                return question
        return None

    def ask(self, question: Question, cause: Cause) -> None:
        """Ask a question of the form being filled in."""
        frame = self.session.frames[-1]
        if frame.current != question.id:
            chosen = _ticks_of(question, frame)
            self.alter(current=question.id, candidate=None, misses=0, ticked=chosen)
        self.happened(self.as_asked(question, cause))

    def as_asked(self, question: Question, cause: Cause) -> QuestionAsked:
        """Return a question of the form being filled in, as it is asked now."""
        frame = self.session.frames[-1]
        form = self.form_of(frame)
        order = self.order
        whole = form.by_id[question.id]  # it may have been narrowed to what it offers
        place = order.index(whole) if whole in order else len(order) - 1
        head = _head(order)
        candidate = frame.candidate
        return QuestionAsked(
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
            hidden=hidden(whole, frame.answers, self.session.facts) if form.filtered else (),
            ticked=frame.ticked,
        )

    def ask_dialogue(self, question_id: str, cause: Cause = "open") -> None:
        """Ask one of the bot's own small questions. One about a case says which."""
        form = self.rules.form(DIALOGUE)
        self.change(dialogue=question_id)
        about = self.session.about
        self.happened(
            QuestionAsked(
                tag=DIALOGUE if about is None else about.tag,
                form=form.id,
                version=form.version,
                question=question_id,
                cause=cause,
                params={} if about is None else {"code": about.code},
            )
        )

    # Answers

    def store(self, question: Question, answer: Answer, method: str, confidence: float) -> None:
        """Keep an answer in the frame; all but the bot's own control questions become rows."""
        frame = self.session.frames[-1]
        known = frame.answers.get(question.id)
        same = known is not None and (known.value, known.comment) == (
            answer.value,
            answer.comment,
        )
        if same:
            self.alter(candidate=None, misses=0, ticked=())
            return
        self._put_answer(question, answer, method, confidence, candidate=None, misses=0, ticked=())
        if question.type == "phone" and answer.value is None:
            self._withdraw(question, known)
        self._settle(self.form_of(frame))
        self._reopen_if_torn()

    def _put_answer(
        self, question: Question, answer: Answer, method: str, confidence: float, **also: object
    ) -> None:
        """Put a new revision of an answer among the others, and change `also` of the frame."""
        frame = self.session.frames[-1]
        known = frame.answers.get(question.id)
        last = known.revision if known else frame.retracted.get(question.id, 0)
        answer = msgspec.structs.replace(answer, revision=last + 1)
        self.alter(answers={**frame.answers, question.id: answer}, **also)
        if question.kind != "control":
            self._recorded(question, answer, method, confidence)

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

    def _settle(self, form: Form) -> None:
        """Bring the answers in line with one another after one of them changed: what no longer
        applies goes off the path, what is calculated is worked out anew.
        """
        while self._retract_off_path(form) or (form.calculated and self._recalculate(form)):
            """Each changes what the other goes by; questions only look back, so it ends."""

    def _retract_off_path(self, form: Form) -> bool:
        """Take answers that no longer apply off the path; tell whether there were any."""
        frame, facts = self.session.frames[-1], self.session.facts
        gone = no_longer_fitting(form, frame.answers, facts, self.order)
        if gone:
            self._retract(frame, gone)
        return bool(gone)

    def _retract(self, frame: Frame, gone: Collection[str]) -> None:
        """Take these answers off; they stay stored, and their revisions are never given again."""
        left = {q: a for q, a in frame.answers.items() if q not in gone}
        revisions = {q: frame.answers[q].revision for q in gone}
        self.alter(answers=left, retracted={**frame.retracted, **revisions})
        for question_id, revision in revisions.items():
            question = self.form_of(frame).by_id[question_id]
            if question.kind != "control":
                self._retracted(frame, question_id, revision)
            if question.type == "phone":
                self._withdraw(question, frame.answers[question_id])

    def _recalculate(self, form: Form) -> bool:
        """Store the first calculated answer that comes to something else; tell whether one did."""
        frame = self.session.frames[-1]
        found = changed(form, frame.answers, self.dated_facts)
        if found is None:
            return False
        question, value = found
        if value is None:
            self._retract(frame, [question.id])
        else:
            self._put_answer(question, Answer(value), "calculated", 1.0)
        return True

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
