"""The state of one person's conversation, and the table of its legal transitions."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec

from flows.identifiers import ComplaintId, Instant, ResponseId, SessionId
from flows.messages import CaseNews

__all__ = [
    "TRANSITIONS",
    "Answer",
    "AskedOfCase",
    "Candidate",
    "Frame",
    "IllegalTransitionError",
    "Session",
    "State",
    "Value",
    "move",
]

Value: TypeAlias = str | int | float | tuple[str, ...] | None
"""What an answer is: a choice's value, a number, an E.164 phone, a text. `"na"` is
"not applicable" for ratings; None is skipped."""


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """The current answer to one question. `comment` is what was said beside the value."""

    value: Value
    revision: int = 1
    comment: str | None = None
    flags: tuple[str, ...] = ()
    """What was noticed in the text: `formal_complaint`, `denunciation`, `redacted`, …"""

    @property
    def skipped(self) -> bool:
        """Whether the person passed the question over."""
        return self.value is None


class Candidate(msgspec.Struct, frozen=True, array_like=True):
    """A reading that waits for the person's yes: "did you mean …?" (never guess)."""

    value: Value
    key: str
    params: dict[str, str] = {}
    comment: str | None = None
    """What was told beside it, for the answer that the yes makes."""


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """One form being filled in. The form version is pinned for the life of the frame."""

    form: str
    version: int
    response_id: ResponseId
    answers: dict[str, Answer] = {}
    current: str | None = None
    """The question whose answer is awaited; None on the review page."""
    retracted: dict[str, int] = {}
    """Newest revisions of answers that a correction took off the path (numbers never repeat)."""
    misses: int = 0
    """Answers in a row that were not understood."""
    candidate: Candidate | None = None
    code: str | None = None
    """The response's code, once the form was sent for the first time."""
    completed: bool = False
    restricted: str | None = None
    """`formal_complaint` or `denunciation`, once something written sounds like it: locked."""
    files: int = 0
    """Photos, voice messages and documents that were sent for it."""
    ticked: tuple[str, ...] = ()
    """What is ticked of the open question that takes several choices, before "done" is pressed."""


class AskedOfCase(msgspec.Struct, frozen=True, array_like=True):
    """What was asked about a case and is not answered yet: whether its person agrees with the
    answer, or what is still to be known.
    """

    code: str
    number: int
    """The line of the case's history that it belongs to."""
    question: str
    """`CASE_AGREE`, `CASE_MISSING` or `CASE_ASK` of the form `dialogue`."""
    words: str = ""
    """What was written that says neither yes nor no, until its person has said which."""
    misses: int = 0

    @property
    def tag(self) -> str:
        """What its buttons carry: a button of an earlier answer is no answer to this one (I7)."""
        return f"{self.code}.{self.number}"


class State(StrEnum):
    """Where a conversation stands."""

    ASKING = "asking"
    REVIEWING = "reviewing"
    PAUSED = "paused"
    STOPPED = "stopped"
    COMPLETED = "completed"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"
    ERASED = "erased"


TRANSITIONS: dict[State, dict[str, State]] = {
    State.ASKING: {
        "ask": State.ASKING,
        "review": State.REVIEWING,
        "pause": State.PAUSED,
        "stop": State.STOPPED,
        "complete": State.COMPLETED,
        "decline": State.DECLINED,
        "screen_out": State.INELIGIBLE,
        "erase": State.ERASED,
        "restart": State.ASKING,
    },
    State.REVIEWING: {
        "ask": State.ASKING,
        "review": State.REVIEWING,
        "pause": State.PAUSED,
        "stop": State.STOPPED,
        "complete": State.COMPLETED,
        "erase": State.ERASED,
        "restart": State.ASKING,
    },
    State.PAUSED: {
        "ask": State.ASKING,
        "review": State.REVIEWING,
        "pause": State.PAUSED,
        "stop": State.STOPPED,
        "erase": State.ERASED,
        "restart": State.ASKING,
    },
    State.STOPPED: {
        "ask": State.ASKING,
        "review": State.REVIEWING,
        "stop": State.STOPPED,
        "erase": State.ERASED,
        "restart": State.ASKING,
    },
    State.COMPLETED: {
        "ask": State.ASKING,  # a complaint form, or a correction, after the survey
        "review": State.REVIEWING,
        "complete": State.COMPLETED,
        "stop": State.COMPLETED,
        "erase": State.ERASED,
    },
    State.DECLINED: {"ask": State.ASKING, "restart": State.ASKING, "stop": State.DECLINED},
    State.INELIGIBLE: {
        "ask": State.ASKING,
        "restart": State.ASKING,
        "stop": State.INELIGIBLE,
        "erase": State.ERASED,
    },
    State.ERASED: {"ask": State.ASKING, "restart": State.ASKING, "stop": State.ERASED},
}
"""The law of the conversation: {state: {step: next state}}. What is not here cannot happen."""


class IllegalTransitionError(Exception):
    """The engine tried a step that `TRANSITIONS` does not know: a fault of ours."""


def move(state: State, step: str) -> State:
    """Return the state after `step`.

    Raises:
        IllegalTransitionError: the table has no such step from `state`.

    """
    try:
        return TRANSITIONS[state][step]
    except KeyError:
        message = f"no step {step!r} from state {state.value!r}"
        raise IllegalTransitionError(message) from None


class Session(msgspec.Struct, frozen=True, array_like=True):
    """One person's conversation. `frames` is a stack: the last one is being filled in, those
    below wait for it. `facts` are what is known beforehand (form, place, counter, service, dates,
    …); conditions can read them.

    `wait` counts what the conversation has waited for: timers carry it, so that a timer set
    for an earlier wait does nothing (invariant I16). `dialogue` names the open question of the
    form `dialogue`, if the bot asked one of its own.
    """

    id: SessionId
    state: State
    language: str
    frames: tuple[Frame, ...]
    facts: dict[str, str] = {}
    dialogue: str | None = None
    wait: int = 0
    started_at: Instant = Instant(0)
    touched_at: Instant = Instant(0)
    finished: tuple[Frame, ...] = ()
    """Frames that were sent and can still be seen, corrected or erased by their person."""
    complaints: tuple[ComplaintId, ...] = ()
    news: tuple[CaseNews, ...] = ()
    """What is to be told of own cases as soon as it interrupts nothing (`flows.case_talk`)."""
    asked: tuple[AskedOfCase, ...] = ()
    """What was asked about own cases and waits for an answer, the newest last."""

    @property
    def about(self) -> AskedOfCase | None:
        """What the open question is about, if it is one about a case."""
        newest = self.asked[-1] if self.asked else None
        return newest if newest is not None and newest.question == self.dialogue else None
