"""Which of a question's bands of numbers a typed number falls into."""

from __future__ import annotations

import math

from flows.definition import Choice, Question
from flows.numbers import Quantity, read_age, read_birth_year, read_count, read_minutes
from flows.vietnamese import Utterance, words_of

__all__ = ["asks_minutes", "by_band", "has_bands", "quantity_for"]

_MINUTES = frozenset({"phút", "giờ", "tiếng", "lâu"})


def has_bands(question: Question) -> bool:
    """Whether any choice stands for a band of numbers."""
    return any(c.low is not None or c.high is not None for c in question.choices)


def asks_minutes(question: Question) -> bool:
    """Whether the question asks how long."""
    texts = (question.text["vi"], *(c.label["vi"] for c in question.choices))
    return any(not _MINUTES.isdisjoint(words_of(text)) for text in texts)


def quantity_for(question: Question, utterance: Utterance) -> Quantity | None:
    """Return the number that was typed, in the unit that this question asks for."""
    if asks_minutes(question):
        quantity = read_minutes(utterance)
        # "2" may mean two minutes, or the second answer.
        small = quantity and quantity.bare and 0 < quantity.high <= len(question.choices)
        return None if small else quantity
    return read_count(utterance) or read_age(utterance)


def _band(choice: Choice) -> tuple[float, float]:
    low = -math.inf if choice.low is None else choice.low
    return low, math.inf if choice.high is None else choice.high


def _within(quantity: Quantity, bands: list[tuple[float, float]]) -> tuple[float, float]:
    """Return what a number may mean here: "more than 75" ends where the bands end."""
    if quantity.exact:
        return quantity.low, quantity.high
    floor, ceiling = min(low for low, _ in bands), max(high for _, high in bands)
    return max(quantity.low, floor), min(quantity.high, ceiling)


def by_band(question: Question, utterance: Utterance) -> tuple[Choice, ...]:
    """Return the choices whose band holds all that the typed number may mean."""
    if read_birth_year(utterance) is not None:
        return ()  # 1954 is not "75 and more"
    quantity = quantity_for(question, utterance)
    banded = [c for c in question.choices if c.low is not None or c.high is not None]
    if quantity is None or not banded:
        return ()
    low, high = _within(quantity, [_band(c) for c in banded])
    return tuple(c for c in banded if _band(c)[0] <= low <= high <= _band(c)[1])
