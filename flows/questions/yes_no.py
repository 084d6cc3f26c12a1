"""Yes or no, and whatever third choice the question offers beside them."""

from __future__ import annotations

from flows.assent import YES_NO
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, by_place
from flows.phrases import clauses
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["YesNoType"]

_ANSWERS = ("yes", "no")
_THUMBS = {"👍": "yes", "✅": "yes", "✔": "yes", "👌": "yes", "👎": "no", "❌": "no"}


def _said(utterance: Utterance) -> tuple[str, float] | None:
    if found := YES_NO.hear(utterance):
        return found if found[0] in _ANSWERS else None
    thumbs = {_THUMBS[c] for c in utterance.raw if c in _THUMBS}
    if not utterance.words and len(thumbs) == 1:
        return thumbs.pop(), 1.0
    return None


def _opening(utterance: Utterance) -> tuple[str, float] | None:
    """Read "có, nhưng …": the first clause answers, the rest is a comment."""
    first, *rest = clauses(utterance.accented) or [()]
    found = YES_NO.find(first)
    return found if found and rest and found[0] in _ANSWERS else None


class YesNoType:
    """Values "yes" and "no"; other choices are picked by label."""

    name = "yes_no"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return [f"no choice {v!r}" for v in _ANSWERS if question.choice(v) is None]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = by_label(question.choices, utterance)
        if named and len(named.choices) == 1 and named.confidence == 1.0:
            return Reading(named.choices[0].value, "word", flags=flags)
        if said := _said(utterance):
            return Reading(said[0], "word", said[1], flags=flags)
        if place := by_place(question.choices, utterance):
            return Reading(place.value, "number", 0.9, flags=flags)
        if said := _opening(utterance):
            return Reading(said[0], "word", 0.8, utterance.raw, flags)
        if named and len(named.choices) == 1:
            comment = utterance.raw if named.beside else None
            return Reading(named.choices[0].value, "word", named.confidence, comment, flags)
        return Unclear(text_key("reask.yes_no"), flags=flags)

    def check_choice(self, question: Question, value: str) -> Value:
        choice = question.choice(value)
        if choice is None:
            raise KeyError(value)
        return choice.value
