"""What is PostgreSQL's own: its faults, its locks, its restarts, and other processes beside it."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from flows.identifiers import SessionId
from storage import postgres_connections, postgres_writer
from storage.base import (
    StaleSessionError,
    StorageRefusedError,
    StorageUnavailableError,
    UnitOfWork,
)
from storage.opening import (
    DatabaseAddressError,
    KeyRingLostError,
    SqlStorage,
    open_ring,
    open_storage,
)
from storage.postgres import PostgresDatabase
from storage.postgres_connections import UnsafeDatabaseError
from storage.secrets import KeyRing
from tests.postgres_server import PostgresServer
from tests.storage.postgres_neighbours import add, backends, outcome, transaction
from tests.storage.records import S1, inbox, outbox, put, put_each, stored, unit_of


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """This page is about one kind of database."""
    return postgres_url


class TestLocks:
    async def test_a_deadlock_is_tried_again(
        self, storage: SqlStorage, other: asyncpg.Connection
    ) -> None:
        """Failure model 18: the server ends our transaction, and it is run once more."""
        await put_each(storage, storage.sessions.add, stored("a"), stored("b"))
        unit = unit_of(
            lambda u: storage.sessions.save(u, stored("a", version=2)),
            lambda u: storage.sessions.save(u, stored("b", version=2)),
        )
        lock = "SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE"
        async with transaction(other):
            await other.execute("SET LOCAL deadlock_timeout = '5s'")  # so that we are the one
            await other.execute(lock, "b")
            committing = asyncio.create_task(storage.commit(unit))
            await asyncio.sleep(0.1)
            await other.execute(lock, "a")
        await committing
        for name in ("a", "b"):
            moved = await storage.sessions.load(SessionId(name))
            assert moved is not None
            assert moved.version == 2

    async def test_who_waits_too_long_for_a_lock_fails_alone(
        self, postgres_url: str, ring: KeyRing, other: asyncpg.Connection,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        settings = {**postgres_connections._SETTINGS, "lock_timeout": "100"}
        monkeypatch.setattr(postgres_connections, "_SETTINGS", settings)
        storage = await open_storage(postgres_url, ring)
        await put(storage, lambda u: storage.sessions.add(u, stored(version=1)))
        late = unit_of(lambda u: storage.sessions.save(u, stored(version=2)))
        free = unit_of(lambda u: storage.inbox.add(u, inbox(1)))
        async with transaction(other):
            await other.execute("SELECT 1 FROM sessions FOR UPDATE")
            ends = await asyncio.gather(outcome(storage, late), outcome(storage, free))
            with pytest.raises(StorageUnavailableError):
                async with storage.hold(S1):
                    pass
        assert list(ends) == [StorageUnavailableError, None]
        assert await outcome(storage, late) is None
        await storage.close()

    async def test_a_statement_that_takes_too_long_is_cut_short(
        self, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings = {**postgres_connections._SETTINGS, "statement_timeout": "100"}
        monkeypatch.setattr(postgres_connections, "_SETTINGS", settings)
        database = PostgresDatabase(postgres_url)
        with pytest.raises(StorageUnavailableError, match="statement timeout"):
            await database.rows(text("SELECT pg_sleep(3)"))
        assert [tuple(row) for row in await database.rows(text("SELECT 1"))] == [(1,)]
        await database.close()

    async def test_of_two_processes_one_moves_a_version(
        self, storage: SqlStorage, postgres_url: str, ring: KeyRing
    ) -> None:
        """Invariant I5 across processes: each has its own connections and its own writer."""
        second = await open_storage(postgres_url, ring, server=True)
        third = await open_storage(postgres_url, ring, server=True)
        await put(storage, lambda u: storage.sessions.add(u, stored(version=1)))
        for version in range(2, 12):
            turn = UnitOfWork()
            storage.sessions.save(turn, stored(version=version))
            ends = await asyncio.gather(*(outcome(each, turn) for each in (second, third) * 4))
            assert ends.count(None) == 1
            assert ends.count(StaleSessionError) == 7
        await second.close()
        await third.close()

    async def test_holders_in_two_processes_take_turns(
        self, storage: SqlStorage, postgres_url: str, ring: KeyRing
    ) -> None:
        second = await open_storage(postgres_url, ring)
        inside: list[str] = []

        async def hold(each: SqlStorage, name: str) -> None:
            async with each.hold(SessionId("nobody yet")):
                inside.append(name)
                await asyncio.sleep(0.05)
                inside.append(name)

        await asyncio.gather(hold(storage, "a"), hold(second, "b"), hold(storage, "c"))
        assert inside[0::2] == inside[1::2]
        await second.close()

    async def test_one_session_is_held_at_a_time(self, storage: SqlStorage) -> None:
        async with storage.hold(S1) as held:
            async with held.hold(S1) as again:
                assert again is held
            with pytest.raises(StorageRefusedError):
                async with held.hold(SessionId("another")):
                    pass


class TestServersThatCannotWrite:
    async def test_read_only_is_come_again_and_heals(
        self, storage: SqlStorage, other: asyncpg.Connection
    ) -> None:
        """Failure model 22; the connection is changed, since another server may write now."""
        await add(storage, 1)
        name = await other.fetchval("SELECT current_database()")
        await other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        for pid in await backends(other):
            await other.execute("SELECT pg_terminate_backend($1)", pid)
        with pytest.raises(StorageUnavailableError, match="read-only"):
            await add(storage, 2)
        assert await storage.inbox.seen("web", "key-1")
        async with transaction(other):
            await other.execute("SET TRANSACTION READ WRITE")
        await other.execute("SET default_transaction_read_only = off")
        await other.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        await add(storage, 2)

    async def test_a_server_that_would_lose_answers_is_refused(
        self, postgres_url: str, ring: KeyRing, other: asyncpg.Connection
    ) -> None:
        name = await other.fetchval("SELECT current_database()")
        await other.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        with pytest.raises(UnsafeDatabaseError, match="synchronous_commit"):
            await open_storage(postgres_url, ring)

    async def test_another_encoding_is_refused(
        self, postgres_server: PostgresServer, ring: KeyRing
    ) -> None:
        await postgres_server.execute(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        )
        with pytest.raises(UnsafeDatabaseError, match="LATIN1"):
            await open_storage(postgres_server.url("latin"), ring)
        await postgres_server.drop("latin")

    async def test_a_full_queue_is_come_again(
        self, storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres_writer, "_LONGEST_QUEUE", 3)
        ends = await asyncio.gather(
            *(add(storage, number) for number in range(5)), return_exceptions=True
        )
        assert [str(end) for end in ends if end is not None] == ["busy", "busy"]

    async def test_after_closing_nothing_is_taken(self, storage: SqlStorage) -> None:
        await add(storage, 1)
        await storage.close()
        with pytest.raises(StorageUnavailableError, match="closed"):
            await add(storage, 2)
        with pytest.raises(StorageUnavailableError, match="closed"):
            await storage.inbox.seen("web", "key-1")

    async def test_what_was_accepted_is_written_before_closing(
        self, postgres_url: str, ring: KeyRing
    ) -> None:
        storage = await open_storage(postgres_url, ring)
        commits = asyncio.gather(*(add(storage, number) for number in range(20)))
        await asyncio.sleep(0)
        await storage.close()
        await commits
        again = await open_storage(postgres_url, ring)
        assert len(await again.inbox.pending(S1)) == 20
        await again.close()


class TestConnections:
    async def test_tables_that_changed_are_read_anew(
        self, storage: SqlStorage, other: asyncpg.Connection
    ) -> None:
        """Libraries P11: once per connection a plan is outdated after a migration."""
        await add(storage, 1)
        assert await storage.inbox.seen("web", "key-1")
        await other.execute("ALTER TABLE inbox ALTER COLUMN arrival TYPE numeric")
        assert await storage.inbox.seen("web", "key-1")
        await add(storage, 2)

    async def test_a_reader_that_goes_away_spoils_nothing(self, storage: SqlStorage) -> None:
        reading = asyncio.create_task(storage.database.rows(text("SELECT pg_sleep(5)")))
        await asyncio.sleep(0.1)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await storage.database.rows(text("SELECT 1"))

    async def test_who_does_not_wait_for_a_commit_has_it_all_the_same(
        self, storage: SqlStorage
    ) -> None:
        await storage.durable_write()
        waiting = asyncio.create_task(add(storage, 1))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await add(storage, 2)
        assert await storage.inbox.seen("web", "key-1")

    async def test_more_readers_than_connections_wait(self, storage: SqlStorage) -> None:
        rows = await asyncio.gather(
            *(storage.database.rows(text("SELECT pg_sleep(0.01), 1")) for _ in range(50))
        )
        assert len(rows) == 50


class TestErrorTexts:
    """They are logged and shown: nothing personal and no password may be in them (I19)."""

    async def test_no_value_is_in_the_text_of_a_refusal(self, storage: SqlStorage) -> None:
        await put(storage, lambda u: storage.outbox.add(u, outbox(1, session_id="Canary")))
        again = unit_of(lambda u: storage.outbox.add(u, outbox(1, session_id="Canary")))
        with pytest.raises(StorageRefusedError, match="pk_outbox") as caught:
            await storage.commit(again)
        assert "Canary" not in str(caught.value)
        wrong = unit_of(lambda u: storage.outbox.add(u, outbox(2, created_at="Canary")))
        with pytest.raises(StorageRefusedError) as caught:
            await storage.commit(wrong)
        assert "Canary" not in str(caught.value)

    async def test_no_password_is_in_the_text_of_a_failure(self, ring: KeyRing) -> None:
        with pytest.raises(StorageUnavailableError) as caught:
            await open_storage("postgresql://who:geheim@127.0.0.1:9/rows", ring)
        assert "postgresql://who@127.0.0.1:9/rows" in str(caught.value)
        assert "geheim" not in repr(caught.value)

    async def test_a_database_that_is_not_there(
        self, postgres_server: PostgresServer, ring: KeyRing
    ) -> None:
        with pytest.raises(StorageUnavailableError, match="does not exist"):
            await open_storage(postgres_server.url("nowhere"), ring)


class TestKeyRing:
    async def test_a_lost_key_ring_is_not_replaced(
        self, postgres_url: str, tmp_path: Path
    ) -> None:
        with pytest.raises(KeyRingLostError, match="needs its key ring"):
            await open_ring(postgres_url, tmp_path / "gone.json")
        assert not (tmp_path / "gone.json").exists()

    async def test_an_empty_database_gets_a_key_ring(
        self, empty_database: str, tmp_path: Path
    ) -> None:
        _, fresh = await open_ring(empty_database, tmp_path / "new.json")
        assert fresh


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:geheim@host:wrong/name",
        "postgresql://user:geheim@host",
        "postgres://user:geheim@/",
        "mysql://user:geheim@host/name",
    ],
)
def test_addresses_that_cannot_be_used_are_refused_without_secrets(address: str) -> None:
    with pytest.raises(DatabaseAddressError, match="postgresql://USER@HOST/NAME") as caught:
        PostgresDatabase(address)
    assert "geheim" not in str(caught.value)
