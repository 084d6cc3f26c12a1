"""Drivers are correlations with the whole, ordered, and told only of enough people."""

from __future__ import annotations

import random

import pytest

from survey.drivers import Opinion, drivers


def _opinions(people: int) -> list[Opinion]:
    """B3 moves with the whole, B1 hardly does, A1 is the same for everybody."""
    chance = random.Random("drivers")
    found = []
    for number in range(people):
        overall = 1 + number % 5
        factors = {"A1": [4, 4], "B1": [chance.randint(1, 5)], "B3": [overall, overall]}
        found.append(Opinion(overall, factors | ({"B5": [overall]} if number < 29 else {})))
    return found


def test_the_strongest_driver_stands_first_and_what_never_varies_is_none() -> None:
    found = drivers(_opinions(200), {"A1": 0.9, "B1": 0.8, "B3": 0.7, "B5": 0.6})
    assert [row.factor for row in found] == ["B3", "B1"]
    assert found[0].correlation == pytest.approx(1)
    assert (found[0].quadrant, found[1].quadrant) == ("work_at", "possible_overkill")


def test_the_interval_is_fishers() -> None:
    stats = pytest.importorskip("scipy.stats")
    people = _opinions(120)
    (weak,) = [row for row in drivers(people, {"B1": 0.8, "B3": 0.7}) if row.factor == "B1"]
    pairs = [(person.factors["B1"][0], person.overall) for person in people]
    theirs = stats.pearsonr(*zip(*pairs, strict=True))
    limits = theirs.confidence_interval(0.95)
    assert weak.respondents == 120
    assert weak.correlation == pytest.approx(theirs.statistic)
    assert (weak.low, weak.high) == pytest.approx((limits.low, limits.high))


def test_what_was_not_rated_is_not_guessed() -> None:
    few = [Opinion(3, {"B1": []})] * 100
    assert drivers(few, {"B1": 0.5, "B2": 0.5}) == ()
