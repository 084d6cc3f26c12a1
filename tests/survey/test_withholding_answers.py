"""Which answers cells are of: they lie within one another as the people's own answers do."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from survey.cell_sums import DRAWN, UNDRAWN
from survey.edition_sums import sums_of_edition
from survey.withholding_answers import Answers, Spoken
from survey.withholding_few import few_of
from survey.withholding_regions import Region, region_of
from tests.survey.crowded import MONTHS, NOW, Crowd, crowd
from tests.survey.listened import answers_of

PERIODS = ((MONTHS, None), (NOW, None), (NOW, "b"))


@pytest.fixture(params=[0.0, 0.6], ids=["nobody was drawn", "most were drawn"])
def people(request: pytest.FixtureRequest) -> Crowd:
    return crowd(random.Random("which answers"), most=120, drawn=request.param)


def told(one: Crowd, answers: Answers) -> Iterator[tuple[int, int]]:
    """The cells of an edition: the people's answers, and those that are known of it."""
    region, sums = region_of(one.edition), sums_of_edition(one.edition)
    rows = [(f"level/{row.key}", row.share) for row in one.edition.levels]
    rows += [(f"unit/{unit.unit_id}/{row.key}", row.share)
             for unit in one.edition.units for row in unit.levels]  # fmt: skip
    rows += [(f"{table}/{row.key}/{factor.key}", factor.share)
             for table, values in one.edition.tables.items()
             for row in values for factor in row.factors]  # fmt: skip
    rows += [(f"before/{row.key}", row.before) for row in one.edition.changes]
    rows += [(f"month/{day}", share) for day, share in one.edition.trend]
    for name, share in rows:
        for number, suffix in ((share.raw, ""), (share.weighted, DRAWN)):
            if number is not None:
                assert name + suffix in sums.shown
                yield one.sums[number], answers.of(name + suffix, region)


def test_cells_share_answers_where_people_gave_the_same(people: Crowd) -> None:
    crowds = [people.report(months, unit) for months, unit in PERIODS]
    answers = answers_of(people.everybody, [region_of(one.edition) for one in crowds])
    cells = [cell for one in crowds for cell in told(one, answers)]
    assert len(cells) > 300
    for (first, one), (second, other) in product(cells[::3], cells):
        assert (first & second == 0) == (one & other == 0)
        assert (first & ~second == 0) == (one & ~other == 0)


def test_people_are_counted_as_figures_count_them(people: Crowd) -> None:
    region = region_of(people.edition)
    answers = answers_of(people.everybody, [region])
    for row in people.edition.levels:
        name, share = f"level/{row.key}", row.share
        assert answers.people(answers.of(name, region)) == share.respondents
        if share.weighted is not None:
            assert answers.people(answers.of(name + DRAWN, region)) == share.drawn
            left = share.respondents - share.drawn
            assert answers.people(answers.of(name + UNDRAWN, region)) == left


def test_answers_that_come_first_are_short_numbers(people: Crowd) -> None:
    region = region_of(people.edition)
    answers = answers_of(people.everybody, [region])
    few = {*few_of(answers, Spoken(region, "own"))}
    moved = answers.put_first(few)
    size = max(one.bit_length() for one in moved)
    assert sorted(map(answers.people, moved)) == sorted(
        answers_of(people.everybody, [region]).people(one) for one in few
    )
    assert size <= answers.of("level/overall", region).bit_length()
    assert sum(moved).bit_length() < sum(few).bit_length()
    assert {*few_of(answers, Spoken(region, "own"))} == moved


def test_a_quarter_of_a_unit_is_looked_at_before_it_has_a_report() -> None:
    everybody = [one for one in crowd(random.Random("a quarter")).everybody if one.unit != "c"]
    few = crowd(random.Random("others")).everybody[:4]
    year = Region(None, f"{MONTHS[0]}-01", f"{MONTHS[-1]}-30")
    quarter = [
        replace(one, number=1_000 + place, unit="c", month=MONTHS[place * 4 % 6])
        for place, one in enumerate(few)
    ]
    answers = answers_of([*everybody, *quarter], [year])
    found = {answers.people(one) for one in few_of(answers, Spoken(year, "own"))}
    assert 4 in found
    assert max(found) < 10


def test_cells_that_no_edition_has_are_of_no_answers(people: Crowd) -> None:
    region = region_of(people.edition)
    answers = answers_of(people.everybody, [region])
    for name in ("level/none", "unit/z/overall", "place/nowhere/A", "month/2020-01-01",
                 "level/overall/rest/form/mc/overall", "without_nobody/overall"):  # fmt: skip
        assert answers.of(name, region) == 0
    assert answers.of("level/overall", region._replace(unit="elsewhere")) == 0
