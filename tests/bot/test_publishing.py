"""Steps are published as they fall due, once, and not while they are held."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.jobs.publish_results import publish_results
from bot.live import Live
from bot.publishing import RESULTS, forget_erased, hash_of, publish_due
from bot.turns import now_ms
from flows.identifiers import Instant, ResponseId
from storage.base import Storage
from storage.publication_records import HoldRecord
from survey.cells import Counted
from survey.public_results import Results
from tests.bot.figures.crowds import answered, put_crowd
from tests.storage.counted import UNCONTENT, count, counted, uncount
from tests.storage.records import put
from tests.web.installation import PLACE, installed
from tests.web.published import unpinned

NOW = Instant(1_762_900_000_000 + 365 * 86_400_000)  # 11 November 2026
DAY = 86_400_000
UNIT = PLACE.unit_id


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with installed(tmp_path) as it:
        yield it.storage


def some(number: int, prefix: str = "r", **more: object) -> list[Counted]:
    return [counted(f"{prefix}{one}", **{"unit_id": UNIT, **more}) for one in range(number)]


async def publish(storage: Storage, now: Instant = NOW, live: Live | None = None) -> int:
    return await publish_due(storage, live or Live(), now, unpinned)


async def newest(storage: Storage) -> Results:
    found = await storage.publications.newest()
    assert found is not None
    assert found.sha256 == hash_of(found.body)
    return found.results


async def test_nothing_is_published_before_ten(storage: Storage) -> None:
    await count(storage, some(9), at=NOW)
    assert await publish(storage) == 0
    assert await storage.publications.newest() is None


async def test_ten_are_published_once_and_watchers_are_woken(storage: Storage) -> None:
    await count(storage, [*some(8), *some(2, "u", ratings=UNCONTENT)], at=NOW)
    live = Live()
    with live.watching(RESULTS) as news:
        assert await publish(storage, live=live) == 1
        assert news.is_set()
    assert await publish(storage) == 0
    results = await newest(storage)
    assert (results.number, results.responses) == (1, 10)
    overall = results.levels[0].share
    assert (overall.respondents, overall.answers) == (10, 30)
    assert overall.raw == pytest.approx(28 / 30)
    assert results.csat.raw == pytest.approx(0.8)
    assert [row.share.withheld for row in results.units] == [False, True]
    assert [month for month, _ in results.trend] == ["2026-11"]


async def test_nine_more_wait_and_what_was_published_stays(storage: Storage) -> None:
    await count(storage, some(10), at=NOW)
    await publish(storage)
    before = await storage.publications.newest()
    await count(storage, some(9, "new"), at=NOW)
    assert await publish(storage) == 0
    await count(storage, some(1, "tenth"), at=NOW)
    assert await publish(storage) == 2
    assert before in await storage.publications.listed(5)
    assert (await newest(storage)).responses == 20


async def test_one_who_went_is_hidden_in_a_step(storage: Storage) -> None:
    await count(storage, some(30), at=NOW)
    await publish(storage)
    await uncount(storage, ["r0"])
    assert await publish(storage) == 0
    await uncount(storage, [f"r{number}" for number in range(1, 10)])
    assert await publish(storage) == 2
    assert (await newest(storage)).responses == 20
    assert await publish(storage) == 0


async def test_who_went_and_comes_back_is_not_published_again(storage: Storage) -> None:
    await count(storage, some(30), at=NOW)
    await publish(storage)
    away = some(10)
    await uncount(storage, [one.response_id for one in away])
    await publish(storage)
    await count(storage, away, at=NOW)
    assert await publish(storage) == 0


async def test_leftovers_of_units_count_for_the_whole_after_a_week(storage: Storage) -> None:
    await count(storage, some(10), at=NOW)
    await publish(storage)
    await count(storage, [*some(6, "a", unit_id="a"), *some(6, "b", unit_id="b")], at=NOW)
    assert await publish(storage, Instant(NOW + 6 * DAY)) == 0
    assert await publish(storage, Instant(NOW + 8 * DAY)) == 2
    results = await newest(storage)
    assert results.responses == 22
    assert sum(row.share.respondents for row in results.units) == 10


async def test_a_month_that_is_too_long_ago_leaves_the_figures(storage: Storage) -> None:
    await count(storage, some(10), at=NOW)
    await publish(storage)
    assert await publish(storage, Instant(NOW + 360 * DAY)) == 2
    assert (await newest(storage)).responses == 0


async def test_nothing_is_published_while_it_is_held(storage: Storage) -> None:
    await count(storage, some(10), at=NOW)
    await hold(storage, held=True)
    assert await publish(storage) == 0
    await hold(storage, held=False)
    assert await publish(storage) == 1


async def test_the_job_publishes_what_people_answered(tmp_path: Path) -> None:
    async with installed(tmp_path) as it:
        services, now = it.services, now_ms()
        version = services.runner.turns.renderer.rules.latest["mc"]
        said = {"MC1": 5, "MC4": 2, "G9": 5}
        forms = [
            answered(number, said, version=version, unit_id=UNIT, started_at=now)
            for number in range(12)
        ]
        await put_crowd(it.storage, forms)
        assert await publish_results(services) == 0, "not all of it is counted yet"
        while not await services.figures.is_whole():
            await services.figures.settle()
        assert await publish_results(services) == 1
        results = await newest(it.storage)
    assert results.responses == 12
    assert results.levels[0].share.raw == pytest.approx(0.5)
    assert results.csat.raw == 1.0
    pinned = {(one.kind, one.name): one.version for one in results.pins}
    assert pinned["form", "mc"] == str(version)
    assert '"least_answered":0.8' in pinned["policy", "validity"]
    assert {kind for kind, _ in pinned} == {"form", "policy", "calendar", "unit_tree", "program"}


async def hold(storage: Storage, *, held: bool) -> None:
    record = HoldRecord(held=held, reason="kiểm tra", at=NOW, actor="account:1")
    turn = await storage.publications.turn()
    await put(storage, lambda unit: storage.publications.add_hold(unit, record, turn))


async def test_who_was_erased_is_forgotten_also_while_publishing_is_held(
    storage: Storage,
) -> None:
    await count(storage, some(30), at=NOW)
    await publish(storage)
    await hold(storage, held=True)
    await put(storage, lambda unit: storage.responses.erase(unit, ResponseId("r0")))
    await uncount(storage, ["r0"])
    assert await forget_erased(storage, NOW) == 1
    assert await forget_erased(storage, NOW) == 0
    await hold(storage, held=False)
    await uncount(storage, [f"r{number}" for number in range(1, 10)])
    assert await publish(storage) == 2, "the nine hide who was erased"
    assert (await newest(storage)).responses == 20
