"""Prints how often the intervals of `survey.intervals` contain the true share.

    python -m tests.benchmarks.coverage [SURVEYS]

Each cell of the table is so many surveys (2,000 unless told) of n people who were asked 15
criteria, each of which does not apply to one in fourteen. How content a person is, is drawn from a
beta distribution: so the answers of one person are correlated, by as much as the table says, and
the number of satisfied ones is beta-binomial. Three other intervals see the same surveys. The grid
comes first, then shares beyond it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, product
from math import comb, exp, lgamma, sqrt
from typing import Final, TypeAlias

from survey.designs import Stratum
from survey.estimates import Estimate, estimated
from survey.intervals import interval, wilson
from survey.moments import Moments
from survey.quantiles import beta_share, t_quantile
from survey.targets import Target, judged

__all__ = [
    "BEYOND", "CORRELATIONS", "HIGH", "LOW", "SHARES", "SIZES", "SURVEYS",
    "Cell", "Measured", "measured", "report",
]  # fmt: skip

SHARES: Final = (0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97)
BEYOND: Final = (0.98, 0.99)
"""Shares that the grid has not."""
SIZES: Final = (30, 50, 100, 200, 400)
CORRELATIONS: Final = (0.02, 0.1, 0.3, 0.6)
SURVEYS: Final = 2000
LOW, HIGH = 0.93, 0.97
"""An interval of 95 % that contains the true share less or more often than this is named."""

_ITEMS, _APPLIES = 15, 0.93
_BITS: Final = 20
"""Of each sum: 400 people who answered 15 criteria come to 90,000 at most."""

Cell: TypeAlias = tuple[float, int, float]
Covers: TypeAlias = Callable[[Estimate, float], bool]


# -- the intervals


def _ours(estimate: Estimate, share: float) -> bool:
    found = interval(estimate)
    return found.low <= share <= found.high


def _quantile(estimate: Estimate) -> float:
    return t_quantile(0.975, estimate.degrees)


def _linearised(estimate: Estimate, share: float) -> bool:
    return abs(estimate.share - share) <= _quantile(estimate) * estimate.error


def _wilson(estimate: Estimate, share: float) -> bool:
    found = wilson(estimate.share, estimate.effective, _quantile(estimate))
    return found.low <= share <= found.high


def _korn_graubard(estimate: Estimate, share: float) -> bool:
    """Clopper and Pearson's for the effective size, by what their limits mean."""
    plain = t_quantile(0.975, estimate.respondents - 1)
    size = estimate.effective * (plain / _quantile(estimate)) ** 2
    hits = size * estimate.share
    above = not hits or beta_share(hits, size - hits + 1, share) >= 0.025
    return above and (size - hits < 1e-9 or beta_share(hits + 1, size - hits, share) <= 0.975)


METHODS: Final[Mapping[str, Covers]] = {
    "ours": _ours,
    "p ± t·error": _linearised,
    "Wilson, no rule for sparse cells": _wilson,
    "Korn–Graubard": _korn_graubard,
}


# -- the surveys


def _beta_binomial(satisfied: int, rated: int, first: float, second: float) -> float:
    def beta(a: float, b: float) -> float:
        return lgamma(a) + lgamma(b) - lgamma(a + b)

    ways = comb(rated, satisfied)
    return ways * exp(beta(satisfied + first, rated - satisfied + second) - beta(first, second))


def _people(share: float, correlation: float) -> Iterator[tuple[int, float]]:
    """Every way to answer, as the sums of one respondent side by side in one number, and how
    likely it is: adding up such numbers adds up all six sums at once.
    """
    spread = (1 - correlation) / correlation
    for rated in range(1, _ITEMS + 1):
        applies = comb(_ITEMS, rated) * _APPLIES**rated * (1 - _APPLIES) ** (_ITEMS - rated)
        for satisfied in range(rated + 1):
            sums = (1, satisfied, rated, satisfied**2, satisfied * rated, rated**2)
            code = sum(value << (_BITS * place) for place, value in enumerate(sums))
            yield (
                code,
                applies * _beta_binomial(satisfied, rated, share * spread, (1 - share) * spread),
            )


