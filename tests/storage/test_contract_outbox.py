"""What every database promises about messages that are sent, and the processes that send."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy.dialects import sqlite

from flows.identifiers import Instant, SessionId
from storage import outbox as statements
from storage.base import (
    OutboxRecord,
    ProcessRecord,
    StaleSessionError,
    Storage,
    StorageError,
    UnitOfWork,
)
from storage.dialects import compiled
from tests.storage.records import outbox, put

ME, OTHER = "process-1", "process-2"
LONG_AGO = Instant(0)
NOW = Instant(1_000)


def queued(session: str, seq: int = 1, **more: object) -> OutboxRecord:
    own = {"session_id": SessionId(session), "state": "queued", "channel": "telegram"}
    return outbox(seq, **{**own, "user_key": "ab" * 32, **more})


def claimed(session: str, seq: int = 1, by: str = ME, **more: object) -> OutboxRecord:
    return queued(session, seq, state="claimed", claimed_by=by, **more)


def process(name: str = ME, beat_at: int = 10) -> ProcessRecord:
    return ProcessRecord(id=name, kind="worker", started_at=NOW, beat_at=Instant(beat_at))


async def add(storage: Storage, *rows: OutboxRecord) -> None:
    await put(storage, *(lambda u, r=row: storage.outbox.add(u, r) for row in rows))


async def claim(storage: Storage, rows: list[OutboxRecord], by: str = ME) -> None:
    await put(storage, *(lambda u, r=row: storage.outbox.claim(u, r, by) for row in rows))


async def rows_of(storage: Storage, session: str) -> list[OutboxRecord]:
    return await storage.outbox.after(SessionId(session), 0)


async def due(storage: Storage, now: int = NOW, after: str = "", limit: int = 10) -> list[str]:
    found = await storage.outbox.due(Instant(now), after, limit)
    return [",".join(f"{row.session_id}/{row.seq}" for row in rows) for rows in found]


class TestRows:
    async def test_every_column_comes_back(self, storage: Storage) -> None:
        row = claimed(
            "s",
            next_at=Instant(7),
            attempts=2,
            unknowns=1,
            parts_done=3,
            number="99",
            reason="resend",
        )
        await add(storage, row)
        assert await rows_of(storage, "s") == [row]

    async def test_a_row_is_found_by_the_platforms_number(self, storage: Storage) -> None:
        row = claimed("s", 2, number="8", user_key="lan")
        await add(storage, claimed("s", 1, number="7", user_key="lan"), row)
        assert row.user_key is not None
        found = await storage.outbox.by_number(SessionId("s"), row.channel, "lan", "8")
        assert found is not None
        assert (found.seq, found.body) == (2, outbox().body)
        for session, channel, user_key in [
            ("other", row.channel, "lan"), ("s", "zalo", "lan"), ("s", row.channel, "minh"),
        ]:  # fmt: skip
            wrong = storage.outbox.by_number(SessionId(session), channel, user_key, "8")
            assert await wrong is None, "numbers are each chat's own"


class TestDue:
    async def test_whole_sessions_are_found_in_order(self, storage: Storage) -> None:
        await add(storage, queued("b", 2), queued("a", 1), queued("b", 1), outbox(1))
        assert await due(storage) == ["a/1", "b/1,b/2"]

    async def test_what_waits_is_not_due_nor_what_is_behind_it(self, storage: Storage) -> None:
        await add(storage, queued("a", 1, next_at=2_000), queued("a", 2))
        assert await due(storage) == []
        assert await due(storage, now=2_000) == ["a/1,a/2"]

    async def test_what_is_behind_a_claim_is_nobodys(self, storage: Storage) -> None:
        await add(storage, claimed("a", 1), queued("a", 2))
        assert await due(storage) == []

    async def test_rows_are_found_up_to_a_claim_in_between(self, storage: Storage) -> None:
        await add(storage, queued("a", 1), claimed("a", 2), queued("a", 3))
        assert await due(storage) == ["a/1"]

    @pytest.mark.parametrize("end", ["sent", "unknown", "dead", "cancelled", "pull"])
    async def test_what_has_ended_holds_nothing_up(self, storage: Storage, end: str) -> None:
        await add(storage, queued("a", 1, state=end), queued("a", 2))
        assert await due(storage) == ["a/2"]

    async def test_rounds_go_on_where_the_last_one_ended(self, storage: Storage) -> None:
        await add(storage, *(queued(name) for name in "abc"))
        assert await due(storage, limit=2) == ["a/1", "b/1"]
        assert await due(storage, limit=2, after="b") == ["c/1"]

    async def test_a_body_that_does_not_open_is_empty(self, storage: Storage) -> None:
        await add(storage, queued("a"), queued("b"))
        swapped = await storage.outbox.due(NOW, "", 10)
        await put(storage, lambda u: storage.outbox.erase(u, SessionId("a")))
        row = msgspec.structs.replace(swapped[1][0], session_id=SessionId("a"))
        unit = UnitOfWork()
        storage.outbox.add(unit, row)
        moved = {**unit.writes[0].params, "session_id": "moved"}  # sealed for another row
        await storage.commit(UnitOfWork([msgspec.structs.replace(unit.writes[0], params=moved)]))
        found = {rows[0].session_id: rows[0].body for rows in await storage.outbox.due(NOW, "", 9)}
        assert found == {"b": outbox().body, "moved": b""}
        with pytest.raises(StorageError):
            await rows_of(storage, "moved")


class TestClaims:
    async def test_a_session_is_claimed_whole(self, storage: Storage) -> None:
        rows = [queued("a", 1), queued("a", 2)]
        await add(storage, *rows)
        await claim(storage, rows)
        assert [(r.state, r.claimed_by) for r in await rows_of(storage, "a")] == [
            ("claimed", ME), ("claimed", ME),
        ]  # fmt: skip

    async def test_or_not_at_all(self, storage: Storage) -> None:
        rows = [queued("a", 1), queued("a", 2)]
        await add(storage, rows[0], claimed("a", 2, OTHER))
        with pytest.raises(StaleSessionError):
            await claim(storage, rows)
        assert [r.state for r in await rows_of(storage, "a")] == ["queued", "claimed"]

    async def test_one_of_many_wins(self, storage: Storage) -> None:
        rows = [queued("a", 1), queued("a", 2)]
        await add(storage, *rows)
        names = [f"process-{n}" for n in range(8)]
        tries = await asyncio.gather(
            *(claim(storage, rows, name) for name in names), return_exceptions=True
        )
        won = [name for name, error in zip(names, tries, strict=True) if error is None]
        assert len(won) == 1
        assert all(isinstance(error, StaleSessionError) for error in tries if error)
        assert {row.claimed_by for row in await rows_of(storage, "a")} == set(won)

    async def test_an_end_is_written_by_who_claims(self, storage: Storage) -> None:
        row = claimed("a")
        await add(storage, row)
        sent = msgspec.structs.replace(row, state="sent", number="5", unknowns=1, reason="resend")
        await put(storage, lambda u: storage.outbox.settle(u, sent, OTHER))
        assert await rows_of(storage, "a") == [row]
        await put(storage, lambda u: storage.outbox.settle(u, sent, ME))
        assert await rows_of(storage, "a") == [sent]
        again = msgspec.structs.replace(row, state="dead")
        await put(storage, lambda u: storage.outbox.settle(u, again, ME))
        assert await rows_of(storage, "a") == [sent]

    async def test_a_claim_can_be_given_back(self, storage: Storage) -> None:
        row = claimed("a")
        await add(storage, row)
        later = msgspec.structs.replace(
            row, state="queued", claimed_by=None, next_at=Instant(50), attempts=3
        )
        await put(storage, lambda u: storage.outbox.settle(u, later, ME))
        assert await rows_of(storage, "a") == [later]

    async def test_a_process_can_give_back_everything(self, storage: Storage) -> None:
        await add(storage, claimed("a", unknowns=1), claimed("b", by=OTHER), outbox(1))
        await put(storage, lambda u: storage.outbox.release(u, ME))
        assert await rows_of(storage, "a") == [queued("a", unknowns=1)]
        assert [row.state for row in await rows_of(storage, "b")] == ["claimed"]

    async def test_old_claims_are_listed(self, storage: Storage) -> None:
        await add(
            storage,
            claimed("a", created_at=Instant(5)),
            claimed("b", created_at=Instant(50)),
            claimed("c", by=OTHER, created_at=Instant(5)),
        )
        found = await storage.outbox.claims(ME, Instant(50))
        assert [(row.session_id, row.seq) for row in found] == [("a", 1)]


class TestOpen:
    async def test_what_another_holds_is_seen(self, storage: Storage) -> None:
        outbox_ = storage.outbox
        await add(storage, claimed("mine"), claimed("theirs", by=OTHER), queued("nobodys"))
        await add(storage, queued("gone", state="sent"))
        names = ("mine", "theirs", "nobodys", "gone", "never")
        seen = [n for n in names if await outbox_.has_open(SessionId(n), not_by=ME)]
        assert seen == ["theirs", "nobodys"]
        assert sorted(await outbox_.open_sessions()) == ["mine", "nobodys", "theirs"]

    async def test_the_backlog_is_counted_with_its_age(self, storage: Storage) -> None:
        assert await storage.outbox.backlog() == (0, None)
        await add(
            storage,
            queued("a", created_at=Instant(9)),
            claimed("b", created_at=Instant(7)),
            queued("c", state="sent", created_at=Instant(1)),
            outbox(1, created_at=Instant(1)),
        )
        assert await storage.outbox.backlog() == (2, 7)


class TestProcesses:
    async def test_a_process_gives_signs_of_life(self, storage: Storage) -> None:
        processes = storage.processes
        await put(storage, lambda u: processes.add(u, process()))
        assert await processes.all() == [process()]
        await put(storage, lambda u: processes.beat(u, ME, Instant(20)))
        assert await processes.all() == [process(beat_at=20)]
        await put(storage, lambda u: processes.remove(u, ME))
        assert await processes.all() == []

    async def test_who_was_declared_dead_learns_of_it(self, storage: Storage) -> None:
        processes = storage.processes
        await put(storage, lambda u: processes.add(u, process()))
        await put(storage, lambda u: processes.bury(u, process()))
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: processes.beat(u, ME, Instant(20)))

    async def test_who_gave_a_sign_meanwhile_is_not_buried(self, storage: Storage) -> None:
        processes = storage.processes
        await put(storage, lambda u: processes.add(u, process(beat_at=20)))
        await add(storage, claimed("a"))
        with pytest.raises(StaleSessionError):
            await put(
                storage,
                lambda u: processes.bury(u, process(beat_at=10)),
                lambda u: storage.outbox.take_back(u, 3),
            )
        assert await processes.all() == [process(beat_at=20)]
        assert [row.state for row in await rows_of(storage, "a")] == ["claimed"]

    async def test_what_dead_ones_held_is_taken_back_and_counted(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.processes.add(u, process()))
        await add(
            storage,
            claimed("mine"),
            claimed("theirs", by=OTHER),
            claimed("worn", by=OTHER, unknowns=3),
            queued("free"),
        )
        assert await storage.outbox.has_abandoned()
        await put(storage, lambda u: storage.outbox.take_back(u, 3))
        assert not await storage.outbox.has_abandoned()
        found = {
            name: [(r.state, r.claimed_by, r.unknowns) for r in await rows_of(storage, name)]
            for name in ("mine", "theirs", "worn", "free")
        }
        assert found == {
            "mine": [("claimed", ME, 0)],
            "theirs": [("queued", None, 1)],
            "worn": [("unknown", OTHER, 4)],
            "free": [("queued", None, 0)],
        }

    async def test_who_is_alone_forgets_all_others(self, storage: Storage) -> None:
        await put(
            storage,
            lambda u: storage.processes.add(u, process()),
            lambda u: storage.processes.add(u, process(OTHER)),
        )
        await put(storage, storage.processes.clear)
        assert await storage.processes.all() == []


@pytest.mark.parametrize(
    "name", ["_DUE", "_OPEN_SESSIONS", "_CLAIMS", "_BACKLOG", "_HAS_OPEN", "_ABANDONED"]
)
def test_sqlite_looks_at_open_rows_only(place: Path, name: str) -> None:
    """A million rows that were sent must not be read each second."""
    sql, fixed = compiled(getattr(statements, name), sqlite.dialect(paramstyle="named"))
    values = dict.fromkeys(("now", "after", "at_most", "claimer", "before", "session"), 1)
    with closing(sqlite3.connect(place / "rows.db")) as connection:
        plan = [
            row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", {**fixed, **values})
        ]
    tables = [step for step in plan if re.match("(SCAN|SEARCH) (outbox|head|earlier)", step)]
    assert tables
    assert all("ix_outbox_open" in step for step in tables), plan


async def test_what_never_left_is_queued_from_a_row_on_and_nothing_else(storage: Storage) -> None:
    mine = [claimed("s", seq) for seq in (1, 2, 3)]
    await add(storage, *mine, claimed("s", 4, by=OTHER), claimed("t"))
    await put(storage, lambda u: storage.outbox.release_from(u, ME, SessionId("s"), 2))
    found = {
        row.seq: (row.state, row.claimed_by, row.unknowns) for row in await rows_of(storage, "s")
    }
    assert found == {
        1: ("claimed", ME, 0),
        2: ("queued", None, 0),
        3: ("queued", None, 0),
        4: ("claimed", OTHER, 0),
    }
    assert [row.state for row in await rows_of(storage, "t")] == ["claimed"]
