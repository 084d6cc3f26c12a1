"""What a figure of the dashboard goes through does not grow with the answers behind it.
`tests.benchmarks.kept_figures` shows the same for ten million.
"""

from pathlib import Path

import pytest

from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.benchmarks.kept_figures import Cost, fill, grown, measured
from tests.postgres_server import PostgresServer

GOAL = 1.3
ANSWERS = (90_000, 360_000)
"""Enough for each unit and month to have somebody: from then on there are no further cells."""


async def column(url: str, ring: KeyRing, answers: int) -> dict[str, Cost]:
    await (await open_storage(url, ring)).close()
    await fill(url, answers)
    return await measured(url, ring, times=1)


@pytest.mark.timeout(240)  # 20 s on a machine that has time
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_figure_costs_the_same_over_more_answers(
    kind: str, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    ring = KeyRing.create(tmp_path / "keys.json")
    columns = []
    for answers in ANSWERS:
        url = f"sqlite:///{tmp_path}/{answers}.db"
        if kind == "postgresql":
            url = postgres_server.url(await postgres_server.create())
        columns.append(await column(url, ring, answers))
    assert max(grown(columns).values()) <= GOAL
    assert min(cost.looked_at for cost in columns[0].values()) > 100
