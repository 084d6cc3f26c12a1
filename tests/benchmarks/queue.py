"""Prints what a page of the queue costs, and how that grows with the number of open cases.

    python -m tests.benchmarks.queue [--postgres] [ROWS …]

For each question, and for the figures above the queue (each counts up to 99 cases): the median
time of a page of 50 in milliseconds, what the database went through
for each row of it (`queue_cost`), for each number of open cases, and the growth of the last figure
from the smallest to the largest queue. Goal: at most 1.3 (issue 5). Of the first page and one from
the middle of the queue the dearer one counts. By the row, because a page of a short queue may not
be full.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

import msgspec

from flows.desk.policy import Scope
from flows.identifiers import Instant, identifier_from
from storage.base import Database
from storage.case_queue import SqlCases
from storage.desk_records import COUNTED, CaseFilter
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.benchmarks.queue_cases import NOW, QUESTIONS, SCOPES, fill
from tests.benchmarks.queue_cost import Counter, counting

__all__ = ["Figures", "counts_of", "figures_of", "growth", "marks", "measured"]

_ROWS = (10_000, 100_000)
_GOAL = 1.3
_TIMES = 5
_SIZE = 50
_MIDDLE = Instant(NOW - 45 * 86_400_000)


class Figures(NamedTuple):
    """Of one page: how long it took, what was gone through for it, and what came of it."""

    milliseconds: float
    cost: int
    rows: int
    is_full: bool

    @property
    def of_a_row(self) -> float:
        """What was gone through for a row that is shown; asking costs as much as one row."""
        return self.cost / (self.rows + 1)


def marks() -> tuple[str | None, ...]:
    """Return where the pages begin: at the beginning, and amid the queue in either order."""
    middle = identifier_from(b"the middle of a queue", "", _MIDDLE)
    return None, f"dated.{NOW + 4 * 86_400_000}.{middle}", f"newest.0.{middle}"


async def figures_of(
    storage: SqlStorage, counter: Counter, scope: Scope, chosen: CaseFilter, *, times: int = _TIMES
) -> Figures:
    """Measure the dearest of the pages."""
    counted = SqlCases(cast("Database", counter), storage.ring)  # the queue only asks
    found = []
    for after in marks():
        counter.cost = 0
        page = await counted.queue(scope, chosen, after=after, size=_SIZE)
        asked = partial(storage.cases.queue, scope, chosen, after=after, size=_SIZE)
        shown = len(page.rows)
        taken = await _milliseconds(asked, times)
        found.append(Figures(taken, counter.cost, shown, shown == _SIZE))
    return max(found, key=lambda figures: figures.of_a_row)


async def counts_of(
    storage: SqlStorage, counter: Counter, scope: Scope, *, times: int = _TIMES
) -> Figures:
    """Measure the figures of a scope, by the case that a page can tell of."""
    counter.cost = 0
    counts = await SqlCases(cast("Database", counter), storage.ring).counts(scope, NOW)
    told = sum(min(count, COUNTED + 1) for count in msgspec.structs.astuple(counts))
    taken = await _milliseconds(partial(storage.cases.counts, scope, NOW), times)
    return Figures(taken, counter.cost, told, is_full=True)


async def _milliseconds(asked: Callable[[], Awaitable[object]], times: int) -> float:
    """Return the median time of a question."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        await asked()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def growth(few: Figures, many: Figures, *, half_a_page: int) -> float:
    """Return how many times more a row of a page costs. Where there is less than a page to show,
    chance decides how far one reads for it: half a page (25 rows, or 500 steps) is never too much.
    """
    floor = 1 if few.is_full and many.is_full else half_a_page
    return max(floor, many.of_a_row) / max(floor, few.of_a_row)


async def measured(database_url: str, ring: KeyRing, count: int) -> dict[str, Figures]:
    """Fill a database and return the figures of each question."""
    storage = await open_storage(database_url, ring)
    try:
        await fill(database_url, ring, count)
        async with counting(storage, database_url) as counter:
            pages = {
                name: await figures_of(storage, counter, scope, chosen)
                for name, (scope, chosen) in QUESTIONS.items()
            }
            counts = {
                f"{place}: figures": await counts_of(storage, counter, scope)
                for place, scope in SCOPES.items()
            }
            return pages | counts
    finally:
        await storage.close()


def _printed(counts: list[int], columns: list[dict[str, Figures]], half_a_page: int) -> float:
    out = sys.stdout.write
    out(f"{'question':42}" + "".join(f"{count:>10} ms   per row" for count in counts) + "\n")
    worst = 0.0
    for name in columns[0]:
        row = [column[name] for column in columns]
        grown = growth(row[0], row[-1], half_a_page=half_a_page)
        worst = max(worst, grown)
        cells = "".join(f"{one.milliseconds:>13.2f}{one.of_a_row:>10.1f}" for one in row)
        out(f"{name:42}{cells}   × {grown:.2f}{' !' if grown > _GOAL else ''}\n")
    out(f"worst growth of what a row of a page costs: × {worst:.2f} (goal ≤ {_GOAL})\n")
    return worst


async def _main(arguments: list[str]) -> int:
    from tests.benchmarks.postgres import Postgres

    counts = [int(one) for one in arguments if one.isdigit()] or list(_ROWS)
    columns = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            ring = KeyRing.create(folder / "keys.json")
            if "--postgres" in arguments:
                server = Postgres(folder)
                columns.append(await measured(server.url, ring, count))
                server.close()
            else:
                columns.append(await measured(f"sqlite:///{folder}/rows.db", ring, count))
    half_a_page = 25 if "--postgres" in arguments else 500  # rows, or steps
    return 0 if _printed(counts, columns, half_a_page) <= _GOAL else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
