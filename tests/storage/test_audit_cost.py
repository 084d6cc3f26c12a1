"""What the seal over the audit log costs as the log grows, and who waits for it, on each kind of
database. `tests.benchmarks.audit` shows the same for 300,000 lines.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import asyncpg
import pytest

from storage.addresses import PostgresAddress, is_postgres, sqlite_path
from storage.audit_chain import _WAITING
from storage.opening import SqlStorage
from storage.sqlite import connect
from tests.benchmarks.audit import (
    LONGEST_WAIT_MS,
    cost_of_verifying,
    memory_of_verifying,
    sealed,
)
from tests.benchmarks.audit_log import fill, writing_beside
from tests.benchmarks.queue_cost import counting

FEW = 3_000
MANY = 25_000
"""So many that PostgreSQL does not rather read the table as it lies."""
GOAL = 1.3
WHOLE_TABLE = re.compile(r"^(Seq Scan|SCAN) audit", re.MULTILINE)
A_LINE = (
    "INSERT INTO audit (at, actor, action, target, detail, demo) VALUES (1, '', '', '', '', false)"
)
SOME = 5
"""Commits beside: a third of the pieces in which `FEW` lines are sealed."""


async def sealed_log(storage: SqlStorage, url: str, rows: int) -> None:
    await fill(url, rows)
    await sealed(storage, rows)


@pytest.mark.timeout(180)
async def test_a_longer_log_costs_no_more_by_the_line(
    storage: SqlStorage, database_url: str
) -> None:
    await sealed_log(storage, database_url, MANY)
    few, _ = await cost_of_verifying(storage, database_url, MANY)
    await sealed_log(storage, database_url, MANY)
    many, plans = await cost_of_verifying(storage, database_url, 2 * MANY)
    assert many <= few * GOAL
    by_index = Counter(plan for plan in plans if not WHOLE_TABLE.search(plan))
    assert sorted(by_index.values()) >= [2 * MANY // 1000] * 2, "links and lines, in pieces"
    assert len(plans) - by_index.total() <= 2, "what is outside the chain is asked for once"


async def test_the_seal_looks_at_what_waits_and_not_at_the_log(
    storage: SqlStorage, database_url: str
) -> None:
    """It looks each second, in each process."""
    costs = []
    for rows in (FEW, 3 * FEW):
        await sealed_log(storage, database_url, rows)
        await fill(database_url, 10)
        async with counting(storage, database_url) as counter:
            assert len(await counter.rows(_WAITING, {"at_most": 500})) == 10
            costs.append(counter.cost)
        await sealed(storage, 10)
    assert max(costs) < FEW // 10, costs


async def test_verification_takes_no_more_memory_for_a_longer_log(
    storage: SqlStorage, database_url: str
) -> None:
    await sealed_log(storage, database_url, FEW)
    few = await memory_of_verifying(storage)
    await sealed_log(storage, database_url, 3 * FEW)
    assert await memory_of_verifying(storage) <= few * GOAL


async def test_nobody_waits_long_while_it_is_sealed_or_verified(
    storage: SqlStorage, database_url: str
) -> None:
    """Who comes in between waits for one piece of it at most. The usual wait is looked at: the
    longest one says more about the machine, and is shown by the benchmark.
    """
    await fill(database_url, FEW)
    async with writing_beside(storage) as sealing:
        await sealed(storage, FEW)
    async with writing_beside(storage) as verifying, asyncio.timeout(30):
        while len(verifying.all) < SOME:
            assert await storage.audit.verify() == []
    assert len(sealing.all) >= SOME
    assert max(sealing.middle(), verifying.middle()) < LONGEST_WAIT_MS


async def test_a_verification_needs_no_lock_that_a_writer_holds(
    storage: SqlStorage, database_url: str
) -> None:
    await sealed_log(storage, database_url, FEW)
    async with held_by_a_writer(database_url), asyncio.timeout(30):
        assert await storage.audit.verify() == []


@asynccontextmanager
async def held_by_a_writer(database_url: str) -> AsyncIterator[None]:
    """Another process is in the middle of its transaction."""
    if is_postgres(database_url):
        connection = await asyncpg.connect(PostgresAddress(database_url).dsn)
        async with connection.transaction():
            await connection.execute(A_LINE)
            yield
        await connection.close()
        return
    with closing(connect(sqlite_path(database_url))) as file:
        file.execute("BEGIN IMMEDIATE")
        file.execute(A_LINE)
        yield
        file.execute("ROLLBACK")
