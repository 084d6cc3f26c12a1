"""A unit is held against its own target and an even pace over working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.pace import FieldWork, Standing, pace

MONDAY = date(2026, 9, 7)


def _works(day: date) -> bool:
    return day.weekday() < 5


FOUR_WEEKS = FieldWork(opens=MONDAY, closes=MONDAY + timedelta(days=25), works=_works)
"""20 working days."""
AFTER_TWO = MONDAY + timedelta(days=14)


def brought(*numbers: int) -> dict[date, int]:
    """So many on each working day from the first on."""
    return dict(zip(FOUR_WEEKS.working_days(MONDAY, FOUR_WEEKS.closes), numbers, strict=False))


@pytest.mark.parametrize(
    ("valid", "standing"),
    [(100, "done"), (50, "on_pace"), (45, "on_pace"), (44, "slow"), (38, "slow"), (37, "behind")],
)
def test_standing_at_half_time(valid: int, standing: Standing) -> None:
    assert pace(100, {MONDAY: valid}, FOUR_WEEKS, AFTER_TWO).standing == standing


def test_a_small_target_is_judged_like_a_large_one() -> None:
    """Who brings most is not who is ahead (R36)."""
    small = pace(20, brought(*[1] * 10), FOUR_WEEKS, AFTER_TWO)
    large = pace(400, brought(*[10] * 10), FOUR_WEEKS, AFTER_TWO)
    assert (small.standing, large.standing) == ("on_pace", "behind")


def test_one_or_two_missing_are_no_pace_yet() -> None:
    assert pace(4, {}, FOUR_WEEKS, AFTER_TWO).standing == "on_pace"
    assert pace(6, {}, FOUR_WEEKS, AFTER_TWO).standing == "behind"


def test_before_it_opens_nothing_is_expected() -> None:
    found = pace(100, {}, FOUR_WEEKS, MONDAY - timedelta(days=1))
    assert (found.standing, found.expected, found.end) == ("waiting", 0, None)


def test_the_day_that_is_on_is_not_expected_yet() -> None:
    assert pace(100, {}, FOUR_WEEKS, MONDAY).expected == 0
    assert pace(100, {}, FOUR_WEEKS, MONDAY + timedelta(days=1)).expected == 5
    assert pace(100, {}, FOUR_WEEKS, MONDAY + timedelta(days=90)).expected == 100


def test_the_end_is_foretold_by_the_last_two_weeks() -> None:
    slow_then_fast = brought(*[1] * 5, *[6] * 10)
    found = pace(100, slow_then_fast, FOUR_WEEKS, MONDAY + timedelta(days=21))
    assert found.a_day == 6.0
    # 35 are left: six working days, from Monday of the fourth week on.
    assert found.end == MONDAY + timedelta(days=28)


def test_nothing_lately_foretells_no_end() -> None:
    assert pace(100, {}, FOUR_WEEKS, AFTER_TWO).end is None


@given(
    wanted=st.integers(0, 2000),
    numbers=st.lists(st.integers(0, 80), max_size=20),
    day=st.integers(-5, 60),
)
def test_figures_never_disagree(wanted: int, numbers: list[int], day: int) -> None:
    today = MONDAY + timedelta(days=day)
    found = pace(wanted, brought(*numbers), FOUR_WEEKS, today)
    assert 0 <= found.expected <= wanted
    assert found.missing == max(0, found.expected - found.valid)
    assert (found.standing == "behind") <= (found.missing > 0)
    assert found.end is None or found.end >= today
