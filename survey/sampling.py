"""How large a sample must be, and how it is shared out among the parts of its frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from msgspec import Struct

__all__ = ["Share", "Sizes", "apportioned", "exact", "invitations", "sizes", "slovin"]

Share: TypeAlias = int | Fraction
"""A weight: nothing is ever rounded before the end, so that sums are exact."""

_Z: Final = Fraction("1.96")
"""95 % of a normal distribution lie within so many standard errors of its middle."""
_HALF: Final = Fraction(1, 2)
"""The share that is hardest to measure: with it no sample is ever too small."""


class Sizes(Struct, frozen=True):
    """How many answers are enough for a frame, by both formulas (domain §2.2)."""

    frame: int
    slovin: int
    exact: int


def sizes(frame: int, margin: float) -> Sizes:
    """Return both sizes for `frame` rows and a margin of error (0.05 = five points)."""
    return Sizes(frame, slovin(frame, margin), exact(frame, margin))


def slovin(frame: int, margin: float) -> int:
    """Return ⌈N / (1 + N·e²)⌉: the formula of the plan (domain §2.2), which takes z = 2, p = 0.5.

    Raises:
        ValueError: the margin is not between 0 and 1.

    """
    return math.ceil(Fraction(frame) / (1 + frame * _margin(margin) ** 2))


def exact(frame: int, margin: float) -> int:
    """Return ⌈n₀ / (1 + (n₀ − 1)/N)⌉ with n₀ = z²·p·(1 − p)/e², z = 1.96, p = 0.5.

    Raises:
        ValueError: the margin is not between 0 and 1.

    """
    endless = _Z**2 * _HALF * (1 - _HALF) / _margin(margin) ** 2
    # A margin so wide that less than one answer were enough still takes one.
    return min(frame, max(1, math.ceil(endless * frame / (frame + endless - 1)))) if frame else 0


def _margin(margin: float) -> Fraction:
    if not 0 < margin < 1:
        message = f"no margin of error: {margin}"
        raise ValueError(message)
    return Fraction(str(margin))


def invitations(answers: int, rate: float, frame: int) -> int:
    """Return ⌈n / response rate⌉, and no more than there are in the frame.

    Raises:
        ValueError: the rate is not above 0 and at most 1.

    """
    if not 0 < rate <= 1:
        message = f"no response rate: {rate}"
        raise ValueError(message)
    return min(frame, math.ceil(answers / Fraction(str(rate))))


def apportioned(
    total: int, weights: Sequence[Share], floors: Sequence[int], caps: Sequence[int]
) -> list[int]:
    """Share a total out by weights: largest remainder, nobody below their floor or above their cap
    (domain §2.3), the cap being the stronger.

    The parts add up to the total exactly, or to the sum of all floors where that is more, or to
    the sum of all caps where that is less. Of equal remainders the first ones win; what cannot go
    where there is weight goes where there is room.
    """
    least = [min(pair) for pair in zip(floors, caps, strict=True)]
    left = min(max(total, sum(least)), sum(caps))
    parts: dict[int, int] = {}
    free = list(range(len(weights)))
    while free:
        ideal = _ideal(
            left, free, weights, [cap - low for cap, low in zip(caps, least, strict=True)]
        )
        low = [at for at in free if ideal[at] < least[at]]
        high = [at for at in free if ideal[at] > caps[at]]
        lacking = sum((least[at] - ideal[at] for at in low), Fraction(0))
        beyond = sum((ideal[at] - caps[at] for at in high), Fraction(0))
        # Who is furthest off is settled first: the others are shared out anew without them.
        bound, to = (low, least) if lacking >= beyond else (high, caps)
        if not bound:
            parts.update(_rounded(left, ideal, free))
            break
        parts.update((at, to[at]) for at in bound)
        left -= sum(to[at] for at in bound)
        free = [at for at in free if at not in parts]
    return [parts[at] for at in range(len(weights))]


def _ideal(
    left: int, free: Sequence[int], weights: Sequence[Share], room: Sequence[int]
) -> dict[int, Fraction]:
    """Return what each would get if it could be divided."""
    by = weights if any(weights[at] for at in free) else room
    whole = sum((Fraction(by[at]) for at in free), Fraction(0))
    return {at: left * by[at] / whole if whole else Fraction(0) for at in free}


def _rounded(left: int, ideal: dict[int, Fraction], free: Sequence[int]) -> dict[int, int]:
    parts = {at: math.floor(ideal[at]) for at in free}
    by_remainder = sorted(free, key=lambda at: (parts[at] - ideal[at], at))
    for at in by_remainder[: left - sum(parts.values())]:
        parts[at] += 1
    return parts
