"""A number, within the bounds that the question's choices set, if any."""

from __future__ import annotations

from flows.bands import quantity_for
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["NumberType"]


class NumberType:
    """An integer, or a decimal fraction where one was typed."""

    name = "number"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return []

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = by_label(question.choices, utterance)
        if named and named.confidence == 1.0 and named.one:
            return Reading(named.one.value, "word", flags=flags)
        quantity = quantity_for(question, utterance)
        if quantity is None or not quantity.exact:
            return Unclear(text_key("reask.number"), flags=flags)
        return _within(question, quantity.low, flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value


def _within(question: Question, number: float, flags: tuple[str, ...]) -> Heard:
    lows = [c.low for c in question.choices if c.low is not None]
    highs = [c.high for c in question.choices if c.high is not None]
    if lows and number < min(lows):
        return Unclear(text_key("reask.number_low"), {"low": f"{min(lows):g}"}, flags=flags)
    if highs and number > max(highs):
        return Unclear(text_key("reask.number_high"), {"high": f"{max(highs):g}"}, flags=flags)
    value = int(number) if number.is_integer() else number
    return Reading(value, "number", flags=flags)
