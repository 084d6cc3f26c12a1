"""What a page of the queue, and the figures above it, go through inside each kind of database:
only what indexes lead to, and no more for six times as many cases. `tests.benchmarks.queue` shows
the same for 100,000.
"""

from pathlib import Path

import pytest

from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from storage.sqlite import SqliteDatabase
from tests.benchmarks.queue import Figures, counts_of, figures_of, growth
from tests.benchmarks.queue_cases import QUESTIONS, SCOPES, fill
from tests.benchmarks.queue_cost import Counter, counting
from tests.postgres_server import PostgresServer

GOAL = 1.3
WHOLE_TABLES = ("SCAN complaints\n", "SCAN complaint_words\n", "Seq Scan compl")


def reads_whole_tables(counter: Counter) -> list[str]:
    plans = [f"{plan}\n" for plan in counter.plans]
    return [plan for plan in plans if any(name in plan for name in WHOLE_TABLES)]


async def asked_of(
    storage: SqlStorage, url: str, count: int
) -> tuple[dict[str, Figures], list[str]]:
    """The figures of every question to a queue of so many open cases, and the plans that read
    whole tables.
    """
    await fill(url, storage.ring, count)
    async with counting(storage, url) as counter:
        figures = {
            name: await figures_of(storage, counter, scope, chosen, times=1)
            for name, (scope, chosen) in QUESTIONS.items()
        }
        for place, scope in SCOPES.items():
            figures[f"{place}: figures"] = await counts_of(storage, counter, scope, times=1)
        return figures, reads_whole_tables(counter)


@pytest.fixture
async def second_url(
    database_url: str, postgres_server: PostgresServer,
    postgres_template: str, tmp_path: Path,
) -> str:  # fmt: skip
    """Another fresh database of the same kind."""
    if database_url.startswith("postgresql"):
        return postgres_server.url(await postgres_server.create(postgres_template))
    return f"sqlite:///{tmp_path}/second.db"


@pytest.mark.timeout(240)  # 30 s on a machine that has time
async def test_a_page_costs_the_same_in_a_longer_queue(
    storage: SqlStorage, database_url: str, second_url: str, ring: KeyRing
) -> None:
    few, _ = await asked_of(storage, database_url, 2_500)
    longer = await open_storage(second_url, ring)
    # Not 10,000: there PostgreSQL would sooner sort the 500 rows of one figure than go along an
    # index; with more rows it does not.
    many, careless = await asked_of(longer, second_url, 15_000)
    await longer.close()
    assert careless == []  # a short table PostgreSQL may well read as it lies
    half_a_page = 500 if isinstance(storage.database, SqliteDatabase) else 25  # steps or rows
    grown = {name: growth(few[name], many[name], half_a_page=half_a_page) for name in few}
    assert {name: value for name, value in grown.items() if value > GOAL} == {}
