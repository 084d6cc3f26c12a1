"""What every database promises about committing: whole units, each alone, many at once."""

import asyncio

import pytest
from sqlalchemy import bindparam, func, insert, select, text

from storage.base import (
    DuplicateMessageError,
    StaleSessionError,
    Storage,
    StorageError,
    StorageRefusedError,
    UnitOfWork,
)
from storage.dialects import named_values
from storage.tables import inbox as inbox_table
from storage.tables import meta
from tests.storage.records import S1, complaint, inbox, line, outbox, put, stored, unit_of
from tests.storage.test_contract_house import note

MANY = 200


async def outcome(storage: Storage, unit: UnitOfWork) -> type[StorageError] | None:
    try:
        await storage.commit(unit)
    except StorageError as error:
        return type(error)
    return None


async def count(storage: Storage, where: str = "1 = 1") -> int:
    statement = select(func.count()).select_from(inbox_table).where(text(where))
    return int((await storage.database.rows(statement))[0][0])


class TestGroups:
    async def test_many_units_at_once_each_find_their_own_end(self, storage: Storage) -> None:
        """Of 200 units, every fifth repeats a key, every seventh is stale: the rest is there."""

        def unit(number: int) -> UnitOfWork:
            key = "same" if number % 5 == 0 else f"key-{number}"
            made = unit_of(lambda u: storage.inbox.add(u, inbox(number, dedupe_key=key)))
            if number % 7 == 0:
                storage.sessions.save(made, stored(version=9))
            storage.outbox.add(made, outbox(number))
            return made

        await put(storage, lambda u: storage.sessions.add(u, stored(version=1)))
        numbers = range(1, MANY + 1)
        ends = await asyncio.gather(*(outcome(storage, unit(n)) for n in numbers))
        expected = {n: StaleSessionError if n % 7 == 0 else None for n in numbers if n % 5 != 0}
        assert {n: ends[n - 1] for n in expected} == expected
        repeats = [ends[n - 1] for n in numbers if n % 5 == 0]
        assert repeats.count(None) == 1
        assert set(repeats) <= {None, DuplicateMessageError, StaleSessionError}
        written = [n for n, end in zip(numbers, ends, strict=True) if end is None]
        assert [row.seq for row in await storage.outbox.after(S1, 0, MANY)] == written
        assert len(await storage.inbox.pending(S1)) == len(written)

    async def test_of_equal_messages_one_is_stored(self, storage: Storage) -> None:
        units = [UnitOfWork() for _ in range(50)]
        for number, unit in enumerate(units):
            storage.inbox.add(unit, inbox(number, dedupe_key="k"))
        ends = await asyncio.gather(*(outcome(storage, unit) for unit in units))
        assert sorted(map(str, set(ends))) == sorted(map(str, {None, DuplicateMessageError}))
        assert ends.count(None) == 1
        assert await count(storage) == 1

    async def test_versions_have_one_committer_each(self, storage: Storage) -> None:
        """Invariant I5: of 40 turns decided on the same state, one is kept."""
        await put(storage, lambda u: storage.sessions.add(u, stored(version=1)))
        turns = [unit_of(lambda u: storage.sessions.save(u, stored(version=2))) for _ in range(40)]
        ends = await asyncio.gather(*(outcome(storage, turn) for turn in turns))
        assert ends.count(None) == 1
        assert ends.count(StaleSessionError) == 39

    async def test_what_was_committed_can_be_read_at_once(self, storage: Storage) -> None:
        async def step(number: int) -> bool:
            await put(storage, lambda u: storage.inbox.add(u, inbox(number)))
            return await storage.inbox.seen("web", f"key-{number}")

        assert all(await asyncio.gather(*map(step, range(50))))


class TestFaultsOfOurs:
    async def test_a_missing_parameter_is_refused_alone(self, storage: Storage) -> None:
        unit = UnitOfWork()
        unit.add(insert(meta).values(named_values(meta)), {"key": "x"})
        good = unit_of(lambda u: storage.inbox.add(u, inbox(1)))
        ends = await asyncio.gather(*(outcome(storage, each) for each in (unit, good)))
        assert ends == [StorageRefusedError, None]

    @pytest.mark.parametrize("value", [2**70, object(), "\ud800"])
    async def test_a_value_that_cannot_be_stored_is_refused(
        self, storage: Storage, value: object
    ) -> None:
        unit = UnitOfWork()
        unit.add(insert(meta).values(named_values(meta)), {"key": "x", "value": value})
        assert await outcome(storage, unit) is StorageRefusedError
        await storage.durable_write()

    async def test_a_question_that_is_wrong_is_refused(self, storage: Storage) -> None:
        with pytest.raises(StorageRefusedError):
            await storage.database.rows(text("SELECT nothing FROM nowhere"))


class TestReading:
    @pytest.mark.parametrize("in_thread", [False, True])
    async def test_many_rows_come_in_order(self, storage: Storage, in_thread: bool) -> None:
        unit = UnitOfWork()
        for number in range(2500):
            storage.inbox.add(unit, inbox(number))
        await storage.commit(unit)
        statement = select(inbox_table.c.id).order_by(inbox_table.c.arrival)
        rows = await storage.database.rows(statement, in_thread=in_thread)
        assert [row[0] for row in rows] == [f"inbox-{n}" for n in range(2500)]

    async def test_fixed_and_given_values_meet(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.inbox.add(u, inbox(1)))
        statement = select(inbox_table.c.id).where(
            inbox_table.c.channel == "web", inbox_table.c.session_id == bindparam("who")
        )
        assert list(map(tuple, await storage.database.rows(statement, {"who": S1}))) == [
            ("inbox-1",)
        ]


class TestAppendOnly:
    """History and audit cannot be changed by anybody, not even by a statement of ours."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit SET actor = 'x'",
            "DELETE FROM audit",
            "UPDATE complaint_events SET actor = 'x'",
            "DELETE FROM complaint_events",
        ],
    )
    async def test_rows_stay(self, storage: Storage, statement: str) -> None:
        await note(storage, "export")
        await put(
            storage,
            lambda u: storage.complaints.add(u, complaint()),
            lambda u: storage.complaints.append(u, line()),
        )
        unit = UnitOfWork()
        unit.add(text(statement), {})
        with pytest.raises(StorageRefusedError, match="append-only"):
            await storage.commit(unit)
        assert len(await storage.audit.listed()) == 1
        assert await storage.complaints.history(complaint().id) == [line()]
