"""docs/method.md names the cells that are measured outside 93–97 %, and they prove nothing."""

from __future__ import annotations

import re
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Final

import pytest

from survey.estimates import Estimate
from survey.intervals import interval
from tests.benchmarks.coverage import (
    CORRELATIONS,
    HIGH,
    LOW,
    SHARES,
    SIZES,
    SURVEYS,
    Cell,
    Measured,
)

_PAGE: Final = (Path(__file__).parents[2] / "docs" / "method.md").read_text()
_GRID: Final = re.findall(r"^\| (0\.\d\d) \| (\d+) \| (.+%.*) \|$", _PAGE, re.MULTILINE)
_NAMED: Final = {
    (float(share), int(size), float(correlation)): (coverage, relied_on)
    for share, size, correlation, coverage, relied_on in re.findall(
        r"^\| (0\.\d\d) \| (\d+) \| (0\.\d\d) \| (\S+%) \| (\S+%) \|$", _PAGE, re.MULTILINE
    )
}
_MISSES: Final = 0.03
"""Share of a named cell's surveys that may prove something: no more than their intervals miss."""
_RATED: Final = 14
"""Criteria that a respondent of the grid rates, about."""


def printed() -> dict[Cell, str]:
    """Return the coverages of the page's grid, as they stand there."""
    rows = [row for row in _GRID if row[2].count("|") == len(CORRELATIONS) - 1]
    return {
        (float(share), int(size), correlation): text
        for share, size, cells in rows
        for correlation, text in zip(CORRELATIONS, cells.split(" | "), strict=True)
    }


def typical(cell: Cell) -> Estimate:
    """Return the figure that a survey of a cell finds where nothing is by chance."""
    share, size, correlation = cell
    answers = size * _RATED
    alike = 1 + (_RATED - 1) * correlation  # Kish's design effect
    error = sqrt(share * (1 - share) * alike / answers)
    return Estimate(
        share=share, error=error, answers=answers, respondents=size, degrees=size - 1, fraction=0
    )


def test_the_page_has_the_whole_grid_and_names_what_is_outside() -> None:
    grid = printed()
    assert [*grid] == [*product(SHARES, SIZES, CORRELATIONS)]
    coverage = {cell: float(text.strip("*%")) / 100 for cell, text in grid.items()}
    outside = {cell for cell, found in coverage.items() if not LOW <= found <= HIGH}
    assert outside == {cell for cell, text in grid.items() if text.startswith("**")}
    assert outside == {*_NAMED}


@pytest.mark.parametrize("cell", _NAMED, ids=str)
def test_what_is_named_is_measured_so(cell: Cell) -> None:
    found = Measured(cell, SURVEYS)
    relied_on = found.relied_on / SURVEYS
    assert (f"{found.coverage():.1%}", f"{relied_on:.1%}") == _NAMED[cell]
    assert relied_on <= _MISSES


@pytest.mark.parametrize("cell", _NAMED, ids=str)
def test_nothing_is_proved_by_what_is_named(cell: Cell) -> None:
    assert not interval(typical(cell)).dependable


def test_every_larger_sample_of_the_grid_may_prove_something() -> None:
    larger = [cell for cell in printed() if cell[1] >= 100]
    assert all(interval(typical(cell)).dependable for cell in larger)
