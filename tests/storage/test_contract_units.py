"""What happened to units, and what hangs on them, on each kind of database."""

from datetime import date

import pytest
from msgspec.structs import replace

from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.base import (
    PlaceRecord,
    StaleSessionError,
    Storage,
    StorageRefusedError,
    UnitOfWork,
    UnitRecord,
)
from storage.desk_records import AccountRecord
from storage.unit_records import HandOver, Held
from survey.unit_events import Cover, Found, Merge, Split, UnitEvent, Withdraw
from survey.unit_tree import tree_of
from tests.storage.records import complaint, put, put_each, raw_unit

DAY = date(2025, 7, 1)
FOUND = UnitEvent(number=1, day=DAY, body=Found("top", "BHXH tỉnh"), at=5, actor="account:1")


async def test_events_come_back_as_they_were_with_their_numbers(storage: Storage) -> None:
    happened = [
        FOUND,
        UnitEvent(number=2, day=DAY, body=Found("a", "A", "district", "top", "640"), at=5,
                  example=True, decision="QĐ 1"),
        UnitEvent(number=3, day=DAY, body=Cover("a", ("Phường Một", "xã Hai"))),
        UnitEvent(number=4, day=DAY, body=Split("a", ("b", "c"), {"xã Hai": "b"})),
        UnitEvent(number=5, day=DAY, body=Withdraw(4)),
    ]  # fmt: skip
    assert (await storage.units.events(), await storage.units.version()) == ([], 0)

    unit = UnitOfWork()
    for one in happened:
        storage.units.add(unit, one)
    await storage.commit(unit)

    assert await storage.units.events() == happened
    assert await storage.units.version() == 5
    assert tree_of(happened).faults == ()


async def test_an_event_comes_right_behind_the_newest_or_was_decided_too_early(
    storage: Storage,
) -> None:
    await put_each(storage, storage.units.add, FOUND)

    for number in (1, 3):
        with pytest.raises(StaleSessionError):
            await put_each(storage, storage.units.add, replace(FOUND, number=number))

    assert await storage.units.events() == [FOUND]


@pytest.mark.parametrize("change", ["UPDATE unit_events SET decision = 'x'",
                                    "DELETE FROM unit_events"])  # fmt: skip
async def test_history_stays(storage: Storage, change: str) -> None:
    await put_each(storage, storage.units.add, FOUND)

    with pytest.raises(StorageRefusedError, match="append-only"):
        await storage.commit(raw_unit(change))


async def test_a_unit_is_kept_and_replaced_and_ends(storage: Storage) -> None:
    top, below = UnitRecord("top", "BHXH tỉnh", None), UnitRecord("a", "A", "top", "district")
    ended = UnitRecord("a", "A", "top", "district", "64", "2020-01-01", "2025-07-01")

    await put_each(storage, storage.units.keep, top, below)
    await put_each(storage, storage.units.keep, ended)

    assert await storage.places.units() == [ended, top]


async def test_what_hangs_on_a_unit_is_counted_and_goes_to_another(storage: Storage) -> None:
    await put_each(storage, storage.units.keep, *(UnitRecord(one, one, None) for one in "ab"))
    place = PlaceRecord(id="p", name="Một cửa", unit_id="a", unit_name="a")
    case = replace(complaint(), owner_unit_id="a")
    account = AccountRecord(
        id="1", login="an", name="An", created_at=Instant(1), grants=(Grant("unit_head", "a"),)
    )
    await put_each(storage, storage.places.add_place, place)
    await put_each(storage, storage.complaints.add, case)
    await put_each(storage, storage.accounts.add, account)
    assert await storage.units.held() == {"a": Held(cases=1, places=1, roles=1)}

    await put(storage, lambda unit: storage.units.move_place(unit, "p", "b"))

    moved = await storage.places.place("p")
    assert moved is not None
    assert moved.unit_id == "b"
    assert await storage.units.held() == {"a": Held(cases=1, roles=1), "b": Held(places=1)}


async def test_a_merger_into_a_new_unit_is_one_transaction(storage: Storage) -> None:
    """Events, rows that hang on one another, and a place, as `bot.units` writes them."""
    top, ended = UnitRecord("top", "Top", None), UnitRecord("a", "A", "top")
    await put_each(storage, storage.units.keep, top, ended)
    place = PlaceRecord(id="p", name="Một cửa", unit_id="a", unit_name="a")
    await put_each(storage, storage.places.add_place, place)
    unit = UnitOfWork()
    storage.units.add(unit, FOUND)
    storage.units.add(unit, replace(FOUND, number=2, body=Merge(("a",), "new")))
    new = UnitRecord("new", "Mới", "top")
    for record in (new, replace(ended, parent_id="new", ended_day="2025-07-01")):
        storage.units.keep(unit, record)
    storage.units.move_place(unit, "p", "new")
    storage.units.hand_over(unit, HandOver("place", "p", "a", "new"))
    storage.units.put_in_effect(unit, "2025-07-01/2")

    await storage.commit(unit)

    moved = await storage.places.place("p")
    assert moved is not None
    assert (moved.unit_id, moved.parent_unit_id) == ("new", "top")
    assert {row.id: row.parent_id for row in await storage.places.units()} == {
        "a": "new", "new": "top", "top": None
    }  # fmt: skip


async def test_cases_of_a_unit_that_has_ended_are_found_until_they_are_closed(
    storage: Storage,
) -> None:
    for record in (UnitRecord("a", "A", None, ended_day="2025-07-01"), UnitRecord("b", "B", None)):
        await put_each(storage, storage.units.keep, record)
    case = replace(complaint(), owner_unit_id="a")
    await put_each(storage, storage.complaints.add, case)

    assert await storage.units.stray_cases(date(2025, 6, 30), 10) == []
    assert await storage.units.stray_cases(DAY, 10) == [case.code]

    await put_each(
        storage, storage.complaints.save, replace(case, state="closed", version=case.version + 1)
    )
    assert await storage.units.stray_cases(DAY, 10) == []


async def test_what_was_handed_over_is_remembered_until_it_is_back(storage: Storage) -> None:
    place, case = HandOver("place", "p", "a", "b"), HandOver("case", "p", "a", "b")
    further = HandOver("place", "p", "a", "c")

    await put_each(storage, storage.units.hand_over, place, case, further)
    assert sorted(await storage.units.hand_overs(), key=lambda one: one.kind) == [case, further]

    await put_each(storage, storage.units.forget_hand_over, further)
    assert await storage.units.hand_overs() == [case]


async def test_it_is_remembered_what_the_rows_are_of(storage: Storage) -> None:
    assert await storage.units.in_effect() == ""

    await put_each(storage, storage.units.put_in_effect, "2025-07-01/3", "2025-07-02/3")

    assert await storage.units.in_effect() == "2025-07-02/3"


async def test_example_events_go_with_the_example_data(storage: Storage) -> None:
    merged = UnitEvent(number=2, day=DAY, body=Merge(("a",), "top"))
    unit = UnitOfWork()
    storage.units.add(unit, FOUND)
    storage.units.add(unit, merged, demo=True)
    await storage.commit(unit)

    assert (await storage.remove_demo())["unit_events"] == 1
    assert await storage.units.events() == [FOUND]
