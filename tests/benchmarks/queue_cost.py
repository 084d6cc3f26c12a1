"""What a question costs inside the database, counted: rows on PostgreSQL, steps on SQLite.

Time on a shared machine says little about growth; these figures are the same at each run.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol

import asyncpg

from storage.addresses import PostgresAddress
from storage.opening import SqlStorage
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase, connect

__all__ = ["Counter", "counting", "looked_at"]


class Counter(Protocol):
    """A database to ask, which counts."""

    cost: int
    """Of all questions so far."""
    plans: list[str]
    """How each question was answered."""

    async def rows(
        self, statement: object, params: Mapping[str, Any] | None = None, **how: object
    ) -> list[Any]: ...


class _SqliteCounter:
    """Counts the steps of SQLite's machine: a row that is read takes some twenty."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._connection = connect(database.path, read_only=True)
        self.cost = 0
        self.plans: list[str] = []

    def _step(self) -> int:
        self.cost += 1
        return 0

    async def rows(
        self, statement: object, params: Mapping[str, Any] | None = None, **how: object
    ) -> list[Any]:
        del how
        known = self._database.sql_of(statement)
        values = known.values(params or {})
        plan = self._connection.execute(f"EXPLAIN QUERY PLAN {known.text}", values)
        self.plans.append("\n".join(row[3] for row in plan))
        self._connection.set_progress_handler(self._step, 1)
        found = self._connection.execute(known.text, values).fetchall()
        self._connection.set_progress_handler(None, 0)
        return found

    async def close(self) -> None:
        self._connection.close()


class _PostgresCounter:
    """Counts the rows that scans looked at."""

    def __init__(self, database: PostgresDatabase, connection: asyncpg.Connection) -> None:
        self._database = database
        self._connection = connection
        self.cost = 0
        self.plans: list[str] = []

    async def rows(
        self, statement: object, params: Mapping[str, Any] | None = None, **how: object
    ) -> list[Any]:
        del how
        known = self._database.sql_of(statement)
        values = known.arguments(params or {})
        [[told]] = await self._connection.fetch(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {known.text}", *values
        )
        [whole] = json.loads(told)
        self.cost += looked_at(whole["Plan"])
        self.plans.append("\n".join(_said(scan) for scan in _scans(whole["Plan"])))
        found: list[Any] = await self._connection.fetch(known.text, *values)
        return found

    async def close(self) -> None:
        await self._connection.close()


def looked_at(plan: Mapping[str, Any]) -> int:
    """Return how many rows the scans of a plan, as EXPLAIN ANALYZE tells it, looked at: those that
    they threw away included. Where bitmaps say which rows, the entries of their indexes count, if
    these are more: two bitmaps may be laid together until hardly a row is left.
    """
    return sum(
        max(_rows(scan), sum(_rows(bitmap) for bitmap in _bitmaps(scan))) for scan in _scans(plan)
    )


def _scans(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if node["Node Type"].endswith("Scan") and "Relation Name" in node:
        yield node
    for part in node.get("Plans", ()):
        yield from _scans(part)


def _bitmaps(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the scans of indexes that tell a scan of a table where to look."""
    for part in node.get("Plans", ()):
        if part["Node Type"] == "Bitmap Index Scan":
            yield part
        elif part["Node Type"] in {"BitmapAnd", "BitmapOr"}:
            yield from _bitmaps(part)


def _rows(scan: Mapping[str, Any]) -> int:
    thrown_away = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    each = scan["Actual Rows"] + sum(scan.get(name, 0) for name in thrown_away)
    return int(each * scan["Actual Loops"])


def _said(scan: Mapping[str, Any]) -> str:
    bitmaps = (bitmap["Index Name"] for bitmap in _bitmaps(scan))
    names = (scan["Node Type"], scan["Relation Name"], scan.get("Index Name", ""), *bitmaps)
    return " ".join(filter(None, names))


@asynccontextmanager
async def counting(storage: SqlStorage, database_url: str) -> AsyncIterator[Counter]:
    """Give a database that counts what is asked of it, over the one of a storage."""
    database = storage.database
    if isinstance(database, SqliteDatabase):
        counter: _SqliteCounter | _PostgresCounter = _SqliteCounter(database)
    else:
        assert isinstance(database, PostgresDatabase)
        connection = await asyncpg.connect(PostgresAddress(database_url).dsn)
        counter = _PostgresCounter(database, connection)
    try:
        yield counter
    finally:
        await counter.close()
