"""Differences are those of respondents side by side, and are proved only by their interval."""

from __future__ import annotations

import random
from math import sqrt

import pytest

from survey.comparisons import change, contrast, sensitivity
from survey.designs import Stratum
from survey.moments import Moments
from tests.survey.samples import (
    Person,
    cell_of,
    design_by_chance,
    people_by_chance,
    yes_or_no,
)


def test_a_change_is_proved_or_not() -> None:
    assert change(yes_or_no(360, 400), yes_or_no(320, 400)).direction == "higher"
    assert change(yes_or_no(320, 400), yes_or_no(360, 400)).direction == "lower"
    small = change(yes_or_no(345, 400), yes_or_no(340, 400))
    assert small.points == pytest.approx(0.0125)
    assert small.direction == "not_proven"
    assert change(yes_or_no(40, 40), yes_or_no(340, 400)).direction == "not_proven"


def test_the_interval_of_a_change_is_newcombes() -> None:
    """His first example (1998, method 10): 56/70 against 48/80 gives 0.0524–0.3339."""
    found = change(yes_or_no(56, 70), yes_or_no(48, 80))
    assert found.points == pytest.approx(0.2)
    # Ours is a little wider: t for the normal quantile, n − 1 for n.
    assert found.within.low == pytest.approx(0.0524, abs=0.004)
    assert found.within.high == pytest.approx(0.3339, abs=0.004)


def _residuals(design: dict[str, Stratum], people: list[Person]) -> dict[str, float]:
    weights = {person.name: float(design[person.stratum].weight) for person in people}
    rated = sum(weights[one.name] * len(one.answers) for one in people)
    share = sum(weights[one.name] * sum(one.answers) for one in people) / rated
    return {
        one.name: weights[one.name] * (sum(one.answers) - share * len(one.answers)) / rated
        for one in people
    }


def _error(design: dict[str, Stratum], people: list[Person], kept: list[Person]) -> float:
    """Of a part less its whole, person by person."""
    whole, part = _residuals(design, people), _residuals(design, kept)
    variance = 0.0
    for name, stratum in design.items():
        own = [part.get(one.name, 0) - whole[one.name] for one in people if one.stratum == name]
        mean = sum(own) / len(own)
        spread = sum((one - mean) ** 2 for one in own)
        variance += (1 - stratum.fraction) * len(own) / (len(own) - 1) * spread
    return sqrt(variance)


def test_leaving_some_out_is_compared_person_by_person() -> None:
    chance = random.Random("left out")
    for _ in range(100):
        design = design_by_chance(chance)
        people = people_by_chance(chance, design, ("valid", "valid", "valid", "refuted"))
        kept = [person for person in people if person.domain == "valid"]
        found = sensitivity(design, cell_of(kept), cell_of(people))
        if found is not None:
            assert found.error == pytest.approx(_error(design, people, kept), abs=1e-9)
            assert found.within.low <= found.points <= found.within.high


def test_leaving_nobody_out_changes_nothing() -> None:
    cell = {"": Moments(50, 40, 50, 40, 40, 50)}
    found = sensitivity({"": Stratum(50, 500)}, cell, cell)
    assert found is not None
    assert found.points == 0
    assert found.within.low == pytest.approx(0, abs=1e-7)
    assert found.within.high == pytest.approx(0, abs=1e-7)
    assert found.direction == "not_proven"


def test_nobody_is_compared_with_nothing() -> None:
    assert contrast({"": Stratum(5)}, {"": Moments.of(1, 1)}, {}) is None


def test_differences_of_two_modes_are_covered() -> None:
    """300 pairs of samples whose true difference is 0.08, in one design."""
    chance, covered = random.Random("modes"), 0
    design = {"direct": Stratum(120, 2000), "online": Stratum(120, 6000)}
    for _ in range(300):
        first = [_satisfied(chance, 0.93) for _ in range(120)]
        second = [_satisfied(chance, 0.85) for _ in range(120)]
        found = contrast(
            design,
            {"direct": sum((Moments.of(one, 10) for one in first), start=Moments())},
            {"online": sum((Moments.of(one, 10) for one in second), start=Moments())},
        )
        assert found is not None
        covered += found.within.low <= 0.08 <= found.within.high
    assert 0.92 <= covered / 300 <= 0.985


def _satisfied(chance: random.Random, content: float) -> int:
    own = chance.betavariate(3 * content, 3 * (1 - content))
    return sum(chance.random() < own for _ in range(10))


def _yes(people: int, satisfied: int) -> dict[str, Moments]:
    return {"": Moments(people, satisfied, people, satisfied, satisfied, people)}


def test_a_few_who_are_left_out_prove_nothing() -> None:
    """However much they differ from the others: ten do not, a hundred do."""
    for people, wanted in ((10, "not_proven"), (29, "not_proven"), (100, "higher")):
        satisfied = people // 5
        found = sensitivity(
            {"": Stratum(400)},
            _yes(400 - people, round(0.9 * (400 - people))),
            _yes(400, round(0.9 * (400 - people)) + satisfied),
        )
        assert found is not None
        assert found.direction == wanted


@pytest.mark.parametrize(("left_out", "share"), [(3, 0.8), (10, 0.9), (20, 0.9), (60, 0.9)])
def test_leaving_out_people_like_the_others_seldom_proves_anything(
    left_out: int, share: float
) -> None:
    chance, proved = random.Random("like the others"), 0
    for _ in range(500):
        kept = sum(chance.random() < share for _ in range(400 - left_out))
        others = sum(chance.random() < share for _ in range(left_out))
        found = sensitivity(
            {"": Stratum(400)}, _yes(400 - left_out, kept), _yes(400, kept + others)
        )
        assert found is not None
        proved += found.direction != "not_proven"
    assert proved / 500 <= 0.09
