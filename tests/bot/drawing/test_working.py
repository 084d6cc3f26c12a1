"""Draws as long work: stopped, broken off and begun anew, and changed under their hands."""

import dataclasses
from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace

from bot.drawing import Drawing, DrawRefusedError, leftovers_removed
from flows.identifiers import Instant
from storage.base import StaleSessionError, UnitOfWork
from storage.draw_records import DrawWork, WorkState
from tests.bot.drawing.province import CAMPAIGN, NOW, Province

Meanwhile = Callable[[DrawWork], Awaitable[None]]


class Interrupted(Drawing):
    """A draw that something happens to when it has come to a state."""

    def __init__(self, province: Province, work: DrawWork, at: WorkState, then: Meanwhile) -> None:
        super().__init__(province.sampler, work, lambda: NOW)
        self._at, self._then = at, then

    async def _save(self, unit: UnitOfWork | None = None, **changes: object) -> None:
        await super()._save(unit, **changes)
        if self.work.state == self._at and (self._at != "storing" or self.work.progress):
            await self._then(self.work)


async def _die(_: DrawWork) -> None:
    raise SystemError


@pytest.mark.parametrize("at", ["gathering", "drawing", "storing"])
async def test_a_draw_that_was_broken_off_is_begun_anew_and_draws_the_same(
    province: Province, at: WorkState
) -> None:
    work = await province.sampler.ask(seed="")
    with pytest.raises(SystemError):
        await Interrupted(province, work, at, _die).run()
    works = province.storage.draws.works
    assert await works.due(NOW) is None
    left = await works.due(Instant(NOW + 3_600_000))
    assert left is not None
    assert (left.state, left.seed, left.draw_id) == (at, work.seed, work.draw_id)
    draw = await Drawing(province.sampler, left, lambda: NOW).run()
    assert (draw.id, draw.seed) == (work.draw_id, work.seed)
    found = await province.keys(draw)
    assert len(found) == draw.sealed.record.drawn.main + draw.sealed.record.drawn.reserve
    assert await province.storage.draws.of_campaign(CAMPAIGN.id) == [draw]
    province.moved_on()
    await province.sampler.void()
    province.moved_on()
    assert await province.keys(await province.draw(seed=work.seed)) == found


@pytest.mark.parametrize("at", ["gathering", "drawing", "storing"])
async def test_a_draw_that_nobody_wants_any_more_stops_and_leaves_nothing(
    province: Province, at: WorkState
) -> None:
    async def cancel(_: DrawWork) -> None:
        await province.sampler.cancel()

    storage, work = province.storage, await province.sampler.ask()
    with pytest.raises(StaleSessionError):
        await Interrupted(province, work, at, cancel).run()
    ended = await storage.draws.works.of_campaign(CAMPAIGN.id)
    assert ended is not None
    assert ended.state == "cancelled"
    assert await storage.draws.of_campaign(CAMPAIGN.id) == []
    assert await leftovers_removed(storage) == (at == "storing")
    assert await storage.draws.partial() == []
    await province.draw()
    assert len(await storage.draws.of_campaign(CAMPAIGN.id)) == 1


async def test_a_campaign_makes_one_draw_at_a_time(province: Province) -> None:
    await province.sampler.ask()
    with pytest.raises(StaleSessionError):
        await province.draw()


async def test_there_is_nothing_to_stop_where_nothing_is_drawn(province: Province) -> None:
    with pytest.raises(DrawRefusedError, match="no_work"):
        await province.sampler.cancel()
    await province.draw()
    with pytest.raises(DrawRefusedError, match="no_work"):
        await province.sampler.cancel()


async def test_a_campaign_that_was_changed_since_is_not_drawn(province: Province) -> None:
    work = await province.sampler.ask()
    changed = dataclasses.replace(province, campaign=replace(CAMPAIGN, version=2))
    with pytest.raises(DrawRefusedError, match="changed"):
        await Drawing(changed.sampler, work, lambda: NOW).run()


async def test_what_changes_at_the_last_moment_is_not_drawn_from(province: Province) -> None:
    async def take_back(_: DrawWork) -> None:
        record = await province.storage.imports.by_id("list-1")
        if record is None or record.state == "undone":
            return
        unit = UnitOfWork()
        province.storage.imports.save(unit, replace(record, state="undone"), record)
        await province.storage.commit(unit)

    work = await province.sampler.ask()
    with pytest.raises(DrawRefusedError, match="changed"):
        await Interrupted(province, work, "storing", take_back).run()
    ended = await province.storage.draws.works.of_campaign(CAMPAIGN.id)
    assert ended is not None
    assert (ended.state, ended.reason) == ("refused", "changed")
    assert await province.storage.draws.of_campaign(CAMPAIGN.id) == []
    assert await leftovers_removed(province.storage) == 1


async def test_how_far_it_is_can_be_read_meanwhile(province: Province) -> None:
    seen: list[tuple[str, int, int]] = []

    async def look(work: DrawWork) -> None:
        seen.append((work.state, work.progress, work.size))

    work = await province.sampler.ask()
    await Interrupted(province, work, "storing", look).run()
    assert seen == [("storing", 200, 300), ("storing", 300, 300)]
