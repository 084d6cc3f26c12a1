"""The index pools answers at every level, leaves out what does not apply, and drops no factor."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.designs import unheard
from survey.estimates import Figure
from survey.index import FACTORS, LEVELS, OVERALL, Rated, design_of, sheet_of, sheets_by, table
from survey.moments import Cell, united
from tests.survey.simulated import CRITERIA, source_002

FACTOR_OF = {name: factor for name, factor in CRITERIA.items() if factor}
PUBLISHED = {"B1": 86.16, "B2": 85.97, "B3": 86.80, "B4": 86.33}


def _percent(figures: Mapping[str, Figure | None], level: str) -> float:
    figure = figures[level]
    assert figure is not None
    return round(100 * figure.raw.share, 2)


def test_the_published_table_comes_out_with_the_factor_that_it_left_out() -> None:
    responses, criteria = source_002()
    figures = table(design_of(responses), sheet_of(responses, criteria))
    assert _percent(figures, OVERALL) == 85.61
    assert _percent(figures, "A") == 84.62
    assert _percent(figures, "B") == 85.98
    assert {factor: _percent(figures, factor) for factor in PUBLISHED} == PUBLISHED
    assert _percent(figures, "B5") == 84.21


def test_fixed_weights_of_factors_or_halves_do_not_give_the_published_index() -> None:
    weight = (85.98 - 85.61) / (85.98 - 84.62)
    assert weight == pytest.approx(0.272, abs=5e-4)
    assert round(3 / 11 * 84.62 + 8 / 11 * 85.98, 2) == 85.61
    assert round(4 / 9 * 84.62 + 5 / 9 * 85.98, 2) == 85.38
    assert round((84.62 + 85.98) / 2, 2) == 85.30


def test_what_does_not_apply_is_left_out_and_every_factor_stays() -> None:
    responses = [
        Rated(respondent="a", ratings={"x": 4, "y": None, "G9": 3}),
        Rated(respondent="b", ratings={"x": 3, "y": 5}),
        Rated(respondent="c", ratings={"x": None}),
    ]
    criteria = {"x": "A1", "y": "B5", "never asked": "B2", "G9": None}
    figures = table(design_of(responses), sheet_of(responses, criteria))
    assert {*figures} == {*LEVELS, *criteria}
    assert _percent(figures, "A1") == 50
    assert _percent(figures, "B5") == 100
    assert _percent(figures, OVERALL) == 66.67
    assert _percent(figures, "G9") == 0
    assert figures["B2"] is None
    assert figures["never asked"] is None


_ANSWERS = st.dictionaries(
    st.sampled_from([*FACTOR_OF]), st.none() | st.integers(1, 5), max_size=15
)


def _counts(cell: Cell) -> tuple[int, int]:
    return sum(one.satisfied for one in cell.values()), sum(one.rated for one in cell.values())


@given(st.lists(_ANSWERS, max_size=12))
def test_every_level_is_counted_from_the_answers_below_it(
    given_ratings: list[dict[str, int | None]],
) -> None:
    responses = [
        Rated(respondent=str(number % 7), ratings=ratings)
        for number, ratings in enumerate(given_ratings)
    ]
    sheet = sheet_of(responses, FACTOR_OF)
    for level in LEVELS:
        own = [
            rating
            for response in responses
            for criterion, rating in response.ratings.items()
            if rating is not None and (level == OVERALL or FACTOR_OF[criterion].startswith(level))
        ]
        assert _counts(sheet[level]) == (sum(rating >= 4 for rating in own), len(own))


def test_two_forms_of_one_person_are_one_cluster() -> None:
    twice = [Rated(respondent="a", ratings={"x": rating}) for rating in (5, 1)]
    (moments,) = sheet_of(twice, {"x": "A1"})["A1"].values()
    assert (moments.respondents, moments.satisfied, moments.rated) == (1, 1, 2)
    assert design_of(twice)[""].sampled == 1


def test_units_add_up_to_the_whole() -> None:
    responses = [
        Rated(
            respondent=str(number),
            stratum="town" if number % 2 else "country",
            ratings={"x": 1 + number % 5},
            labels={"unit": f"u{number % 3}"} if number < 29 else {},
        )
        for number in range(30)
    ]
    sheets = sheets_by("unit", responses, {"x": "A1"})
    assert [*sheets] == ["u0", "u1", "u2"]
    known = sheet_of(responses[:29], {"x": "A1"})
    assert united(sheet[OVERALL] for sheet in sheets.values()) == known[OVERALL]
    design = design_of(responses, {"town": 150, "country": 60})
    assert design["town"].weight == 10
    assert design["country"].weight == 4
    assert unheard(design, {"town": 150, "country": 60, "far": 20, "empty": 0}) == {"far": 20}


def test_what_is_no_rating_and_no_factor_is_refused() -> None:
    with pytest.raises(ValueError, match="6 is no rating"):
        sheet_of([Rated(respondent="a", ratings={"x": 6})], {"x": "A1"})
    with pytest.raises(ValueError, match="no factor 'C1'"):
        sheet_of([], {"x": "C1"})
    with pytest.raises(KeyError):
        sheet_of([Rated(respondent="a", ratings={"y": 3})], {"x": "A1"})
    assert {*FACTORS} == {*FACTOR_OF.values()}
