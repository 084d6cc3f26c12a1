"""The least and the most that a question takes, and how a value outside is asked back."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flows.definition import Bound, Question
from flows.terms import TODAY

__all__ = ["Words", "bound_faults", "highest", "lowest", "outside"]


class Words(NamedTuple):
    """How a type says that a value is outside. `param` names the bound in both texts: how it ends
    tells the renderer how to write it out (`_date`, `_amount`, `_minutes`).
    """

    too_low: str
    too_high: str
    param: str = ""


def lowest(question: Question) -> Bound | None:
    """Return the least: the question's own, or that of its choices."""
    lows = [choice.low for choice in question.choices if choice.low is not None]
    return question.low if question.low is not None else min(lows, default=None)


def highest(question: Question) -> Bound | None:
    """Return the most: the question's own, or that of its choices."""
    highs = [choice.high for choice in question.choices if choice.high is not None]
    return question.high if question.high is not None else max(highs, default=None)


def outside(
    question: Question,
    value: Bound,
    words: Words,
    today: date | None = None,
) -> tuple[str, dict[str, str]] | None:
    """Return the words, with their parameters, that ask a value outside the bounds back; None for
    one inside. Numbers are compared with numbers, days with days; where nobody knows today,
    `today` bounds nothing.
    """
    low, high = _seen(lowest(question), today), _seen(highest(question), today)
    if low is not None and _below(value, low):
        return words.too_low, {f"low{words.param}": _written(low)}
    if high is not None and _below(high, value):
        return words.too_high, {f"high{words.param}": _written(high)}
    return None


def _seen(bound: Bound | None, today: date | None) -> Bound | None:
    if bound != TODAY:
        return bound
    return None if today is None else today.isoformat()


def _below(value: Bound, other: Bound) -> bool:
    if isinstance(value, str) or isinstance(other, str):
        return isinstance(value, str) and isinstance(other, str) and value < other
    return value < other


def _written(bound: Bound) -> str:
    return bound if isinstance(bound, str) else f"{bound:.15g}"


def bound_faults(question: Question) -> list[str]:
    """Return what is wrong with the bounds of a question."""
    low, high = lowest(question), highest(question)
    both = low is not None and high is not None and TODAY not in (low, high)
    if both and low is not None and high is not None and _below(high, low):
        return [f"'low' {low} is above 'high' {high}"]
    return []
