"""Intervals are Wilson's, stay within 0–1, and say when they cannot be relied on."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.designs import Stratum
from survey.estimates import Estimate, estimated
from survey.intervals import Interval, interval, wilson
from survey.moments import Moments, united
from survey.quantiles import t_quantile
from tests.survey.samples import yes_or_no

_NORMAL = 1.959964


@pytest.mark.parametrize(
    ("share", "people", "low", "high"), [(0.8561, 400, 81.8, 88.7), (0.9, 47, 78.2, 95.8)]
)
def test_published_figures_are_less_certain_than_they_look(
    share: float, people: int, low: float, high: float
) -> None:
    """Domain §2.4: 85.61 % of 400 does not establish "above 85 %"."""
    found = wilson(share, people, _NORMAL)
    assert 100 * found.low == pytest.approx(low, abs=0.05)
    assert 100 * found.high == pytest.approx(high, abs=0.05)


@given(st.integers(0, 500), st.integers(2, 500))
def test_intervals_contain_their_share_and_stay_within_bounds(satisfied: int, people: int) -> None:
    found = yes_or_no(min(satisfied, people), people)
    within = interval(found)
    assert 0 <= within.low <= found.share + 1e-12
    assert found.share - 1e-12 <= within.high <= 1


@given(st.integers(20, 200))
def test_more_certainty_asks_for_wider_intervals(satisfied: int) -> None:
    found = yes_or_no(satisfied, 220)
    usual, wide = interval(found, 0.95), interval(found, 0.99)
    assert wide.low < usual.low < usual.high < wide.high


@pytest.mark.parametrize(
    ("satisfied", "people", "dependable"),
    [
        (49, 50, False),  # so near the edge
        (3, 30, False),  # three of the rarer kind
        (45, 50, False),  # 4.9 effective answers of the rarer kind, for one is lost to the mean
        (44, 50, True),
        (51, 51, True),
        (20, 29, False),  # fewer than were measured
        (20, 30, True),
        (400, 400, True),
    ],
)
def test_small_samples_and_those_near_the_edges_prove_nothing(
    satisfied: int, people: int, dependable: bool
) -> None:
    assert interval(yes_or_no(satisfied, people)).dependable == dependable


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize(
    ("people", "share", "dependable"),
    [
        (30, 0.9, True),
        (30, 0.94, False),  # its 95 % interval reaches 97 %
        (30, 0.06, False),  # the mirror image
        (51, 0.94, True),
    ],
)
def test_a_small_sample_that_may_be_of_a_named_cell_proves_nothing(
    people: int, share: float, level: float, dependable: bool
) -> None:
    """Whatever level is asked for: what was measured is the interval of 95 %."""
    found = Estimate(
        share=share, error=0.025, answers=people * 14, respondents=people, degrees=29, fraction=0
    )
    assert interval(found, level).dependable == dependable


def test_a_person_counts_once_where_answers_are_sparse() -> None:
    """Thirty people who are content with all of fifteen criteria are no 450 answers."""
    cell = {"": Moments(30, 450, 450, 30 * 225, 30 * 225, 30 * 225)}
    found = estimated({"": Stratum(30)}, cell)
    assert found is not None
    assert interval(found).low == pytest.approx(wilson(1, 30, t_quantile(0.975, 29)).low)


def test_who_is_unanimous_is_worth_no_more_than_where_least_of_the_frame_was_heard() -> None:
    design = {"half": Stratum(20, 40), "tenth": Stratum(20, 200)}
    cell = dict.fromkeys(design, Moments(20, 20, 20, 20, 20, 20))
    found = estimated(design, cell)
    assert found is not None
    assert interval(found).low == pytest.approx(wilson(1, 40 / 0.9, t_quantile(0.975, 38)).low)


def test_one_respondent_a_stratum_says_nothing() -> None:
    cell = {name: Moments.of(1, 2) for name in "ab"}
    found = estimated({name: Stratum(1) for name in "ab"}, cell)
    assert found is not None
    assert interval(found) == Interval(0, 1, dependable=False)


@pytest.mark.parametrize(("probability", "degrees"), [(0, 3), (1, 3), (0.5, 0)])
def test_impossible_quantiles_are_refused(probability: float, degrees: int) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        t_quantile(probability, degrees)


def test_quantiles_are_symmetrical_and_become_normal() -> None:
    assert t_quantile(0.025, 7) == pytest.approx(-t_quantile(0.975, 7))
    assert t_quantile(0.975, 19) == pytest.approx(2.0930240544)
    assert t_quantile(0.975, 10**8) == pytest.approx(_NORMAL, abs=1e-6)


def test_weighted_samples_without_replacement_cover_the_share_of_their_frame() -> None:
    """500 disproportionate samples of one finite frame, a fifth to a half of each stratum."""
    chance = random.Random("frame")
    frame = {
        name: [_person(chance, content) for _ in range(size)]
        for name, content, size in (("town", 0.9, 200), ("country", 0.75, 100), ("far", 0.6, 60))
    }
    design = {name: Stratum(30 if name == "far" else 40, len(frame[name])) for name in frame}
    everyone = [answers for people in frame.values() for answers in people]
    share = sum(map(sum, everyone)) / sum(map(len, everyone))
    covered = 0
    for _ in range(500):
        drawn = {name: chance.sample(frame[name], design[name].sampled) for name in frame}
        found = estimated(
            design,
            united(
                {name: Moments.of(sum(one), len(one))} for name in drawn for one in drawn[name]
            ),
        )
        assert found is not None
        within = interval(found)
        covered += within.low <= share <= within.high
    assert 0.92 <= covered / 500 <= 0.98


def _person(chance: random.Random, content: float) -> list[bool]:
    own = chance.betavariate(4 * content, 4 * (1 - content))
    return [chance.random() < own for _ in range(chance.randint(4, 15))]
