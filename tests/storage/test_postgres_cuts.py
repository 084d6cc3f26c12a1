"""PostgreSQL that goes away: restarts, killed backends, lost answers, silent connections."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import asyncpg
import pytest

from storage import postgres_connections
from storage.base import DuplicateMessageError, StorageError, StorageUnavailableError
from storage.opening import SqlStorage, open_storage
from storage.postgres import PostgresDatabase
from storage.postgres_transaction import OutcomeUnknownError
from storage.secrets import KeyRing
from tests.postgres_server import PostgresServer, until
from tests.storage.postgres_neighbours import add, backends, outcome
from tests.storage.records import S1, inbox, outbox, unit_of
from tests.unix_proxy import UnixProxy

SLOW_COMMIT = """
CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_sleep(5); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION slowly()
"""


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """This page is about one kind of database."""
    return postgres_url


@pytest.fixture
async def proxy(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[UnixProxy]:
    """A way to the server that fails on demand."""
    place = tmp_path_factory.mktemp("p") / ".s.PGSQL.5432"
    made = UnixProxy(postgres_server.socket_folder / ".s.PGSQL.5432", place)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
async def proxied(proxy: UnixProxy, postgres_url: str, ring: KeyRing) -> AsyncIterator[SqlStorage]:
    name = postgres_url.partition("@/")[2].partition("?")[0]
    url = f"postgresql://postgres@/{name}?host={proxy.folder}"
    storage = await open_storage(url, ring)
    yield storage
    await storage.close()


class TestCutOff:
    async def test_a_server_that_restarts_under_load_loses_nothing(
        self, storage: SqlStorage, postgres_server: PostgresServer
    ) -> None:
        """Invariants I1 and I2: what was acknowledged is there, and everything once."""
        acknowledged: list[int] = []
        refused: list[StorageError] = []

        async def client(number: int) -> None:
            for step in itertools.count():
                if step >= 60 and refused:
                    return  # the restart fell into the load, however late it came
                message = number * 1000 + step
                while True:
                    try:
                        await add(storage, message)
                    except StorageUnavailableError as error:
                        refused.append(error)
                        await asyncio.sleep(0.02)
                    except DuplicateMessageError:
                        break  # the try before was written, though nobody could say so
                    else:
                        break
                acknowledged.append(message)
                await asyncio.sleep(0.005)

        clients = asyncio.gather(*(client(number) for number in range(8)))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(postgres_server.stop)
        await until(lambda: _truth(bool(refused)))
        await asyncio.to_thread(postgres_server.start)
        await clients
        stored_ids = [row.id for row in await storage.inbox.pending(S1)]
        assert sorted(stored_ids) == sorted(f"inbox-{number}" for number in acknowledged)

    async def test_a_quiet_restart_is_not_noticed(
        self, storage: SqlStorage, postgres_server: PostgresServer
    ) -> None:
        await add(storage, 1)
        assert await storage.inbox.seen("web", "key-1")
        await asyncio.to_thread(postgres_server.stop, "fast")
        await asyncio.to_thread(postgres_server.start)
        await add(storage, 2)
        assert await storage.inbox.seen("web", "key-2")

    async def test_a_backend_killed_during_the_commit_leaves_the_outcome_open(
        self, storage: SqlStorage, other: asyncpg.Connection
    ) -> None:
        """Failure model 16; to try again is harmless, since keys are taken once."""
        unit = unit_of(
            lambda u: storage.inbox.add(u, inbox(1)), lambda u: storage.outbox.add(u, outbox(1))
        )
        await other.execute(SLOW_COMMIT)
        committing = asyncio.create_task(storage.commit(unit))
        await until(lambda: _any(backends(other, "COMMIT")))
        for pid in await backends(other, "COMMIT"):
            await other.execute("SELECT pg_terminate_backend($1)", pid)
        with pytest.raises(OutcomeUnknownError):
            await committing
        await other.execute("DROP TRIGGER slow ON outbox")
        await storage.commit(unit)
        assert await outcome(storage, unit) is DuplicateMessageError
        assert [row.seq for row in await storage.outbox.after(S1, 0)] == [1]

    async def test_a_commit_whose_answer_is_lost_was_done(
        self, proxied: SqlStorage, proxy: UnixProxy
    ) -> None:
        unit = unit_of(
            lambda u: proxied.inbox.add(u, inbox(1)), lambda u: proxied.outbox.add(u, outbox(1))
        )
        await proxied.durable_write()
        proxy.cut_after = b"COMMIT"
        with pytest.raises(StorageUnavailableError):
            await proxied.commit(unit)
        assert proxy.cuts == 1
        assert await outcome(proxied, unit) is DuplicateMessageError
        assert [row.seq for row in await proxied.outbox.after(S1, 0)] == [1]

    async def test_cut_before_the_commit_it_is_written_again_unasked(
        self, proxied: SqlStorage, proxy: UnixProxy
    ) -> None:
        await proxied.durable_write()
        proxy.cut_after = b"BEGIN"
        await add(proxied, 1)
        assert proxy.cuts == 1
        assert await proxied.inbox.seen("web", "key-1")

    async def test_a_connection_that_went_silent_is_noticed(
        self, proxied: SqlStorage, proxy: UnixProxy, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Failure model 26."""
        for lane_settings in ("COMMAND_S", "CONNECT_S"):
            assert getattr(postgres_connections, lane_settings) <= 10
            monkeypatch.setattr(postgres_connections, lane_settings, 1.0)
        await _drop_connections(proxied)
        await add(proxied, 1)
        proxy.silent = True
        async with asyncio.timeout(8):
            with pytest.raises(StorageUnavailableError):
                await add(proxied, 2)
            with pytest.raises(StorageUnavailableError):
                await proxied.inbox.seen("web", "key-1")
        proxy.silent = False
        await add(proxied, 3)
        assert await proxied.inbox.seen("web", "key-3")


async def _truth(value: bool) -> bool:
    return value


async def _any(found: object) -> bool:
    return bool(await found)  # type: ignore[misc]


async def _drop_connections(storage: SqlStorage) -> None:
    """Make the next ones read the settings anew."""
    database = storage.database
    assert isinstance(database, PostgresDatabase)
    await database._readers.close()
    database._readers = postgres_connections.Lanes(database.address, 2)
