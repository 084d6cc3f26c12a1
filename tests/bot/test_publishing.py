"""Steps are published as they fall due, once, and not while they are held."""

from collections.abc import AsyncIterator, Iterable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from bot.jobs.publish_results import publish_results
from bot.live import Live
from bot.publishing import RESULTS, forget_erased, hash_of, publish_due, steps
from bot.turns import now_ms
from flows.identifiers import Instant, ResponseId
from storage.base import Storage, UnitOfWork
from storage.publication_records import HoldRecord
from survey.cells import Counted
from survey.editions import Period, Pin
from survey.public_results import Results
from survey.publishing import Gathered, Member, of_whole
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
    assert await publish(storage) == 0, "nobody knows any more that who was erased is a tenth"
    await uncount(storage, ["r10"])
    assert await publish(storage) == 2, "ten hide who was erased"
    assert (await newest(storage)).responses == 19


_RESPONDENTS = text("SELECT respondent FROM publication_members")


async def test_nothing_leads_from_a_person_to_what_is_kept_of_who_was_erased(
    storage: Storage,
) -> None:
    """Responses of one person that were erased together stay together, whoever they were."""
    own = some(2, "own", respondent="s:conversation")
    await count(storage, [*some(12), *own], at=NOW)
    await publish(storage)
    before = {name for (name,) in await storage.database.rows(_RESPONDENTS)}
    for one in own:
        unit = UnitOfWork()
        storage.responses.erase(unit, ResponseId(one.response_id))
        await storage.commit(unit)
    await uncount(storage, [one.response_id for one in own])
    assert await forget_erased(storage, NOW) == 2
    after = {name for (name,) in await storage.database.rows(_RESPONDENTS)}
    [name] = after - before
    assert name.startswith("e:")
    assert len(before - after) == 1


async def test_however_many_wait_in_vain_newer_ones_are_looked_at(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those who are known no more, fewer than ten of a unit are never published."""
    monkeypatch.setattr(steps, "MANY", 20)
    await count(storage, some(10), at=NOW)
    await publish(storage)
    for unit in range(9):
        given = some(9, f"vain {unit} ", unit_id=f"small {unit}")
        await count(storage, [replace(one, respondent=f"p:{one.response_id}") for one in given],
                    at=NOW)  # fmt: skip
    await count(storage, [*some(15, "x", unit_id="x"), *some(15, "y", unit_id="y")], at=NOW)
    later = Instant(NOW + 60 * DAY)
    assert await publish(storage, later) == 2
    assert (await newest(storage)).responses == 40
    assert await publish(storage, later) == 0


async def test_one_step_takes_in_about_so_many_and_the_next_one_the_rest(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "MANY", 20)
    for unit in ("a", "b", "c"):
        await count(storage, some(16, unit, unit_id=unit), at=NOW)
    await count(storage, some(40, "d", unit_id="d"), at=NOW)
    shown = []
    while await publish(storage):
        shown.append((await newest(storage)).responses)
    assert shown == [32, 68, 88]


async def test_leftovers_of_many_units_come_together_page_by_page(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "MANY", 8)
    for unit in range(12):
        await count(storage, some(3, f"{unit} ", unit_id=f"u{unit}"), at=NOW)
    while await publish(storage, Instant(NOW + 8 * DAY)):
        pass
    assert (await newest(storage)).responses == 36


async def test_no_more_than_so_many_wait_in_memory_for_the_whole(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of nine people are no block, however many they are."""
    held: list[int] = []

    def counted_out(
        waiting: Iterable[Member], today: date, *, patience: int
    ) -> tuple[Gathered, ...]:
        members = list(waiting)
        held.append(len(members))
        return of_whole(members, today, patience=patience)

    monkeypatch.setattr(steps, "MANY", 20)
    monkeypatch.setattr(steps, "of_whole", counted_out)
    for unit in range(10):
        given = some(9, f"{unit} ", unit_id=f"u{unit}")
        await count(storage, [replace(one, respondent=f"s:{n}") for n, one in enumerate(given)],
                    at=NOW)  # fmt: skip
    assert await publish(storage, Instant(NOW + 8 * DAY)) == 0
    assert len(held) > 1
    assert max(held) <= 2 * steps.MANY


def _defined(version: str) -> Pin:
    return Pin(kind="policy", name="definition", version=version, sha256=version)


async def defined(storage: Storage, version: str, now: Instant = NOW) -> int:
    """Publish where responses are counted by this version of how they are."""

    async def pinned(_period: Period, _now: Instant) -> tuple[Pin, ...]:
        return (_defined(version),)

    return await publish_due(storage, Live(), now, pinned)


async def test_another_definition_keeps_what_was_published_and_goes_on_anew(
    storage: Storage,
) -> None:
    await count(storage, some(30), at=NOW)
    assert await defined(storage, "2") == 1
    before = await newest(storage)
    await count(storage, some(30, ratings=UNCONTENT), at=NOW)  # all of them come to something else
    await count(storage, some(12, "new", ratings=UNCONTENT), at=NOW)
    assert await defined(storage, "3") == 2
    after = await newest(storage)
    assert after.responses == 42
    assert before.levels[0].share.raw == 1.0
    assert after.levels[0].share.raw == pytest.approx((90 + 12 * 2) / 126)
    assert after.pins == (
        _defined("3"), Pin(kind="policy", name="definition/2026-11", version="2", sha256="2"),
    )  # fmt: skip
    assert await defined(storage, "3", Instant(NOW + DAY)) == 0
    await uncount(storage, [f"r{number}" for number in range(10)])
    assert await defined(storage, "3", Instant(NOW + DAY)) == 3, "who goes is seen again"
    assert (await newest(storage)).responses == 32
    year_later = Instant(NOW + 400 * DAY)
    assert await defined(storage, "3", year_later) == 4
    assert (await newest(storage)).pins == (_defined("3"),)
