"""SQLite as a Database: WAL, full sync, one writing thread, reads beside it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy.dialects import sqlite as sqlite_dialect

from storage.base import StorageUnavailableError, UnitOfWork
from storage.dialects import numbered
from storage.instance_lock import InstanceLock
from storage.sqlite_checkpoints import Checkpoints
from storage.sqlite_faults import translated
from storage.sqlite_statements import SqliteStatement
from storage.sqlite_writer import GroupWriter, Statement

__all__ = ["SqliteDatabase", "connect"]

_CHUNK: Final = 1000  # rows fetched at a time in a thread
_MOST_TEXTS: Final = 1000  # statements built on the fly must not fill the memory
_BUSY_WRITING: Final = 5000  # ms to wait for another process's lock, then "come again"
_BUSY_READING: Final = 1000  # ms; readers wait only while a log is being recovered

_WRITING: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL lost 300 of 300 acknowledged commits to a power cut
    "fullfsync = ON",  # macOS: fsync alone does not reach the platter
    "foreign_keys = ON",
    "recursive_triggers = ON",  # so that REPLACE fires the delete triggers
    "wal_autocheckpoint = 8000",  # pages of 4 KiB: what `Checkpoints` leaves; the log stays …
    "journal_size_limit = 67108864",  # … at about 32 MB, and shrinks after a long reader's time
    "cache_size = -4096",  # KiB; what does not fit lies in the system's cache
    "temp_store = MEMORY",
)
_READING: Final = ("query_only = ON", "temp_store = MEMORY")


def connect(
    path: Path, *, read_only: bool = False, factory: type[sqlite3.Connection] | None = None
) -> sqlite3.Connection:
    """Open a connection with the settings that the promises rest on.

    Raises:
        sqlite3.Error: the file cannot be opened, or is no database.

    """
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=factory or sqlite3.Connection,
        timeout=(_BUSY_READING if read_only else _BUSY_WRITING) / 1000,
    )
    try:
        for pragma in _READING if read_only else _WRITING:
            connection.execute(f"PRAGMA {pragma}")
        if not read_only and _mode(connection) != "wal":
            raise sqlite3.OperationalError("this file system cannot keep a write-ahead log")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _mode(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def _create_private(path: Path) -> None:
    """Make the file readable by its owner only; SQLite gives its log the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


class SqliteDatabase:
    """One SQLite file, on one event loop. `factory` lets tests break the writing connection.

    Raises:
        StorageUnavailableError: the file cannot be opened.

    """

    def __init__(self, path: Path, *, factory: type[sqlite3.Connection] | None = None) -> None:
        self.path = path
        self.fatal: str | None = None
        """Set when only a new process can be trusted (a failed fsync, a corrupt page)."""
        self._dialect = sqlite_dialect.dialect(paramstyle="qmark")
        self._texts: dict[int, tuple[object, SqliteStatement]] = {}
        self._lock = InstanceLock(path)
        try:
            _create_private(path)
            self._writing = connect(path, factory=factory)
            self._reader = connect(path, read_only=True)
        except (OSError, sqlite3.Error) as error:
            raise StorageUnavailableError(f"{path}: {error}") from error
        self._checkpoints = Checkpoints(lambda: connect(path), self._note_fatal)
        self._writer = GroupWriter(self._writing, self._note_fatal, self._checkpoints.wrote)

    def _note_fatal(self, reason: str) -> None:
        self.fatal = reason

    def hold_instance_lock(self) -> None:
        """Keep other servers off this file until `close`; commands need no lock.

        Raises:
            InstanceRunningError: another server is running on it.

        """
        self._lock.acquire()

    def sql_of(self, statement: object) -> SqliteStatement:
        """Return a statement's SQL text and the order of its values; compiled once."""
        known = self._texts.get(id(statement))
        if known is not None:
            return known[1]
        text = SqliteStatement(numbered(statement, self._dialect))
        if len(self._texts) >= _MOST_TEXTS:
            self._texts.clear()
        self._texts[id(statement)] = (statement, text)  # kept alive, so that its id stays its own
        return text

    async def rows(
        self,
        statement: object,
        params: Mapping[str, Any] | None = None,
        *,
        in_thread: bool = False,
    ) -> list[Any]:
        """Return the rows of a query; a point read takes some 10 µs on the loop itself."""
        found = self.sql_of(statement)
        values = found.values(params or {})
        try:
            if in_thread:
                return await asyncio.to_thread(self._read_apart, found.text, values)
            return self._reader.execute(found.text, values).fetchall()
        except sqlite3.Error as error:
            raise translated(error) from error

    def _read_apart(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """Read on a connection of one's own, from one snapshot."""
        connection = connect(self.path, read_only=True)
        try:
            cursor = connection.execute(sql, values)
            found: list[Any] = []
            while chunk := cursor.fetchmany(_CHUNK):
                found.extend(chunk)
            return found
        finally:
            connection.close()

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable, in one transaction with what else is waiting."""
        statements: list[Statement] = []
        for write in unit.writes:
            known = self.sql_of(write.statement)
            statements.append((known.text, known.values(write.params), write.unless_one_row))
        if statements:
            await self._writer.commit(statements)

    @asynccontextmanager
    async def hold(self, session_id: str) -> AsyncIterator[SqliteDatabase]:
        """Give the database itself: here one process writes, and its own order is enough."""
        del session_id
        yield self

    async def close(self) -> None:
        """Finish what was accepted, fold the log into the file, let go of everything."""
        await self._writer.close()
        await asyncio.to_thread(self._checkpoints.close)
        self._reader.close()
        self._writing.close()
        self._lock.release()
