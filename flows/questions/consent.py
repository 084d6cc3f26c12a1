"""Consent: a button or explicit words, never a guess (Law 91/2025/QH15)."""

from __future__ import annotations

from flows.assent import BARE_YES, CONSENT, YES_NO
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.phone_numbers import read_phone
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Candidate, Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["TO_A_NUMBER", "ConsentType"]

TO_A_NUMBER = "phone"
"""The consent to being called back: who gives the number itself has not pressed for it yet."""

_CONFIRMING: dict[str | None, str] = {TO_A_NUMBER: text_key("confirm.consent_phone")}


def _meant(question: Question, utterance: Utterance) -> Candidate | None:
    """Return what a bare "vâng" seems to say: to be confirmed, by an explicit act."""
    found = YES_NO.hear(utterance)
    key = _CONFIRMING.get(question.consent, text_key("confirm.consent"))
    agrees = found is not None and found[0] == "yes" and question.choice("yes") is not None
    return Candidate("yes", key) if agrees else None


class ConsentType:
    """Values "yes" and "no"; "ok", "dạ" and silence are neither, but "ok" leads to asking whether
    they agree.
    """

    name = "consent"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        faults = [f"no choice {v!r}" for v in ("yes", "no") if question.choice(v) is None]
        return faults if question.consent else [*faults, "names no consent"]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        if utterance.asks:
            return Unclear(text_key("reask.consent"), flags=flags)
        if (found := CONSENT.hear(utterance)) and question.choice(found[0]):
            return Reading(found[0], "word", found[1], flags=flags)
        named = by_label(question.choices, utterance)
        bare = " ".join(utterance.words) in BARE_YES
        if named and named.confidence >= 0.9 and named.one and not bare:
            return Reading(named.one.value, "word", named.confidence, flags=flags)
        if question.consent == TO_A_NUMBER and read_phone(utterance.raw).number:
            return Unclear(text_key("phone.consent_first"), flags=flags)
        return Unclear(
            text_key("reask.consent"), candidate=_meant(question, utterance), flags=flags
        )

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
