"""What goes with satisfaction as a whole: where an improvement is likely to be felt most.

A factor's importance is derived: the correlation of the respondents' mean rating of it with their
rating of the service as a whole. Its performance is its index. Important and weak is what to work
at first (J. A. Martilla, J. C. James, Importance–Performance Analysis, Journal of Marketing 41,
1977), with the medians of the factors as the borders. The interval is Fisher's (R. A. Fisher,
Metron 1, 1921). A correlation is no cause, factors move together, and ratings are answered as
given, not weighted: this orders what to look into, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import atanh, sqrt, tanh
from statistics import NormalDist, StatisticsError, correlation, fmean, median
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from survey.intervals import LEVEL
from survey.moments import Moments

__all__ = ["LEAST", "Driver", "Opinion", "Quadrant", "drivers", "drivers_of"]

LEAST: Final = 30
"""Respondents below whom no correlation is shown."""

Quadrant: TypeAlias = Literal["work_at", "keep_up", "low_priority", "possible_overkill"]
"""Important and weak; important and strong; neither; strong where it matters less."""


class Opinion(Struct, frozen=True):
    """One respondent's rating of the whole, and of the criteria of each factor that they rated."""

    overall: int
    factors: Mapping[str, Sequence[int]]


class Driver(Struct, frozen=True, kw_only=True):
    """How a factor goes with satisfaction as a whole."""

    factor: str
    respondents: int
    """Who rated both."""
    correlation: float
    """Pearson's, −1–1."""
    low: float
    high: float
    performance: float
    """Its index, 0–1."""
    quadrant: Quadrant


class _Measured(Struct, frozen=True):
    respondents: int
    correlation: float


def drivers(
    respondents: Iterable[Opinion], indexes: Mapping[str, float], level: float = LEVEL
) -> tuple[Driver, ...]:
    """Return the drivers, the strongest first: of the factors that have an index, and at least
    `LEAST` respondents who rated both and not all alike.
    """
    people = tuple(respondents)
    return _ordered({factor: _measured(factor, people) for factor in indexes}, indexes, level)


def drivers_of(
    sums: Mapping[str, Moments], indexes: Mapping[str, float], level: float = LEVEL
) -> tuple[Driver, ...]:
    """Return the same out of sums: of each factor, of the ratings of the whole (in the place of
    satisfied answers) and the mean ratings of the factor on any scale (in that of rated ones).
    """
    found = {factor: _summed(sums[factor]) for factor in indexes if factor in sums}
    return _ordered(found, indexes, level)


def _ordered(
    found: Mapping[str, _Measured | None], indexes: Mapping[str, float], level: float
) -> tuple[Driver, ...]:
    measured = {factor: one for factor, one in found.items() if one is not None}
    if not measured:
        return ()
    important = median(one.correlation for one in measured.values())
    strong = median(indexes[factor] for factor in measured)
    rows = [
        _driver(
            factor,
            one,
            indexes[factor],
            _quadrant(one.correlation >= important, indexes[factor] >= strong),
            level,
        )
        for factor, one in measured.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.correlation, row.factor)))


def _summed(sums: Moments) -> _Measured | None:
    people = sums.respondents
    both = people * sums.product - sums.satisfied * sums.rated
    whole = people * sums.satisfied_squared - sums.satisfied**2
    factor = people * sums.rated_squared - sums.rated**2
    if people < LEAST or not whole or not factor:
        return None
    found = both / sqrt(whole * factor)
    return _Measured(people, min(max(found, -1.0), 1.0))  # rounding may pass the ends


def _measured(factor: str, people: Sequence[Opinion]) -> _Measured | None:
    pairs = [
        (fmean(person.factors[factor]), person.overall)
        for person in people
        if person.factors.get(factor)
    ]
    if len(pairs) < LEAST:
        return None
    try:
        return _Measured(len(pairs), correlation(*zip(*pairs, strict=True)))
    except StatisticsError:  # one of the two is always the same
        return None


def _quadrant(important: bool, strong: bool) -> Quadrant:
    if important:
        return "keep_up" if strong else "work_at"
    return "possible_overkill" if strong else "low_priority"


def _driver(
    factor: str, found: _Measured, performance: float, quadrant: Quadrant, level: float
) -> Driver:
    low, high = _fisher(found, level)
    return Driver(
        factor=factor,
        respondents=found.respondents,
        correlation=found.correlation,
        low=low,
        high=high,
        performance=performance,
        quadrant=quadrant,
    )


def _fisher(found: _Measured, level: float) -> tuple[float, float]:
    if abs(found.correlation) == 1:
        return found.correlation, found.correlation
    half = NormalDist().inv_cdf((1 + level) / 2) / sqrt(found.respondents - 3)
    return tanh(atanh(found.correlation) - half), tanh(atanh(found.correlation) + half)
