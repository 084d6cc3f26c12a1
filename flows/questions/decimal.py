"""A number with or without a fraction, within the question's bounds."""

from __future__ import annotations

import msgspec

from flows.bounds import bound_faults
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import pressed
from flows.lexicon import listed
from flows.questions.base import Heard, Unclear
from flows.questions.number import read_number
from flows.session import Value
from flows.spelling import unmark
from flows.texts import text_key
from flows.vietnamese import Utterance, split_words, words_of

__all__ = ["DecimalType"]

_UNITS = tuple(
    frozenset(listed(names))
    for names in (
        "km, cây số, cây, ki lô mét, kilomet, kilometres, kilometers",
        "kg, cân, ký, kí, ki lô, kilo, kilograms",
        "m, mét, metres, meters",
        "cm, phân, xăng ti mét, centimetres",
        "m2, mét vuông, square metres",
        "ha, hecta, héc ta, hectares",
        "lít, litres, liters",
    )
)
"""Names of one unit each; the unit that a question asks in may be said beside the number."""


class DecimalType:
    """A weight, a distance, an area: "1,5" and "1.5" are one and a half; so is "1,5 km" where
    kilometres are asked for, and asked back where they are not.
    """

    name = "decimal"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return bound_faults(question)

    def read(self, question: Question, utterance: Utterance) -> Heard:
        bare, unit = _apart(utterance)
        if unit is None:
            return read_number(question, utterance)
        if not _asks_in(question, unit):
            return Unclear(text_key("reask.number"), flags=flags_of(utterance))
        return read_number(question, bare)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value


def _apart(utterance: Utterance) -> tuple[Utterance, frozenset[str] | None]:
    """Return what was said without its unit, and all names of that unit; None if none was said."""
    said = utterance.accented.rstrip(" .!")
    for names in _UNITS:
        ends = [name for name in names if said.endswith(name)]
        bare = said.removesuffix(max(ends, key=len, default="")).rstrip()
        if ends and bare[-1:].isdecimal():
            shorter = msgspec.structs.replace(
                utterance, accented=bare, plain=unmark(bare), words=split_words(bare), decoded=()
            )
            return shorter, names
    return utterance, None


def _asks_in(question: Question, names: frozenset[str]) -> bool:
    texts = (*question.text.values(), *(question.hint or {}).values())
    asked = [f" {' '.join(words_of(text))} " for text in texts]
    return any(f" {name} " in text for name in names for text in asked)
