"""A target is reached or missed only where the whole interval says so."""

from __future__ import annotations

import pytest

from survey.intervals import Interval
from survey.targets import EXCEEDED, Target, judged, verdict
from tests.survey.samples import yes_or_no


def _target(percent: float) -> Target:
    return Target(indicator="overall", percent=percent, source="38/QĐ-TTg, 11/01/2024")


@pytest.mark.parametrize(
    ("satisfied", "people", "percent", "verdict"),
    [
        (9000, 10_000, 85, "reached"),
        (8561, 10_000, 90, "not_reached"),
        (342, 400, 85, "not_proven"),  # domain §2.4: 85.5 % of 400 answers
        (42, 47, 85, "not_proven"),
        (400, 400, 85, "reached"),
        (29, 30, 50, "not_proven"),  # no interval of so few, so near the edge, is relied on
        (0, 30, 85, "not_proven"),
    ],
)
def test_verdicts(satisfied: int, people: int, percent: float, verdict: str) -> None:
    assert judged(_target(percent), yes_or_no(satisfied, people)).verdict == verdict


@pytest.mark.parametrize(
    ("indicator", "low", "high", "expected"),
    [
        ("overall", 0.85, 0.9, "reached"),
        ("participants", 0.85, 0.9, "not_proven"),  # "> 85 %" (R40)
        ("participants", 0.8501, 0.9, "reached"),
        ("overall", 0.8, 0.85, "not_proven"),
        ("participants", 0.8, 0.85, "not_reached"),
    ],
)
def test_the_target_of_participants_is_to_be_exceeded(
    indicator: str, low: float, high: float, expected: str
) -> None:
    within = Interval(low, high, dependable=True)
    assert verdict(85, within, is_exceeded=indicator in EXCEEDED) == expected


def test_nothing_is_proved_of_nobody() -> None:
    found = judged(_target(90), None)
    assert found.verdict == "not_proven"
    assert found.within is None


def test_a_higher_level_proves_less() -> None:
    estimate = yes_or_no(353, 400)
    assert judged(_target(85), estimate, 0.9).verdict == "reached"
    assert judged(_target(85), estimate, 0.999).verdict == "not_proven"
