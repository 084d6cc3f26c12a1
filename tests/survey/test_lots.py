"""Lots: the same for everybody, whatever the order of rows; fair; each person once."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from survey.lots import Lot, Row, cast_lots, given_by, line_of, rank_of, row_of
from survey.sample_plans import Rule, StratumPlan, planned, strata_of
from tests.survey.frames import a_frame, a_row, counted

RULE = Rule(group="g", margin=0.05, response_rate=0.5, floor=30, reserve_share=0.5)
FRAME = a_frame(2_000)
PLAN = strata_of(planned([RULE], counted(FRAME)))


def one_stratum(size: int, main: int, reserve: int = 0) -> StratumPlan:
    return StratumPlan(
        group="g", unit="a", area="urban", mode="direct", frame=size, wanted=main, main=main,
        reserve=reserve,
    )  # fmt: skip


def crowd(size: int, people: int | None = None) -> list[Row]:
    """Rows of one stratum, of so many people."""
    return [
        a_row(at, unit="a", area="urban", mode="direct", person=f"{at % (people or size)}")
        for at in range(size)
    ]


def drawn(rows: list[Row], seed: str, plan: list[StratumPlan]) -> list[Lot]:
    return cast_lots(lambda: rows, seed, plan)


def test_a_draw_gives_what_was_planned() -> None:
    found = Counter((lot.stratum, lot.role) for lot in drawn(FRAME, "s", list(PLAN)))
    for one in PLAN:
        assert found[one.stratum, "main"] == one.main
        assert found[one.stratum, "reserve"] == one.reserve


@given(st.randoms(use_true_random=False), st.text(max_size=9))
@settings(max_examples=15)
def test_the_order_of_rows_changes_nobody(chance: random.Random, seed: str) -> None:
    mixed = FRAME.copy()
    chance.shuffle(mixed)
    assert drawn(mixed, seed, list(PLAN)) == drawn(FRAME, seed, list(PLAN))


def test_another_seed_draws_others() -> None:
    one, two = ({lot.key for lot in drawn(FRAME, seed, list(PLAN))} for seed in ("1", "2"))
    assert len(one & two) < len(one) * 0.9


def test_lots_are_the_hash_that_anybody_can_compute() -> None:
    # printf '2026|list/0000001' | sha256sum | cut -c-32
    assert f"{rank_of('2026', 'list/0000001'):032x}" == "2658ae7c105837f45d207acb1c91cecb"


def test_every_row_is_drawn_as_often_as_every_other() -> None:
    """Chi-square over 2,000 seeds: 30 of 300 rows each time."""
    rows, seeds, mains = crowd(300), 2_000, 30
    times = Counter(
        lot.key
        for seed in range(seeds)
        for lot in drawn(rows, f"seed {seed}", [one_stratum(300, mains)])
    )
    expected = seeds * mains / len(rows)
    # Of n out of N without replacement, the statistic has N − 1 degrees of freedom once it is
    # multiplied with (N − 1)/(N − n); its standard deviation is √(2(N − 1)).
    raw = sum((times[row.key] - expected) ** 2 / expected for row in rows)
    statistic = raw * (len(rows) - 1) / (len(rows) - mains)
    assert abs(statistic - 299) < 4 * (2 * 299) ** 0.5


def test_mains_are_drawn_before_reserves_by_the_order_of_lots() -> None:
    rows = crowd(100)
    found = drawn(rows, "s", [one_stratum(100, 10, 5)])
    by_rank = sorted((rank_of("s", row.key), row.key) for row in rows)
    assert [lot.key for lot in found] == [key for _, key in by_rank[:15]]
    assert [lot.role for lot in found] == ["main"] * 10 + ["reserve"] * 5
    assert [lot.rank for lot in found] == list(range(1, 16))


@pytest.mark.parametrize("people", [20, 3])
def test_each_person_is_drawn_once_however_many_rows_they_have(people: int) -> None:
    rows = crowd(5_000, people)
    of = {row.key: row.person for row in rows}
    found = drawn(rows, "s", [one_stratum(5_000, 20)])
    assert len({of[lot.key] for lot in found}) == len(found) == people


def test_a_person_with_rows_in_two_strata_is_drawn_by_the_lower_lot() -> None:
    here = a_row(1, unit="a", area="urban", mode="direct", person="p")
    there = a_row(2, unit="a", area="urban", mode="online", person="p")
    plan = [one_stratum(1, 1), replace(one_stratum(1, 1), mode="online")]
    first = min((here, there), key=lambda row: rank_of("s", row.key))
    assert [lot.key for lot in drawn([here, there], "s", plan)] == [first.key]


@pytest.mark.parametrize("seed", ["0", "1", "2", "3", "4", "5", "6", "7"])
def test_families_share_telephones_but_a_number_alone_may_be_any_of_them(seed: str) -> None:
    alone = a_row(1, unit="a", area="urban", mode="direct", person="", phone="n")
    family = [
        a_row(at, unit="a", area="urban", mode="direct", person=f"p{at}", phone="n")
        for at in range(2, 5)
    ]
    found = {lot.key for lot in drawn([alone, *family], seed, [one_stratum(4, 4)])}
    ranks = {row.key: rank_of(seed, row.key) for row in family}
    alone_first = rank_of(seed, alone.key) < min(ranks.values())
    assert found == ({alone.key} if alone_first else set(ranks))


def test_a_plan_is_cut_to_the_people_that_there_are() -> None:
    plan = [one_stratum(1_000, 40, 40), replace(one_stratum(9, 9), mode="online")]
    plan[0] = replace(plan[0], wanted=20)
    rows = [*crowd(1_000, 30), a_row(2_000, unit="a", area="urban", mode="online", person="new")]
    cut = given_by(plan, drawn(rows, "s", plan))
    assert [(one.wanted, one.main, one.reserve) for one in cut] == [(15, 30, 0), (1, 1, 0)]
    assert drawn(rows, "s", list(cut)) == drawn(rows, "s", plan)


def test_rows_of_which_nobody_knows_whose_they_are_are_all_drawn() -> None:
    rows = [row._replace(person="") for row in crowd(9)]
    assert len(drawn(rows, "s", [one_stratum(9, 9)])) == 9


def test_a_line_says_its_row() -> None:
    row = a_row(7, area="")
    assert row_of(line_of(row)) == row


@pytest.mark.parametrize("value", ["a,b", 'a"', "a\nb", "a\r"])
def test_what_would_be_two_values_is_no_row(value: str) -> None:
    with pytest.raises(ValueError, match="no row"):
        line_of(a_row(1, unit=value))


@pytest.mark.parametrize("line", ["", "a,b", ",g,u,,,,", "k,g,u,,,,,"])
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no row"):
        row_of(line)
