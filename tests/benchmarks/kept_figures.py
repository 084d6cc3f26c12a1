"""Prints what a figure of the dashboard costs, and how that grows with the number of answers.

    python -m tests.benchmarks.kept_figures [--postgres] [ANSWERS …]

For each figure: its median time in milliseconds and what the database went through for it
(`queue_cost`: rows on PostgreSQL, steps on SQLite), for each number of answers, and the growth of
the latter from the smallest to the largest. Goal: at most 1.3 (issue 8). The rows are made by SQL,
cells and all; that cells equal a recount is what `tests/bot/figures/test_recount.py` shows.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple, cast

import asyncpg

from bot.figures.gathering import gathered
from bot.figures.placing import Placing
from bot.figures.sheets import Sheet
from storage.addresses import PostgresAddress, is_postgres, sqlite_path
from storage.base import Database
from storage.figures import SqlFigures
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from survey.cells import ALL, RESPONDED, TOGETHER
from survey.editions import DIMENSIONS, Period, Scope
from survey.index import LEVELS, OVERALL
from survey.unit_tree import UnitTree
from tests.benchmarks.queue_cost import counting

__all__ = ["Asked", "Cost", "fill", "grown", "measured"]

_ANSWERS: Final = (1_000_000, 10_000_000)
_GOAL: Final = 1.3
_TIMES: Final = 5
_EACH: Final = 15
"""Answers of one response."""
_UNITS, _PLACES, _DAYS = 60, 180, 730


class Asked(NamedTuple):
    """A figure of the dashboard."""

    unit: str | None
    from_day: str
    to_day: str
    dimensions: tuple[str, ...] = (ALL,)
    levels: tuple[str, ...] = (RESPONDED, OVERALL)
    by_month: bool = False


ASKED: Final[Mapping[str, Asked]] = {
    "the index, month by month, two years": Asked(None, "2024-01-01", "2025-12-31", by_month=True),
    "the same of one unit": Asked("u7", "2024-01-01", "2025-12-31", by_month=True),
    "all factors of all units, a quarter": Asked(
        None, "2025-01-01", "2025-03-31", levels=(RESPONDED, *LEVELS)
    ),
    "places, a quarter": Asked(None, "2025-01-01", "2025-03-31", (ALL, "place")),
    "channels of one unit, a year": Asked("u7", "2025-01-01", "2025-12-31", (ALL, "channel")),
    "every dimension with its factors, a quarter": Asked(
        None, "2025-01-01", "2025-03-31", (ALL, *DIMENSIONS), (RESPONDED, *LEVELS)
    ),
    "what responses are told apart by, a quarter": Asked(
        None, "2025-01-01", "2025-03-31", (ALL, TOGETHER)
    ),
}


class Cost(NamedTuple):
    """Of one figure."""

    milliseconds: float
    looked_at: int


# -- rows

_SERIES: Final = {
    "sqlite": "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {many})"
    " SELECT i FROM s)",
    "postgresql": "(SELECT i FROM generate_series(CAST(1 AS bigint), {many}) AS s(i))",
}
_BETWEEN: Final = {"sqlite": "char(31)", "postgresql": "chr(31)"}
_DAY: Final = {
    "sqlite": f"date('2024-01-01', '+' || (i * 7919 % {_DAYS}) || ' days')",
    "postgresql": f"CAST(DATE '2024-01-01' + CAST(i * 7919 % {_DAYS} AS integer) AS text)",
}
_QUESTIONS: Final = """(
SELECT 1 AS q, 'A1' AS factor UNION ALL SELECT 2, 'A2' UNION ALL SELECT 3, 'A3'
UNION ALL SELECT 4, 'A4' UNION ALL SELECT 5, 'B1' UNION ALL SELECT 6, 'B1'
UNION ALL SELECT 7, 'B2' UNION ALL SELECT 8, 'B2' UNION ALL SELECT 9, 'B3'
UNION ALL SELECT 10, 'B3' UNION ALL SELECT 11, 'B3' UNION ALL SELECT 12, 'B4'
UNION ALL SELECT 13, 'B4' UNION ALL SELECT 14, 'B5' UNION ALL SELECT 15, 'B5'
)"""
_RESPONSES: Final = """
INSERT INTO responses (id, form, version, channel, language, state, started_at, trial, demo)
SELECT 'r' || i, 'mc', 3, 'web', 'vi', 'completed', i, false, false FROM {series} AS n
"""
_GIVEN: Final = """
INSERT INTO answers (response_id, question, revision, value, method, confidence, private, flags,
  at, retracted)
SELECT 'r' || i, 'MC' || q, 1, CAST((i * (q + 3) + i / 97) % 5 + 1 AS text), 'button', 1.0, false,
  '[]', i, false
FROM {series} AS n CROSS JOIN {questions} AS k
"""
_COUNTED: Final = """
INSERT INTO counted_responses (response_id, respondent, month, day, unit_id, form, version,
  place_id, channel, evidence, kind, campaign_id, stratum, served_from, served_to, ratings,
  choices)
SELECT 'r' || i, 'r:r' || i, substr({day}, 1, 7), {day}, 'u' || (i % {units}), 'mc', 3,
  'p' || (i % {places}), CASE WHEN i % 3 = 0 THEN 'telegram' ELSE 'web' END, 'V0', 'none', '', '',
  {day}, {day}, '{{}}', '{{}}'
