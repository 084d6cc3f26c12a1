"""Sizes meet the table of the domain to the unit; what is shared out adds up exactly."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey.sampling import Sizes, apportioned, exact, invitations, sizes, slovin


@pytest.mark.parametrize(
    "size",
    [
        Sizes(500, 223, 218),
        Sizes(1_000, 286, 278),
        Sizes(2_000, 334, 323),
        Sizes(5_000, 371, 357),
        Sizes(10_000, 385, 370),
        Sizes(100_000, 399, 383),
    ],
)
def test_the_table_of_the_domain_is_met_to_the_unit(size: Sizes) -> None:
    assert sizes(size.frame, 0.05) == size


def test_no_frame_needs_more_than_the_limit_of_its_formula() -> None:
    assert sizes(10**12, 0.05) == Sizes(10**12, 400, 385)


@given(st.integers(0, 10**7), st.floats(0.001, 0.5))
def test_a_sample_is_never_larger_than_its_frame(frame: int, margin: float) -> None:
    found = sizes(frame, margin)
    assert 0 <= found.slovin <= frame
    assert (1 if frame else 0) <= found.exact <= frame


@pytest.mark.parametrize("margin", [0, 1, -0.1, math.nan])
def test_what_is_no_margin_is_refused(margin: float) -> None:
    for formula in (slovin, exact):
        with pytest.raises(ValueError, match="margin"):
            formula(1000, margin)


def test_invitations_are_rounded_up_and_end_with_the_frame() -> None:
    assert invitations(286, 0.3, 1000) == 954  # ⌈953.3…⌉
    assert invitations(286, 0.3, 900) == 900
    with pytest.raises(ValueError, match="rate"):
        invitations(286, 0, 1000)


_CELL = st.tuples(st.integers(0, 5_000), st.integers(0, 60), st.integers(0, 2_000))


@given(st.integers(0, 20_000), st.lists(_CELL, max_size=40))
def test_parts_add_up_exactly_and_respect_floors_and_caps(
    total: int, cells: list[tuple[int, int, int]]
) -> None:
    weights, floors, caps = map(list, zip(*cells, strict=True)) if cells else ([], [], [])
    parts = apportioned(total, weights, floors, caps)
    least = [min(pair) for pair in zip(floors, caps, strict=True)]
    assert sum(parts) == min(max(total, sum(least)), sum(caps))
    assert all(low <= part <= cap for low, part, cap in zip(least, parts, caps, strict=True))


@given(st.integers(0, 5_000), st.lists(st.integers(1, 5_000), min_size=1, max_size=40))
def test_without_floors_nobody_is_a_whole_one_off_their_proportion(
    total: int, weights: list[int]
) -> None:
    whole = sum(weights)
    assume(total <= whole)
    parts = apportioned(total, weights, [0] * len(weights), weights)
    assert all(
        abs(part * whole - total * weight) < whole
        for part, weight in zip(parts, weights, strict=True)
    )


def test_the_largest_remainders_win_and_of_equal_ones_the_first() -> None:
    free = [100] * 3
    assert apportioned(10, [47, 33, 20], [0] * 3, free) == [5, 3, 2]
    assert apportioned(4, [1, 1, 1], [0] * 3, free) == [2, 1, 1]


def test_what_floors_take_is_taken_from_the_others() -> None:
    assert apportioned(100, [80, 15, 5], [30] * 3, [1000] * 3) == [40, 30, 30]
    assert apportioned(100, [80, 15, 5], [30] * 3, [1000, 1000, 12]) == [58, 30, 12]
