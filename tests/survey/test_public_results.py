"""What a publication shows of its blocks: sums, twelve months, and nothing of fewer than ten."""

import pytest

from survey.index import LEVELS
from survey.moments import Moments
from survey.public_results import Block, Results, first_month, results_of
from survey.publishing import Label

UNITS = {"a": "BHXH A", "b": "BHXH B"}


def _block(
    people: int, *, unit: str = "a", months: tuple[str, str] = ("2026-11", "2026-11"), low: int = 0
) -> Block:
    """A block of people who gave two satisfied answers each, `low` of whom gave none."""
    content = Moments(people, 2 * (people - low), 2 * people, 4 * (people - low),
                      4 * (people - low), 4 * people)  # fmt: skip
    moments = {"overall": content, "A": content, "A1": content}
    return Block(id=unit, label=Label(unit, *months), responses=people, moments=moments)


def _results(*blocks: Block, month: str = "2026-11") -> Results:
    return results_of(blocks, number=1, made_at=5, month=month, units=UNITS)


@pytest.mark.parametrize(
    ("month", "first"), [("2026-11", "2025-12"), ("2026-12", "2026-01"), ("2026-01", "2025-02")]
)
def test_a_publication_looks_back_on_twelve_months(month: str, first: str) -> None:
    assert first_month(month) == first


def test_blocks_are_added_up_with_their_interval() -> None:
    results = _results(_block(20, low=5), _block(20, unit="b", low=3))
    overall = results.levels[0].share
    assert (overall.raw, overall.answers, overall.respondents) == (0.8, 80, 40)
    assert overall.low is not None
    assert overall.high is not None
    assert 0.6 < overall.low < 0.8 < overall.high < 0.95
    assert overall.weighted is None
    assert [(row.key, row.share.raw) for row in results.units] == [("a", 0.75), ("b", 0.85)]


def test_no_factor_is_dropped_and_small_sums_are_withheld() -> None:
    results = _results(_block(9))
    assert tuple(row.key for row in results.levels) == LEVELS
    assert results.levels[0].share.withheld
    assert results.levels[-1].share.raw is None
    assert not results.levels[-1].share.withheld
    assert [row.share.withheld for row in results.units] == [True, True]


def test_blocks_of_several_units_or_months_count_for_the_whole_only() -> None:
    results = _results(_block(12), _block(12, unit="", months=("2026-09", "2026-10")))
    assert results.responses == 24
    assert [row.share.respondents for row in results.units] == [12, 0]
    assert [month for month, _ in results.trend] == ["2026-11"]


def test_a_month_that_is_over_for_a_year_leaves() -> None:
    old = _block(12, months=("2025-11", "2025-11"))
    assert _results(old).responses == 0
    assert _results(old, month="2026-10").responses == 12


def test_nothing_published_is_no_error() -> None:
    results = _results()
    assert (results.responses, results.trend) == (0, ())
    assert all(row.share.raw is None for row in results.levels)