def _surveys(cell: Cell, number: int) -> Iterator[Estimate]:
    share, size, correlation = cell
    codes, chances = zip(*_people(share, correlation), strict=True)
    limits, chance = [*accumulate(chances)], random.Random(f"coverage {cell}")
    design = {"": Stratum(size)}
    for _ in range(number):
        total = sum(chance.choices(codes, cum_weights=limits, k=size))
        sums = [total >> (_BITS * place) & ((1 << _BITS) - 1) for place in range(6)]
        found = estimated(design, {"": Moments(*sums)})
        if found is not None:
            yield found


class Measured:
    """What came of the surveys of one cell."""

    def __init__(self, cell: Cell, surveys: int) -> None:
        self.cell = cell
        self.surveys = surveys
        self.covered = dict.fromkeys(METHODS, 0)
        self.relied_on = 0
        for found in _surveys(cell, surveys):
            for name, covers in METHODS.items():
                self.covered[name] += covers(found, cell[0])
            self.relied_on += _proves(found)

    def coverage(self, method: str = "ours") -> float:
        """Share of the surveys whose interval contains the true share."""
        return self.covered[method] / self.surveys

    def is_outside(self, method: str = "ours") -> bool:
        """Whether it does so much less or more often than it says."""
        return not LOW <= self.coverage(method) <= HIGH


def _proves(estimate: Estimate) -> bool:
    """Whether such a figure could prove anything: here, that it is above nothing at all."""
    nothing = Target(indicator="overall", percent=0, source="")
    return judged(nothing, estimate).verdict == "reached"


def measured(surveys: int = SURVEYS, shares: Sequence[float] = SHARES) -> list[Measured]:
    """Return the cells of the whole grid, or of other shares."""
    return [Measured(cell, surveys) for cell in product(shares, SIZES, CORRELATIONS)]


# -- the report


def report(cells: Sequence[Measured]) -> Iterator[str]:
    """Yield the lines of the tables, as they stand in docs/method.md."""
    yield from _grid({one.cell: one for one in cells})
    yield from _methods(cells)
    yield from _outside(cells)
    error = sqrt(0.95 * 0.05 / cells[0].surveys)
    yield f"{cells[0].surveys} surveys a cell; the standard error of a coverage is {error:.1%}."


def _grid(cells: Mapping[Cell, Measured]) -> Iterator[str]:
    shares, sizes, correlations = (dict.fromkeys(axis) for axis in zip(*cells, strict=True))
    yield f"| p | n | {' | '.join(f'r = {one:.2f}' for one in correlations)} |"
    yield "|---|---|" + "---|" * len(correlations)
    for share, size in product(shares, sizes):
        row = [_shown(cells[share, int(size), one]) for one in correlations]
        yield f"| {share:.2f} | {size} | {' | '.join(row)} |"
    yield ""


def _methods(cells: Sequence[Measured]) -> Iterator[str]:
    yield "| interval | cells outside 93–97 % | lowest | highest |"
    yield "|---|---|---|---|"
    for name in METHODS:
        found = [one.coverage(name) for one in cells]
        outside = sum(one.is_outside(name) for one in cells)
        yield f"| {name} | {outside} | {min(found):.1%} | {max(found):.1%} |"
    yield ""


def _outside(cells: Sequence[Measured]) -> Iterator[str]:
    yield "| outside: p | n | r | coverage | surveys that may prove something |"
    yield "|---|---|---|---|---|"
    for one in cells:
        if one.is_outside():
            share, size, correlation = one.cell
            relied = f"{one.relied_on / one.surveys:.1%}"
            yield f"| {share:.2f} | {size} | {correlation:.2f} | {one.coverage():.1%} | {relied} |"
    yield ""


def _shown(one: Measured) -> str:
    return f"**{one.coverage():.1%}**" if one.is_outside() else f"{one.coverage():.1%}"


if __name__ == "__main__":
    number = int(sys.argv[1]) if sys.argv[1:] else SURVEYS
    for some in (SHARES, BEYOND):
        sys.stdout.writelines(f"{line}\n" for line in report(measured(number, some)))
