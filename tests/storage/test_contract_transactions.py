"""Imports and their rows, on each kind of database: fences, scopes, and what is in hand."""

import msgspec
import pytest
from sqlalchemy import text

from flows.desk.policy import Scope
from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.opening import SqlStorage
from storage.transaction_records import (
    FaultRecord,
    ImportRecord,
    NewTransaction,
    row_id,
)
from tests.storage.records import put, raw_unit

ALL = Scope(account_id="a", units=None)


def an_import(name: str = "i1", **changes: object) -> ImportRecord:
    record = ImportRecord(
        id=name, state="reading", frame="person", unit_id="u1", name="l.csv", sha256="aa",
        size=7, by="account:1", at=Instant(5),
    )  # fmt: skip
    return msgspec.structs.replace(record, **changes)


def a_row(number: int, key: str, name: str = "i1", **changes: object) -> NewTransaction:
    record = NewTransaction(
        id=row_id(name, number), key=key, source="import", frame="person", unit_id="u1",
        done_on="2026-10-05", import_id=name, row=number, phone="+84912345678", person="7",
    )  # fmt: skip
    return msgspec.structs.replace(record, **changes)


async def stored(storage: Storage, *rows: NewTransaction) -> None:
    unit = UnitOfWork()
    for row in rows:
        storage.transactions.add(unit, row)
    await storage.commit(unit)


async def test_an_import_is_what_was_stored(storage: Storage) -> None:
    record = an_import(looked='{"a": 1}', detail={"row": "3"}, leans_on=("i0",), reason="nul")
    await put(storage, lambda u: storage.imports.add(u, record))

    assert await storage.imports.by_id("i1") == record
    assert await storage.imports.by_id("i2") is None


async def test_whoever_saw_an_older_state_changes_nothing(storage: Storage) -> None:
    record = an_import()
    await put(storage, lambda u: storage.imports.add(u, record))
    further = msgspec.structs.replace(record, progress=200, rows=199)
    await put(storage, lambda u: storage.imports.save(u, further, record))

    undone = msgspec.structs.replace(record, state="undone")
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: storage.imports.save(u, undone, record))
    assert await storage.imports.by_id("i1") == further


async def test_lists_are_those_of_the_scope_newest_first(storage: Storage) -> None:
    for name, unit_id in (("i1", "u1"), ("i2", "u2"), ("i3", "u1")):
        record = an_import(name, unit_id=unit_id)
        await put(storage, lambda u, record=record: storage.imports.add(u, record))  # type: ignore[misc] # bound now

    async def ids(scope: Scope, **more: object) -> list[str]:
        return [one.id for one in await storage.imports.listed(scope, **more)]  # type: ignore[arg-type] # by name

    assert await ids(ALL) == ["i3", "i2", "i1"]
    assert await ids(ALL, before="i3", size=1) == ["i2"]
    assert await ids(Scope(account_id="a", units=frozenset({"u1"}))) == ["i3", "i1"]
    assert await ids(Scope(account_id="a")) == []


@pytest.mark.parametrize(
    ("changes", "is_due"),
    [
        ({}, True),
        ({"lease_until": Instant(900)}, False),
        ({"lease_until": Instant(90)}, True),
        ({"state": "checked"}, False),
        ({"state": "undone"}, True),
        ({"state": "undone", "size": 0}, False),
        ({"state": "applied", "looked": "{}"}, True),
        ({"state": "applied"}, False),
    ],
)
async def test_what_is_to_be_done_is_found(
    storage: Storage, changes: dict[str, object], is_due: bool
) -> None:
    await put(storage, lambda u: storage.imports.add(u, an_import("i1", **changes)))

    assert (await storage.imports.due(Instant(100)) is not None) is is_due


async def test_of_two_who_let_something_count_one_comes_too_late(storage: Storage) -> None:
    assert await storage.imports.version() == 0
    for was in (0, 1, 2):
        await put(storage, lambda u, was=was: storage.imports.next_version(u, was))  # type: ignore[misc] # bound now
    assert await storage.imports.version() == 3

    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: storage.imports.next_version(u, 2))


