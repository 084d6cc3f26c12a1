"""Kept figures equal a recount from the answers, whatever happened in between."""

import asyncio
import random
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from bot.figures import Figures, recounted
from bot.i18n import Catalogues
from flows.identifiers import ResponseId
from storage.figure_records import CellWish, Change
from storage.opening import SqlStorage
from storage.work import StaleSessionError, UnitOfWork
from survey.cells import (
    PARTICIPANTS,
    TOGETHER,
    VERSION,
    Cells,
    ChoiceKey,
    Choices,
    cells_of,
    choices_of,
)
from survey.editions import DIMENSIONS, NotSettledError, Period, Scope
from survey.validity import Rules
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import ACTS, BEGIN, FORMS, NEWEST, History, happened
from tests.storage.records import raw_unit

EVER = CellWish(first="0000", last="9999")
EVERY = [
    replace(EVER, dimension=one)
    for one in ("", "called", "kind", "without", TOGETHER, VERSION, *DIMENSIONS)
]


async def kept(storage: SqlStorage) -> tuple[Cells, Choices]:
    cells = {
        one.key: one.moments
        for wish in EVERY
        for one in await storage.figures.cells(wish, by=("month", "unit_id"))
    }
    return cells, await storage.figures.choices(EVER)


async def counted_anew(
    storage: SqlStorage, ids: Sequence[ResponseId], rules: Rules | None = None
) -> tuple[Cells, Choices]:
    found = await recounted(storage, FORMS, rules or Rules(), ids)
    choices: Choices = {}
    for key, count in choices_of(found).items():
        whole = ChoiceKey("", "", key.form, key.question, key.choice)
        choices[whole] = choices.get(whole, 0) + count
    return cells_of(found), choices


@pytest.mark.parametrize("seed", ["two", "three", "five"])
async def test_a_random_history_leaves_what_a_recount_finds(
    figures: Figures, either: SqlStorage, seed: str
) -> None:
    history = await happened(figures, either, seed)
    cells, choices = await counted_anew(either, history.ids)
    assert (cells, choices) == await kept(either)
    assert len(cells) > 500
    assert any(key.dimension == "officer" for key in cells)
    assert any(key.question == "N1" for key in choices)
    assert await figures.waiting() == 0


async def test_two_who_settle_at_once_count_nothing_twice(
    figures: Figures, either: SqlStorage, texts: Catalogues
) -> None:
    history = History(either, random.Random("at once"))
    await history.begin()
    beside = Figures(either, FORMS, Rules(), texts)
    for _ in range(6):
        for _ in range(15):
            await history.act()
        await asyncio.gather(figures.settle(), history.act(), beside.settle())
    await figures.settle()
    assert await counted_anew(either, history.ids) == await kept(either)


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE figure_cells SET rated = rated + 1 WHERE level = 'B3'",
        "UPDATE choice_counts SET count = count + 1 WHERE question = 'KI1'",
        "UPDATE answers SET value = '1' WHERE question = 'MC1'",  # past every queue
    ],
)
async def test_a_fault_that_was_planted_is_found(
    figures: Figures, either: SqlStorage, fault: str
) -> None:
    history = await happened(figures, either, "four")
    await either.commit(raw_unit(fault))
    await figures.settle()
    assert await counted_anew(either, history.ids) != await kept(either)


@pytest.mark.parametrize(
    "trigger", ["response_weights_changed", "responses_counted", "campaigns_closed"]
)
async def test_without_a_trigger_figures_would_go_wrong(
    storage: SqlStorage, texts: Catalogues, trigger: str
) -> None:
    """Each of them is needed: the histories would tell."""
    history = History(storage, random.Random("sixth"))
    await storage.commit(raw_unit(f"DROP TRIGGER {trigger}"))
    figures = Figures(storage, FORMS, Rules(), texts)
    await history.begin()
    for _ in range(ACTS):
        await history.act()
        await figures.settle()
    assert await counted_anew(storage, history.ids) != await kept(storage)


