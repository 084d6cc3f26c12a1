"""Something that must be confirmed as read: its button, or words that say so."""

from __future__ import annotations

from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.lexicon import listed
from flows.phrases import Phrasebook
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["AcknowledgeType"]

_READ: Phrasebook[str] = Phrasebook(
    {
        "read": listed("""
            đã đọc, tôi đã đọc, đọc rồi, tôi đọc rồi, đã đọc rồi, đã đọc xong, đọc xong rồi
            đã hiểu, tôi đã hiểu, hiểu rồi, tôi hiểu rồi, tôi hiểu, đã đọc và hiểu, đã rõ
            tôi đã rõ, đã nắm, đã xem, tôi đã xem, xem rồi, đã nhận, xác nhận, tôi xác nhận
            đồng ý, tôi đồng ý
            read, i have read it, i have read this, i read it, understood, i understand
            confirmed, i confirm, acknowledged
        """)
    }
)
"""Words that say that something was read; a bare "ok" only says that one goes on."""


class AcknowledgeType:
    """The first choice whose action is `answer` says that it was read. Unlike a notice, "ok" and
    "tiếp" do not: it is stored as a proof.
    """

    name = "acknowledge"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        answers = any(choice.action == "answer" for choice in question.choices)
        return [] if answers else ["no choice that says it was read"]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = by_label(question.choices, utterance)
        if named and named.confidence >= 0.9 and named.one and not utterance.asks:
            return Reading(named.one.value, "word", named.confidence, flags=flags)
        noted = next((c for c in question.choices if c.action == "answer"), None)
        if noted and not utterance.asks and (found := _READ.hear(utterance)):
            return Reading(noted.value, "word", found[1], flags=flags)
        return Unclear(text_key("reask.acknowledge"), flags=flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
