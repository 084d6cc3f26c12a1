"""An answer that is worked out from others and never asked."""

from __future__ import annotations

from flows.definition import Question
from flows.questions.base import Heard, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["CalculatedType"]


class CalculatedType:
    """What `calculation` comes to; nothing that is said or pressed answers it."""

    name = "calculated"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        faults = [] if question.calculation else ["has no 'calculation'"]
        if question.choices or question.endings:
            faults.append("is never asked, so it has neither choices nor endings")
        if question.required or question.skippable or question.prefill or question.consent:
            faults.append("is never asked, so it is not required, skipped, prefilled or agreed to")
        return faults

    def read(self, question: Question, utterance: Utterance) -> Heard:
        return Unclear(text_key("reask.notice"))

    def check_choice(self, question: Question, value: str) -> Value:
        raise KeyError(value)
