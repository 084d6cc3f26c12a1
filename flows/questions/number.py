"""A whole number, within the question's bounds."""

from __future__ import annotations

from flows.bands import quantity_for
from flows.bounds import Words, bound_faults, outside
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["NumberType", "read_number"]

_OUTSIDE = Words(text_key("reask.number_low"), text_key("reask.number_high"))


def read_number(question: Question, utterance: Utterance) -> Heard:
    """Read a number within bounds, or one of the choices beside it; its fraction is kept."""
    flags = flags_of(utterance)
    named = by_label(question.choices, utterance)
    if named and named.confidence == 1.0 and named.one:
        return Reading(named.one.value, "word", flags=flags)
    quantity = quantity_for(question, utterance)
    if quantity is None or not quantity.exact:
        return Unclear(text_key("reask.number"), flags=flags)
    if beyond := outside(question, quantity.low, _OUTSIDE):
        return Unclear(*beyond, flags=flags)
    value = int(quantity.low) if quantity.low.is_integer() else quantity.low
    return Reading(value, "number", flags=flags)


class NumberType:
    """An integer: how many, how old. Half a person is asked back."""

    name = "number"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return bound_faults(question)

    def read(self, question: Question, utterance: Utterance) -> Heard:
        heard = read_number(question, utterance)
        if isinstance(heard, Reading) and isinstance(heard.value, float):
            return Unclear(text_key("reask.number_whole"), flags=heard.flags)
        return heard

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
