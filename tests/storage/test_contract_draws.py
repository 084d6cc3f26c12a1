"""What every database promises about draws."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, StorageRefusedError, UnitOfWork
from storage.draw_records import DrawnRow, DrawRecord, FrameWish
from survey.quotas import Stratum
from survey.sample_plans import StratumPlan
from tests.bot.drawing.province import Province, a_person
from tests.storage.records import put

NOW = Instant(1_793_682_000_000)
PLAN = StratumPlan(
    group="g", unit="a", area="urban", mode="direct", frame=9, wanted=2, main=2, reserve=2
)
ONLINE = replace(PLAN, mode="online", area="")
DRAW = DrawRecord(
    id="d1", campaign_id="c1", number=1, kind="first", seed="2026", frame_hash="f", frame_size=9,
    program="langnghe", record="{}", seal="s", at=NOW, by="account:1",
)  # fmt: skip
DRAWN = (
    DrawnRow("t1", "g", 0, "main", 1),
    DrawnRow("t2", "g", 0, "main", 2),
    DrawnRow("t3", "g", 0, "reserve", 3),
    DrawnRow("t4", "g", 0, "reserve", 4),
    DrawnRow("t5", "g", 1, "reserve", 1),
)


@pytest.fixture
async def kept(storage: Storage) -> Storage:
    """A storage with one draw."""
    await put(storage, lambda unit: drawn(unit, storage))
    return storage


def drawn(unit: UnitOfWork, storage: Storage, draw: DrawRecord = DRAW, **fields: bool) -> None:
    """Add a draw with its people."""
    storage.draws.add(unit, draw, [PLAN, ONLINE], **fields)
    storage.draws.add_drawn(unit, "c1", draw.id, DRAWN)


async def test_a_draw_comes_back_as_it_was_written(kept: Storage) -> None:
    assert await kept.draws.of_campaign("c1") == [DRAW]
    assert await kept.draws.of_campaign("c2") == []
    assert await kept.draws.drawn("d1") == list(DRAWN)


@pytest.mark.parametrize(
    "again",
    [
        lambda unit, s: s.draws.add(unit, replace(DRAW, id="d2"), []),
        lambda unit, s: drawn(unit, s, replace(DRAW, id="d2", number=2)),
    ],
    ids=["same-number", "same-person"],
)
async def test_nobody_and_nothing_is_drawn_twice(
    kept: Storage, again: Callable[[UnitOfWork, Storage], None]
) -> None:
    with pytest.raises(StorageRefusedError):
        await put(kept, lambda unit: again(unit, kept))
    assert len(await kept.draws.of_campaign("c1")) == 1


async def test_the_frame_is_given_back_in_its_pieces(kept: Storage) -> None:
    def keep(unit: UnitOfWork) -> None:
        for number, piece in enumerate((b"one", b"two")):
            kept.draws.keep_frame(unit, "d1", number, piece)

    await put(kept, keep)
    assert [piece async for piece in kept.draws.frame("d1")] == [b"one", b"two"]


async def test_a_partial_draw_counts_for_nothing_before_it_is_finished(
    storage: Storage,
) -> None:
    await put(storage, lambda unit: drawn(unit, storage, partial=True))
    assert await storage.draws.of_campaign("c1") == []
    assert await storage.draws.fills("c1") == []
    assert await storage.draws.strata_of("c1", ["t1"]) == {}
    assert await storage.draws.reserves("c1", PLAN.stratum, 5) == []
    assert await storage.draws.partial() == [("c1", "d1")]
    await put(storage, lambda unit: storage.draws.finish(unit, "d1"))
    assert await storage.draws.of_campaign("c1") == [DRAW]
    assert len(await storage.draws.reserves("c1", PLAN.stratum, 5)) == 2
    with pytest.raises(StaleSessionError):
        await put(storage, lambda unit: storage.draws.finish(unit, "d1"))


async def test_a_draw_that_is_void_counts_no_more_and_is_removed_bit_by_bit(
    kept: Storage,
) -> None:
    await put(kept, lambda unit: kept.draws.keep_frame(unit, "d1", 0, b"one"))
    await put(kept, lambda unit: kept.draws.void(unit, "c1"))
    assert await kept.draws.of_campaign("c1") == []
    rounds = 0
    while await kept.draws.left("c1", "d1"):
        await put(kept, lambda unit: kept.draws.drop_some(unit, "c1", "d1", 2))
        rounds += 1
    assert rounds == 3
    await put(kept, lambda unit: kept.draws.drop(unit, "d1"))
    assert await kept.draws.partial("c1") == []
    await put(kept, lambda unit: drawn(unit, kept))


async def test_a_reserve_takes_a_place_once(kept: Storage) -> None:
    stratum = PLAN.stratum
    assert await kept.draws.reserves("c1", stratum, 5) == ["t3", "t4"]
    assert await kept.draws.strata_of("c1", ["t1", "t3", "t9"]) == {"t1": stratum}

    def swap(unit: UnitOfWork) -> None:
        kept.draws.replace(unit, "c1", "t1", NOW)
        kept.draws.promote(unit, "c1", "t3", NOW, stands_for="t1")

    await put(kept, swap)
    rows = {row.transaction_id: (row.role, row.stands_for) for row in await kept.draws.drawn("d1")}
    assert (rows["t1"], rows["t3"]) == (("replaced", None), ("main", "t1"))
    assert await kept.draws.reserves("c1", stratum, 5) == ["t4"]
    with pytest.raises(StaleSessionError):
        await put(kept, swap)


async def test_how_far_each_stratum_is(kept: Storage) -> None:
    found = {one.stratum: one for one in await kept.draws.fills("c1")}
    urban, online = found[PLAN.stratum], found[Stratum("g", "a", "", "online")]
    assert (urban.frame, urban.wanted, urban.main, urban.reserve) == (9, 2, 2, 2)
    assert (online.main, online.reserve, online.answered) == (0, 1, 0)


# -- frames


@pytest.mark.parametrize("at_once", [1, 7, 100, 10_000])
async def test_a_frame_is_read_and_counted_the_same_in_pages_of_any_size(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("storage.frames._AT_ONCE", at_once)
    province = Province(storage)
    await province.begin()
    await province.hand_in("list-0", [a_person(at, "list-0", unit_id="z") for at in range(1, 4)])
    await province.hand_in_one(9, Instant(NOW - 1_000))
    wish = FrameWish(
        campaign_id="c1", from_day="2026-05-04", to_day="2026-05-04", units=None,
        lists=frozenset(await storage.draws.lists()), api_upto="z", not_since=NOW,
    )  # fmt: skip
    within = replace(wish, units=frozenset({"z"}))
    for one, expected in ((wish, 304), (within, 3)):
        rows = [row async for page in storage.draws.frame_rows(one) for row in page]
        counts = await storage.draws.frame_counts(one)
        assert len({row.id for row in rows}) == len(rows) == expected
        assert sum(count.rows for count in counts) == expected
