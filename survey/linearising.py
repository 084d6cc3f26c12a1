"""A ratio of sums and how it varies from sample to sample, with each respondent as one cluster.

The estimator is the combined ratio R = Σw·y / Σw·x of satisfied to rated answers, its variance the
linearised one (Taylor series): every respondent counts with z = w·(y − R·x) / Σw·x, strata apart,
with the finite population correction. A cell is a domain: whoever is outside it counts as zero,
since how many of a sample fall into a cell is chance too.

Sources: W. G. Cochran, Sampling Techniques, 3rd ed. 1977, §6.3–6.11; C.-E. Särndal, B. Swensson,
J. Wretman, Model Assisted Survey Sampling, 1992, §5.5–5.8; T. Lumley, Complex Surveys, 2010, §2.2
and the option "adjust" of his package `survey` (a stratum with one respondent).

All is reckoned in whole numbers up to the last division: where people agree, the squares cancel,
and what rounding would leave is no variance.
"""

from __future__ import annotations

from math import fsum, lcm

from msgspec import Struct

from survey.designs import Design, Stratum, is_weighted
from survey.moments import NOBODY, Cell, Moments

__all__ = ["Ratio", "covariance", "ratio_of"]


class Ratio(Struct, frozen=True):
    """The share of satisfied answers in a cell, as a ratio of whole numbers."""

    cell: Cell
    scale: int
    """What makes all weights of the cell whole."""
    satisfied: int
    """Σw·y times the scale."""
    rated: int
    """Σw·x times the scale, > 0."""

    @property
    def share(self) -> float:
        """R, 0–1."""
        return self.satisfied / self.rated

    def residual(self, moments: Moments) -> int:
        """Return Σ(y − R·x) of some respondents, times `rated`."""
        return self.rated * moments.satisfied - self.satisfied * moments.rated


def ratio_of(design: Design, cell: Cell) -> Ratio | None:
    """Return the share of a cell, weighted as the design is; None: nobody rated anything in it.

    Raises:
        ValueError: the cell has a stratum that the design has not, or more respondents, or only
            some strata of the design have a frame.

    """
    is_weighted(design)  # refuses what cannot be weighed up
    for name, moments in cell.items():
        if name not in design or moments.respondents > design[name].sampled:
            message = f"{moments.respondents} respondents in stratum {name!r} of another design"
            raise ValueError(message)
    scale = lcm(*(design[name].weight.denominator for name in cell))
    whole = {name: int(design[name].weight * scale) for name in cell}
    rated = sum(whole[name] * moments.rated for name, moments in cell.items())
    satisfied = sum(whole[name] * moments.satisfied for name, moments in cell.items())
    return Ratio(cell, scale, satisfied, rated) if rated else None


def covariance(design: Design, first: Ratio, second: Ratio, shared: Cell) -> float:
    """Return the covariance of two shares of one design; of a share with itself, its variance.

    `shared` holds the respondents of both cells, who must have the same answers in both: the cell
    itself for a variance, nobody for two units, the smaller cell for a part and its whole.
    """
    scale = first.scale * second.scale
    size = first.rated**2 * second.rated**2
    return fsum(
        _factor(design[name]) * (_spread(design[name], name, first, second, shared) * scale / size)
        for name in sorted(first.cell.keys() & second.cell.keys())
    )


def _factor(stratum: Stratum) -> float:
    """Return w²·(1 − f)/(n − 1), the spread being n times the sum of squares."""
    return float(stratum.weight**2) * (1 - stratum.fraction) / max(stratum.sampled - 1, 1)


def _spread(stratum: Stratum, name: str, first: Ratio, second: Ratio, shared: Cell) -> int:
    """Return n·Σd₁d₂ − Σd₁·Σd₂ of the scaled residuals d of one stratum.

    A single respondent has no variance within the stratum and is taken about the mean of all,
    which is zero: rather too wide an interval than none.
    """
    products = _products(shared.get(name, NOBODY), first, second)
    if stratum.sampled == 1:
        return products
    sums = first.residual(first.cell[name]) * second.residual(second.cell[name])
    return stratum.sampled * products - sums


def _products(moments: Moments, first: Ratio, second: Ratio) -> int:
    """Return Σd₁d₂ with d = X·y − Y·x, for the same respondents."""
    return (
        first.rated * second.rated * moments.satisfied_squared
        - (first.rated * second.satisfied + first.satisfied * second.rated) * moments.product
        + first.satisfied * second.satisfied * moments.rated_squared
    )
