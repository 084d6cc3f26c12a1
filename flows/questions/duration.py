"""How long something took, in minutes, within the question's bounds."""

from __future__ import annotations

import math

import msgspec

from flows.bounds import Words, bound_faults, outside
from flows.cues import flags_of
from flows.definition import Question
from flows.durations import read_duration
from flows.labels import by_label, pressed
from flows.quantities import Quantity
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Candidate, Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["Amount", "DurationType", "read_amount"]


class Amount(msgspec.Struct, frozen=True):
    """How one type asks for an amount: unread, several meant, one to be confirmed, outside. The
    parameters of the last two end in `param`, which tells how they are written out.
    """

    unread: str
    several: str
    confirm: str
    outside: Words


_MINUTES = Amount(
    unread=text_key("reask.duration"),
    several=text_key("reask.duration_one"),
    confirm=text_key("confirm.amount_minutes"),
    outside=Words(
        text_key("reask.duration_low"), text_key("reask.duration_high"), param="_minutes"
    ),
)


def read_amount(
    question: Question, utterance: Utterance, said: Quantity | None, words: Amount
) -> Heard:
    """Take the amount that was said, or one of the choices beside it ("Không nhớ"). Stored are
    whole ones; what is not sure is confirmed first, and of bounds the one amount asked for.
    """
    flags = flags_of(utterance)
    named = by_label(question.choices, utterance) if question.choices else None
    if named and named.confidence >= 0.9 and named.one:
        return Reading(named.one.value, "word", named.confidence, flags=flags)
    if said is None or utterance.asks:
        return Unclear(words.unread, flags=flags)
    return _settled(question, said, words, flags)


def _settled(question: Question, said: Quantity, words: Amount, flags: tuple[str, ...]) -> Heard:
    named = said.low if said.exact else said.about  # "gần 1 tiếng" names an hour
    if named is None or not math.isfinite(named):
        return Unclear(words.several, flags=flags)
    value = math.floor(named + 0.5)
    if beyond := outside(question, value, words.outside):
        return Unclear(*beyond, flags=flags)
    if said.sure and said.exact:
        return Reading(value, "number", flags=flags)
    candidate = Candidate(value, words.confirm, {f"value{words.outside.param}": str(value)})
    return Unclear(words.unread, candidate=candidate, flags=flags)


class DurationType:
    """Minutes: "nửa tiếng", "1h30", "2 tiếng rưỡi"; a bare number is minutes."""

    name = "duration"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return bound_faults(question)

    def read(self, question: Question, utterance: Utterance) -> Heard:
        return read_amount(question, utterance, read_duration(utterance), _MINUTES)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
