"""One of several choices, by label, place in the list, or the band that a number falls into."""

from __future__ import annotations

import re

from flows.ages import read_birth_year
from flows.assent import NOTHING_TO_SAY, YES_NO
from flows.bands import by_band, has_bands
from flows.cues import flags_of
from flows.definition import Choice, Question
from flows.labels import Named, by_label, by_place, denies, pressed
from flows.lexicon import listed
from flows.periods import lies_within
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["ChoiceType"]


def _numbered(question: Question, utterance: Utterance) -> tuple[Choice, ...]:
    """Return the choices that a number picks: by its band, or without bands by its place."""
    if has_bands(question):
        return by_band(question, utterance)
    place = by_place(question.choices, utterance)
    return (place,) if place else ()


def _named(question: Question, utterance: Utterance) -> Named | None:
    """Return what was named. A part of a label with numbers says nothing: "1-2 lần"."""
    named = by_label(question.choices, utterance)
    vague = named is not None and named.confidence < 0.8 and has_bands(question)
    return None if vague else named


def _fits_more(question: Question, utterance: Utterance, named: Named) -> bool:
    """Whether a bare no hit one of several choices that deny something: "không" is inside "Trễ,
    không báo", and means "Chưa có kết quả" as well.
    """
    said = YES_NO.hear(utterance)
    alone = len(utterance.words) == 1 and named.confidence <= 0.8
    bare = said is not None and said[0] == "no" and alone
    return bare and sum(map(denies, question.choices)) > 1


def _is_torn(
    question: Question, utterance: Utterance, named: Named | None, numbered: tuple[Choice, ...]
) -> bool:
    """Whether more than one choice may be meant."""
    found = {choice.value for choice in (*(named.choices if named else ()), *numbered)}
    return len(found) > 1 or (named is not None and _fits_more(question, utterance, named))


class ChoiceType:
    """A value out of the question's list; with `open`, other words are kept as `other`."""

    name = "choice"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        values = [c.value for c in question.choices]
        faults = [] if len(values) > 1 else ["fewer than two choices"]
        faults += [f"two choices {v!r}" for v in dict.fromkeys(values) if values.count(v) > 1]
        if question.open and "other" not in values:
            faults.append("open, but without a choice 'other'")
        for choice in question.choices:
            if choice.low is not None and choice.high is not None and choice.low > choice.high:
                faults.append(f"the band of {choice.value!r} ends before it begins")
        return faults

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = _named(question, utterance)
        numbered = _numbered(question, utterance)
        if named and named.confidence == 1.0 and named.one and not numbered:
            return Reading(named.one.value, "word", flags=flags)
        unfinished = named is not None and named.one is not None and denies(named.one)
        if not unfinished and _is_dated(question, utterance):
            return Unclear(text_key("reask.choice"), _count(question), flags=flags)
        if _is_torn(question, utterance, named, numbered):
            return Unclear(text_key("reask.choice_several"), flags=flags)
        if numbered:
            return Reading(numbered[0].value, "number", 0.9, flags=flags)
        return _worded(question, utterance, named)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value


_EMPTY = frozenset(
    listed("""
        bảo, hiểm, bhxh, bh, xã, hội, tiền, giấy, tờ, thứ, nhiều, ít, cái, bữa, hổm, hôm, nọ, làm
        lãnh, lĩnh, lấy, đóng, mua, nhớ, biết, tên, tất, cả, hết, gì, nào, sao, đâu, cũng, được
        tốt, hơn, nữa, rồi, cho, má, ba, mẹ, bố, con, vợ, chồng, tôi, em, mình, không, chưa, lắm
        quá, thì, là, mà, ở, đó, này, kia, việc, chuyện, khác, có, thủ, tục, hồ, sơ, dạ, vâng, bao
        hiem, xa, hoi, tien, giay, to, nhieu, lam, nho, biet, tat, ca, het, cung, duoc, tot, hon
        nua, roi, khong, chua, mọi, như, vậy, cần
        nộp, chế, độ, rút, hỏi, nhờ, đi, giúp, giùm, người, ta, hay, bà, cháu, gửi, xin, phải, cải
        thiện, sửa, góp, ý, nói, thay, đổi, nop, che, rut, hoi, di, phai, cai, thien, sua, gop, noi
        ông, chị, anh, cô, mấy, chú, bác, nên, tùy, hoài, nghe, thông, tin, ai, mặc, kệ, trả, lời
        luôn, thôi, vô, ích, chút, chut, tí, xíu, thử, vài
    """)
)
"""Words that name nothing: "nhiều thứ lắm", "mua bảo hiểm", "tốt hơn nữa"."""


def _tells(utterance: Utterance) -> bool:
    """Whether an answer in other words says something that is worth keeping as such."""
    if NOTHING_TO_SAY.hear(utterance):
        return False
    return len(utterance.words) > 1 and any(word not in _EMPTY for word in utterance.words)


_DATED = re.compile(r"\b(?:tháng|thang|năm|nam|tết|tet|mồng|mùng|ngày|ngay) ?\d*|\d+ ?[/.-] ?\d+")


def _is_dated(question: Question, utterance: Utterance) -> bool:
    """Whether a time is told that may lie outside the days asked about: "xong từ năm ngoái"."""
    if "{from_date}" not in question.text["vi"] or not _DATED.search(utterance.accented):
        return False
    period, today = utterance.period, utterance.today
    return not (period and today and lies_within(utterance.accented, period, today))


def _worded(question: Question, utterance: Utterance, named: Named | None) -> Heard:
    if named is None:
        return _otherwise(question, utterance)
    comment = utterance.raw if named.beside else None
    flags = flags_of(utterance)
    return Reading(named.choices[0].value, "word", named.confidence, comment, flags)


def _otherwise(question: Question, utterance: Utterance) -> Heard:
    flags = flags_of(utterance)
    if question.open and _tells(utterance) and question.choice("other"):
        return Reading("other", "text", 0.6, utterance.raw, flags)
    if has_bands(question) and read_birth_year(utterance) is not None:
        return Unclear(text_key("reask.age"), flags=flags)
    if has_bands(question):
        return Unclear(text_key("reask.choice_band"), flags=flags)
    return Unclear(text_key("reask.choice"), _count(question), flags=flags)


def _count(question: Question) -> dict[str, str]:
    return {"count": str(len(question.choices))}
