"""Figures of units that move, begin, end and split within a period: each once, none left out."""

import random
from collections import Counter
from datetime import date
from typing import Literal

import pytest

from bot.figures import Figures
from bot.figures.gathering import choices_in
from bot.figures.placing import Placing
from bot.i18n import Catalogues, start_of
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from survey.cells import ChoiceKey
from survey.editions import Edition, Period, Scope
from survey.unit_events import Cover, Found, Merge, Move, Split
from survey.validity import Rules
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import FORMS, NEWEST, values_for
from tests.survey.units import events, founded, tree

QUARTER = Period(span="quarter", from_day="2026-01-01", to_day="2026-03-31")
FEBRUARY = Period(span="other", from_day="2026-02-01", to_day="2026-02-28")
NOW = Instant(start_of(date(2026, 4, 10)))
EACH = 90
"""Responses of each unit, one on each day of the quarter."""
HAPPENED = (
    *founded("top"),
    *founded("P", "Q", parent="top"),
    *founded("x", "b", parent="P"),
    *founded("a", parent="Q"),
    ("2020-01-01", Cover("a", ("m", "n"))),
    ("2026-01-15", Found("z", "BHXH z", "local", "P")),
    ("2026-02-01", Merge(("b",), "P")),
    ("2026-02-15", Move("x", "Q")),
    ("2026-03-01", Found("a1", "BHXH a1", "local", "P")),
    ("2026-03-01", Found("a2", "BHXH a2", "local", "Q")),
    ("2026-03-01", Split("a", ("a1", "a2"), {"m": "a1", "n": "a2"})),
    ("2026-03-10", Merge(("z",), "Q")),
)
UNITS = ("x", "b", "a", "z")


@pytest.fixture
async def figures(storage: SqlStorage, texts: Catalogues) -> Figures:
    chance = random.Random("then")
    for event in events(*HAPPENED):
        unit = UnitOfWork()
        storage.units.add(unit, event)
        await storage.commit(unit)
    first = date(2026, 1, 1).toordinal()
    forms = [
        answered(
            4 * number + at, values_for(chance, "uxa"), form="uxa", version=NEWEST["uxa"],
            unit_id=name, commune="mn"[number % 2],
            started_at=start_of(date.fromordinal(first + number)),
        )
        for number in range(EACH)
        for at, name in enumerate(UNITS)
    ]  # fmt: skip
    await put_crowd(storage, forms)
    return Figures(storage, FORMS, Rules(), texts)


async def edition(
    figures: Figures, unit: str | None, *, then: bool = True, period: Period = QUARTER
) -> Edition:
    scope = Scope(unit_id=unit, unit_name="", tree="then" if then else "now")
    return await figures.edition(scope, period, NOW)


def heard(found: Edition) -> int:
    """Responses by the cells, each with its kind of invitation."""
    return sum(count for _, count in found.proofs.by_kind)


def issued(found: Edition) -> int:
    return sum(row.counts.issued for row in found.counts)


async def test_a_unit_that_moves_counts_once_on_each_day(figures: Figures) -> None:
    whole, top, p, q = [await edition(figures, one) for one in (None, "top", "P", "Q")]
    for told in (heard, issued):
        assert told(whole) == told(top) == len(UNITS) * EACH
        assert told(p) + told(q) == told(top)
    # 45 days of x, all of b and z, and none of a, which ended below Q.
    assert heard(p) == issued(p) == 45 + 2 * EACH


async def test_what_was_issued_when_its_unit_was_not_there_is_not_lost(figures: Figures) -> None:
    found = await edition(figures, "b", period=FEBRUARY)
    assert heard(found) == issued(found) == 28


@pytest.mark.parametrize("tree_of", ["then", "now"])
async def test_the_choices_of_parts_are_those_of_the_whole(
    figures: Figures, tree_of: Literal["then", "now"]
) -> None:
    async def made(unit: str | None) -> Counter[ChoiceKey]:
        scope = Scope(unit_id=unit, unit_name="", tree=tree_of)
        placing = Placing(tree(*HAPPENED), scope, QUARTER, date(2026, 3, 31))
        return Counter(await choices_in(figures.storage, placing))

    await figures.settle()
    whole = await made(None)
    assert whole
    assert await made("P") + await made("Q") == await made("top") == whole


async def test_a_part_of_a_split_unit_has_its_own_times(figures: Figures) -> None:
    found = await edition(figures, "a1", then=False)
    assert heard(found) == EACH / 2
    assert found.median_minutes is not None
