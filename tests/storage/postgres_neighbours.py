"""Who else is at a database, and what becomes of a commit: for tests about PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from storage.base import Storage, StorageError, UnitOfWork
from tests.storage.records import inbox, put


async def add(storage: Storage, number: int) -> None:
    await put(storage, lambda u: storage.inbox.add(u, inbox(number)))


async def outcome(storage: Storage, unit: UnitOfWork) -> type[StorageError] | None:
    try:
        await storage.commit(unit)
    except StorageError as error:
        return type(error)
    return None


@asynccontextmanager
async def transaction(connection: asyncpg.Connection) -> AsyncIterator[None]:
    begun = connection.transaction()
    await begun.start()
    try:
        yield
    finally:
        await begun.rollback()


async def backends(connection: asyncpg.Connection, query: str = "%") -> list[int]:
    """The server's processes that work for us, by what they do now."""
    rows = await connection.fetch(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'langnghe' "
        "AND datname = current_database() AND query LIKE $1",
        query,
    )
    return [row[0] for row in rows]
