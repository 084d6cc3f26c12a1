"""The official calendar's changes, on each kind of database."""

import asyncio
from datetime import date
from functools import partial

import pytest

from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, StorageRefusedError, UnitOfWork
from storage.desk_records import SwapRecord
from tests.storage.records import put, put_each, raw_unit

FRIDAY, SATURDAY = date(2026, 1, 2), date(2026, 1, 10)


def swap(day: date, *, works: bool, number: int = 0) -> SwapRecord:
    return SwapRecord(
        day=day, works=works, decision="CV 1/BNV", at=Instant(5), by="account:1", number=number
    )


async def test_changes_have_numbers_and_the_newest_of_a_day_counts(storage: Storage) -> None:
    assert (await storage.swaps.listed(), await storage.swaps.version()) == ([], 0)
    changes = (swap(SATURDAY, works=True), swap(FRIDAY, works=True), swap(FRIDAY, works=False))
    await put_each(storage, storage.swaps.add, *changes)
    assert await storage.swaps.listed() == [
        swap(FRIDAY, works=False, number=3),
        swap(SATURDAY, works=True, number=1),
    ]
    assert await storage.swaps.version() == 3


async def test_the_calendar_of_before_can_be_had_again(storage: Storage) -> None:
    """What a deadline was computed with (invariant I15)."""
    await put_each(storage, storage.swaps.add, swap(FRIDAY, works=False))
    await put(storage, lambda u: storage.swaps.remove(u, FRIDAY, Instant(9), "account:1"))
    assert (await storage.swaps.listed(), await storage.swaps.version()) == ([], 2)
    assert await storage.swaps.listed(1) == [swap(FRIDAY, works=False, number=1)]


@pytest.mark.parametrize("change", ["UPDATE calendar_changes SET works = true",
                                    "DELETE FROM calendar_changes"])  # fmt: skip
async def test_history_stays(storage: Storage, change: str) -> None:
    await put_each(storage, storage.swaps.add, swap(FRIDAY, works=False))
    with pytest.raises(StorageRefusedError, match="append-only"):
        await storage.commit(raw_unit(change))


async def test_the_newest_change_of_a_day_is_known_also_where_it_took_one_back(
    storage: Storage,
) -> None:
    await put_each(
        storage, storage.swaps.add, swap(FRIDAY, works=False), swap(SATURDAY, works=True)
    )
    await put(storage, lambda u: storage.swaps.remove(u, FRIDAY, Instant(9), "account:1"))
    newest = [await storage.swaps.newest_of(day) for day in (FRIDAY, SATURDAY, date(2026, 5, 1))]
    assert newest == [3, 2, 0]


async def test_days_that_terms_follow_are_kept_each_for_itself(storage: Storage) -> None:
    swaps = storage.swaps
    for day, progress in ((FRIDAY, "1"), (SATURDAY, "2"), (FRIDAY, "3")):
        await put(storage, partial(swaps.keep_redating, day=day, progress=progress))
    assert await swaps.redating() == {FRIDAY: "3", SATURDAY: "2"}
    await put(storage, lambda u: swaps.end_redating(u, FRIDAY))
    assert await swaps.redating() == {SATURDAY: "2"}


async def test_of_two_who_change_what_they_both_saw_one_does(storage: Storage) -> None:
    await put_each(storage, storage.swaps.add, swap(FRIDAY, works=False))
    turn = await storage.swaps.turn()

    def change(unit: UnitOfWork) -> None:
        storage.swaps.take_turn(unit, turn)
        storage.swaps.add(unit, swap(SATURDAY, works=True))

    done = await asyncio.gather(*(put(storage, change) for _ in range(4)), return_exceptions=True)
    assert [type(one) for one in done if one is not None] == [StaleSessionError] * 3
    assert await storage.swaps.version() == 2
