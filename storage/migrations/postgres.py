"""The schema's history on PostgreSQL: the same steps, one process at a time."""

from __future__ import annotations

from typing import Final

import asyncpg
from sqlalchemy import Connection

from storage.addresses import PostgresAddress
from storage.migrations import HEAD
from storage.postgres_connections import connect
from storage.postgres_faults import DRIVER, translated
from storage.work import StorageUnavailableError

__all__ = ["is_in_use", "migrate_postgres", "schema_of_postgres", "upgrade_postgres"]

_LOCK: Final = 0x4C4E_0001  # any number will do; who migrates this database takes this one
# A step must not wait long for a table, since whoever comes behind it waits as well.
_PATIENCE: Final = "SET LOCAL lock_timeout = '10s'"
_HAS_VERSIONS: Final = "SELECT to_regclass('alembic_version') IS NOT NULL"
_VERSION: Final = "SELECT version_num FROM alembic_version"


async def schema_of_postgres(connection: asyncpg.Connection) -> str | None:
    """Return the step that a database is at; None for an empty one."""
    if not await connection.fetchval(_HAS_VERSIONS):
        return None
    found = await connection.fetchval(_VERSION)
    return None if found is None else str(found)


async def is_in_use(address: PostgresAddress) -> bool:
    """Return whether a database was ever opened by us: it holds rows of ours, or will soon.

    Raises:
        StorageUnavailableError: it cannot be reached.

    """
    connection = await connect(address)
    try:
        return await schema_of_postgres(connection) is not None
    except DRIVER as error:
        raise translated(error) from error
    finally:
        await connection.close()


async def upgrade_postgres(address: PostgresAddress) -> bool:
    """Bring a database to the newest step; return whether there was anything to do.

    A newer step than ours is left alone: while a new version is rolled out, processes of the
    one before may start again, and steps only add what they can ignore.

    Raises:
        StorageUnavailableError: the database cannot be reached, or a table is in use for long.

    """
    connection = await connect(address)
    try:
        found = await schema_of_postgres(connection)
    except DRIVER as error:
        raise translated(error) from error
    finally:
        await connection.close()
    if found is not None and found >= HEAD:
        return False
    await migrate_postgres(address, "head")
    return True


async def migrate_postgres(address: PostgresAddress, target: str) -> None:
    """Go to a step, up or down, in one transaction; another process that wants the same waits,
    and then finds nothing to do.
    """
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 – with Alembic 0.3 s, rarely needed
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    async def opened() -> asyncpg.Connection:
        return await connect(address, patient=True)

    engine = create_async_engine("postgresql+asyncpg://", async_creator=opened, poolclass=NullPool)
    try:
        async with engine.begin() as transaction:
            await transaction.run_sync(_migrate_locked, target)
    except DBAPIError as error:
        raise StorageUnavailableError(f"{address}: {_reason(error)}") from error
    finally:
        await engine.dispose()


def _migrate_locked(connection: Connection, target: str) -> None:
    from storage.migrations.steps import migrate  # noqa: PLC0415 – see above

    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    connection.exec_driver_sql(_PATIENCE)
    migrate(connection, target)


def _reason(error: Exception) -> str:
    """Return what the driver said, without the statement and its values."""
    cause = error.__cause__ or error
    inner = cause.__cause__ or cause
    return str(translated(inner)) if isinstance(inner, DRIVER) else type(error).__name__
