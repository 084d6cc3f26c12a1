"""Golden conversations as the ways of a citizen: what is asked, and what is pressed or typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flows.definition import Question
from flows.events import AnswerRecorded, AnswerRetracted, QuestionAsked, ReviewShown
from flows.messages import Chosen, Commanded, Message, Opened, Typed
from flows.session import Value
from flows.talk import Turn
from tests.conversations.golden import FOLDER, Conversation, files, played, read
from tests.conversations.talking import REVIEW, RULES, Player

__all__ = ["FORM_WAYS", "Step", "Way", "way"]

SURVEYS = ("el", "th", "at", "tm", "kb", "dn", "ux", "uxa", "uxb", "uxc", "uxd", "kiosk")
FORM_WAYS = sorted(p.stem for p in files() if p.stem.partition("_")[0] in SURVEYS)
"""The conversations that play a form of their own to an end."""

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Step:
    """What is asked, and what the citizen does then. `words` is the part of the question that is
    the same in every office; one of `label`, `text`, `skips` and `opens` is what is done.
    """

    question: str
    words: str
    label: str = ""
    text: str = ""
    skips: bool = False
    opens: bool = False


@dataclass(frozen=True)
class Way:
    """One conversation, to be walked on a channel."""

    form: str
    facts: dict[str, str]
    steps: tuple[Step, ...]
    answers: dict[str, Value]
    """What counts of the survey's answers in the end."""
    ends: str


@cache
def way(name: str) -> Way:
    """Return the way of a golden conversation."""
    conversation, player = played(read(FOLDER / f"{name}.json"))
    return Way(
        form=conversation.form,
        facts=dict(conversation.facts),
        steps=tuple(_steps(player)),
        answers=_answers(conversation, player),
        ends=conversation.ends,
    )


def _answers(conversation: Conversation, player: Player) -> dict[str, Value]:
    """Return the answers of the newest response to the survey."""
    answers: dict[str, dict[str, Value]] = {}
    for event in player.events:
        if isinstance(event, AnswerRecorded) and event.form == conversation.form:
            answers.setdefault(event.response_id, {})[event.question] = event.value
        elif isinstance(event, AnswerRetracted):
            answers[event.response_id].pop(event.question, None)
    return list(answers.values())[-1] if answers else {}


def _steps(player: Player) -> Iterator[Step]:
    asked: QuestionAsked | ReviewShown | None = None
    for message, turn in player.turns:
        if message is not None:
            yield _step(asked, message)
        asked = _asked_in(turn) or asked


def _asked_in(turn: Turn) -> QuestionAsked | ReviewShown | None:
    asked = [e for e in turn.events if isinstance(e, QuestionAsked | ReviewShown)]
    return asked[-1] if asked else None


def _step(asked: QuestionAsked | ReviewShown | None, message: Message) -> Step:
    if isinstance(message, Opened):
        return Step("", "", opens=True)
    if isinstance(asked, ReviewShown):
        return Step(REVIEW, "xem lại giúp", label="Gửi phiếu")
    assert asked is not None
    question = RULES.form(asked.form, asked.version).by_id[asked.question]
    step = Step(question.id, _fixed_words(question))
    if isinstance(message, Chosen):
        choice = question.choice(message.payload.rpartition(":")[2])
        assert choice is not None
        return Step(step.question, step.words, label=choice.label["vi"])
    if isinstance(message, Commanded):
        assert message.command == "skip"
        return Step(step.question, step.words, skips=True)
    assert isinstance(message, Typed)
    return Step(step.question, step.words, text=message.text)


def _fixed_words(question: Question) -> str:
    return max(_PLACEHOLDER.split(question.text["vi"]), key=len).strip()
