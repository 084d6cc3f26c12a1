"""People at counters on each kind of database: officers, and who sits where."""

from datetime import date

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, StorageRefusedError
from storage.staff_records import OfficerRecord, RosterRecord
from tests.storage.records import put, put_each

AN = OfficerRecord(id="an", name="Nguyễn Văn An", unit_id="u1", staff_code="CB01", account_id="a1")
BINH = OfficerRecord(id="bình", name="Lê Thị Bình", unit_id="u1")
MONDAY, FRIDAY = date(2026, 1, 5), date(2026, 1, 9)
DUTY = RosterRecord(
    id=1, officer_id="an", place_id="p1", counter_id="c1", from_day=MONDAY, to_day=FRIDAY,
    starts_min=420, ends_min=690, weekdays=31, at=Instant(5), by="account:1",
)  # fmt: skip


async def ids(
    storage: Storage, place: str, first: date = MONDAY, last: date = FRIDAY
) -> list[int]:
    return [line.id for line in await storage.roster.of_place(place, first, last)]


async def test_officers_are_kept_and_changed(storage: Storage) -> None:
    await put_each(storage, storage.roster.add_officer, AN, BINH)
    assert await storage.roster.officers() == [BINH, AN], "by name"
    gone = replace(AN, ended_on="2026-02-01", unit_id="u2")
    await put(storage, lambda u: storage.roster.save_officer(u, gone))
    assert await storage.roster.officer("an") == gone
    assert await storage.roster.officer("nobody") is None
    assert await storage.roster.accounts_of({"an", "bình"}) == {"a1"}


async def test_a_staff_code_names_one_officer(storage: Storage) -> None:
    await put_each(storage, storage.roster.add_officer, AN, BINH, replace(BINH, id="third"))
    with pytest.raises(StorageRefusedError):
        await put_each(
            storage, storage.roster.add_officer, replace(BINH, id="x", staff_code="CB01")
        )


async def test_a_telephone_of_staff_is_known_by_its_hash_only(storage: Storage) -> None:
    await put_each(storage, storage.roster.add_officer, AN, BINH)
    await put(storage, lambda u: storage.roster.set_phone(u, "an", "+84912345678"))
    assert await storage.roster.with_phone("+84912345678") == [AN]
    await put(storage, lambda u: storage.roster.set_phone(u, "an", None))
    assert await storage.roster.with_phone("+84912345678") == []


async def test_lines_of_a_place_come_with_what_its_people_do_elsewhere(storage: Storage) -> None:
    absence = replace(DUTY, kind="absence", place_id=None, counter_id=None)
    elsewhere = replace(DUTY, kind="delegation", place_id="p2", stands_for="x")
    replaced = replace(elsewhere, officer_id="bình", stands_for="an")
    others = (
        replace(DUTY, officer_id="x", place_id="p2"),
        replace(absence, officer_id="y"),
        replace(DUTY, place_id="p2"),  # also at another place: it says nothing about this one
    )
    await put_each(storage, storage.roster.add, DUTY, absence, elsewhere, replaced, *others)
    assert await ids(storage, "p1") == [1, 2, 3, 4]
    assert (await storage.roster.of_place("p1", MONDAY, MONDAY))[0] == DUTY
    assert await ids(storage, "p1", date(2026, 1, 10), date(2026, 2, 1)) == []
    assert await ids(storage, "p1", date(2026, 1, 1), date(2026, 1, 4)) == []


async def test_a_withdrawn_line_says_nothing_and_stays(storage: Storage) -> None:
    await put_each(storage, storage.roster.add, DUTY, replace(DUTY, counter_id="c2"))
    await put(storage, lambda u: storage.roster.withdraw(u, 1, Instant(9), "account:2"))
    assert await ids(storage, "p1") == [2]
    kept = replace(DUTY, withdrawn_at=Instant(9), withdrawn_by="account:2")
    assert await storage.roster.line(1) == kept
    assert await storage.roster.line(99) is None
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: storage.roster.withdraw(u, 1, Instant(9), "account:2"))


async def test_every_change_that_matters_to_ratings_is_seen(storage: Storage) -> None:
    versions = [await storage.roster.version()]
    await put_each(storage, storage.roster.add_officer, AN, BINH)
    versions.append(await storage.roster.version())
    await put_each(storage, storage.roster.add, DUTY)
    versions.append(await storage.roster.version())
    await put(storage, lambda u: storage.roster.withdraw(u, 1, Instant(9), "account:2"))
    versions.append(await storage.roster.version())
    await put(storage, lambda u: storage.roster.save_officer(u, replace(BINH, account_id="a2")))
    versions.append(await storage.roster.version())
    assert len(set(versions)) == len(versions)
