"""What a person's words say of an amount: one number, bounds, or a reading to be confirmed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from flows.numerals import Numeral

__all__ = ["Bounds", "Quantity", "between", "bounded", "one_of"]

Bounds: TypeAlias = tuple[float, float]
"""The least and the most that an amount can be."""


class Quantity(msgspec.Struct, frozen=True):
    """A number between `low` and `high`, both included: equal, if one number was said."""

    low: float
    high: float
    bare: bool = False
    """Whether it was said without its unit."""
    sure: bool = True
    """False for a reading that is likely, but must be confirmed first: "2 lít" for 200,000 đ."""
    about: float | None = None
    """The number that was named, where the amount is a little less: 60 in "gần 1 tiếng"."""

    @property
    def exact(self) -> bool:
        """Whether one number was said."""
        return self.low == self.high and self.about is None


def bounded(
    named: Bounds,
    marks: str,
    last_step: Callable[[float], float],
    next_step: Callable[[float], float],
) -> Quantity:
    """Return what is meant by an amount with the letters of `measures` for bounds around it.

    People who say "nearly 30" or "over 30" mean a number between 30 and the last or next one that
    is as round: the steps.
    """
    low, high = float(named[0]), float(named[1])
    if not _OVER.isdisjoint(marks):
        low += "e" not in marks  # "cả tiếng" is an hour or more
        return Quantity(low, max(next_step(high) - 1, low + 1))
    if not _NEARLY.isdisjoint(marks):
        low = min(last_step(low) + 1, low)
        return Quantity(low, max(high - 1, 0.0), about=high)
    if not _AT_MOST.isdisjoint(marks):
        return Quantity(0.0, max(high - ("<" in marks), 0.0))
    open_end = "≥" in marks or ("f" in marks and low == high)
    return Quantity(low, math.inf if open_end else high)


_OVER, _NEARLY, _AT_MOST = frozenset(">+e"), frozenset("gl"), frozenset("<≤")


def between(first: Numeral, last: Numeral) -> Bounds | None:
    """Return the bounds that two numbers name; "3-4 chục" is 30 to 40. None if they go down."""
    low, high = first.low, last.high
    if low < 10 and not last.digits and last.low % 10 == 0 and 10 * low < last.low:
        low *= 10
    return (low, high) if low <= high else None


def one_of(found: Sequence[Quantity]) -> Quantity | None:
    """Return the amount that several readings agree on: "hơn nửa tiếng, chừng 40 phút"; bounds
    around all of them, where they do not.
    """
    if not found:
        return None
    low = max(quantity.low for quantity in found)
    high = min(quantity.high for quantity in found)
    if low > high:
        low, high = high, low
    narrowest = min(found, key=lambda quantity: quantity.high - quantity.low)
    same = (narrowest.low, narrowest.high) == (low, high)
    return narrowest if same else Quantity(min(q.low for q in found), max(q.high for q in found))
