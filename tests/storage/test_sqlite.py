"""What is SQLite's own: its lock, its files, its faults, and other processes beside it."""

import asyncio
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import sqlite_writer
from storage.base import (
    InstanceRunningError,
    Storage,
    StorageUnavailableError,
    UnitOfWork,
)
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from storage.sqlite import SqliteDatabase
from tests.storage.records import S1, inbox, outbox, put, stored, unit_of


class Breaking(sqlite3.Connection):
    """A connection whose statements fail on demand."""

    code = 0
    when = "COMMIT"

    def execute(self, sql: str, parameters: object = (), /) -> sqlite3.Cursor:
        if type(self).code and sql.startswith(type(self).when):
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = type(self).code
            raise error
        return super().execute(sql, parameters)  # type: ignore[arg-type]


@contextmanager
def failing(code: int, when: str = "COMMIT") -> Iterator[None]:
    Breaking.code, Breaking.when = code, when
    try:
        yield
    finally:
        Breaking.code = 0


@pytest.fixture
def database_url(place: Path) -> str:
    """This page is about one kind of database."""
    return f"sqlite:///{place}/rows.db"


@pytest.fixture
async def broken(place: Path, ring: KeyRing) -> AsyncIterator[SqlStorage]:
    """A storage whose writing connection can be made to fail."""
    database = SqliteDatabase(place / "rows.db", factory=Breaking)
    yield SqlStorage.over(database, ring)
    await database.close()


async def add(storage: Storage, number: int) -> None:
    await put(storage, lambda u: storage.inbox.add(u, inbox(number)))


class TestSettings:
    async def test_the_promises_rest_on_these(self, place: Path) -> None:
        database = SqliteDatabase(place / "rows.db", factory=Breaking)
        found = {
            name: database._writing.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint")
        }
        await database.close()
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "wal_autocheckpoint": 8000,
        }

    async def test_only_the_owner_may_read_the_files(self, tmp_path: Path) -> None:
        ring = KeyRing.create(tmp_path / "keys.json")
        storage = await open_storage(f"sqlite:///{tmp_path}/new/rows.db", ring)
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "new").iterdir()}
        await storage.close()
        assert set(modes.values()) == {0o600}
        assert "rows.db-wal" in modes

    async def test_statements_built_on_the_fly_do_not_fill_the_memory(self, place: Path) -> None:
        database = SqliteDatabase(place / "rows.db")
        for number in range(2100):
            await database.rows(text(f"SELECT {number}"))
        assert len(database._texts) <= 1000
        await database.close()

    async def test_closing_folds_the_log_in(self, place: Path, ring: KeyRing) -> None:
        storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
        await add(storage, 1)
        await storage.close()
        assert not (place / "rows.db-wal").exists()


