"""Estimates are those worked out by hand, and refuse samples that cannot be."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from survey.designs import Stratum, is_weighted
from survey.estimates import Estimate, estimated, figured
from survey.intervals import Interval, interval
from survey.moments import Moments, united
from survey.quantiles import t_quantile

# The hand-computed example: three strata, one number 1–5 of each respondent.
FRAMES = {"north": 100, "middle": 300, "south": 50}
RATINGS = {
    "north": (2, 3, 4, 4, 4, 5, 5, 5),
    "middle": (1, 2, 2, 3, 3, 3, 3, 4, 4, 5),
    "south": (4, 5, 5, 5),
}
DOMAIN = {"north": (2, 4, 5, 5), "middle": (2, 2, 3, 4, 5), "south": (5, 5)}


def _design(frames_times: int = 1) -> dict[str, Stratum]:
    return {
        name: Stratum(len(ratings), FRAMES[name] * frames_times)
        for name, ratings in RATINGS.items()
    }


def _mean(ratings: dict[str, tuple[int, ...]], design: dict[str, Stratum]) -> Estimate:
    cell = united({name: Moments.of(one, 1)} for name, them in ratings.items() for one in them)
    found = estimated(design, cell)
    assert found is not None
    return found


def test_the_mean_of_the_example_with_and_without_finite_population_correction() -> None:
    found = _mean(RATINGS, _design())
    half = t_quantile(0.975, found.degrees) * found.error
    assert found.share == pytest.approx(3.416667, abs=5e-7)
    assert found.error == pytest.approx(0.253937, abs=5e-7)
    assert found.share - half == pytest.approx(2.885170, abs=5e-7)
    assert found.share + half == pytest.approx(3.948163, abs=5e-7)
    assert _mean(RATINGS, _design(10**9)).error == pytest.approx(0.259009, abs=5e-7)


def test_the_proportion_of_the_example() -> None:
    satisfied = {name: tuple(int(one >= 4) for one in them) for name, them in RATINGS.items()}
    found = _mean(satisfied, _design())
    half = t_quantile(0.975, found.degrees) * found.error / (found.share * (1 - found.share))
    ends = [1 / (1 + exp(-log(found.share / (1 - found.share)) - by)) for by in (-half, half)]
    assert found.share == pytest.approx(0.477778, abs=5e-7)
    assert found.error == pytest.approx(0.106027, abs=5e-7)
    assert ends == pytest.approx([0.273216, 0.690076], abs=5e-7)


def test_the_domain_of_the_example_has_its_own_degrees_of_freedom() -> None:
    found = _mean(DOMAIN, _design())
    assert found.share == pytest.approx(3.577778, abs=5e-7)
    assert found.error == pytest.approx(0.406131, abs=5e-7)
    assert found.degrees == 8


def test_weights_undo_a_disproportionate_sample() -> None:
    """Domain §2.4: 60 % of the frame at 90 % and 40 % at 80 %, of 100 and 300 respondents."""
    design = {"direct": Stratum(100, 600_000), "online": Stratum(300, 400_000)}
    cell = {
        "direct": Moments(100, 90, 100, 90, 90, 100),
        "online": Moments(300, 240, 300, 240, 240, 300),
    }
    figure = figured(design, cell)
    assert figure is not None
    assert figure.raw.share == pytest.approx(0.825)
    assert figure.best is figure.weighted
    assert figure.best.share == pytest.approx(0.86)
    assert figure.best.error == pytest.approx(sqrt(0.36 * 0.09 / 99 + 0.16 * 0.16 / 299), rel=1e-3)


def test_answers_of_one_person_are_no_more_than_one_when_they_are_all_the_same() -> None:
    once = estimated({"": Stratum(100)}, {"": Moments(100, 80, 100, 80, 80, 100)})
    often = estimated({"": Stratum(100)}, {"": Moments(100, 1200, 1500, 18000, 18000, 22500)})
    assert once is not None
    assert often is not None
    assert often.error == pytest.approx(once.error)
    assert often.effective == pytest.approx(once.effective)


def test_who_is_all_heard_is_known_exactly() -> None:
    found = estimated({"": Stratum(20, 20)}, {"": Moments(20, 15, 20, 15, 15, 20)})
    assert found is not None
    assert found.error == 0
    assert interval(found) == Interval(0.75, 0.75)


def test_a_stratum_with_one_respondent_widens_the_interval() -> None:
    cell = {"": Moments(10, 8, 10, 8, 8, 10), "alone": Moments(1, 0, 1, 0, 0, 1)}
    found = estimated({"": Stratum(10, 100), "alone": Stratum(1, 10)}, cell)
    assert found is not None
    share = 8 / 11  # z of the ten is ±, of the one −share, all over eleven, weights being equal
    many = 0.9 * 10 / 9 * (8 * (1 - share) ** 2 + 2 * share**2 - (8 - 10 * share) ** 2 / 10)
    assert found.error == pytest.approx(sqrt(many + 0.9 * share**2) / 11)
    assert found.degrees == 9


def test_nobody_makes_no_figure() -> None:
    assert figured({"": Stratum(5)}, {}) is None
    assert figured({}, {}) is None


@pytest.mark.parametrize(
    ("design", "cell"),
    [
        ({"a": Stratum(5)}, {"b": Moments.of(1, 1)}),
        ({"a": Stratum(1)}, {"a": Moments.of(1, 1) + Moments.of(1, 1)}),
        ({"a": Stratum(5), "b": Stratum(5, 50)}, {"a": Moments.of(1, 1)}),
    ],
    ids=["another stratum", "too many people", "half a frame"],
)
def test_a_cell_of_another_design_is_refused(
    design: dict[str, Stratum], cell: dict[str, Moments]
) -> None:
    with pytest.raises(ValueError, match=r"stratum|frame"):
        estimated(design, cell)


def test_impossible_strata_and_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="frame of 4"):
        Stratum(5, 4)
    with pytest.raises(ValueError, match="0 respondents"):
        Stratum(0)
    with pytest.raises(ValueError, match="-1 satisfied"):
        Moments.of(-1, 3)
    assert not is_weighted({})
