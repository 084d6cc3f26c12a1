"""How the open cases of a scope are counted: from an index alone, never row by row."""

import pytest

from flows.desk.policy import Scope
from storage.case_counts import counting
from storage.opening import SqlStorage
from storage.scopes import scope_values, shape_of
from tests.benchmarks.queue_cases import NOW, fill
from tests.benchmarks.queue_cost import counting as counted
from tests.storage.desk_rows import ME, WHOLE


@pytest.mark.parametrize("scope", [WHOLE, Scope(account_id=ME, units=frozenset({"unit-01"}))])
async def test_the_index_has_all_it_takes(
    storage: SqlStorage, database_url: str, scope: Scope
) -> None:
    await fill(database_url, storage.ring, 3_000)
    async with counted(storage, database_url) as counter:
        await counter.rows(counting(shape_of(scope)), {**scope_values(scope), "now": NOW})
    [plan] = counter.plans
    assert "COVERING INDEX ix_complaints_counts" in plan or "Index Only Scan complaints" in plan
