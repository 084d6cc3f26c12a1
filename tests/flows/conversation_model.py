"""What must hold after every turn of any conversation: a second reckoning beside the engine's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from bot.handlers import EVENT_HANDLERS, IGNORED_EVENTS
from flows import events as happened
from flows.case_news import QUESTIONS
from flows.definition import Form, Question
from flows.messages import (
    CaseReplied,
    Chosen,
    ContactShared,
    Edited,
    FileSent,
    Message,
    PromptRef,
    TimerFired,
    Typed,
    payload_for,
    tag_of,
)
from flows.rulebook import Rulebook
from flows.session import TRANSITIONS, Answer, Frame, Session, State, Value
from flows.talk import DIALOGUE, Turn

__all__ = ["Model", "way_through"]

BEFORE_CONSENT = frozenset({"C1", "KEEP"})
"""The consents themselves: nothing else is stored before them."""
REPLIES = (happened.CaseAgreed, happened.CaseDisagreed, happened.CaseSupplied)
FINAL = frozenset({"declined", "ineligible", "superseded", "redirected", "erased"})
WRITES = (
    happened.AnswerRecorded,
    happened.AnswerRetracted,
    happened.ConsentRecorded,
    happened.PhoneDeclared,
    happened.PhoneProved,
    happened.FileReceived,
)
LIVES = (happened.ResponseReopened, happened.ResponseClosed, happened.ResponseCompleted)


def way_through(
    form: Form, answers: Mapping[str, Answer], facts: Mapping[str, str]
) -> Iterator[Question]:
    """Yield the questions that apply, by the words of the design: written a second time."""
    reasons: dict[str, Question] = {}
    rules = form.follow_ups
    for question in form.questions:
        if question.condition and not question.condition.holds(answers, facts):
            continue
        yield question
        if any(ending.when.holds(answers, facts) for ending in question.endings):
            return
        given = answers.get(question.id)
        low = rules is not None and given is not None and given.value in (1, 2)
        factor = question.factor or ""
        if low and rules and factor in form.reasons and factor not in reasons and len(reasons) < 2:
            reasons[factor] = form.reasons[factor]
            yield reasons[factor]
            if len(reasons) == 1 and rules.offer:
                yield form.by_id[rules.offer]


@dataclass
class Response:
    """One response as its events tell it."""

    form: Form
    state: str = "in_progress"
    answers: dict[str, tuple[Value, int]] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    consented: bool = False
    code: str = ""
    cases: int = 0
    files: int = 0
    left_number: bool = False


@dataclass
class Model:
    """All that was told by events so far; `check` compares it with the engine's own session."""

    rules: Rulebook
    responses: dict[str, Response] = field(default_factory=dict)
    asked: PromptRef | None = None
    state: State = State.ASKING
    wait: int = 0

    def check(self, before: Session | None, message: Message | None, turn: Turn, now: int) -> None:
        """Take in one turn.

        Raises:
            AssertionError: something happened that must not.

        """
        self._is_plain_data(turn)
        for event in turn.events:
            assert (type(event) in EVENT_HANDLERS) != (type(event) in IGNORED_EVENTS)
            self._take(event, now)
        self._answers_its_prompt(before, message, turn)
        self._wrote_nothing_unasked(before, message, turn)
        self._kept_only_what_was_asked_for(before, message, turn)
        self._agrees(turn.session)
        self._waits_for_what_it_asked(turn)

    # Events one by one

    def _take(self, event: happened.Event, now: int) -> None:
        match event:
            case happened.SessionMoved():
                assert event.before == self.state
                assert event.after in TRANSITIONS[self.state].values()
                self.state = State(event.after)
            case happened.QuestionAsked():
                self._asked(event)
            case happened.ReviewShown(readonly=False):
                self.asked = PromptRef(event.tag, "@review")
            case happened.TimerSet():
                assert event.due_at > now
            case _:
                self._answered(event)

    def _answered(self, event: happened.Event) -> None:
        match event:
            case happened.ResponseStarted():
                assert event.response_id not in self.responses
                form = self.rules.form(event.form, event.version)
                self.responses[event.response_id] = Response(form)
            case happened.AnswerRecorded():
                self._recorded(event)
            case happened.AnswerRetracted():
                response = self.responses[event.response_id]
                assert response.answers.pop(event.question)[1] == event.revision
            case happened.ConsentRecorded():
                if event.consent in ("answers", "case"):
                    self.responses[event.response_id].consented = event.given
            case happened.FileReceived():
                self._received(event)
            case happened.PhoneDeclared() | happened.PhoneWithdrawn():
                is_left = isinstance(event, happened.PhoneDeclared)
                self.responses[event.response_id].left_number = is_left
            case _:
                self._lived(event)

    def _received(self, event: happened.FileReceived) -> None:
        response = self.responses[event.response_id]
        assert (response.form.id, response.state) == ("intake", "in_progress")
        assert response.consented
        response.files += 1
        assert response.files <= 5

    def _asked(self, event: happened.QuestionAsked) -> None:
        prompt = PromptRef(event.tag, event.question)
        assert not (event.cause == "next" and prompt == self.asked), "the same again (I6)"
        self.asked = prompt
        form = self.rules.form(event.form, event.version)
        if event.tag == DIALOGUE:
            assert (event.position, event.total) == (0, 0)
        else:
            is_preface = form.by_id[event.question].kind in ("control", "consent")
            assert 1 <= event.position <= event.total or is_preface
            assert (event.position == 0) == (event.total == 0)
        values = [choice.value for choice in form.by_id[event.question].choices]
        for value in (*values, "yes"):
            assert len(payload_for(event.tag, f"{event.question}?", value).encode()) <= 64

    def _recorded(self, event: happened.AnswerRecorded) -> None:
        response = self.responses[event.response_id]
        question = response.form.by_id[event.question]
        assert response.state in ("in_progress", "completed")
        assert event.revision > response.newest.get(event.question, 0)
        assert question.kind != "control"
        assert event.private == question.private
        assert event.value is not None or question.skippable
        assert response.consented or event.question in BEFORE_CONSENT
        response.newest[event.question] = event.revision
        response.answers[event.question] = (event.value, event.revision)
        if question.choices and isinstance(event.value, str) and question.type != "text":
            assert question.choice(event.value) is not None
        assert sum(name.startswith("L1_") for name in response.answers) <= 3  # one may be leaving

    def _lived(self, event: happened.Event) -> None:
        """Take in what happens to a response as a whole."""
        match event:
            case happened.ResponseClosed():
                response = self.responses[event.response_id]
                leaving = event.reason in ("declined", "superseded", "ineligible")
                assert response.state not in FINAL or response.state == "erased"
                assert leaving or response.state == "in_progress"
                response.state = event.reason
            case happened.ResponseReopened():
                response = self.responses[event.response_id]
                assert response.state in ("stopped", "abandoned", "completed")
                response.state = "in_progress"
            case happened.ResponseCompleted():
                response = self.responses[event.response_id]
                assert response.state in ("in_progress", "completed")
                assert event.resubmission == bool(response.code)
                assert response.code in ("", event.code), "a code stays"
                response.state, response.code = "completed", event.code
            case happened.ComplaintSubmitted():
                response = self.responses[event.response_id]
                assert response.state == "completed"
                assert (response.form.id, event.code) == ("intake", response.code)
                response.cases += 1
                assert response.cases == 1
            case happened.ErasureRequested():
                self.responses[event.response_id].state = "erased"
            case _:
                pass

    # The turn as a whole

    def _is_plain_data(self, turn: Turn) -> None:
        written = msgspec.msgpack.encode(turn.session)
        assert msgspec.msgpack.decode(written, type=Session) == turn.session
        for event in turn.events:
            again = msgspec.json.decode(msgspec.json.encode(event), type=type(event))
            assert again == event

    def _answers_its_prompt(
        self, before: Session | None, message: Message | None, turn: Turn
    ) -> None:
        """Check that words and buttons were stored for the prompt that they answered (I7)."""
        if before is None:
            return
        frame = before.frames[-1] if before.frames else None
        answered = [
            event
            for event in turn.events
            if isinstance(event, happened.AnswerRecorded) and event.method != "prefill"
        ]
        assert len(answered) <= 1
        if answered:
            assert frame is not None
            mine = PromptRef(tag_of(frame.response_id), answered[0].question)
            assert answered[0].response_id == frame.response_id
            assert answered[0].question == frame.current
            assert _meant(message, mine) or before.dialogue or answered[0].method == "skip"

    def _wrote_nothing_unasked(
        self, before: Session | None, message: Message | None, turn: Turn
    ) -> None:
        """Check that stale buttons and timers write nothing (I7, I16)."""
        if any(isinstance(event, happened.StaleButtonPressed) for event in turn.events):
            assert not any(isinstance(event, (*WRITES, *LIVES)) for event in turn.events)
        replies = [event for event in turn.events if isinstance(event, REPLIES)]
        assert len(replies) <= 1
        if replies and not isinstance(message, CaseReplied):
            assert before is not None
            left = {one.code for one in before.asked} - {one.code for one in turn.session.asked}
            assert {reply.code for reply in replies} == left, "a reply settles what was asked"
        if isinstance(message, TimerFired) and before is not None:
            assert not any(isinstance(event, WRITES) for event in turn.events)
            assert turn.session.touched_at == before.touched_at

    def _kept_only_what_was_asked_for(
        self, before: Session | None, message: Message | None, turn: Turn
    ) -> None:
        """Check what cards, files and edits leave behind (design §5, reliability §2)."""
        proofs = [e for e in turn.events if isinstance(e, happened.PhoneProved)]
        declared = {e.phone for e in turn.events if isinstance(e, happened.PhoneDeclared)}
        files = [e for e in turn.events if isinstance(e, happened.FileReceived)]
        assert all(proof.phone in declared for proof in proofs)
        assert not proofs or (isinstance(message, ContactShared) and message.proves)
        assert not files or (isinstance(message, FileSent) and len(files) == 1)
        asked = any(isinstance(e, happened.InputNotUnderstood) for e in turn.events)
        if isinstance(message, ContactShared) and not (declared or asked):
            number = message.phone[-9:].encode()
            written = msgspec.msgpack.encode((turn.session, turn.events))
            assert number in msgspec.msgpack.encode(before) or number not in written
        if isinstance(message, Edited) and before is not None:
            assert all(isinstance(event, happened.Said) for event in turn.events)
            touched = turn.session.touched_at
            assert msgspec.structs.replace(before, touched_at=touched) == turn.session

    def _agrees(self, session: Session) -> None:
        """Check that the session holds what the events told."""
        assert session.state == self.state
        assert session.wait >= self.wait
        self.wait = session.wait
        frames = (*session.frames, *session.finished)
        assert len({frame.response_id for frame in frames}) == len(frames)
        for frame in frames:
            self._holds(session, frame)
        assert all(frame.completed and frame.code for frame in session.finished)
        for response in self.responses.values():
            assert sum(name.startswith("L1_") for name in response.answers) <= 2

    def _holds(self, session: Session, frame: Frame) -> None:
        response = self.responses[frame.response_id]
        form = response.form
        told = {q: (a.value, a.revision) for q, a in frame.answers.items()}
        assert {q: a for q, a in told.items() if form.by_id[q].kind != "control"} == (
            response.answers
        )
        assert response.state not in FINAL
        assert frame.completed == (response.state == "completed")
        numbers = [a.value for q, a in frame.answers.items() if form.by_id[q].type == "phone"]
        assert any(numbers) or not response.left_number, "a number is kept that is not left"
        if frame.form == "mc":
            self._is_on_its_way(session, frame, form)

    def _is_on_its_way(self, session: Session, frame: Frame, form: Form) -> None:
        """Check path and completeness (I8): nothing is counted that was not asked for."""
        way = list(way_through(form, frame.answers, session.facts))
        assert frame.answers.keys() <= {q.id for q in way}
        full = all(q.id in frame.answers for q in way if q.required)
        assert full or not frame.completed
        assert all(frame.answers[q.id].value is not None for q in way if q.required and full)

    def _waits_for_what_it_asked(self, turn: Turn) -> None:
        """Check that the newest prompt is the one that the session waits for."""
        session = turn.session
        frame = session.frames[-1] if session.frames else None
        if session.dialogue is not None:
            of_case = session.dialogue in QUESTIONS
            tag = session.asked[-1].tag if of_case else DIALOGUE
            assert self.asked == PromptRef(tag, session.dialogue)
        elif frame is not None and session.state in (State.ASKING, State.REVIEWING):
            assert self.asked == PromptRef(tag_of(frame.response_id), frame.current or "@review")
            assert (frame.current is None) == (session.state is State.REVIEWING)


def _meant(message: Message | None, mine: PromptRef) -> bool:
    """Whether a message carries this prompt, or none at all."""
    if isinstance(message, Chosen) and not message.payload.startswith("!"):
        tag, question, _ = message.payload.split(":", 2)
        return PromptRef(tag, question.removesuffix("?")) == mine
    if isinstance(message, Typed) and message.prompt is not None:
        return PromptRef(message.prompt.tag, message.prompt.question.removesuffix("?")) == mine
    return True
