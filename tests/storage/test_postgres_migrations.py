"""The schema's history on PostgreSQL: equal to the tables in code, both ways, one at a time."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from typing import TypeVar

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.addresses import PostgresAddress
from storage.base import StorageUnavailableError
from storage.migrations import HEAD
from storage.migrations import postgres as migrations
from storage.migrations.postgres import (
    is_in_use,
    migrate_postgres,
    schema_of_postgres,
    upgrade_postgres,
)
from storage.tables import metadata

T = TypeVar("T")
TRIGGERS = {
    "audit_waits",
    "complaint_events_only_erase",
    "call_backs_came",
    "call_backs_only_erase",
    "response_marks_only_erase",
    *(
        f"{table}_{what}"
        for table in (
            "audit", "audit_chain", "calendar_changes", "call_backs", "complaint_events",
            "response_marks",
        )
        for what in ("no_update", "no_delete", "no_truncate")
    ),
}  # fmt: skip
# What a schema is made of, each as one text that says everything about it.
EVERYTHING = """
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
       || ' ' || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' '
       || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || proname || prosrc FROM pg_proc
       WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'sequence ' || sequencename || data_type FROM pg_sequences
"""


async def schema(address: PostgresAddress) -> set[str]:
    connection = await asyncpg.connect(address.dsn)
    try:
        rows = await connection.fetch(EVERYTHING)
    finally:
        await connection.close()
    return {text for (text,) in rows if "alembic" not in text}


@pytest.fixture
def empty(empty_database: str) -> PostgresAddress:
    return PostgresAddress(empty_database)


@pytest.fixture
def migrated(postgres_url: str) -> PostgresAddress:
    return PostgresAddress(postgres_url)


async def in_sqlalchemy(address: PostgresAddress, work: Callable[[Connection], T]) -> T:
    async def opened() -> asyncpg.Connection:
        return await asyncpg.connect(address.dsn)

    engine = create_async_engine("postgresql+asyncpg://", async_creator=opened, poolclass=NullPool)
    async with engine.begin() as connection:
        done = await connection.run_sync(work)
    await engine.dispose()
    return done


async def test_tables_in_code_and_migrations_agree(
    migrated: PostgresAddress, empty: PostgresAddress
) -> None:
    await in_sqlalchemy(empty, metadata.create_all)
    assert await schema(migrated) == await schema(empty)


async def test_nothing_would_be_generated(migrated: PostgresAddress) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await in_sqlalchemy(migrated, differences) == []


async def test_up_down_and_up_again(migrated: PostgresAddress) -> None:
    before = await schema(migrated)
    await migrate_postgres(migrated, "base")
    assert await schema(migrated) == set()
    await migrate_postgres(migrated, "head")
    assert await schema(migrated) == before


async def test_triggers_are_there(migrated: PostgresAddress) -> None:
    found = await schema(migrated)
    assert all(any(f"CREATE TRIGGER {name} " in text for text in found) for name in TRIGGERS)


async def test_history_cannot_be_emptied_and_example_rows_may_go(
    migrated: PostgresAddress,
) -> None:
    connection = await asyncpg.connect(migrated.dsn)
    for demo in (True, False):
        await connection.execute(
            "INSERT INTO audit (at, actor, action, target, detail, demo) "
            "VALUES (1, 'a', 'b', 'c', '{}', $1)",
            demo,
        )
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await connection.execute("TRUNCATE audit")
    assert await connection.execute("DELETE FROM audit WHERE demo") == "DELETE 1"
    await connection.close()


async def test_two_first_starts_at_once_build_the_tables_once(empty: PostgresAddress) -> None:
    ends = await asyncio.gather(*(upgrade_postgres(empty) for _ in range(3)))
    assert any(ends)
    assert not await upgrade_postgres(empty)
    assert await is_in_use(empty)


async def test_nothing_to_do_is_seen_without_alembic(migrated: PostgresAddress) -> None:
    code = (
        "import asyncio, sys; from storage.addresses import PostgresAddress;"
        "from storage.migrations.postgres import upgrade_postgres;"
        f"assert not asyncio.run(upgrade_postgres(PostgresAddress({migrated.dsn!r})));"
        "assert 'alembic' not in sys.modules"
    )
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code,
                                                 stderr=subprocess.PIPE)  # fmt: skip
    _, errors = await child.communicate()
    assert (child.returncode, errors) == (0, b"")


async def test_a_newer_schema_is_left_alone(migrated: PostgresAddress) -> None:
    """While a new version is rolled out, a process of the one before may start again."""
    connection = await asyncpg.connect(migrated.dsn)
    await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert not await upgrade_postgres(migrated)
    assert await schema_of_postgres(connection) == "9999"
    await connection.close()


async def test_a_failing_step_leaves_nothing_behind(
    empty: PostgresAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError):
        await migrate_postgres(empty, "head")
    assert await schema(empty) == set()
    assert not await is_in_use(empty)


async def test_a_table_in_use_is_not_waited_for_for_ever(
    migrated: PostgresAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_PATIENCE", "SET LOCAL lock_timeout = '50ms'")
    connection = await asyncpg.connect(migrated.dsn)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("LOCK TABLE meta IN ACCESS SHARE MODE")
    with pytest.raises(StorageUnavailableError, match="lock timeout"):
        await migrate_postgres(migrated, "base")
    await transaction.rollback()
    assert await schema_of_postgres(connection) == HEAD
    await connection.close()


async def test_audit_rows_of_before_wait_for_the_seal(empty: PostgresAddress) -> None:
    """And those that a process of the version before still writes."""
    await migrate_postgres(empty, "0003")
    connection = await asyncpg.connect(empty.dsn)
    insert = (
        "INSERT INTO audit (at, actor, action, target, detail, demo) "
        "VALUES (1, 'a', 'b', 'c', '{}', $1)"
    )
    for demo in (False, True):
        await connection.execute(insert, demo)
    assert await upgrade_postgres(empty)
    for demo in (False, True):
        await connection.execute(insert, demo)
    waiting = await connection.fetch("SELECT audit_id FROM audit_unsealed")
    await connection.close()
    assert [number for (number,) in waiting] == [1, 3]
