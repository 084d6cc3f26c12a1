"""The contract of a question type, and what reading an answer can give."""

from __future__ import annotations

from typing import Protocol, TypeAlias

import msgspec

from flows.definition import Question
from flows.session import Candidate, Value
from flows.vietnamese import Utterance

__all__ = ["Heard", "QuestionType", "Reading", "Unclear"]


class Reading(msgspec.Struct, frozen=True):
    """An answer was understood. `method`: button, number, word, text; contact: the platform
    vouches for the number on a card of the sender's own. `confidence` 0–1.
    """

    value: Value
    method: str
    confidence: float = 1.0
    comment: str | None = None
    """What was said beside the value, redacted ("hài lòng nhưng chờ lâu")."""
    flags: tuple[str, ...] = ()


class Unclear(msgspec.Struct, frozen=True):
    """A text was not understood, or has two readings: ask back, never guess.

    `key` names the kind words of `locales/` that say what is expected; `candidate` is the one
    reading that a yes would confirm ("Số mới của Ông/Bà là …, phải không?").
    """

    key: str
    params: dict[str, str] = {}
    candidate: Candidate | None = None
    flags: tuple[str, ...] = ()


Heard: TypeAlias = Reading | Unclear


class QuestionType(Protocol):
    """One kind of question: how its answers are read and its definition checked.

    All methods are pure. A new type is one module in this package and one line in
    `flows.questions.QUESTION_TYPES`.
    """

    name: str
    takes_text: bool
    """Whether any text is an answer, so that words are not mistaken for commands."""

    def faults(self, question: Question) -> list[str]:
        """Return what is wrong with a definition of this type, in plain English."""

    def read(self, question: Question, utterance: Utterance) -> Heard:
        """Read what was typed, in the context of this question."""

    def check_choice(self, question: Question, value: str) -> Value:
        """Return the value that a pressed button stores.

        Raises:
            KeyError: the question has no such button.

        """
