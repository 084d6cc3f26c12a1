"""Something told, with buttons to go on: nothing is asked."""

from __future__ import annotations

from flows.assent import GO_ON
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["NoticeType"]


class NoticeType:
    """The choice that goes on is the first one whose action is `answer`."""

    name = "notice"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return [] if question.choices else ["no choice to go on with"]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = by_label(question.choices, utterance)
        if named and named.one and not named.beside:
            return Reading(named.one.value, "word", named.confidence, flags=flags)
        go_on = next((c for c in question.choices if c.action == "answer"), None)
        if go_on and (found := GO_ON.hear(utterance)):
            return Reading(go_on.value, "word", found[1], flags=flags)
        return Unclear(text_key("reask.notice"), flags=flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
