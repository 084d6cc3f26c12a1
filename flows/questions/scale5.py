"""Ratings from 1 to 5, or "not applicable"."""

from __future__ import annotations

import re

from flows.cues import flags_of
from flows.definition import Question
from flows.labels import by_own_words, pressed
from flows.questions.base import Heard, Reading, Unclear
from flows.rating_doubts import doubted
from flows.ratings import read_rating
from flows.session import Candidate, Value
from flows.texts import text_key
from flows.vietnamese import Utterance, words_of

__all__ = ["Scale5Type"]

_ZERO = re.compile(
    r"(?:(?:dạ|số|so|nút|nut|bấm|bam|chọn|chon|là|la) )*0(?: (?:nha|nhé|ạ|a))?[ .!]*"
)
"""The button "0 Không áp dụng"; "0 điểm" is no answer of this scale."""

_RATINGS = ("1", "2", "3", "4", "5")


def _value(stored: str) -> int | str:
    return stored if stored == "na" else int(stored)


def _asks_ease(question: Question) -> bool:
    choice = question.choice("4")
    return choice is not None and "dễ" in words_of(choice.label["vi"])


class Scale5Type:
    """Five levels from words, numbers, stars or faces; its buttons are "1" to "5" and "na"."""

    name = "scale5"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        values = [c.value for c in question.choices]
        faults = [f"no choice {value!r}" for value in _RATINGS if value not in values]
        strange = [value for value in values if value not in (*_RATINGS, "na")]
        return faults + [f"a rating has no choice {value!r}" for value in strange]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        ease = _asks_ease(question)
        named = by_own_words(question.choices, utterance)
        if named and named.confidence >= 0.9 and named.one and not utterance.asks:
            return Reading(_value(named.one.value), "word", named.confidence, flags=flags)
        if _ZERO.fullmatch(utterance.accented) and question.choice("na"):
            return Reading("na", "number", flags=flags)
        key = text_key("reask.ease") if ease else text_key("reask.scale5")
        rating = read_rating(utterance, ease=ease)
        rating = doubted(question, utterance, rating) if rating else None
        if rating is None or question.choice(str(rating.value)) is None:
            return Unclear(key, flags=flags)
        if rating.sure:
            comment = utterance.raw if rating.beside else None
            return Reading(rating.value, rating.method, rating.confidence, comment, flags)
        params = {"rating": str(rating.value)}
        candidate = Candidate(rating.value, text_key("confirm.rating"), params)
        return Unclear(key, candidate=candidate, flags=flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return _value(pressed(question, value).value)
