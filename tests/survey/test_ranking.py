"""Ranks are sets of places that chance alone does not separate, and nobody small is ranked."""

from __future__ import annotations

import random
from math import sqrt
from pathlib import Path

from survey.estimates import Estimate
from survey.intervals import Interval, interval
from survey.ranking import ranked
from tests.survey.samples import yes_or_no

# Source 004: valid forms of the eight units of 2020.
FORMS = (101, 197, 80, 83, 185, 58, 171, 137)


def test_whoever_overlaps_shares_the_places() -> None:
    found = ranked(
        {
            "good": yes_or_no(380, 400),
            "fair": yes_or_no(330, 400),
            "like fair": yes_or_no(325, 400),
            "poor": yes_or_no(200, 400),
            "few": yes_or_no(2, 29),
            "nobody": None,
        }
    )
    places = {row.name: (row.first, row.last) for row in found.rows}
    assert places == {"good": (1, 1), "fair": (2, 3), "like fair": (2, 3), "poor": (4, 4)}
    assert [row.tied for row in found.rows] == [(), ("like fair",), ("fair",), ()]
    assert found.unranked == ("few", "nobody")
    assert found.audience == "internal"


def test_units_as_small_as_those_of_the_source_cannot_be_told_apart_by_four_points() -> None:
    found = ranked(
        {
            str(number): yes_or_no(round(forms * (0.88 + 0.04 * (number % 2))), forms)
            for number, forms in enumerate(FORMS)
        }
    )
    assert {(row.first, row.last) for row in found.rows} == {(1, 8)}


def test_the_true_places_of_all_units_are_within_theirs_in_95_of_100_rankings() -> None:
    """Eight units of the source's sizes, two of them truly better, 400 times."""
    chance, right = random.Random("places"), 0
    contents = [0.95, 0.95] + [0.8] * 6
    for _ in range(400):
        found = ranked(
            {
                str(number): yes_or_no(sum(chance.random() < content for _ in range(forms)), forms)
                for number, (content, forms) in enumerate(zip(contents, FORMS, strict=True))
            }
        )
        # Equal units may take any of their places: two share 1–2, six share 3–8.
        right += all(
            row.first <= 1 and row.last >= 2
            if int(row.name) < 2
            else row.first <= 3 and row.last == 8
            for row in found.rows
        )
    assert right / 400 >= 0.93


def test_thirty_are_enough() -> None:
    assert [row.name for row in ranked({"thirty": yes_or_no(20, 30)}).rows] == ["thirty"]


def test_whose_interval_is_not_dependable_is_tied_with_everybody() -> None:
    found = ranked({"perfect": yes_or_no(40, 40), "poor": yes_or_no(100, 400)})
    assert {(row.first, row.last) for row in found.rows} == {(1, 2)}


def test_no_ranking_of_nobody() -> None:
    assert ranked({}).rows == ()


def test_more_units_ask_for_more_certainty_of_each() -> None:
    two = ranked({name: yes_or_no(90, 100) for name in "ab"})
    many = ranked({str(number): yes_or_no(90, 100) for number in range(40)})
    assert two.level < many.level < 1
    assert many.rows[0].within.low < two.rows[0].within.low


def _of(share: float, people: int) -> Interval:
    """One question, which need not have been answered by whole people."""
    error = sqrt(share * (1 - share) / (people - 1))
    return interval(
        Estimate(share=share, error=error, answers=people, respondents=people,
                 degrees=people - 1, fraction=0.0)
    )  # fmt: skip


def test_the_page_tells_the_intervals_of_dak_nong() -> None:
    """And those that it takes for examples."""
    page = Path("docs/method.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in page.splitlines()
            if line.startswith(("| forms |", "| from |", "| to |"))}  # fmt: skip
    sizes = [int(one.replace(",", "")) for one in rows["forms"]]
    assert sizes == [*sorted(FORMS), sum(FORMS)]
    found = [_of(0.9, size) for size in sizes]
    assert [float(one) for one in rows["from"]] == [round(100 * one.low, 1) for one in found]
    assert [float(one) for one in rows["to"]] == [round(100 * one.high, 1) for one in found]
    few, many = _of(0.9, 47), _of(0.8561, 400)
    assert (
        f"85.61 % of 400 independent answers is {100 * many.low:.1f}–{100 * many.high:.1f}" in page
    )
    assert f"90 % of 47 is {100 * few.low:.1f}–{100 * few.high:.1f} %, and proves nothing" in page
    assert not few.dependable
