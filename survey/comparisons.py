"""Differences of shares with their intervals: change, one mode against another, some left out.

The interval of two shares of different people is built from theirs (MOVER), so that it is as good
as they are near the edges, where difference ± t·error is not; that they come from one sample
enters as their correlation (R. G. Newcombe, Statistics in Medicine 17, 1998; G. Y. Zou, A. Donner,
Statistics in Medicine 27, 2008). Two periods are taken as independent: whoever answers in both
makes the true interval a little narrower.
"""

from __future__ import annotations

from math import sqrt
from typing import Literal, TypeAlias

from msgspec import Struct

from survey.designs import Design
from survey.estimates import Estimate, described
from survey.intervals import LEVEL, Interval, interval
from survey.linearising import covariance, ratio_of
from survey.moments import NOBODY, Cell
from survey.quantiles import t_quantile

__all__ = ["Difference", "Direction", "change", "contrast", "sensitivity"]

Direction: TypeAlias = Literal["higher", "lower", "not_proven"]


class Difference(Struct, frozen=True, kw_only=True):
    """How much higher one share is than another."""

    first: Estimate
    second: Estimate
    error: float
    """Standard error of the difference."""
    within: Interval

    @property
    def points(self) -> float:
        """First less second, −1–1."""
        return self.first.share - self.second.share

    @property
    def direction(self) -> Direction:
        """Whether the first is proved to be higher or lower: zero lies outside the interval."""
        if not self.within.dependable or self.within.low <= 0 <= self.within.high:
            return "not_proven"
        return "higher" if self.within.low > 0 else "lower"


def change(now: Estimate, then: Estimate, level: float = LEVEL) -> Difference:
    """Return the change between two periods, each with a sample of its own."""
    return _differing(now, then, 0.0, level)


def contrast(design: Design, first: Cell, second: Cell, level: float = LEVEL) -> Difference | None:
    """Return the difference of two cells of one sample that share no respondents, two units or
    two modes, say; None: one of them has no answers.

    Raises:
        ValueError: a cell is of another design.

    """
    one, other = ratio_of(design, first), ratio_of(design, second)
    if one is None or other is None:
        return None
    common = covariance(design, one, other, {})
    return _differing(described(design, one), described(design, other), common, level)


def sensitivity(
    design: Design, kept: Cell, whole: Cell, level: float = LEVEL
) -> Difference | None:
    """Return what leaving some respondents out does to a share: those whom a call-back refuted, or
    who were assisted by staff (domain §3.2). `kept` holds who is left of the `whole`; None: nobody
    is. The two are nearly the same sample, so that the interval is the difference ± t·error. It is
    to be relied upon only where both who is left and who is left out are enough to be: all of the
    difference comes from the latter.

    Raises:
        ValueError: a cell is of another design.

    """
    part, all_of_it = ratio_of(design, kept), ratio_of(design, whole)
    if part is None or all_of_it is None:
        return None
    first, second = described(design, part), described(design, all_of_it)
    error = _error(first, second, covariance(design, part, all_of_it, kept))
    half = error * t_quantile((1 + level) / 2, max(second.degrees, 1))
    points = first.share - second.share
    known = interval(first, level).dependable and _are_known(design, kept, whole, level)
    within = Interval(points - half, points + half, known)
    return Difference(first=first, second=second, error=error, within=within)


def _are_known(design: Design, kept: Cell, whole: Cell, level: float) -> bool:
    """Tell whether those who were left out are enough for an interval of their own."""
    beside = {name: own - kept.get(name, NOBODY) for name, own in whole.items()}
    left_out = {name: own for name, own in beside.items() if own.respondents > 0 and own.rated > 0}
    found = ratio_of(design, left_out) if left_out else None
    if found is None or covariance(design, found, found, left_out) < 0:
        return False  # answers of people who are kept with others of theirs
    return interval(described(design, found), level).dependable


def _differing(first: Estimate, second: Estimate, common: float, level: float) -> Difference:
    here, there = interval(first, level), interval(second, level)
    points, errors = first.share - second.share, first.error * second.error
    alike = common / errors if errors else 0.0
    low = _joined(first.share - here.low, there.high - second.share, alike)
    high = _joined(here.high - first.share, second.share - there.low, alike)
    return Difference(
        first=first,
        second=second,
        error=_error(first, second, common),
        within=Interval(points - low, points + high, here.dependable and there.dependable),
    )


def _error(first: Estimate, second: Estimate, common: float) -> float:
    # Where nobody was left out, rounding can leave a trace below zero.
    return sqrt(max(first.error**2 + second.error**2 - 2 * common, 0.0))


def _joined(one: float, other: float, alike: float) -> float:
    return sqrt(max(one**2 + other**2 - 2 * alike * one * other, 0.0))