async def test_doubles_are_found_above_and_among_what_counts(storage: Storage) -> None:
    counting = an_import("i0", state="applied")
    tried = an_import("i2", state="checked")
    for record in (counting, an_import(), tried):
        await put(storage, lambda u, record=record: storage.imports.add(u, record))  # type: ignore[misc] # bound now
    await stored(storage, a_row(5, "a", "i0"), a_row(2, "b", "i2"))
    await stored(storage, a_row(2, "a"), a_row(3, "b"), a_row(4, "c"), a_row(5, "c"))

    found = await storage.transactions.doubles("i1", after=0, upto=9)
    assert [(one.row, one.import_id, one.other_row) for one in found] == [
        (2, "i0", 5), (5, "i1", 4),
    ]  # fmt: skip
    assert [one.row for one in await storage.transactions.doubles("i1", after=2, upto=9)] == [5]


async def test_a_transaction_of_the_api_counts_at_once(storage: Storage) -> None:
    row = a_row(0, "a", id="t1", import_id=None, source="api")
    await stored(storage, row)

    found = await storage.transactions.by_id("t1")
    assert found is not None
    assert (found.phone, found.source, len(found.phone_index or b"")) == (
        "+84912345678", "api", 32,
    )  # fmt: skip


async def test_one_person_is_known_again_and_not_by_whom(storage: Storage) -> None:
    await stored(storage, a_row(1, "a"), a_row(2, "b"), a_row(3, "c", person="8"))

    first, second, third = await storage.transactions.page("i1")
    assert first.person_index == second.person_index != third.person_index


async def test_rows_are_removed_and_emptied_by_their_place(storage: Storage) -> None:
    await stored(storage, *(a_row(n, str(n)) for n in range(1, 6)))

    def change(unit: UnitOfWork) -> None:
        storage.transactions.remove_rows(unit, "i1", after=0, upto=2)
        storage.transactions.forget_numbers(unit, "i1", after=2, upto=4)

    await put(storage, change)
    left = await storage.transactions.page("i1")
    assert [(one.row, one.phone) for one in left] == [
        (3, None), (4, None), (5, "+84912345678"),
    ]  # fmt: skip


async def test_faults_come_back_by_row(storage: Storage) -> None:
    found = [FaultRecord(9, "Ngày", "missing"), FaultRecord(3, "SĐT", "ragged", {"value": "x"})]
    await put(
        storage,
        lambda u: storage.imports.add(u, an_import()),
        lambda u: storage.imports.add_faults(u, "i1", found, after=0),
    )

    assert await storage.imports.faults("i1", at_most=9) == found[::-1]
    assert await storage.imports.faults("i1", at_most=1) == found[1:]
    assert await storage.imports.fault_count("i1") == 2


async def test_a_file_is_given_back_piece_by_piece(storage: Storage) -> None:
    await put(
        storage,
        lambda u: storage.imports.add(u, an_import()),
        lambda u: storage.imports.keep_piece(u, "i1", 0, b"one"),
        lambda u: storage.imports.keep_piece(u, "i1", 1, b"two"),
    )

    assert [piece async for piece in storage.imports.pieces("i1")] == [b"one", b"two"]
    assert await storage.imports.last_piece("i1") == 1
    await put(storage, lambda u: storage.imports.drop_piece(u, "i1", 1))
    assert await storage.imports.last_piece("i1") == 0


async def test_addresses_of_the_version_before_are_indexed_later(storage: SqlStorage) -> None:
    """Only then are they found by who opted out by a letter; what was forgotten stays so."""
    by_letter = [a_row(n, f"k{n}", email=f"An{n}@x.vn") for n in range(1, 6)]
    await stored(storage, *by_letter, a_row(6, "k6"))
    indexed = await indexes(storage)
    await storage.commit(raw_unit("UPDATE transactions SET email_index = NULL"))
    await put(storage, lambda u: storage.transactions.forget_numbers_of(u, row_id("i1", 5)))
    assert [await storage.transactions.index_missing(3) for _ in range(3)] == [3, 1, 0]
    assert await indexes(storage) == {**indexed, row_id("i1", 5): None}


async def indexes(storage: SqlStorage) -> dict[str, bytes | None]:
    found = await storage.database.rows(text("SELECT id, email_index FROM transactions"))
    return dict(found)
