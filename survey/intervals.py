"""Intervals of shares: Wilson's, for as many answers as the sample is effectively worth.

Answers of one person resemble one another, so that a hundred of them are worth fewer:
n* = p(1 − p)/error² (the effective sample size). Wilson's interval for n* with Student's t in
place of the normal quantile never leaves 0–1 and leans towards the middle near the edges, where
p ± t·error covers far too seldom; in the middle the two agree (E. B. Wilson, JASA 22, 1927;
E. L. Korn, B. I. Graubard, Survey Methodology 24, 1998; N. Dean, M. Pagano, Journal of Survey
Statistics and Methodology 3, 2015).

With few answers of the rarer kind the error itself is a guess, mostly too small. A cell is sparse
where n*·min(p, 1 − p) < 5 (Cochran 1977, §3.6, has the same limit for one yes/no question): each
person then counts as one answer, as if all their answers told the same. What this covers is
measured (docs/method.md), and also of which samples it covers too much: nothing is proved by them.
"""

from __future__ import annotations

from math import inf, sqrt
from typing import Final

from msgspec import Struct

from survey.estimates import Estimate
from survey.quantiles import t_quantile

__all__ = ["LEVEL", "Interval", "interval", "wilson"]

LEVEL: Final = 0.95
"""Share of samples whose interval is to contain the true share."""

_FEWEST: Final = 5
"""Effective answers of the rarer kind below which a cell is sparse."""

_MEASURED: Final = 30
"""Respondents from whom on coverage was measured; fewer prove nothing."""

_SMALL, _EDGE = 50, 0.97
"""So few respondents of a share so high, or of its mirror image, are the measured cells outside
93–97 %. Which cell a sample is of, nobody knows: any that has the share in its interval may be.
"""


class Interval(Struct, frozen=True):
    """Where the true share or difference lies, as far as the sample tells."""

    low: float
    high: float
    dependable: bool = True
    """Whether it contains the true share as often as it says; if not, it proves nothing."""

    def lies_below(self, other: Interval) -> bool:
        """Tell whether it is proved to be below the other: the two do not overlap."""
        return self.dependable and other.dependable and self.high < other.low


def wilson(share: float, effective: float, quantile: float) -> Interval:
    """Return Wilson's interval for a share of so many independent answers; of infinitely many,
    the share itself.
    """
    weight = quantile**2 / effective
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(weight * share * (1 - share) + weight**2 / 4) / (1 + weight)
    return Interval(max(middle - half, 0.0), min(middle + half, 1.0))


def interval(estimate: Estimate, level: float = LEVEL) -> Interval:
    """Return the interval of an estimate; 0–1 where its strata have one respondent each."""
    if estimate.degrees < 1 and estimate.effective < inf:
        return Interval(0.0, 1.0, dependable=False)
    found = _of_level(estimate, level)
    return Interval(found.low, found.high, dependable=_can_prove(estimate))


def _of_level(estimate: Estimate, level: float) -> Interval:
    effective = estimate.effective
    if _is_sparse(estimate):
        effective = min(effective, estimate.worth(estimate.respondents))
    quantile = t_quantile((1 + level) / 2, max(estimate.degrees, 1))
    return wilson(estimate.share, effective, quantile)


def _can_prove(estimate: Estimate) -> bool:
    """Tell whether a sample is none of those whose intervals were measured to cover too often or
    too seldom; the same whatever level is asked for, since measured was `LEVEL`.
    """
    if estimate.effective == inf:
        return True
    if estimate.respondents > _SMALL:
        return True
    return estimate.respondents >= _MEASURED and not _may_be_edge(estimate)


def _may_be_edge(estimate: Estimate) -> bool:
    within = _of_level(estimate, LEVEL)
    return _is_sparse(estimate) or max(within.high, 1 - within.low) >= _EDGE


def _is_sparse(estimate: Estimate) -> bool:
    return estimate.effective * min(estimate.share, 1 - estimate.share) < _FEWEST