async def test_other_rules_and_rows_of_before_are_counted_by_walking_through_all(
    figures: Figures, either: SqlStorage, texts: Catalogues
) -> None:
    history = await happened(figures, either, "seven")
    await either.commit(raw_unit("DELETE FROM figures_pending"))
    strict = Rules(least_answered=1.0)
    others = Figures(either, FORMS, strict, texts)
    assert await figures.is_whole()
    assert not await others.is_whole()
    assert await others.waiting() == len(history.ids)
    await others.settle()
    assert await others.is_whole()
    assert await others.waiting() == 0
    assert await counted_anew(either, history.ids, strict) == await kept(either)
    assert await counted_anew(either, history.ids) != await kept(either)


@pytest.mark.parametrize(
    "summed",
    [
        (  # it knew nothing of audiences (0025)
            "UPDATE counted_responses SET audience = ''",
            "DELETE FROM figure_cells WHERE dimension = 'version' OR level = 'participants'",
        ),
        (  # it kept no factors but of everybody, and no single procedures (0026)
            "UPDATE counted_responses SET definition = 3",
            "DELETE FROM figure_cells WHERE dimension = 'together' OR value = 'refuted'",
            "DELETE FROM figure_cells WHERE dimension <> '' AND level LIKE 'A_'",
            "DELETE FROM figure_cells WHERE dimension <> '' AND level LIKE 'B_'",
            "DELETE FROM figure_cells WHERE level LIKE 'ux/%' OR level LIKE 'completed/%'",
            "DELETE FROM figure_cells WHERE level LIKE 'easy/%.%' OR level LIKE 'passed/%.%'",
        ),
        (  # it knew of no calls (0027)
            "UPDATE counted_responses SET definition = 4, refuted = FALSE",
            "DELETE FROM figure_cells WHERE value = 'refuted'",
        ),
    ],
    ids=["audiences", "factors", "calls"],
)
async def test_rows_that_a_version_before_summed_are_summed_anew(
    figures: Figures, either: SqlStorage, summed: tuple[str, ...]
) -> None:
    """Some change before their turn to be walked through comes."""
    history = await happened(figures, either, "eight")
    for statement in (*summed, "DELETE FROM meta WHERE key = 'figures_walked'"):
        await either.commit(raw_unit(statement))
    for _ in range(20):
        await history.act()
    await figures.settle()
    cells, choices = await counted_anew(either, history.ids)
    assert (cells, choices) == await kept(either)
    assert {key.level for key in cells} >= {PARTICIPANTS}
    assert any((key.dimension, key.level) == ("officer", "B3") for key in cells)
    assert any(key.level.startswith("ux/") for key in cells)
    assert {"called", "without"} <= {key.dimension for key in cells if key.value == "refuted"}


async def test_a_part_is_no_edition(storage: SqlStorage, texts: Catalogues) -> None:
    """More than a reader works off waits: after an import, or an update that counts otherwise."""
    await put_crowd(
        storage,
        (answered(n, {"MC1": 5}, version=NEWEST["mc"], started_at=BEGIN) for n in range(2_201)),
    )
    figures = Figures(storage, FORMS, Rules(), texts)
    january = Period(span="other", from_day="2026-01-01", to_day="2026-01-31")
    whole = Scope(unit_id=None, unit_name="")
    with pytest.raises(NotSettledError):
        await figures.edition(whole, january, BEGIN)
    await figures.settle(10_000)
    assert (await figures.edition(whole, january, BEGIN)).levels[0].share.respondents == 2_201


@pytest.mark.parametrize("change", ["seat", "move_place"])
async def test_who_read_the_office_before_it_changed_reads_it_anew(
    either: SqlStorage, change: str
) -> None:
    """A response that is counted at this very moment is in no list that the change could find."""
    history = History(either, random.Random(change))
    await history.begin()
    turn = await either.figures.turn()
    await getattr(history.office, change)()
    unit = UnitOfWork()
    either.figures.apply(unit, Change(turn=turn))
    with pytest.raises(StaleSessionError):
        await either.commit(unit)
