"""Which answers figures are of: of each share as many people are found as it says."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from bot.figures import Figures, Listened, hearing
from bot.i18n import Catalogues
from storage.opening import SqlStorage
from survey.cell_sums import DRAWN
from survey.edition_sums import sums_of_edition
from survey.editions import Edition, Scope
from survey.withholding import withheld_edition
from survey.withholding_answers import Answers
from survey.withholding_regions import region_of
from tests.bot.figures.test_edition import (
    EACH,
    FEBRUARY,
    JANUARY,
    NOW,
    WHOLE,
    called,
    plant,
)

UNIT = Scope(unit_id="u1", unit_name="", tree="then")
CASES = [(WHOLE, JANUARY), (WHOLE, FEBRUARY), (UNIT, JANUARY), (UNIT, FEBRUARY)]


@pytest.fixture
async def figures(either: SqlStorage, texts: Catalogues) -> Figures:
    planted = await plant(either, texts)
    await planted.settle()
    return planted


async def listened(figures: Figures) -> Answers:
    found = await figures.answers([Listened(*one) for one in CASES], NOW)
    assert found is not None
    return found


async def test_every_share_is_of_as_many_people_as_it_says(figures: Figures) -> None:
    answers = await listened(figures)
    told = 0
    for scope, period in CASES:
        edition = await figures.edition(scope, period, NOW)
        for name, people in said(edition):
            told += 1
            found = answers.of(name, region_of(edition), scope.tree)
            assert answers.people(found) == people, name
    assert told > 600


def said(edition: Edition) -> Iterator[tuple[str, int]]:
    """The shares of an edition, each with its people; of variants nobody says whether it was the
    drawn ones.
    """
    sums = sums_of_edition(edition)
    for name in sums.shown:
        if not name.startswith("without_"):
            bare = name.removesuffix(DRAWN)
            yield name, sums.people[name] if name in sums.people else sums.people[bare]


async def test_without_the_refuted_ones_are_all_others(
    figures: Figures, either: SqlStorage
) -> None:
    await called(either, "not_own_answer", 15)
    edition = await figures.edition(WHOLE, FEBRUARY, NOW)
    region, answers = region_of(edition), await listened(figures)
    [variant] = (one for one in edition.variants if one.kind == "without_refuted")
    left = answers.of("without_refuted/overall", region, "then")
    assert answers.people(left) == variant.first.respondents == 2 * EACH - 30
    assert answers.people(answers.of("level/overall", region, "then") & ~left) == 30


async def test_what_lies_between_is_of_its_own_days_alone(figures: Figures) -> None:
    between = Listened(WHOLE, FEBRUARY, has_own_alone=True)
    answers = await figures.answers([between], NOW)
    assert answers is not None
    own = answers.of("level/overall", between.region, "then")
    assert answers.people(own) == 2 * EACH
    assert answers.of("before/overall", between.region, "then") == 0
    assert answers.of("month/2026-02-01", between.region, "then") == 0


async def test_too_many_responses_are_not_looked_at_one_by_one(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, is_known in ((2 * EACH, True), (2 * EACH - 1, False)):
        monkeypatch.setattr(hearing, "MOST", most)
        assert (await figures.answers([Listened(WHOLE, JANUARY)], NOW) is not None) is is_known


async def test_more_of_a_report_is_told_when_its_answers_are_known(figures: Figures) -> None:
    """Two units, of whom one has four people of a month that the other has all others of."""
    edition = await figures.edition(WHOLE, FEBRUARY, NOW)
    answers = await listened(figures)
    by_answers = withheld_edition(edition, answers=answers)
    by_sums = withheld_edition(edition)
    for found in (by_answers, by_sums):
        assert [row.key for row in found.levels] == [row.key for row in edition.levels]
    assert shown(by_answers) >= shown(by_sums) > 0


def shown(edition: Edition) -> int:
    return len(sums_of_edition(edition).shown)


async def test_units_are_those_of_each_scope(storage: SqlStorage, texts: Catalogues) -> None:
    figures = await plant(storage, texts)
    await figures.settle()
    now = replace(WHOLE, tree="now")
    answers = await figures.answers([Listened(now, JANUARY), Listened(UNIT, JANUARY)], NOW)
    assert answers is not None
    ends = (JANUARY.from_day, JANUARY.to_day)
    whole, own = ((None, *ends), ("u1", *ends))
    regions = {(one.region, one.tree) for one in answers.spoken}
    assert {(*one, tree) for one, tree in regions} == {(*whole, "now"), (*own, "then")}
    for one, tree in regions:
        people = answers.people(answers.of("unit/u1/overall", one, tree))
        assert people == EACH
        others = answers.people(answers.of("unit/u2/overall", one, tree))
        assert others == (0 if one.unit else EACH)
