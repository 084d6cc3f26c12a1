"""What stands beside figures is followed too: odd responses, and why forms are invalid."""

import pytest
from msgspec.structs import replace

from bot.figures import Aside, Cell, Figures
from bot.figures.tracing import traces
from bot.i18n import start_of
from flows.desk.policy import Scope as Viewer
from flows.identifiers import ResponseId
from storage.opening import SqlStorage
from survey.editions import Edition, Period, Scope
from tests.bot.figures.history import happened
from tests.bot.figures.test_rereading import LAST, YEAR

NOW = start_of(LAST)
EVERYBODY = Viewer(account_id="a", units=None, own_units=None, restricted_units=None)
OF_U1 = replace(EVERYBODY, units=frozenset({"u1"}))
SCOPES = [
    Scope(unit_id=unit, unit_name="", tree=tree)
    for unit in (None, "u1")
    for tree in ("then", "now")
]
SPRING = replace(YEAR, from_day="2026-01-20", to_day="2026-03-10")


async def led_to(
    figures: Figures, edition: Edition, path: str, viewer: Viewer = EVERYBODY
) -> dict[Cell, list[str]]:
    """The responses that each part of a path leads to."""
    scope, period = edition.scope, edition.period
    return {
        one.cell: [*await figures.responses_of(viewer, scope, period, one.cell, NOW)]
        for one in traces(edition, path)
        if one.cell is not None
    }


def forms(edition: Edition, path: str) -> dict[Aside | None, int]:
    """How many forms came to each thing, as the edition counts them."""
    unit = path.removeprefix("counts").removeprefix("/") or None
    rows = [one.counts for one in edition.counts if unit in (None, one.unit_id)]
    found: dict[Aside | None, int] = {None: sum(one.valid for one in rows)}
    for reason in {name for one in rows for name in one.invalid_by}:
        count = sum(one.invalid_by.get(reason, 0) for one in rows)
        found[Aside("outcome", reason)] = count
    return found


@pytest.mark.parametrize("period", [YEAR, SPRING], ids=["year", "spring"])
@pytest.mark.parametrize("seed", ["eight", "nine"])
async def test_as_many_forms_are_led_to_as_came_to_each_thing(
    figures: Figures, either: SqlStorage, seed: str, period: Period
) -> None:
    await happened(figures, either, seed)
    reasons = set[str]()
    for scope in SCOPES:
        edition = await figures.edition(scope, period, NOW)
        for path in (
            "counts",
            *(f"counts/{one.unit_id}" for one in edition.counts if one.unit_id),
        ):
            found = await led_to(figures, edition, path)
            told = {cell.aside: len({*ids}) for cell, ids in found.items()}
            assert told == forms(edition, path), (path, scope)
            reasons |= {aside.value for aside in told if aside is not None}
    assert {"duplicate", "set_aside", "unfinished"} <= reasons


@pytest.mark.parametrize("seed", ["eight", "nine"])
async def test_as_many_odd_and_judged_responses_are_led_to_as_are_counted(
    figures: Figures, either: SqlStorage, seed: str
) -> None:
    await happened(figures, either, seed)
    kinds = set[str]()
    for scope in SCOPES:
        edition = await figures.edition(scope, YEAR, NOW)
        proofs = edition.proofs
        wanted = {
            **{Aside("reason", reason): count for reason, count in proofs.suspicions},
            Aside("state", "kept"): proofs.cleared,
            Aside("state", "open"): proofs.waiting,
            Aside("state", "set_aside"): proofs.set_aside,
        }
        paths = ("proofs/suspicions", "proofs/cleared", "proofs/waiting", "proofs/set_aside")
        for path in paths:
            for cell, ids in (await led_to(figures, edition, path)).items():
                assert cell.aside is not None
                assert len({*ids}) == wanted[cell.aside], path
                kinds |= {cell.aside.value} if ids else set()
    assert kinds >= {"burst", "open"}


async def test_who_sees_one_unit_is_led_to_its_responses_alone(
    figures: Figures, either: SqlStorage
) -> None:
    await happened(figures, either, "eight")
    edition = await figures.edition(SCOPES[0], YEAR, NOW)
    for path in ("counts", "proofs/suspicions"):
        every = await led_to(figures, edition, path)
        own = await led_to(figures, edition, path, OF_U1)
        assert sum(map(len, own.values())) < sum(map(len, every.values()))
        for cell, ids in own.items():
            assert {*ids} <= {*every[cell]}
            for name in ids:
                record = await either.responses.load(ResponseId(name))
                assert record is not None
                assert record.unit_id == "u1"


async def test_of_what_nobody_knows_there_are_no_responses(
    figures: Figures, either: SqlStorage
) -> None:
    await happened(figures, either, "eight")
    for kind in ("reason", "state", "outcome"):
        cell = Cell(aside=Aside(kind, "nothing"))
        assert await figures.responses_of(EVERYBODY, SCOPES[0], YEAR, cell, NOW) == ()
