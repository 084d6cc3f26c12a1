"""Prints what it costs to seal an audit log and to go through all of it, and how long others wait.

    python -m tests.benchmarks.audit [--postgres] [ROWS …]

For each length of the log: the time of sealing and verifying, what the database went through for
each row (`queue_cost`), the memory that verification takes at most, and how long a commit beside
it had to wait. Goals: what a row costs and the memory do not grow with the log; nobody waits for
more than 100 ms (issue 5).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Final, NamedTuple, cast

from bot.jobs.seal_audit import _BATCH as BATCH
from storage.audit_verification import verify
from storage.base import Database
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.benchmarks.audit_log import NOW, Waits, fill, writing_beside
from tests.benchmarks.queue_cost import counting

__all__ = ["LONGEST_WAIT_MS", "Figures", "cost_of_verifying", "memory_of_verifying", "sealed"]

LONGEST_WAIT_MS: Final = 100.0
_ROWS: Final = (30_000, 300_000)
_GROWTH: Final = 1.3


class Figures(NamedTuple):
    """Of a log of one length."""

    seal_s: float
    verify_s: float
    of_a_row: float
    mib: float
    sealing: Waits
    verifying: Waits


async def sealed(storage: SqlStorage, rows: int) -> None:
    """Seal so many of the lines that wait, as the job does."""
    while rows > 0:
        rows -= await storage.audit.seal(NOW, BATCH)


async def cost_of_verifying(storage: SqlStorage, url: str, rows: int) -> tuple[float, list[str]]:
    """Return what the database goes through for each row, and the plans by which it does."""
    async with counting(storage, url) as counter:
        faults = await verify(cast("Database", counter), storage.ring, (), None)
    assert faults == []
    return counter.cost / rows, counter.plans


async def memory_of_verifying(storage: SqlStorage) -> float:
    """Return how much memory more verification takes at its peak, in MiB."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        await storage.audit.verify()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return (peak - before) / 2**20


async def measured(url: str, ring: KeyRing, rows: int) -> Figures:
    """Fill a database, seal its log and go through it, with a writer beside."""
    storage = await open_storage(url, ring)
    try:
        await fill(url, rows)
        began = time.perf_counter()
        async with writing_beside(storage) as sealing:
            await sealed(storage, rows)
        seal_s = time.perf_counter() - began
        began = time.perf_counter()
        async with writing_beside(storage) as verifying:
            assert await storage.audit.verify() == []
        verify_s = time.perf_counter() - began
        cost, _ = await cost_of_verifying(storage, url, rows)
        mib = await memory_of_verifying(storage)
        return Figures(seal_s, verify_s, cost, mib, sealing, verifying)
    finally:
        await storage.close()


def _printed(rows: list[int], figures: list[Figures]) -> bool:
    """Write the table; return whether the goals are reached."""
    out = sys.stdout.write
    for count, one in zip(rows, figures, strict=True):
        out(f"{count:,} rows\n")
        out(f"  sealed in {one.seal_s:.1f} s, gone through in {one.verify_s:.1f} s\n")
        out(f"  {one.of_a_row:.1f} for each row inside the database, {one.mib:.1f} MiB at most\n")
        for name, waits in (("sealing", one.sealing), ("verifying", one.verifying)):
            out(f"  a commit beside {name}: {waits.middle():.1f} ms, at most {waits.longest:.1f}")
            out(f" ({len(waits.all)} of them)\n")
    growth = figures[-1].of_a_row / figures[0].of_a_row
    longest = max(max(one.sealing.longest, one.verifying.longest) for one in figures)
    out(f"what a row costs: × {growth:.2f} (goal ≤ {_GROWTH}); longest wait {longest:.0f} ms ")
    out(f"(goal ≤ {LONGEST_WAIT_MS:.0f})\n")
    return growth <= _GROWTH and longest <= LONGEST_WAIT_MS


async def _main(arguments: list[str]) -> int:
    from tests.benchmarks.postgres import Postgres

    rows = [int(one) for one in arguments if one.isdigit()] or list(_ROWS)
    figures = []
    for count in rows:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            ring = KeyRing.create(folder / "keys.json")
            if "--postgres" in arguments:
                server = Postgres(folder)
                figures.append(await measured(server.url, ring, count))
                server.close()
            else:
                figures.append(await measured(f"sqlite:///{folder}/rows.db", ring, count))
    return 0 if _printed(rows, figures) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
