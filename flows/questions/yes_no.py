"""Yes or no, and whatever third choice the question offers beside them."""

from __future__ import annotations

from flows.assent import YES_NO
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import Named, by_label, by_place, pressed
from flows.phrases import clauses
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["YesNoType"]

_ANSWERS = ("yes", "no")
_THUMBS = {
    "👍": "yes",
    "✅": "yes",
    "✔": "yes",
    "✓": "yes",
    "☑": "yes",
    "👌": "yes",
    "🙆": "yes",
    "👎": "no",
    "❌": "no",
    "🙅": "no",
}


def _labelled(named: Named | None, utterance: Utterance) -> Reading | None:
    if named is None or named.one is None:
        return None
    comment = utterance.raw if named.beside else None
    return Reading(named.one.value, "word", named.confidence, comment)


def _said(utterance: Utterance) -> Reading | None:
    found = YES_NO.hear(utterance)
    return Reading(found[0], "word", found[1]) if found and found[0] in _ANSWERS else None


def _thumb(utterance: Utterance) -> Reading | None:
    thumbs = {_THUMBS[c] for c in utterance.raw if c in _THUMBS}
    alone = len(thumbs) == 1 and not utterance.words
    return Reading(thumbs.pop(), "word") if alone else None


def _placed(question: Question, utterance: Utterance) -> Reading | None:
    place = by_place(question.choices, utterance)
    return Reading(place.value, "number", 0.9) if place else None


def _opening(utterance: Utterance) -> Reading | None:
    """Read "có, nhưng …": the first clause answers, the rest is a comment."""
    first, *rest = clauses(utterance.accented) or [()]
    found = YES_NO.find(first) if rest else None
    if found is None or found[0] not in _ANSWERS:
        return None
    return Reading(found[0], "word", 0.8, utterance.raw)


class YesNoType:
    """Values "yes" and "no"; other choices are picked by label."""

    name = "yes_no"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return [f"no choice {v!r}" for v in _ANSWERS if question.choice(v) is None]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        labelled = _labelled(by_label(question.choices, utterance), utterance)
        reading = (
            (labelled if labelled and labelled.confidence == 1.0 else None)
            or _said(utterance)
            or _thumb(utterance)
            or _placed(question, utterance)
            or _opening(utterance)
            or labelled
        )
        if reading is None or utterance.asks:
            return Unclear(text_key("reask.yes_no"), flags=flags)
        return Reading(reading.value, reading.method, reading.confidence, reading.comment, flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
