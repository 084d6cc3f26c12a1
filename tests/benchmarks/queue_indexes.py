"""Prints which indexes of the queue its questions use, and what all of them cost who writes.

    python -m tests.benchmarks.queue_indexes [--postgres] [ROWS]

All questions of `queue_cases` and all figures are asked of a queue of ROWS open cases (20,000);
an index that none of them went by is named. Then cases are added and handed over, with the
indexes and without: what is printed is CPU time of the database, no commit in it.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, cast

import asyncpg

from flows.identifiers import identifier_from
from storage.addresses import PostgresAddress, is_postgres, sqlite_path
from storage.base import Database
from storage.case_queue import SqlCases
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from storage.tables import complaints
from tests.benchmarks.queue import marks
from tests.benchmarks.queue_cases import NOW, QUESTIONS, SCOPES, cases, fill
from tests.benchmarks.queue_cost import counting

__all__ = ["Costs", "queue_indexes", "used_by_questions"]

Clock: TypeAlias = Callable[[], float]
"""Seconds of CPU so far."""

_ROWS: Final = 20_000
_WRITTEN: Final = 2_000
_NAMED: Final = re.compile(r"ix_complaints_\w+")
_COLUMNS: Final = tuple(complaints.c.keys())
_HANDED_OVER: Final = "state = 'in_progress', officer_id = 'other', version = version + 1"
_UNDATED: Final = f"undated.0.{identifier_from(b'amid those without a term', '', NOW)}"
_NEW: Final = "id LIKE 'new-%'"


def queue_indexes() -> frozenset[str]:
    """Return the names of the partial indexes that are there for the queue alone."""
    names = (str(index.name) for index in complaints.indexes)
    return frozenset(name for name in names if re.match("ix_complaints_(open|untaken|clos)", name))


async def used_by_questions(storage: SqlStorage, url: str) -> frozenset[str]:
    """Ask everything, and return the indexes by which it was answered."""
    async with counting(storage, url) as counter:
        asked = SqlCases(cast("Database", counter), storage.ring)
        for scope, chosen in QUESTIONS.values():
            for after in (*marks(), _UNDATED):
                await asked.queue(scope, chosen, after=after, size=50)
        for scope in SCOPES.values():
            await asked.counts(scope, NOW)
        return frozenset(_NAMED.findall("\n".join(counter.plans)))


class Costs(NamedTuple):
    """Microseconds of CPU for a case."""

    adding: float
    handing_over: float


def _new_cases() -> Sequence[Mapping[str, Any]]:
    return [
        {**row, "id": f"new-{number}", "code": f"NEW{number}", "state": "new", "officer_id": None}
        for number, row in enumerate(cases(_WRITTEN))
    ]


_INSERT: Final = f"INSERT INTO complaints ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 – names of ours
_UPDATE: Final = f"UPDATE complaints SET {_HANDED_OVER} WHERE id = "  # noqa: S608 – names of ours
_DELETE: Final = f"DELETE FROM complaints WHERE {_NEW}"  # noqa: S608 – names of ours


def _costs_on_sqlite(url: str, drops: Sequence[str], clock: Clock) -> Costs:
    rows = [tuple(row[name] for name in _COLUMNS) for row in _new_cases()]
    given = ", ".join("?" * len(_COLUMNS))
    with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as connection:
        for drop in drops:
            connection.execute(drop)
        connection.execute("BEGIN")
        began = clock()
        connection.executemany(f"{_INSERT}({given})", rows)
        added = clock()
        connection.executemany(f"{_UPDATE}?", [(row[0],) for row in rows])
        done = clock()
        connection.execute(_DELETE)
        connection.execute("COMMIT")
    return _by_case(began, added, done)


async def _costs_on_postgres(url: str, drops: Sequence[str], clock: Clock) -> Costs:
    rows = [tuple(row[name] for name in _COLUMNS) for row in _new_cases()]
    given = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
    connection = await asyncpg.connect(PostgresAddress(url).dsn)
    for drop in drops:
        await connection.execute(drop)
    async with connection.transaction():
        began = clock()
        await connection.executemany(f"{_INSERT}({given})", rows)
        added = clock()
        await connection.executemany(f"{_UPDATE}$1", [(row[0],) for row in rows])
        done = clock()
        await connection.execute(_DELETE)
    await connection.close()
    return _by_case(began, added, done)


def _by_case(began: float, added: float, done: float) -> Costs:
    return Costs((added - began) / _WRITTEN * 1e6, (done - added) / _WRITTEN * 1e6)


async def _costs(url: str, clock: Clock, *, without: frozenset[str] = frozenset()) -> Costs:
    drops = [f"DROP INDEX {name}" for name in sorted(without)]
    if is_postgres(url):
        return await _costs_on_postgres(url, drops, clock)
    return _costs_on_sqlite(url, drops, clock)


async def _print_all(url: str, ring: KeyRing, rows: int, clock: Clock) -> None:
    out, indexes = sys.stdout.write, queue_indexes()
    storage = await open_storage(url, ring)
    await fill(url, ring, rows)
    used = await used_by_questions(storage, url)
    await storage.close()
    out(f"{len(indexes)} partial indexes; not used: {', '.join(sorted(indexes - used)) or '–'}\n")
    for name, costs in (
        ("with them", await _costs(url, clock)),
        ("without", await _costs(url, clock, without=indexes)),
    ):
        out(f"{name}: adding {costs.adding:.0f} µs, handing over {costs.handing_over:.0f} µs\n")


async def _main(arguments: list[str]) -> None:
    from tests.benchmarks.postgres import Postgres

    rows = next((int(one) for one in arguments if one.isdigit()), _ROWS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ring = KeyRing.create(folder / "keys.json")
        if "--postgres" in arguments:
            server = Postgres(folder)
            await _print_all(server.url, ring, rows, server.cpu)
            server.close()
        else:
            await _print_all(f"sqlite:///{folder}/rows.db", ring, rows, time.process_time)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
