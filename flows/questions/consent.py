"""Consent: a button or explicit words, never a guess (Law 91/2025/QH15)."""

from __future__ import annotations

import re

import msgspec

from flows.assent import BARE_YES, CONSENT, YES_NO
from flows.assertions import Subject, read_assertion, relayed
from flows.closeness import Speller
from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_own_words, pressed
from flows.phone_numbers import read_phone
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Candidate, Value
from flows.texts import text_key
from flows.vietnamese import Utterance, split_words

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


_SUBJECT = Subject(
    frozenset({"lưu", "cho lưu", "đồng ý", "cho phép", "muốn", "chịu", "thích", "ghi", "giữ"}),
    frozenset(),
)
_DOUBTED = re.compile(r"\b(?:sao|gì|chi|nào|hay|mà|nếu|gi|nao|neu)\b")
"""What makes "đồng ý" no agreement: a question, a condition."""
_ASKED_BACK = re.compile(r"\b(?:hả|hở|hử|à|ư|nhỉ)\W*$")
"""Ends a question: "đồng ý hả" agrees to nothing."""
_WHETHER = re.compile(
    r"(?<!không )(?<!chưa )\bđồng ý(?: [^\W_]+){0,2} (?:chưa|không)\W*$|\bai cũng\b"
)
"""Asks whether, or says of all: "đồng ý hết chưa"."""
_HEARSAY = re.compile(
    r"\b(?:bảo|bắt|ép|kêu|biểu|dặn|hẳn|im|bao(?! giờ)|bat"
    r"|nghe(?! (?:con|cháu|em|cô|chú|bác|anh|chị|bạn)\b|\W*$))\b"
)
"""What makes it another's word, or no word at all."""
_AGREED = ("đồng", "ý")
_REFUSED = ("không", "đồng", "ý")
_SPELLER = Speller([_AGREED, _REFUSED, ("không",), ("chưa",)])
_AGREEING = re.compile(r"(?:^|[^\w])đồng ý(?:$|[^\w])|(?:^|[^\w])dong y(?:$|[^\w])")


_MISSPELT = re.compile(r"\b(?:đồng|đồg|đôg|đòng|đôồng|đong|đog|dồng|dog) (?:ý|í|y|i|ỳ|ỷ)\b")
_STRESSED = re.compile(
    r"(?<=đồng ý) (?:hết|tất|tất cả|cả|toàn bộ|cái rụp|hai tay|luôn|liền|ngay)\b"
)
_REFUSING = (
    (re.compile(r"\bai (?:mà )?(?:cho|chịu|thèm)\b(?: phép)?(?: mà)?(?: cho)?(?: lưu)?"), "không"),
    (re.compile(r"\blưu (?:làm gì|làm chi|chi|để làm gì)\b"), ""),
)
"""Refuse by asking: "ai cho mà lưu"; "lưu làm gì" asks only."""
_EMPHATIC = re.compile(r"[, ]*\b(?:chứ|chớ) (?:sao|gì)\b(?:(?: lại| mà)? không(?: đồng ý)?)?\W*$")
"""Only underlines: "đồng ý chứ sao không"."""
_ON_TERMS = re.compile(
    r"\b(?:nhưng|nếu|miễn|miễn là|điều kiện|trừ|với lại|đừng|tạm)\b"
    r"|\b(?:vội|khoan|từ từ|(?:đọc|xem|coi|hỏi|nghĩ) (?:đã|lại)|để (?:xem|coi|đọc|hỏi|nghĩ))\b"
)
"""Agrees to less, or not yet: "đồng ý nhưng đừng ghi tên tôi", "chưa đồng ý vội"."""
_OWN_WORD = re.compile(r"\b(?:bà|ông|cụ|mẹ|má|ba|bố|nội|ngoại) đồng ý\b")
"""An elder's explicit agreement, handed on: "bà cháu bảo là bà đồng ý"."""


_SPELLED = "đồng ý"
_DENYING = re.compile(r"\b(?:không|chưa|đừng)\b")


def _plainly(utterance: Utterance) -> Utterance:
    """Return the same without who handed it on and what only underlines it, "đồng ý" spelled."""
    accented = _STRESSED.sub("", _MISSPELT.sub(_SPELLED, utterance.accented))
    for asked, meant in _REFUSING:
        accented = asked.sub(meant, accented)
    said = relayed(accented)
    if said != accented and not _OWN_WORD.search(accented) and not _DENYING.search(said):
        said = accented  # "bà bảo con đồng ý": told to
    said = _EMPHATIC.sub("", said)
    if said == utterance.accented:
        return utterance
    return msgspec.structs.replace(utterance, accented=said, words=split_words(said))


def _claimed(typed: Utterance) -> str | None:
    """Return what a sentence says outright: "tôi đồng ý, cứ lưu đi", "đừng lưu của tôi".

    Yes needs the very words "đồng ý"; a plain no refuses: nothing is kept then.
    """
    utterance = _plainly(typed)
    if _HEARSAY.search(utterance.accented) or _WHETHER.search(utterance.accented):
        return None
    spelled = _SPELLER.mend(utterance.words)
    if spelled in (_AGREED, _REFUSED):
        return "yes" if spelled == _AGREED else "no"
    found = read_assertion(
        utterance, _SUBJECT, affirmed=bool(_AGREEING.search(utterance.accented))
    )
    if found is None or found.claim == "unknown":
        return None
    on_terms = _ON_TERMS.search(utterance.accented)
    if found.claim == "no":
        return None if on_terms and _AGREEING.search(utterance.accented) else "no"
    doubted = on_terms or _DOUBTED.search(utterance.accented)
    return "yes" if _AGREEING.search(utterance.accented) and not doubted else None


def _read(question: Question, utterance: Utterance) -> Reading | None:
    if (found := CONSENT.hear(utterance)) and question.choice(found[0]):
        return Reading(found[0], "word", found[1])
    named = by_own_words(question.choices, utterance)
    bare = " ".join(utterance.words) in BARE_YES
    if named and named.confidence >= 0.9 and named.one and not bare:
        return Reading(named.one.value, "word", named.confidence)
    claimed = _claimed(utterance)
    if claimed is None or question.choice(claimed) is None:
        return None
    comment = utterance.raw if len(utterance.words) > len(_AGREED) else None
    return Reading(claimed, "word", 0.8, comment)


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
        if utterance.asks or _ASKED_BACK.search(utterance.accented):
            return Unclear(text_key("reask.consent"), flags=flags)
        if reading := _read(question, utterance):
            return msgspec.structs.replace(reading, flags=flags)
        if question.consent == TO_A_NUMBER and read_phone(utterance.raw).number:
            return Unclear(text_key("phone.consent_first"), flags=flags)
        return Unclear(
            text_key("reask.consent"), candidate=_meant(question, utterance), flags=flags
        )

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
