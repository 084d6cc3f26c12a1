"""Prints how long an audience takes to freeze, and how long that holds up everybody else.

    python -m tests.benchmarks.broadcast freeze [PEOPLE] [--postgres]

A campaign for which PEOPLE (1,000,000) were drawn, each with a number of their own, two thousand
of them with a chat; then the wave is confirmed, as the page and the command do it.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import click
from sqlalchemy import Integer, bindparam, text

from bot.campaigns import all_words
from storage.base import UnitOfWork
from storage.opening import SqlStorage, open_storage
from storage.postgres import PostgresDatabase
from storage.secrets import KeyRing
from tests.benchmarks.postgres import Postgres
from tests.bot.broadcasts.scene import AT_ONCE, Office, office_over, plant

GOAL_S = 3.0
CHATS = 2_000
_PIECE = 100_000
"""Rows planted in one transaction: the server gives up on statements that take long."""
_SERIES = {
    "sqlite": """
        WITH RECURSIVE s(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM s WHERE n < :people)
    """,
    "postgresql": "WITH s(n) AS (SELECT generate_series(:first, :people))",
}
_INDEX = {
    "sqlite": "randomblob(32)",
    "postgresql": "sha256(CAST(CAST(n AS text) AS bytea))",
}
_ID = {"sqlite": "printf('c/%07d', n)", "postgresql": "'c/' || lpad(CAST(n AS text), 7, '0')"}
_TRANSACTIONS = """
    INSERT INTO transactions (id, row, source, key_index, frame, unit_id, done_on, phone,
                              phone_index, person_index)
    {series} SELECT {id}, n, 'api', {index}, 'person', 'unit-1', '2026-11-01', {index}, {index},
                    {index} FROM s WHERE n >= :first
"""
_DRAWN = """
    INSERT INTO drawn (campaign_id, transaction_id, draw_id, group_id, stratum, role, rank)
    {series} SELECT 'c', {id}, 'c-1', 'all', 0, 'main', n FROM s WHERE n >= :first
"""


async def draw_many(storage: SqlStorage, people: int) -> Office:
    """Let so many be drawn for a campaign."""
    office = await office_over(storage)
    kind = "postgresql" if isinstance(storage.database, PostgresDatabase) else "sqlite"
    for statement in (_TRANSACTIONS, _DRAWN):
        said = statement.format(series=_SERIES[kind], id=_ID[kind], index=_INDEX[kind])
        numbers = [bindparam(name, type_=Integer) for name in ("first", "people")]
        for first in range(CHATS, people, _PIECE):
            unit = UnitOfWork()
            values = {"first": first, "people": min(first + _PIECE, people) - 1}
            unit.add(text(said).bindparams(*numbers), values)
            await storage.commit(unit)
    return office


async def _rest(url: str) -> None:
    """Let a PostgreSQL do what it does by itself within minutes: nobody confirms a wave so soon
    after a draw.
    """
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM (ANALYZE) drawn")
    await connection.execute("CHECKPOINT")
    await connection.close()


async def freeze(storage: SqlStorage, people: int, server: Postgres | None) -> None:
    """Print what confirming costs; of a database server too: whatever else the machine does."""
    campaign = await plant(storage, "c", range(CHATS))
    office = await draw_many(storage, people)
    words = all_words(office.renderer.texts, campaign.terms, ())
    draft = await office.acts().make(campaign, 0, AT_ONCE, words)
    if server is not None:
        await _rest(server.url)
    served = server.cpu() if server is not None else 0.0
    longest = asyncio.create_task(_longest_stall())
    began, spent = time.perf_counter(), time.process_time()
    record = await office.acts().confirm(draft)
    took, spent = time.perf_counter() - began, time.process_time() - spent
    longest.cancel()
    click.echo(f"{record.audience:,} recipients accepted in {took:.2f} s (goal: {GOAL_S} s)")
    click.echo(f"of which this process worked for {spent:.2f} s")
    if server is not None:
        click.echo(f"and the database server for {server.cpu() - served:.2f} s")
    click.echo(f"the event loop stood still for {max(_STALLS):.0f} ms at the most")
    for one in await storage.broadcasts.progress(record.id):
        click.echo(f"  {one.channel} {one.state}: {one.count:,}")


_STALLS: list[float] = [0.0]


async def _longest_stall() -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        _STALLS.append((time.perf_counter() - began) * 1000)


@contextmanager
def _server(folder: Path, *, postgres: bool) -> Iterator[Postgres | None]:
    server = Postgres(folder) if postgres else None
    try:
        yield server
    finally:
        if server is not None:
            server.close()


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["freeze"])
    parser.add_argument("people", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="bc-") as name:
        folder = Path(name)
        ring = KeyRing.create(folder / "keys.json")
        with _server(folder, postgres=chosen.postgres) as server:
            address = f"sqlite:///{folder}/rows.db" if server is None else server.url
            storage = await open_storage(address, ring)
            await freeze(storage, chosen.people, server)
            await storage.close()


if __name__ == "__main__":
    asyncio.run(main())
