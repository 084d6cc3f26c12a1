"""Figures then and now: merged units come together, split ones are parted, nothing is guessed."""

import random
from collections import Counter
from datetime import date

import pytest

from bot.figures import Figures, Listened
from bot.i18n import Catalogues, day_of, start_of
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from survey.editions import Period, Scope
from survey.restating import restate
from survey.validity import Rules
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import FORMS, NEWEST
from tests.survey.test_restating import HAPPENED, TREE
from tests.survey.units import events

LAST = date(2026, 3, 31)
YEARS = Period(span="other", from_day="2020-02-10", to_day="2026-03-31")
COMMUNES = (None, "m", "n", "p", "q", "nowhere")
NOW = Instant(start_of(LAST))
SEEN = Scope(unit_id=None, unit_name="", tree="now")


@pytest.fixture
async def figures(storage: SqlStorage, texts: Catalogues) -> Figures:
    """Responses of all units of then, over three years, in a tree that changes all the time."""
    chance = random.Random("now")
    unit = UnitOfWork()
    for event in events(*HAPPENED):
        storage.units.add(unit, event)
        await storage.commit(unit)
        unit = UnitOfWork()
    forms = [
        answered(
            number, {"MC1": chance.randint(1, 5)}, version=NEWEST["mc"],
            unit_id=chance.choice(("a", "b", "c", "d", "x")), commune=chance.choice(COMMUNES),
            started_at=start_of(date(2020 + number % 3, 1 + number % 12, 15)),
        )
        for number in range(300)
    ]  # fmt: skip
    await put_crowd(storage, forms)
    return Figures(storage, FORMS, Rules(), texts)


async def told(figures: Figures, scope: Scope) -> dict[str, int]:
    edition = await figures.edition(scope, YEARS, NOW)
    return {row.unit_id: row.levels[0].share.respondents for row in edition.units}


async def test_each_response_belongs_to_the_unit_that_a_restatement_finds(
    figures: Figures,
) -> None:
    expected: Counter[str] = Counter()
    for record in await figures.storage.responses.listed():
        begun, unit = day_of(record.started_at), record.unit_id or ""
        if begun >= date.fromisoformat(YEARS.from_day):
            is_known = unit in TREE.units
            now = restate(TREE, unit, record.commune, begun, LAST).unit
            expected[(now or "") if is_known else unit] += 1
    del expected[""]
    found = await told(figures, SEEN)
    assert found == dict(expected)
    assert {"a1", "c", "x"} <= found.keys()


async def test_a_scope_of_now_holds_what_its_units_were(figures: Figures) -> None:
    whole = await told(figures, SEEN)
    merged = await told(figures, Scope(unit_id="c", unit_name="c", tree="now"))
    assert merged == {"c": whole["c"]}
    then = await told(figures, Scope(unit_id="c", unit_name="c", tree="then"))
    assert then["c"] < merged["c"]


async def test_answers_belong_to_the_units_that_figures_are_of(figures: Figures) -> None:
    scopes = [Scope(unit_id=unit, unit_name="", tree=tree)
              for unit in (None, "c") for tree in ("now", "then")]  # fmt: skip
    for scope in scopes:
        edition = await figures.edition(scope, YEARS, NOW)
        one = Listened(scope, YEARS)
        answers = await figures.answers([one], NOW)
        assert answers is not None
        for row in edition.units:
            cell = answers.of(f"unit/{row.unit_id}/overall", one.region, scope.tree)
            found = answers.people(cell)
            assert found == row.levels[0].share.respondents
