"""Counting then and now: mergers add up, splits go by commune, and nothing is guessed."""

import pytest

from survey.restating import Restated, day_of_service, restate
from survey.unit_events import Cover, Dissolve, Found, Merge, Split, Uncover
from tests.survey.units import day, founded, tree

THEN, NOW = day("2020-06-01"), day("2026-01-01")
HAPPENED = (
    *founded("top"),
    *founded("a", "b", "c", "d", parent="top"),
    ("2020-01-01", Cover("a", ("m", "n", "o"))),
    ("2020-01-01", Cover("c", ("p",))),
    ("2022-01-01", Merge(("b",), "c")),
    ("2023-01-01", Found("a1", "BHXH Một", parent="top")),
    ("2023-01-01", Found("a2", "BHXH Hai", parent="top")),
    ("2023-01-01", Split("a", ("a1", "a2"), {"m": "a1", "n": "a2", "o": "a2"})),
    ("2024-01-01", Dissolve("d")),
    ("2025-01-01", Merge(("a2",), "c")),
    ("2025-02-01", Cover("a1", ("p",))),
    ("2020-01-01", Cover("b", ("q",))),
    ("2025-03-01", Uncover("c", ("q",))),
)
TREE = tree(*HAPPENED)


@pytest.mark.parametrize(
    ("unit", "commune", "now"),
    [
        ("b", None, "c"),
        ("b", "anywhere", "c"),
        ("b", "q", "c"),  # nobody covers it today: the successor it is
        ("a", "m", "a1"),
        ("a", "n", "c"),  # split, then merged
        ("c", None, "c"),
        ("c", "p", "a1"),  # the unit is still there and gave the commune away
        ("c", "m", "c"),  # not its own commune then: it says nothing of the unit
    ],
)
def test_what_happened_then_belongs_to_a_unit_of_today(
    unit: str, commune: str | None, now: str
) -> None:
    assert restate(TREE, unit, commune, THEN, NOW) == Restated(now)


@pytest.mark.parametrize(
    ("unit", "commune", "why", "at", "since"),
    [
        ("a", None, "split", "a", day("2023-01-01")),
        ("a", "nowhere", "split", "a", day("2023-01-01")),
        ("d", None, "dissolved", "d", day("2024-01-01")),
        ("x", None, "unknown", "x", None),
    ],
)
def test_what_nobody_can_tell_is_not_guessed(
    unit: str, commune: str | None, why: str, at: str, since: object
) -> None:
    told = restate(TREE, unit, commune, THEN, NOW)

    assert (told.unit, told.why, told.at, told.since) == (None, why, at, since)


def test_as_of_an_earlier_day_the_organisation_of_then_counts() -> None:
    assert restate(TREE, "a", "n", THEN, day("2024-06-01")) == Restated("a2")
    assert restate(TREE, "a", None, THEN, day("2022-06-01")) == Restated("a")


@pytest.mark.parametrize(("commune", "now"), [("m", "a1"), ("n", "c")])
def test_what_was_issued_after_a_unit_ended_goes_by_what_that_covered_last(
    commune: str, now: str
) -> None:
    assert restate(TREE, "a", commune, day("2023-02-01"), NOW) == Restated(now)
    assert restate(TREE, "a", None, day("2023-02-01"), NOW).why == "split"


@pytest.mark.parametrize(
    ("served", "told_of"),
    [
        ("2025-01-31", "2025-01-31"),  # c had p still, which it gave away on the next day
        ("2025-03-10", "2025-03-10"),
        ("2025-03-25", "2025-03-20"),  # a service to come: by the day of the form
        ("2020-01-01", "2023-03-20"),  # too long ago
    ],
)
def test_a_form_is_restated_from_the_day_of_its_service(served: str, told_of: str) -> None:
    assert day_of_service(day("2025-03-20"), day(served)) == day(told_of)
    had_it = day(told_of) < day("2025-02-01")
    assert restate(TREE, "c", "p", day(told_of), NOW) == Restated("a1" if had_it else "c")