FROM {series} AS n
"""
_CELLS: Final = """
INSERT INTO figure_cells (dimension, level, month, unit_id, value, stratum, respondents, satisfied,
  rated, satisfied_squared, product, rated_squared)
SELECT d.dimension, t.level, c.month, c.unit_id,
  CASE d.dimension WHEN 'place' THEN c.place_id WHEN 'channel' THEN c.channel
    WHEN 'together' THEN 'channel=' || c.channel || {between} || 'place=' || c.place_id
    ELSE '' END AS value,
  '', count(*), sum(y), sum(x), sum(y * y), sum(x * y), sum(x * x)
FROM counted_responses AS c JOIN (
  SELECT response_id, level, sum(CASE WHEN value >= '4' THEN 1 ELSE 0 END) AS y, count(*) AS x
  FROM answers JOIN (
    SELECT 'MC' || q AS question, factor AS level FROM {questions} AS a
    UNION ALL SELECT 'MC' || q, substr(factor, 1, 1) FROM {questions} AS b
    UNION ALL SELECT 'MC' || q, 'overall' FROM {questions} AS o
  ) AS l ON l.question = answers.question
  GROUP BY response_id, level
  UNION ALL SELECT response_id, 'responded', 1, 1 FROM counted_responses
) AS t ON t.response_id = c.response_id
CROSS JOIN (SELECT '' AS dimension UNION ALL SELECT 'place' UNION ALL SELECT 'channel'
  UNION ALL SELECT 'together') AS d
WHERE d.dimension <> 'together' OR t.level = 'responded'
GROUP BY 1, 2, 3, 4, 5
"""
_FILL: Final = (_RESPONSES, _GIVEN, _COUNTED, _CELLS)


def _statements(dialect: str, answers: int) -> list[str]:
    series = _SERIES[dialect].format(many=answers // _EACH)
    return [
        one.format(series=series, day=_DAY[dialect], questions=_QUESTIONS, units=_UNITS,
                   places=_PLACES, between=_BETWEEN[dialect])
        for one in _FILL
    ]  # fmt: skip


async def fill(database_url: str, answers: int) -> None:
    """Put so many answers into an empty database, with what they come to."""
    if not is_postgres(database_url):
        with closing(sqlite3.connect(sqlite_path(database_url))) as rows, rows:
            for statement in _statements("sqlite", answers):
                rows.execute(statement)
            rows.execute("ANALYZE")
        return
    connection = await asyncpg.connect(PostgresAddress(database_url).dsn)
    # Ten million references would be looked at one by one.
    await connection.execute("ALTER TABLE answers DISABLE TRIGGER ALL")
    for statement in _statements("postgresql", answers):
        await connection.execute(statement)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


# -- measuring


async def _reckon(storage: SqlStorage, asked: Asked) -> Sheet:
    scope = Scope(unit_id=asked.unit, unit_name="", tree="then")
    period = Period(span="other", from_day=asked.from_day, to_day=asked.to_day)
    placing = Placing(UnitTree(), scope, period, date.fromisoformat(asked.to_day))
    found = await gathered(
        storage, placing, asked.dimensions, asked.levels, by_month=asked.by_month
    )
    return Sheet(found, {})


async def measured(database_url: str, ring: KeyRing, times: int = _TIMES) -> dict[str, Cost]:
    """Return what each figure costs."""
    storage = await open_storage(database_url, ring)
    try:
        async with counting(storage, database_url) as counter:
            counted = SqlStorage.over(storage.database, ring)
            counted.figures = SqlFigures(cast("Database", counter))
            costs = {}
            for name, asked in ASKED.items():
                counter.cost = 0
                sheet = await _reckon(counted, asked)
                assert sheet.share(OVERALL).raw is not None
                costs[name] = Cost(await _milliseconds(storage, asked, times), counter.cost)
            return costs
    finally:
        await storage.close()


async def _milliseconds(storage: SqlStorage, asked: Asked, times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        await _reckon(storage, asked)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def grown(columns: list[dict[str, Cost]]) -> dict[str, float]:
    """Return how many times more each figure costs in the last column than in the first."""
    return {name: columns[-1][name].looked_at / columns[0][name].looked_at for name in columns[0]}


async def _column(folder: Path, answers: int, *, postgres: bool) -> dict[str, Cost]:
    from tests.benchmarks.postgres import Postgres

    ring = KeyRing.create(folder / "keys.json")
    server = Postgres(folder) if postgres else None
    url = f"sqlite:///{folder}/rows.db" if server is None else server.url
    try:
        await (await open_storage(url, ring)).close()
        await fill(url, answers)
        return await measured(url, ring)
    finally:
        if server is not None:
            server.close()


async def _main(arguments: list[str]) -> int:
    counts = [int(one) for one in arguments if one.isdigit()] or list(_ANSWERS)
    columns = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            postgres = "--postgres" in arguments
            columns.append(await _column(Path(name), count, postgres=postgres))
    for name, growth in grown(columns).items():
        cells = "".join(
            f"{one[name].milliseconds:>10.2f} ms{one[name].looked_at:>9}" for one in columns
        )
        sys.stdout.write(f"{name:40}{cells}   × {growth:.2f}\n")
    return 0 if max(grown(columns).values()) <= _GOAL else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
