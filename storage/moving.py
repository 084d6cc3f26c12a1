"""An installation moved from SQLite to PostgreSQL: every row, in one transaction, or none."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

import asyncpg
import msgspec
from sqlalchemy import Boolean, Table

from flows.texts import text_key
from storage.addresses import PostgresAddress
from storage.base import StorageError, StorageUnavailableError
from storage.inspection import proves
from storage.instance_lock import InstanceLock
from storage.key_check import WrongKeyRingError
from storage.migrations import HEAD, schema_of
from storage.migrations.postgres import upgrade_postgres
from storage.postgres_connections import connect as connect_postgres
from storage.postgres_faults import DRIVER, translated
from storage.secrets import KeyRing
from storage.sqlite import connect as connect_sqlite
from storage.tables import metadata

__all__ = ["MoveError", "Progress", "move_to_postgres"]

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many rows were copied so far, and how many there are."""
_Row: TypeAlias = tuple[Any, ...]

_COLLECTING: Final = ("audit", "call_backs", "response_weights", "roster")
"""Tables whose new rows are noted in another one."""
_CHUNK: Final = 1000  # rows between two calls of `Progress`
_SPACE: Final = 1 << 256  # of the checksums
_encode = msgspec.msgpack.Encoder().encode


class MoveError(StorageError):
    """The installation cannot be moved; nothing was changed. The message says why."""


class _Checksum:
    """A number over rows in any order: the sum of their hashes, and how many they are."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, row: _Row) -> None:
        digest = hashlib.sha256(_encode(row)).digest()
        self._sum = (self._sum + int.from_bytes(digest)) % _SPACE
        self.rows += 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Checksum) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


async def move_to_postgres(
    source: Path, target: PostgresAddress, ring: KeyRing, progress: Progress
) -> dict[str, int]:
    """Copy all rows of a SQLite file into an empty PostgreSQL database, and compare both.

    The file is read under its locks, so that neither a server nor a command writes meanwhile,
    and stays as it was. Sealed values move as they are: they are bound to table, column and
    row, and the key ring stays the same. Returns the number of rows of each table.

    Raises:
        InstanceRunningError: a server is running on the file.
        WrongKeyRingError: the ring is not the one of the file.
        MoveError: there is no such file, it is of another version, or the target is in use.
        StorageUnavailableError: the target cannot be reached, or was lost on the way.

    """
    if not source.exists():  # noqa: ASYNC240 – a command, nobody else is on the loop
        raise MoveError(f"{source} does not exist").saying(
            text_key("storage.no_database"), file=source
        )
    lock = InstanceLock(source)
    lock.acquire()
    try:
        with _reading(source) as rows:
            _refuse_unfit(source, rows, ring)
            await upgrade_postgres(target)
            return await _fill(target, rows, progress)
    finally:
        lock.release()


@contextmanager
def _reading(source: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that keeps every other writer out, and writes nothing itself."""
    try:
        with closing(connect_sqlite(source)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise StorageUnavailableError(f"{source}: {error}") from error


def _refuse_unfit(source: Path, rows: sqlite3.Connection, ring: KeyRing) -> None:
    schema = schema_of(rows)
    if schema != HEAD:
        message = f"{source} has schema {schema}, not {HEAD}: run migrate first"
        raise MoveError(message).saying(
            text_key("storage.move_schema"), file=source, schema=schema or "–", expected=HEAD
        )
    if not proves(rows, ring):
        message = f"{ring.path} is not the key ring of {source}"
        raise WrongKeyRingError(message).saying(text_key("storage.wrong_key_ring"), file=ring.path)


async def _fill(
    target: PostgresAddress, rows: sqlite3.Connection, progress: Progress
) -> dict[str, int]:
    connection = await connect_postgres(target, patient=True)
    try:
        await connection.execute("BEGIN")
        await _refuse_used(connection, target)
        counts = await _copy_all(connection, rows, progress)
        await _set_sequences(connection)
        await connection.execute("COMMIT")
        await connection.execute("ANALYZE")  # the first questions find good plans
    except DRIVER as error:
        raise translated(error) from error
    finally:
        connection.terminate()  # whatever was not committed ends with the connection
    return counts


async def _refuse_used(connection: asyncpg.Connection, target: PostgresAddress) -> None:
    """Keep others out, then look whether anybody was here before."""
    await connection.execute("LOCK TABLE meta IN ACCESS EXCLUSIVE MODE")
    for table in metadata.sorted_tables:
        if await connection.fetchval(f"SELECT EXISTS (SELECT 1 FROM {table.name})"):  # noqa: S608 – ours
            raise MoveError(f"{target} holds rows already ({table.name})").saying(
                text_key("storage.move_in_use"), database=target
            )


async def _copy_all(
    connection: asyncpg.Connection, rows: sqlite3.Connection, progress: Progress
) -> dict[str, int]:
    tables = metadata.sorted_tables  # wholes before parts
    # What waits to be sealed or counted is copied like everything else; triggers would add to it.
    for name in _COLLECTING:
        await connection.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    total = sum(_count(rows, table) for table in tables)
    done = 0
    counts: dict[str, int] = {}
    for table in tables:
        progress(done, total)
        sent = await _copy(connection, rows, table, _after(done, total, progress))
        if await _checksum(connection, table) != sent:
            raise MoveError(f"{table.name}: what arrived is not what was sent").saying(
                text_key("storage.move_differs"), table=table.name
            )
        counts[table.name] = sent.rows
        done += sent.rows
    for name in _COLLECTING:
        await connection.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    progress(done, total)
    return counts


def _after(before: int, total: int, progress: Progress) -> Callable[[int], None]:
    return lambda count: progress(before + count, total)


def _count(rows: sqlite3.Connection, table: Table) -> int:
    return int(rows.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608 – ours


async def _copy(
    connection: asyncpg.Connection,
    rows: sqlite3.Connection,
    table: Table,
    progress: Callable[[int], None],
) -> _Checksum:
    """Send a table in one COPY: references inside it are looked at when all of it is there."""
    sent = _Checksum()

    def each() -> Iterator[_Row]:
        for row in _rows_of(rows, table):
            sent.add(row)
            if sent.rows % _CHUNK == 0:
                progress(sent.rows)
            yield row

    names = [column.name for column in table.c]
    await connection.copy_records_to_table(table.name, columns=names, records=each())
    return sent


def _rows_of(rows: sqlite3.Connection, table: Table) -> Iterator[_Row]:
    """Yield the rows of a table with the values as PostgreSQL wants them: a flag is no number."""
    flags = [isinstance(column.type, Boolean) for column in table.c]
    for row in rows.execute(f"SELECT {_names(table)} FROM {table.name}"):  # noqa: S608 – ours
        yield tuple(
            bool(value) if flag and value is not None else value
            for value, flag in zip(row, flags, strict=True)
        )


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.c)


async def _checksum(connection: asyncpg.Connection, table: Table) -> _Checksum:
    """Read a table back and return its checksum."""
    arrived = _Checksum()
    question = f"SELECT {_names(table)} FROM {table.name}"  # noqa: S608 – ours
    async for row in connection.cursor(question, prefetch=_CHUNK):
        arrived.add(tuple(row))
    return arrived


async def _set_sequences(connection: asyncpg.Connection) -> None:
    """Let numbers go on behind the highest one that was copied."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        await connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "  # noqa: S608 – ours
            f"coalesce(max({column.name}), 1), max({column.name}) IS NOT NULL) FROM {table.name}"
        )
