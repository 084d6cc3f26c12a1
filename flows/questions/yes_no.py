"""Yes or no, and whatever third choice the question offers beside them."""

from __future__ import annotations

import re

from flows.assent import YES_NO
from flows.assertions import read_assertion, subject_of
from flows.bands import by_band, has_bands
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import Named, by_label, by_place, pressed
from flows.phrases import clauses
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.signs import is_sign
from flows.texts import text_key
from flows.vietnamese import Utterance, words_of

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


def _claimed(question: Question, utterance: Utterance) -> Reading | None:
    """Read a whole sentence: "họ có gọi xin lỗi tôi", "chẳng ai nói gì", "quên rồi"."""
    asserted = read_assertion(utterance, subject_of(question.text["vi"]))
    if asserted is None:
        return None
    value = asserted.claim if asserted.claim in _ANSWERS else _unknown(question)
    if value is None:
        return None
    return Reading(value, "word", 0.8, utterance.raw if asserted.beside else None)


_KNOWING = frozenset({"nhớ", "rõ", "biết"})


def _unknown(question: Question) -> str | None:
    """Return the choice for who does not remember or know, if there is one."""
    for choice in question.choices:
        words = words_of(choice.label["vi"])
        if not _KNOWING.isdisjoint(words) and not _NOT.isdisjoint(words):
            return choice.value
    return None


_NOT = frozenset({"không", "chưa"})
_OFFERING = frozenset({"muốn", "đồng", "cần", "nhé", "tiếp"})


def _asks_a_fact(question: Question) -> bool:
    """Whether "ok" would answer nothing: "có được báo lý do không?" is no offer."""
    words = words_of(question.text["vi"])
    return len(words) > 2 and words[-1] in ("không", "chưa") and _OFFERING.isdisjoint(words)


def _counted(question: Question, utterance: Utterance) -> Reading | None:
    """Read an age where the choices are bands of it: "17 tuổi" is not yet 18."""
    text = utterance.accented
    if not has_bands(question) or _RELATIVE.search(text) or _NO_AGE.search(text):
        return None
    found = by_band(question, utterance)
    return Reading(found[0].value, "number", 0.9, utterance.raw) if len(found) == 1 else None


_RELATIVE = re.compile(
    r"\b(?:con|cháu|vợ|chồng|mẹ|má|bố|ba|em|chị|anh|bà|ông) (?:gái |trai |nội |ngoại )?"
    r"(?:tôi|tui|mình|nhà)\b"
)
"""Whose age it may be instead."""
_NO_AGE = re.compile(
    r"\b(?:lớp|lop) \d|\d năm (?:nay|rồi|trời|trước|qua)|\b(?:sang năm|năm sau|năm tới|tháng sau"
    r"|tháng tới|mụ|(?:sắp|gần|suýt) (?:được |tới |đủ )?18)\b"
    r"|\b(?:giùm|dùm|giúp|thay|hộ) (?:bà|ông|cụ|mẹ|má|ba|bố|ngoại)\b"
)
"""A class, years of service, an age to come, one counted the old way, or the helper's own."""


_OLD_COUNT = re.compile(
    r"\bmụ\b|\b(?:giùm|dùm|giúp|thay|hộ) (?:bà|ông|cụ|mẹ|má|ba|bố|ngoại)\b|\bthì\b.*\bthì\b"
)
"""Counted from the womb, a helper's age, or one person's and another's: nobody can tell."""


def _in_sentence(
    question: Question, utterance: Utterance, labelled: Reading | None
) -> Reading | None:
    """Read more than one word. A "did you mean …?" is answered in few (`confirm_text`)."""
    if question.type != YesNoType.name:
        return _opening(utterance) or labelled
    if has_bands(question) and _OLD_COUNT.search(utterance.accented):
        return None
    claimed = _claimed(question, utterance)
    if labelled is None:
        return claimed
    if _has_signs(question):
        return _agreed(labelled, claimed)
    return labelled if _stands(question, utterance, labelled, claimed) else claimed


def _stands(
    question: Question, utterance: Utterance, labelled: Reading, claimed: Reading | None
) -> bool:
    """Whether the choice that was named counts, not what the sentence claims."""
    if labelled.comment is None:
        return True
    related = _RELATIVE.search(utterance.accented) is not None
    return not related and claimed is None and has_bands(question)


def _has_signs(question: Question) -> bool:
    """Whether the form itself says what tells a yes: "bị trừ" to a question about deductions."""
    signs = any(is_sign(alias) for choice in question.choices for alias in choice.aliases)
    return signs and not has_bands(question)


def _agreed(labelled: Reading, claimed: Reading | None) -> Reading | None:
    """Return what a sign tells, unless the sentence itself says the opposite."""
    return labelled if claimed is None or claimed.value == labelled.value else None


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
            or _counted(question, utterance)
            or _placed(question, utterance)
            or (_in_sentence(question, utterance, labelled))
        )
        void = _asks_a_fact(question) and utterance.words == ("ok",)
        if reading is None or utterance.asks or void:
            return Unclear(text_key("reask.yes_no"), flags=flags)
        return Reading(reading.value, reading.method, reading.confidence, reading.comment, flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
