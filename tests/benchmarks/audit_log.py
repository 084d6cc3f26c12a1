"""An audit log of any length, and whoever goes on writing while it is sealed and verified."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, suppress
from itertools import islice
from typing import TypeAlias

import asyncpg

from flows.identifiers import Instant
from storage.addresses import PostgresAddress, is_postgres, sqlite_path
from storage.base import Storage, UnitOfWork

__all__ = ["NOW", "Waits", "fill", "writing_beside"]

NOW = Instant(1_760_000_000_000)
_PIECE = 10_000
_PAUSE_S = 0.002
_COLUMNS = ("at", "actor", "action", "target", "detail", "demo")
_ACTIONS = ("case.take", "case.note", "case.reveal", "case.answer", "account.signed_in")

_Row: TypeAlias = tuple[int, str, str, str, str, bool]


def _rows(count: int) -> Iterator[_Row]:
    for number in range(count):
        yield (
            NOW - (count - number),
            f"account:{number % 97}",
            _ACTIONS[number % len(_ACTIONS)],
            f"PA{number % 10_007:05}",
            f'{{"reason":"xem để gọi lại, lần {number % 13}"}}',
            False,
        )


async def fill(database_url: str, count: int) -> None:
    """Note `count` lines, a millisecond apart, in a database at head; its own triggers let them
    wait for the seal.
    """
    rows = _rows(count)
    if is_postgres(database_url):
        await _fill_postgres(PostgresAddress(database_url), rows)
    else:
        _fill_sqlite(database_url, rows)


def _fill_sqlite(database_url: str, rows: Iterator[_Row]) -> None:
    into = f"INSERT INTO audit ({', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 – names of ours
    with closing(sqlite3.connect(sqlite_path(database_url), isolation_level=None)) as connection:
        while piece := list(islice(rows, _PIECE)):
            connection.execute("BEGIN")
            connection.executemany(into, piece)
            connection.execute("COMMIT")


async def _fill_postgres(address: PostgresAddress, rows: Iterator[_Row]) -> None:
    connection = await asyncpg.connect(address.dsn)
    while piece := list(islice(rows, _PIECE)):
        await connection.copy_records_to_table("audit", columns=_COLUMNS, records=piece)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


class Waits:
    """How long each commit took, in milliseconds."""

    def __init__(self) -> None:
        self.all: list[float] = []

    @property
    def longest(self) -> float:
        return max(self.all, default=0.0)

    def middle(self) -> float:
        """The median."""
        return sorted(self.all)[len(self.all) // 2] if self.all else 0.0


@asynccontextmanager
async def writing_beside(storage: Storage) -> AsyncIterator[Waits]:
    """Note a line each two milliseconds, or as soon as the one before is stored, until the end."""
    waits = Waits()
    writer = asyncio.create_task(_write(storage, waits))
    try:
        yield waits
    finally:
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer


async def _write(storage: Storage, waits: Waits) -> None:
    while True:
        unit, began = UnitOfWork(), time.perf_counter()
        storage.audit.note(
            unit, at=NOW, actor="account:beside", action="case.note", target="beside", detail={}
        )
        await storage.commit(unit)
        waits.all.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(_PAUSE_S)
