"""Which of a question's bands of numbers a typed number falls into."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from flows.ages import read_age, read_birth_year
from flows.definition import Choice, Question
from flows.durations import read_duration
from flows.numbers import read_count, read_times
from flows.quantities import Quantity
from flows.shares import read_share
from flows.vietnamese import Utterance, words_of

__all__ = ["by_band", "has_bands", "quantity_for"]

_Reader: TypeAlias = Callable[[Utterance], Quantity | None]

_COUNTED = frozenset({"number", "decimal"})
_FORGOTTEN = re.compile(r"\b(?:khong|chang|cha|ko|k|no|hong)(?: \w+)? (?:biet|nho|ro|de y)\b")
"""Not to know how many hours is no answer: "không biết mấy tiếng"."""
_MINUTES = frozenset({"phút", "giờ", "tiếng", "lâu"})


def has_bands(question: Question) -> bool:
    """Whether any choice stands for a band of numbers."""
    return any(c.low is not None or c.high is not None for c in question.choices)


def _texts(question: Question) -> tuple[str, ...]:
    return (question.text["vi"], *(choice.label["vi"] for choice in question.choices))


def _years_old(utterance: Utterance) -> Quantity | None:
    return read_age(utterance, utterance.today)


def _born(utterance: Utterance) -> Quantity | None:
    year = read_birth_year(utterance, utterance.today)
    return Quantity(float(year), float(year)) if year is not None else None


def _anything(utterance: Utterance) -> Quantity | None:
    return read_count(utterance) or read_age(utterance, alone=False)


@lru_cache(maxsize=1024)
def _reader_for(texts: tuple[str, ...]) -> _Reader:
    """Return what reads the quantity that a question asks for, as its own text and labels tell."""
    words = frozenset(word for text in texts for word in words_of(text))
    if not _MINUTES.isdisjoint(words):
        return read_duration
    if {"năm", "sinh"} <= words:
        return _born
    if {"phần", "trăm"} <= words or "%" in texts[0]:
        return read_share
    if "tuổi" in words:
        return _years_old
    return read_times if "lần" in words else _anything


def quantity_for(question: Question, utterance: Utterance) -> Quantity | None:
    """Return the number that was typed, in the unit that this question asks for."""
    reader = _reader_for(_texts(question))
    quantity = reader(utterance)
    if quantity is None and question.type in _COUNTED:
        # "Mấy trẻ dưới 5 tuổi?" asks no age, "sinh mấy con trong 5 năm?" no year of birth.
        return read_count(utterance)
    if quantity and not quantity.exact and _FORGOTTEN.search(utterance.plain):
        return None
    if reader is read_duration:
        # "2" may mean two minutes, or the second answer.
        small = quantity and quantity.bare and 0 < quantity.high <= len(question.choices)
        return None if small else quantity
    return quantity


def _band(choice: Choice) -> tuple[float, float]:
    low = -math.inf if choice.low is None else choice.low
    return low, math.inf if choice.high is None else choice.high


def _within(quantity: Quantity, bands: list[tuple[float, float]]) -> tuple[float, float]:
    """Return what a number may mean here: "more than 75" ends where the bands end."""
    floor, ceiling = min(low for low, _ in bands), max(high for _, high in bands)
    low = floor if quantity.low == 0 < quantity.high else quantity.low
    return low, min(quantity.high, ceiling) if math.isinf(quantity.high) else quantity.high


def by_band(question: Question, utterance: Utterance) -> tuple[Choice, ...]:
    """Return the choices whose band holds all that the typed number may mean."""
    quantity = quantity_for(question, utterance)
    banded = [c for c in question.choices if c.low is not None or c.high is not None]
    if quantity is None or not banded:
        return ()
    low, high = _within(quantity, [_band(c) for c in banded])
    return tuple(c for c in banded if _band(c)[0] <= low <= high <= _band(c)[1])
