"""Of finished quarters and longer periods together nobody who may not open responses finds one."""

import random

import pytest
from msgspec.structs import replace

from bot.console.figure_quarters import quarters_of, shown_through
from bot.console.figure_rows import withheld_overview
from bot.figures.overview import Overview
from survey.editions import Edition, Period, Row, Share, UnitRow
from survey.index import LEVELS, OVERALL
from tests.survey.attackers import reckoned
from tests.survey.crowded import MONTHS, NOW, Crowd, crowd

EARLIER = MONTHS[: len(MONTHS) - len(NOW)]


def overview(edition: Edition) -> Overview:
    return Overview(
        levels=edition.levels[: len(LEVELS)],
        criteria=edition.levels[len(LEVELS) :],
        units=edition.units,
        tables=edition.tables,
    )


def told(one: Crowd, seen: Overview) -> list[int]:
    """The sums that a page of a dashboard tells."""
    page = replace(
        one.edition, levels=(*seen.levels, *seen.criteria), units=seen.units, tables=seen.tables,
        targets=(), changes=(), ranking=(), variants=(), trend=(),
    )  # fmt: skip
    return [*one.shown(page)]


def attacked(seed: int, drawn: float, *, is_held_back: bool) -> tuple[list[int], int]:
    """What can be reckoned out of two quarters and their half-year, and how much these show."""
    everybody = crowd(random.Random(seed), most=900, drawn=drawn)
    quarters = [everybody.report(EARLIER), everybody.report(NOW)]
    half_year = everybody.report(MONTHS)
    judged = [withheld_overview(overview(one.edition)) for one in quarters]
    longer = withheld_overview(overview(half_year.edition))
    if is_held_back:
        longer = shown_through(longer, judged)
    of_half_year = told(half_year, longer)
    sums = [sum_ for one, seen in zip(quarters, judged, strict=True) for sum_ in told(one, seen)]
    secrets = {secret for one in quarters for secret in one.secrets}
    return reckoned([*sums, *of_half_year], secrets), len(of_half_year)


@pytest.mark.parametrize(("seed", "drawn"), [*((seed, 0.0) for seed in range(10)), (1, 0.9)])
def test_a_half_year_less_a_quarter_gives_nobody_away(seed: int, drawn: float) -> None:
    found, _ = attacked(seed, drawn, is_held_back=True)
    assert found == []


def test_the_attack_finds_a_half_year_that_is_judged_by_itself() -> None:
    assert any(attacked(seed, 0.0, is_held_back=False)[0] for seed in range(10))


def test_a_half_year_shows_what_its_quarters_show() -> None:
    assert sum(attacked(seed, 0.0, is_held_back=True)[1] for seed in range(4)) > 100


def people(number: int) -> Share:
    return Share(raw=0.8, raw_low=0.7, raw_high=0.9, low=0.7, high=0.9, respondents=number)


def small(unit: Share, whole: Share) -> Overview:
    row = Row(key=OVERALL, label="", share=unit)
    return Overview(
        levels=(Row(key=OVERALL, label="", share=whole),), criteria=(),
        units=(UnitRow(unit_id="u", label="u", levels=(row,)),), tables={},
    )  # fmt: skip


def test_what_one_quarter_withholds_is_withheld_of_the_year() -> None:
    gone, shown = Share(withheld=True), people(40)
    found = shown_through(
        small(people(45), people(300)), [small(shown, shown), small(gone, shown)]
    )
    assert found.units[0].levels[0].share == gone
    assert found.levels[0].share == people(300)


def test_where_a_quarter_has_the_weighted_figure_alone_the_year_has_it_too() -> None:
    weighted = replace(people(40), weighted=0.82, drawn=35)
    bare = replace(weighted, raw=None, raw_low=None, raw_high=None)
    found = shown_through(small(weighted, weighted), [small(bare, weighted)])
    assert found.units[0].levels[0].share == bare
    assert found.levels[0].share == weighted


def value(**parts: Share | None) -> Overview:
    """One value of a dimension with its parts; "B1" is a factor of it."""
    factor, other = (
        share and Row(key="B1", label="", share=share) for share in (parts["B1"], people(80))
    )
    row = Row(
        key="v", label="v", share=people(90), part=parts["A"], service=parts["B"],
        factors=(factor,) if factor else (),
    )  # fmt: skip
    beside = Row(key="w", label="w", share=people(80), factors=(other,) if other else ())
    return Overview(levels=(), criteria=(), units=(), tables={"mode": (row, beside)})


@pytest.mark.parametrize("part", ["A", "B", "B1"])
def test_what_a_value_has_no_share_of_in_a_quarter_is_withheld_of_the_year(part: str) -> None:
    all_told = {"A": people(90), "B": people(90), "B1": people(90)}
    found = shown_through(value(**all_told), [value(**all_told), value(**all_told | {part: None})])
    row, _ = found.tables["mode"]
    [factor] = row.factors
    shown = {"A": row.part, "B": row.service, "B1": factor.share}
    assert shown == all_told | {part: Share(withheld=True)}
    assert row.share == people(90)


def test_a_period_is_parted_into_its_quarters() -> None:
    year = Period(span="year", from_day="2026-01-01", to_day="2026-09-30")
    assert [(one.from_day, one.to_day) for one in quarters_of(year)] == [
        ("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")
    ]  # fmt: skip
