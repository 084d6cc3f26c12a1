"""What every database promises about the long work of draws, and about figures that are kept."""

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage
from storage.draw_records import DrawRecord, DrawWork, KeptOutlook, WorkState
from tests.storage.records import put

NOW = Instant(1_793_682_000_000)
WORK = DrawWork(
    campaign_id="c1", draw_id="d1", kind="first", seed="2026", campaign_version=1, at=NOW, by="x"
)
KEPT = KeptOutlook(
    campaign_id="c1", kind="first", stamp="s", figures="{}", wanted_at=NOW, counted_at=NOW
)


async def test_a_campaign_has_one_live_work(storage: Storage) -> None:
    works = storage.draws.works
    await put(storage, lambda unit: works.add(unit, WORK))
    other = replace(WORK, draw_id="d2")
    with pytest.raises(StaleSessionError):
        await put(storage, lambda unit: works.add(unit, other))
    assert await works.of_campaign("c1") == WORK
    await put(storage, lambda unit: works.save(unit, replace(WORK, state="done", version=2)))
    await put(storage, lambda unit: works.add(unit, other))
    assert await works.of_campaign("c1") == other


async def test_a_work_is_due_until_it_has_ended_or_while_nobody_has_it(storage: Storage) -> None:
    works = storage.draws.works
    assert await works.due(NOW) is None
    await put(storage, lambda unit: works.add(unit, WORK))
    assert await works.due(NOW) == WORK
    leased = replace(WORK, state="gathering", lease_until=NOW, version=2)
    await put(storage, lambda unit: works.save(unit, leased))
    assert await works.due(NOW) is None
    assert await works.due(Instant(NOW + 1)) == leased


@pytest.mark.parametrize("state", ["done", "refused", "cancelled"])
async def test_what_has_ended_does_not_go_on(storage: Storage, state: WorkState) -> None:
    works = storage.draws.works
    await put(storage, lambda unit: works.add(unit, WORK))
    await put(storage, lambda unit: works.save(unit, replace(WORK, state=state, version=2)))
    assert await works.due(Instant(NOW + 1)) is None
    with pytest.raises(StaleSessionError):
        await put(storage, lambda unit: works.save(unit, replace(WORK, version=3)))


async def test_what_a_live_work_stores_is_not_broken_off(storage: Storage) -> None:
    draw = DrawRecord(
        id="d1", campaign_id="c1", number=1, kind="first", seed="2026", frame_hash="f",
        frame_size=9, program="langnghe", record="{}", seal="s", at=NOW, by="x",
    )  # fmt: skip
    works = storage.draws.works
    await put(storage, lambda unit: works.add(unit, WORK))
    await put(storage, lambda unit: storage.draws.add(unit, draw, [], partial=True))
    assert await storage.draws.partial() == []
    assert await storage.draws.partial("c1") == [("c1", "d1")]
    await put(storage, lambda unit: works.save(unit, replace(WORK, state="cancelled", version=2)))
    assert await storage.draws.partial() == [("c1", "d1")]


async def test_figures_that_somebody_wants_newer_are_due_and_stay_meanwhile(
    storage: Storage,
) -> None:
    works, later = storage.draws.works, Instant(NOW + 1)
    assert await works.outlook("c1", "first") is None
    await put(storage, lambda unit: works.keep_outlook(unit, KEPT))
    assert await works.outlook_due(later) is None
    await put(storage, lambda unit: works.want_outlook(unit, "c1", "first", later))
    wanted = replace(KEPT, wanted_at=later)
    assert await works.outlook("c1", "first") == wanted
    assert await works.outlook_due(later) == wanted
    await put(storage, lambda unit: works.keep_outlook(unit, replace(wanted, lease_until=later)))
    assert await works.outlook_due(later) is None