class TestUnavailable:
    async def test_a_full_disk_writes_nothing_and_heals(
        self, broken: SqlStorage, place: Path
    ) -> None:
        """Failure model 20: no acknowledgement, reads work, and it goes on afterwards."""
        await add(broken, 1)
        connection = broken.database._writing  # type: ignore[attr-defined]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        body = os.urandom(100_000)
        big = unit_of(
            lambda u: broken.inbox.add(u, inbox(2)),
            lambda u: broken.outbox.add(u, outbox(1, body=body)),
        )
        with pytest.raises(StorageUnavailableError, match="full") as caught:
            await broken.commit(big)
        assert caught.value.retryable
        assert not await broken.inbox.seen("web", "key-2")
        connection.execute("PRAGMA max_page_count = 1000000")
        await broken.commit(big)
        assert [row.body for row in await broken.outbox.after(S1, 0)] == [body]

    @pytest.mark.parametrize("when", ["BEGIN", "COMMIT", "INSERT"])
    async def test_a_failing_step_fails_the_whole_group_and_no_more(
        self, broken: SqlStorage, when: str
    ) -> None:
        with failing(sqlite3.SQLITE_IOERR_WRITE, when):
            ends = await asyncio.gather(
                *(add(broken, n) for n in range(5)), return_exceptions=True
            )
        assert {type(end) for end in ends} == {StorageUnavailableError}
        assert len({id(end) for end in ends}) == 5
        assert await broken.inbox.pending(S1) == []
        await add(broken, 6)
        assert len(await broken.inbox.pending(S1)) == 1
        assert broken.database.fatal is None

    async def test_after_a_failed_fsync_only_a_new_process_is_trusted(
        self, broken: SqlStorage
    ) -> None:
        """Failure model 21: a retried fsync may lie."""
        with failing(sqlite3.SQLITE_IOERR_FSYNC), pytest.raises(StorageUnavailableError):
            await add(broken, 1)
        assert broken.database.fatal == "disk I/O error"
        with pytest.raises(StorageUnavailableError):
            await add(broken, 2)
        assert not await broken.inbox.seen("web", "key-1")

    async def test_a_rollback_that_fails_is_fatal_too(self, broken: SqlStorage) -> None:
        unit = unit_of(
            lambda u: broken.outbox.add(u, outbox(1)),  # so that there is something to take back
            lambda u: broken.inbox.add(u, inbox(1, state="nonsense")),
        )
        with failing(sqlite3.SQLITE_IOERR, "ROLLBACK"):
            ends = await asyncio.gather(
                broken.commit(unit), add(broken, 2), return_exceptions=True
            )
        assert {type(end) for end in ends} == {StorageUnavailableError}
        assert broken.database.fatal is not None
        broken.database._writing.execute("ROLLBACK")  # type: ignore[attr-defined]

    async def test_too_many_waiting_are_told_to_come_again(
        self, broken: SqlStorage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite_writer, "_LONGEST_QUEUE", 3)
        ends = await asyncio.gather(*(add(broken, n) for n in range(9)), return_exceptions=True)
        refused = [str(end) for end in ends if end is not None]
        assert refused == ["busy"] * 6
        assert len(await broken.inbox.pending(S1)) == 3

    async def test_a_closed_database_takes_nothing(self, place: Path, ring: KeyRing) -> None:
        storage = SqlStorage.over(SqliteDatabase(place / "rows.db"), ring)
        late = [asyncio.create_task(add(storage, n)) for n in range(3)]
        await asyncio.sleep(0)
        await storage.close()
        assert await asyncio.gather(*late) == [None] * 3, "what was accepted is written"
        with pytest.raises(StorageUnavailableError, match="closed"):
            await add(storage, 9)

    async def test_who_gave_up_waiting_does_not_stop_the_others(self, broken: SqlStorage) -> None:
        tasks = [asyncio.create_task(add(broken, n)) for n in range(3)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(end) for end in ends] == [type(None), asyncio.CancelledError, type(None)]
        await add(broken, 9)

    async def test_a_large_unit_does_not_hold_up_the_loop(self, broken: SqlStorage) -> None:
        unit = UnitOfWork()
        for number in range(5000):
            broken.inbox.add(unit, inbox(number))
        task = asyncio.create_task(broken.commit(unit))
        turns = 0
        while not task.done():
            await asyncio.sleep(0)
            turns += 1
        await task
        assert turns > 100, "others have their turns; as good as none, if the loop itself wrote"
        assert len(await broken.inbox.pending(S1)) == 5000

    async def test_a_file_that_is_no_database_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.db"
        path.write_bytes(b"no database at all, but long enough to have a header" * 40)
        with pytest.raises(StorageUnavailableError, match="not a database"):
            SqliteDatabase(path)

    async def test_a_folder_is_no_database(self, tmp_path: Path) -> None:
        with pytest.raises(StorageUnavailableError):
            SqliteDatabase(tmp_path)


