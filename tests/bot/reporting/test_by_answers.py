"""Drafts are withheld by the answers that they and issued reports are made of."""

import random
from collections.abc import Awaitable, Callable

import pytest

from bot.accounts import By
from bot.figures import Figures, hearing
from bot.i18n import Catalogues
from bot.reporting import Press, ReportDesk, contents_of
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from survey.edition_sums import sums_of_edition
from survey.editions import Edition, Scope
from survey.validity import Rules
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import BEGIN, FORMS, NEWEST, values_for
from tests.bot.reporting.test_from_responses import NOW, QUARTER

WHOLE = Scope(unit_id=None, unit_name="BHXH tỉnh", tree="then")
PEOPLE = (40, 12, 8, 5)
"""Of each unit: the last two are small."""


@pytest.fixture
async def drafted(
    storage: SqlStorage, texts: Catalogues
) -> Callable[[], Awaitable[tuple[Edition, Edition]]]:
    """Makes a draft; returns it and all figures."""
    chance = random.Random("by answers")
    units = [f"u{number}" for number, people in enumerate(PEOPLE) for _ in range(people)]
    await put_crowd(
        storage,
        [answered(number, values_for(chance, "mc"), version=NEWEST["mc"], unit_id=unit,
                  started_at=Instant(BEGIN + number % 60 * DAY), channel="web",
                  invitation_kind="place")
         for number, unit in enumerate(units)],
    )  # fmt: skip
    unit = UnitOfWork()
    for name in dict.fromkeys(units):
        storage.places.add_unit(unit, name, f"BHXH cơ sở {name}", None)
    await storage.commit(unit)
    figures = Figures(storage, FORMS, Rules(), texts)
    while await figures.settle():
        pass
    desk = ReportDesk(storage, figures, Press(texts), By("account:writer", NOW))

    async def made() -> tuple[Edition, Edition]:
        record = await desk.make(WHOLE, QUARTER)
        whole = await figures.edition(WHOLE, QUARTER, NOW)
        return (await contents_of(storage, record)).pinned, whole

    return made


def shown(edition: Edition) -> set[str]:
    return sums_of_edition(edition).shown


async def test_a_draft_holds_back_the_small_and_one_more(
    drafted: Callable[[], Awaitable[tuple[Edition, Edition]]],
) -> None:
    pinned, whole = await drafted()
    told = {one.unit_id for one in pinned.units if not one.levels[0].share.withheld}
    assert told == {"u0", "u1"}  # u2 and u3 have thirteen people together
    assert pinned.levels[0].share == whole.levels[0].share


async def test_a_draft_of_too_many_responses_is_withheld_by_sums(
    drafted: Callable[[], Awaitable[tuple[Edition, Edition]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_answers, whole = await drafted()
    monkeypatch.setattr(hearing, "MOST", sum(PEOPLE) - 1)
    by_sums, _ = await drafted()
    assert shown(by_sums) != shown(by_answers)
    assert shown(by_sums) | shown(by_answers) < shown(whole)
    assert [gap.gap for gap in by_sums.missing] == [gap.gap for gap in by_answers.missing]
