"""Prints what drawing from a long list costs, and how long anybody waits for the loop meanwhile.

    python -m tests.benchmarks.draws [ROWS] [--people N]

A database of its own with a list of ROWS transactions (1,000,000) that counts. First the outlook
of a draw of N people (20,000), as the console shows it, then the draw, then its proof.
"""

import asyncio
import gc
import resource
import sqlite3
import tempfile
import time
from collections.abc import Awaitable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import click
from msgspec.structs import replace

from bot.accounts import By
from bot.drawing import Sampler, draw_at_once, verify
from bot.turns import now_ms
from storage.base import Storage, UnitOfWork
from storage.opening import open_storage
from storage.secrets import KeyRing
from storage.transaction_records import ImportRecord
from survey.campaigns import Parts
from tests.bot.drawing.province import CAMPAIGN, GROUP, NOW

Value = TypeVar("Value")
UNITS = 36
LIST = "0" * 26
_FILL = f"""
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO transactions (id, import_id, row, source, key_index, frame, unit_id, done_on, mode,
                          area, phone_index, person_index)
SELECT '{LIST}/' || printf('%07d', n), '{LIST}', n, 'import', CAST(n AS BLOB), 'person',
       'unit-' || (n % {UNITS}), '2026-05-04', iif(n % 3, 'direct', 'online'),
       iif(n % 5, 'urban', 'rural'), CAST('phone ' || n AS BLOB),
       CAST('person ' || (n / 2) AS BLOB)
FROM numbers
"""  # noqa: S608 – constants of this file


async def prepared(folder: Path, rows: int) -> Storage:
    """Return a database with a long list that counts, and a campaign that is approved."""
    storage = await open_storage(
        f"sqlite:///{folder}/rows.db", KeyRing.create(folder / "keys.json")
    )
    unit = UnitOfWork()
    storage.campaigns.add(unit, CAMPAIGN, Parts())
    storage.imports.add(unit, ImportRecord(
        id=LIST, state="applied", frame="person", unit_id="u", name="l.csv", sha256="0" * 64,
        size=0, by="x", at=NOW, applied_at=NOW,
    ))  # fmt: skip
    await storage.commit(unit)
    with closing(sqlite3.connect(folder / "rows.db")) as connection, connection:
        connection.execute(_FILL, (rows,))
    return storage


async def timed(what: str, work: Awaitable[Value]) -> Value:
    """Do a piece of work; print how long it took, the longest that the loop was away, and the
    longest that it worked itself meanwhile: the rest is others on the machine.
    """
    longest, busy, begun = 0.0, 0.0, time.perf_counter()

    async def watch() -> None:
        nonlocal longest, busy
        while True:
            before, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before - 0.005)
            busy = max(busy, time.thread_time() - worked)

    watching = asyncio.create_task(watch())
    try:
        return await work
    finally:
        watching.cancel()
        taken, peak = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
        click.echo(
            f"{what}: {taken:.1f} s, loop away {longest * 1000:.0f} ms at most, "
            f"at work {busy * 1000:.0f} ms, "
            f"most memory {peak.ru_maxrss / 1024:.0f} MiB"
        )


async def _main(rows: int, people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage = await prepared(Path(folder), rows)
        campaign = replace(CAMPAIGN, terms=replace(CAMPAIGN.terms, unit_id=None))
        group = replace(GROUP, size=people, response_rate=1.0)
        unit = UnitOfWork()
        storage.campaigns.put_parts(unit, CAMPAIGN.id, Parts(groups=(group,)))
        await storage.commit(unit)
        sampler = Sampler(storage, By("account:3", NOW), campaign, 90)
        gc.freeze()  # as a server does
        gc.set_threshold(50_000, 20, 100)
        await timed("nothing", asyncio.sleep(1))
        await timed("outlook", sampler.outlook())
        draw = await timed("draw", draw_at_once(sampler, seed="2026", clock=now_ms))
        click.echo(f"{draw.sealed.record.drawn.main} drawn from {draw.frame_size}")
        click.echo(f"{await timed('proof', verify(storage, draw)) or 'the same people'}")
        await storage.close()


@click.command()
@click.argument("rows", type=int, default=1_000_000)
@click.option("--people", type=int, default=20_000)
def main(rows: int, people: int) -> None:
    """Run it."""
    asyncio.run(_main(rows, people))


if __name__ == "__main__":
    main()