class TestBesideOthers:
    async def test_a_commit_waits_for_another_processes_lock(
        self, storage: Storage, place: Path
    ) -> None:
        with closing(sqlite3.connect(place / "rows.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(add(storage, 1))
            await asyncio.sleep(0.1)
            assert not waiting.done()
            assert not await storage.inbox.seen("web", "key-1"), "reads go on meanwhile"
            other.execute("ROLLBACK")
            await waiting
        assert await storage.inbox.seen("web", "key-1")

    async def test_a_lock_held_too_long_is_come_again(
        self, storage: Storage, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Failure model 19."""
        monkeypatch.setattr(sqlite_writer, "_PATIENCE", 50)
        with closing(sqlite3.connect(place / "rows.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageUnavailableError, match="locked"):
                await add(storage, 1)
            other.execute("ROLLBACK")
        await add(storage, 1)

    async def test_a_second_server_refuses_to_start(self, place: Path, ring: KeyRing) -> None:
        address = f"sqlite:///{place}/rows.db"
        first = await open_storage(address, ring, server=True)
        with pytest.raises(InstanceRunningError) as caught:
            await open_storage(address, ring, server=True)
        assert caught.value.pid == os.getpid()
        assert str(place / "rows.db") in str(caught.value)
        command = await open_storage(address, ring)
        await add(command, 1)
        assert await first.inbox.seen("web", "key-1"), "commands may work beside it"
        await command.close()
        await first.close()
        again = await open_storage(address, ring, server=True)
        await again.close()

    async def test_an_unreadable_lock_names_nobody(self, place: Path, ring: KeyRing) -> None:
        address = f"sqlite:///{place}/rows.db"
        first = await open_storage(address, ring, server=True)
        (place / "rows.db.lock").write_text("???")
        with pytest.raises(InstanceRunningError, match="unknown") as caught:
            await open_storage(address, ring, server=True)
        assert caught.value.pid is None
        await first.close()

    async def test_two_writers_share_the_versions(self, place: Path, ring: KeyRing) -> None:
        """A command beside the server: whoever comes second is stale, nothing is lost."""
        address = f"sqlite:///{place}/rows.db"
        one, two = await open_storage(address, ring), await open_storage(address, ring)
        await put(one, lambda u: one.sessions.add(u, stored(version=1)))
        ends = await asyncio.gather(
            put(one, lambda u: one.sessions.save(u, stored(version=2, last_seq=1))),
            put(two, lambda u: two.sessions.save(u, stored(version=2, last_seq=2))),
            return_exceptions=True,
        )
        assert sum(end is None for end in ends) == 1
        kept = await one.sessions.load(S1)
        assert kept is not None
        assert kept.last_seq == [end is None for end in ends].index(True) + 1
        await one.close()
        await two.close()


def acknowledged_until_killed(folder: Path, least: int) -> list[tuple[int, int]]:
    """Let a child write, kill it in the middle, and return what it was told was stored."""
    command = [sys.executable, "-m", "tests.storage.writing_child", str(folder), "server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        lines = [child.stdout.readline() for _ in range(least)]
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(int(client), int(step)) for client, step in whole]


class TestKilled:
    @pytest.mark.parametrize("least", [1, 100, 400])
    async def test_what_was_acknowledged_is_there(
        self, place: Path, ring: KeyRing, least: int
    ) -> None:
        """Invariants I1 and I4 across kill -9; the lock of the dead stops nobody."""
        acknowledged = acknowledged_until_killed(place, least)
        storage = await open_storage(f"sqlite:///{place}/rows.db", ring, server=True)
        for client, step in acknowledged:
            assert await storage.inbox.seen("web", f"key-{client * 1_000_000 + step}")
        for client in range(8):
            name = inbox(session_id=f"s{client}").session_id
            messages = await storage.inbox.pending(name)
            answers = await storage.outbox.after(name, 0, 1_000_000)
            steps = range(1, len(answers) + 1)
            assert [row.seq for row in answers] == list(steps)
            expected = [f"inbox-{client * 1_000_000 + step}" for step in steps]
            assert [row.id for row in messages] == expected
        await storage.close()
        assert len(acknowledged) >= least


class TestFileSystems:
    async def test_one_without_a_write_ahead_log_is_refused(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storage.sqlite._mode", lambda _: "delete")
        with pytest.raises(StorageUnavailableError, match="write-ahead log"):
            SqliteDatabase(place / "rows.db")
