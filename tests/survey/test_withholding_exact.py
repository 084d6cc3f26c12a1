"""Editions that know which answers they are made of tell of nobody, and as much as they can."""

import random
from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from survey import withholding_exact
from survey.editions import Edition, Share
from survey.index import FACTORS, OVERALL
from survey.withholding import withheld_edition
from survey.withholding_exact import hidden_of_answers
from survey.withholding_joint import Said
from survey.withholding_reckoning import Reckoning
from survey.withholding_regions import region_of
from tests.survey.attackers import reckoned
from tests.survey.crowded import MONTHS, NOW, Crowd, crowd
from tests.survey.listened import answers_in, answers_of, responded, told_by_answers


def told(one: Crowd) -> Edition:
    [said] = told_by_answers([one])
    return said.edition


def given_away(found: Iterable[Crowd]) -> list[int]:
    """How many answers each set is of that an edition alone gives away."""
    return [answers.bit_count() for one in found
            for answers in reckoned([*one.shown(told(one))], one.secrets)]  # fmt: skip


@pytest.mark.parametrize(("drawn", "most"), [(0, 90), (0, 300), (0.6, 300), (0.97, 300)])
def test_nothing_that_fewer_than_ten_said_can_be_reckoned_out_of_an_edition(
    drawn: float, most: int
) -> None:
    assert given_away(crowd(random.Random(seed), most, drawn) for seed in range(24)) == []


def test_the_attack_finds_what_would_be_told_without_reckoning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Reckoning, "tell", lambda *_: True)
    assert given_away(crowd(random.Random(seed)) for seed in range(3))


def test_more_is_told_than_without_knowing_the_answers() -> None:
    editions = [crowd(random.Random(seed)) for seed in range(12)]
    kept = sum(len({*one.shown(told(one))}) for one in editions)
    without = sum(len({*one.shown(withheld_edition(one.edition))}) for one in editions)
    assert kept > without


def test_the_index_is_told_before_its_parts_and_units_before_values() -> None:
    for seed in range(12):
        found = told(crowd(random.Random(seed), most=150))
        shares = {row.key: row.share for row in found.levels}
        if any(not shares[factor].withheld and shares[factor].respondents for factor in FACTORS):
            assert not shares[OVERALL].withheld


def test_factors_of_values_are_shown_where_most_of_them_can_be() -> None:
    large, small = (crowd(random.Random(5), most) for most in (3_000, 90))
    assert any(row.factors for rows in told(large).tables.values() for row in rows)
    assert not any(row.factors for rows in told(small).tables.values() for row in rows)


def test_what_issued_reports_say_is_held_against_a_figure_that_stands_alone() -> None:
    """CSAT is no sum of others, but a half-year's less its quarter's is the other quarter's."""
    people = crowd(random.Random("csat"), most=300).everybody
    asked = [one for one in people if one.month in NOW][:60]
    asked += [one for one in people if one.month not in NOW][:4]
    responses = [replace(responded(one), ratings={"csat/G9": 5}) for one in asked]
    quarter, half = (
        replace(Crowd(asked, months).edition, csat=Share(raw=0.9, respondents=number))
        for months, number in ((NOW, 60), (MONTHS, 64))
    )
    answers = answers_in(responses, [region_of(one) for one in (quarter, half)])
    first = withheld_edition(quarter, answers=answers)
    assert first.csat == quarter.csat
    alone = withheld_edition(half, answers=answers)
    beside = withheld_edition(half, [Said(name="Q", edition=first)], answers=answers)
    assert alone.csat == half.csat
    assert beside.csat.withheld


def test_a_figure_whose_answers_are_not_known_is_not_told() -> None:
    one = crowd(random.Random(1), most=900)
    region = region_of(one.edition)
    elsewhere = answers_of(one.everybody, [region._replace(unit="nowhere")])
    hidden = hidden_of_answers(one.edition, (), elsewhere)
    assert hidden is not None
    assert "level/overall" in hidden
    assert told(one).levels[0].share == one.edition.levels[0].share


def test_what_issued_reports_tell_already_holds_nothing_back() -> None:
    """No one can take it back: the new one says what it can, of all others."""
    one = crowd(random.Random(2), most=900)
    whole = Said(name="all of it", edition=one.edition)
    answers = answers_of(one.everybody, [region_of(one.edition)])
    found = withheld_edition(one.edition, [whole], answers=answers)
    small = [row for row in one.edition.levels if 0 < row.share.respondents < 10]
    assert [row.share for row in found.levels if row not in small] == [
        row.share for row in one.edition.levels if row not in small
    ]


def test_more_small_cells_than_there_is_room_for_are_withheld_by_sums(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = crowd(random.Random(5), most=150)
    monkeypatch.setattr(withholding_exact, "MOST_BYTES", 100)
    assert told(one) == withheld_edition(one.edition)


def test_the_same_figures_are_hidden_whatever_the_order_of_responses() -> None:
    one = crowd(random.Random(3), drawn=0.6)
    region = [region_of(one.edition)]
    first, second = (
        hidden_of_answers(one.edition, (), answers_of(people, region))
        for people in (one.everybody, one.everybody[::-1])
    )
    assert first == second


def test_small_shares_stay_out_even_if_nothing_is_reckoned() -> None:
    one = crowd(random.Random(4), most=90)
    shares = [row.share for rows in told(one).tables.values() for row in rows]
    assert all(share == Share(withheld=True) or share.respondents == 0 or share.people >= 10
               for share in shares)  # fmt: skip
