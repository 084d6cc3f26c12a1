"""The benchmark of intervals measures what it says, on a few cells of its grid."""

from __future__ import annotations

import pytest

from tests.benchmarks.coverage import Cell, Measured, report


@pytest.mark.parametrize("cell", [(0.6, 30, 0.6), (0.85, 100, 0.1), (0.95, 50, 0.3)])
def test_intervals_contain_the_true_share_about_as_often_as_they_say(cell: Cell) -> None:
    assert 0.92 <= Measured(cell, 600).coverage() <= 0.98


def test_near_the_edge_ours_do_where_the_symmetrical_one_fails() -> None:
    found = Measured((0.97, 30, 0.6), 600)
    assert found.coverage() >= 0.95
    assert found.coverage("p ± t·error") < 0.8
    assert found.relied_on / found.surveys < 0.05


def test_the_report_names_what_is_outside() -> None:
    inside, outside = Measured((0.6, 100, 0.1), 200), Measured((0.97, 100, 0.1), 200)
    outside.covered["ours"] = 198
    lines = [*report([inside, outside])]
    assert f"| 0.97 | 100 | 0.10 | 99.0% | {outside.relied_on / 200:.1%} |" in lines
    assert "| 0.97 | 100 | **99.0%** |" in lines
    assert not any("0.60 | 100 | 0.10" in line for line in lines)
