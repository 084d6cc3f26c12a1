"""Kept figures equal what a second reading finds, one by one and with no sums of a database."""

from collections import Counter
from datetime import date

import pytest
from msgspec.structs import astuple

from bot.figures import Figures, placing, reading, recounted
from bot.i18n import Catalogues, start_of
from bot.units import known_units
from storage.figure_records import CellWish, Summed
from storage.opening import SqlStorage
from survey.cells import ALL, COMPLETED, WITHOUT, cells_of
from survey.editions import Period, Scope
from survey.index import OVERALL
from survey.restating import day_of_service, restate
from survey.validity import Rules
from tests.bot.figures.history import FORMS, History, happened
from tests.bot.figures.rereading import reread, sums

YEAR = Period(span="other", from_day="2026-01-01", to_day="2026-12-31")
LAST = date(2026, 12, 31)


@pytest.fixture
def of_sqlite(storage: SqlStorage, texts: Catalogues) -> Figures:
    """For faults of reading, which every database would have."""
    return Figures(storage, FORMS, Rules(), texts)


async def kept(
    storage: SqlStorage, level: str, dimension: str = ALL, value: str = ""
) -> list[Summed]:
    wish = CellWish(first="0000", last="9999", level=level, dimension=dimension)
    found = await storage.figures.cells(wish, by=("month", "unit_id"))
    return [one for one in found if one.key.value == value]


async def is_found(history: History) -> bool:
    """Whether a second reading finds just what is kept."""
    found = await reread(history)
    cells = await kept(history.storage, OVERALL)
    left = await kept(history.storage, OVERALL, WITHOUT, "refuted")
    kept_ones = [one for one in found if not one.is_refuted]
    completed = Counter(one.outcome in {"alone", "helped"} for one in found if one.outcome)
    told = await kept(history.storage, COMPLETED)
    return (sums(found), sums(kept_ones)) == (told_by(cells), told_by(left)) and (
        completed.total(),
        completed[True],
    ) == (
        sum(one.moments.rated for one in told),
        sum(one.moments.satisfied for one in told),
    )


def told_by(cells: list[Summed]) -> dict[tuple[str, str, str], tuple[int, ...]]:
    return {(key.month, key.unit_id, key.stratum): astuple(moments) for key, moments in cells}


@pytest.mark.parametrize("seed", ["eight", "nine", "ten"])
async def test_a_second_reading_finds_what_is_kept(
    figures: Figures, either: SqlStorage, seed: str
) -> None:
    assert await is_found(await happened(figures, either, seed))


async def test_a_history_has_of_all_that_makes_figures_hard(
    of_sqlite: Figures, storage: SqlStorage
) -> None:
    """Else a recount of it would prove little."""
    history = await happened(of_sqlite, storage, "eight")
    found = await reread(history)
    people = Counter((one.who, one.stratum) for one in found if one.stratum)
    assert max(people.values()) > 1
    assert len({one.stratum for one in found}) == 3
    assert len({one.outcome for one in found}) > 2
    assert {one.is_refuted for one in found} == {True, False}
    loaded = [await storage.responses.load(name) for name in history.ids]
    assert {"completed", "superseded", "erased", "in_progress"} <= {
        one.state for one in loaded if one is not None
    }
    straight = [one for one in found if history.weights[one.record.id].lowest == 5]
    assert straight
    assert not history.office.coming  # all units have changed


async def is_restated(figures: Figures, history: History) -> bool:
    """Whether units of now have what each response, read once more, restates to."""
    tree = (await known_units(history.storage, start_of(LAST))).tree
    expected: Counter[str] = Counter()
    for one in await reread(history):
        then, unit = day_of_service(one.issued, one.served), one.record.unit_id
        now = restate(tree, unit, one.record.commune, then, LAST).unit if unit else None
        expected[now or ""] += one.rated
    whole = Scope(unit_id=None, unit_name="", tree="now")
    edition = await figures.edition(whole, YEAR, start_of(LAST))
    found = {row.unit_id: row.levels[0].share.answers for row in edition.units}
    unplaced = edition.levels[0].share.answers - sum(found.values())
    return found | {"": unplaced} == {"": 0} | expected


@pytest.mark.parametrize("seed", ["eight", "nine"])
async def test_units_of_now_have_what_each_response_restates_to(
    figures: Figures, either: SqlStorage, seed: str
) -> None:
    """After units were split, merged and lost a commune in the midst of it."""
    assert await is_restated(figures, await happened(figures, either, seed))


# -- faults that the settler's own recount cannot find, for it reads alike


@pytest.mark.parametrize(
    ("read", "wrongly"),
    [
        ("_respondent", lambda facts, _day: facts.response_id),
        ("_stratum", lambda _facts: ""),
        ("_OUTCOME", "UXR2"),
        ("day_of", lambda _at: date(2026, 1, 31)),
    ],
    ids=["person", "stratum", "outcome", "month"],
)
async def test_a_fault_of_reading_is_found(
    of_sqlite: Figures, storage: SqlStorage, monkeypatch: pytest.MonkeyPatch, read: str,
    wrongly: object,
) -> None:  # fmt: skip
    monkeypatch.setattr(reading, read, wrongly)
    history = await happened(of_sqlite, storage, "eight")
    found = await recounted(storage, FORMS, Rules(), history.ids)
    cells = {one.key: one.moments for one in await kept(storage, OVERALL)}
    assert cells == {
        key: moments for key, moments in cells_of(found).items() if key[:2] == (ALL, OVERALL)
    }
    assert not await is_found(history)


async def test_straight_lines_that_are_counted_are_found(
    storage: SqlStorage, texts: Catalogues
) -> None:
    lenient = Figures(storage, FORMS, Rules(straight_items=99), texts)
    assert not await is_found(await happened(lenient, storage, "eight"))


async def test_who_restates_from_the_day_of_the_form_is_found(
    of_sqlite: Figures, storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "day_of_service", lambda issued, _served: issued)
    assert not await is_restated(of_sqlite, await happened(of_sqlite, storage, "eight"))
