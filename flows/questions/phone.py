"""A telephone number in the international form, or none."""

from __future__ import annotations

from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.phone_numbers import PhoneReading, national_format, read_phone
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Candidate, Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["PhoneType"]

_KEYS: dict[str, str] = {
    "hotline": text_key("reask.phone_hotline"),
    "looks_like_id": text_key("reask.phone_is_id"),
    "several": text_key("reask.phone_several"),
    "declined": text_key("reask.phone_required"),
    "none": text_key("reask.phone"),
    "too_short": text_key("reask.phone_short"),
    "too_long": text_key("reask.phone_long"),
    "unknown_prefix": text_key("reask.phone_prefix"),
}
_HIDDEN = frozenset({"redacted:national_id", "redacted:bank_account", "redacted:card"})
_MOBILE = "di động"


def _confirming(found: PhoneReading, flags: tuple[str, ...]) -> Heard | None:
    """Return the question whether this number was meant."""
    if found.kind == "foreign":
        key, shown = text_key("confirm.phone_foreign"), found.number
    elif found.kind == "old":
        key, shown = text_key("confirm.phone_old"), national_format(found.number)
    elif found.kind in ("letters", "suspect"):
        key, shown = text_key("confirm.phone"), national_format(found.number)
    else:
        return None
    candidate = Candidate(found.number, key, {"phone": shown})
    return Unclear(text_key("reask.phone"), candidate=candidate, flags=flags)


def _taken(question: Question, found: PhoneReading, flags: tuple[str, ...]) -> Heard | None:
    """Return a number that can be called; a question for a mobile number by name takes no other:
    messages go there.
    """
    if found.kind == "landline" and _MOBILE in question.text["vi"].lower():
        return Unclear(text_key("reask.phone_mobile"), flags=flags)
    if found.kind in ("mobile", "landline"):
        more = (*flags, "landline") if found.kind == "landline" else flags
        return Reading(found.number, "text", flags=more)
    return None


def _unread(found: PhoneReading, flags: tuple[str, ...]) -> Heard:
    if not _HIDDEN.isdisjoint(flags):
        return Unclear(text_key("reask.phone_is_id"), flags=flags)
    return Unclear(_KEYS[found.reason or found.kind], flags=flags)


class PhoneType:
    """A number that can be called back. Old, foreign and mistyped ones are confirmed first."""

    name = "phone"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return [] if question.private else ["a telephone number is not private"]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = by_label(question.choices, utterance)
        if named and named.confidence >= 0.9 and named.one:
            return Reading(named.one.value, "word", named.confidence, flags=flags)
        found = read_phone(utterance.raw)
        if taken := _taken(question, found, flags):
            return taken
        if found.kind == "declined" and question.skippable:
            return Reading(None, "decline", flags=flags)
        hidden = not _HIDDEN.isdisjoint(flags)
        return (None if hidden else _confirming(found, flags)) or _unread(found, flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
