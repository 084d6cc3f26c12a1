"""What the jobs of a campaign go through inside each kind of database: what indexes lead to."""

from flows.identifiers import Instant, SessionId
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from storage.secrets import KeyRing
from storage.traces import SqlTraces
from storage.transactions import SqlTransactions
from tests.benchmarks.queue_cost import Counter, counting
from tests.storage.records import raw_unit, response
from tests.storage.test_contract_transactions import a_row

MANY = 3_000
OF_ONE = 30
"""Responses of the unit that is looked at, of `MANY` in the same weeks."""


async def fill(storage: SqlStorage) -> None:
    """Responses of a hundred units, and as many transactions with addresses."""
    unit = UnitOfWork()
    for n in range(MANY):
        record = response(
            f"r{n}", session_id=SessionId(f"s{n}"), unit_id=f"u{n % (MANY // OF_ONE)}",
            trial=False, state="completed", started_at=Instant(n), completed_at=Instant(n + 9),
        )  # fmt: skip
        storage.responses.add(unit, record)
        storage.transactions.add(unit, a_row(n, f"k{n}", email="an@x.vn"))
    await storage.commit(unit)
    await storage.commit(raw_unit("ANALYZE"))


def whole_tables(counter: Counter, table: str) -> list[str]:
    """The plans that read all of a table."""
    names = (f"SCAN {table}", f"Seq Scan on {table}")
    return [plan for plan in counter.plans if any(f"{name}\n" in f"{plan}\n" for name in names)]


async def test_each_look_reads_what_it_is_about(
    storage: SqlStorage, database_url: str, ring: KeyRing
) -> None:
    await fill(storage)
    async with counting(storage, database_url) as counter:
        traces = SqlTraces(counter, ring)  # type: ignore[arg-type] # it reads only
        assert len(await traces.sent("mc", Instant(0), MANY)) == MANY
        of_all, counter.cost = counter.cost, 0
        assert len(await traces.sent_in("u7", "mc", Instant(0), 1_000)) == OF_ONE
        assert counter.cost < of_all / 20, counter.plans[-1]
        counter.cost = 0
        assert await traces.sent_in(None, "mc", Instant(0), 1_000) == []
        assert counter.cost < of_all / 20, counter.plans[-1]


async def test_where_all_addresses_are_indexed_a_look_reads_nothing(
    storage: SqlStorage, database_url: str, ring: KeyRing
) -> None:
    await fill(storage)
    async with counting(storage, database_url) as counter:
        transactions = SqlTransactions(counter, ring)  # type: ignore[arg-type] # it reads only
        assert await transactions.index_missing() == 0
        assert counter.cost < 50
        assert whole_tables(counter, "transactions") == []
