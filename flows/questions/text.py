"""The person's own words."""

from __future__ import annotations

from flows.assent import NOTHING_TO_SAY
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["TextType"]


class TextType:
    """Any text that says something; stored redacted and with what was noticed in it."""

    name = "text"
    takes_text = True

    def faults(self, question: Question) -> list[str]:
        return [] if question.private else ["free text is not private"]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        if not utterance.words:
            return Unclear(text_key("reask.text_empty"), flags=flags)
        if len(utterance.raw) > question.max_length:
            params = {"limit": str(question.max_length), "length": str(len(utterance.raw))}
            return Unclear(text_key("reask.text_long"), params, flags=flags)
        named = by_label(question.choices, utterance)
        if named and named.confidence >= 0.9 and named.one:
            return Reading(named.one.value, "word", named.confidence, flags=flags)
        if question.skippable and (nothing := NOTHING_TO_SAY.hear(utterance)):
            return Reading(None, "decline", nothing[1], flags=flags)
        return Reading(utterance.raw, "text", flags=flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
