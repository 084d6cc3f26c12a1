"""No subtraction of published cells and sums gives back a small one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.suppression import LEAST, Withheld, withheld


def _line(*cells: str) -> list[Collection[str]]:
    return [cells]


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    found = withheld({"a": 9, "b": 40, "c": 12}, _line("a", "b", "c"))
    assert found.small == {"a"}
    assert found.complementary == {"c"}
    assert not found.sums


def test_small_cells_that_are_few_even_together_need_another() -> None:
    found = withheld({"a": 3, "b": 4, "c": 50, "d": 60}, _line("a", "b", "c", "d"))
    assert found.cells == {"a", "b", "c"}


def test_small_cells_that_hide_one_another_need_nobody() -> None:
    assert withheld({"a": 6, "b": 7, "c": 50}, _line("a", "b", "c")).cells == {"a", "b"}


def test_a_sum_is_withheld_where_no_cell_is_left() -> None:
    found = withheld({"a": 4, "b": 0}, _line("a", "b"))
    assert found.cells == {"a"}
    assert found.sums == {0}


def test_nobody_is_in_an_empty_cell() -> None:
    assert withheld({"a": 0, "b": 40}, _line("a", "b")) == Withheld(
        frozenset(), frozenset(), frozenset()
    )


def test_a_table_of_rows_and_columns_is_safe_in_both_directions() -> None:
    cells = {f"{row}{column}": 50 for row, column in product("abc", "123")} | {"a1": 5}
    lines = [[f"{row}{column}" for column in "123"] for row in "abc"]
    lines += [[f"{row}{column}" for row in "abc"] for column in "123"]
    found = withheld(cells, lines)
    assert found.small == {"a1"}
    assert len(found.complementary) == 3


_CELLS = [f"{row}{column}" for row, column in product("abcd", "123")]
_ROWS = [[cell for cell in _CELLS if cell[0] == row] for row in "abcd"]
_COLUMNS = [[cell for cell in _CELLS if cell[1] == column] for column in "123"]
_TABLES = st.fixed_dictionaries({cell: st.integers(0, 25) for cell in _CELLS})


@given(_TABLES)
def test_no_published_line_gives_few_people_away(table: Mapping[str, int]) -> None:
    lines = [*_ROWS, *_COLUMNS]
    found = withheld(table, lines)
    assert found.small == {cell for cell, number in table.items() if 0 < number < LEAST}
    for number, line in enumerate(lines):
        hidden = [table[cell] for cell in line if cell in found.cells]
        assert number in found.sums or not hidden or sum(hidden) >= LEAST
        assert number in found.sums or len(hidden) != 1


@given(_TABLES)
def test_no_sum_of_published_lines_determines_a_withheld_cell(table: Mapping[str, int]) -> None:
    """By the rank of the attacker's equations: a cell that can be solved adds nothing to it."""
    rank = pytest.importorskip("numpy").linalg.matrix_rank
    lines = [*_ROWS, *_COLUMNS]
    found = withheld(table, lines)
    hidden = sorted(found.cells)
    known = [
        [float(cell in line) for cell in hidden]
        for number, line in enumerate(lines)
        if number not in found.sums
    ]
    for cell in hidden:
        guess = [float(cell == other) for other in hidden]
        assert rank([*known, guess]) > (rank(known) if known else 0)
