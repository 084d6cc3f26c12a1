"""A broadcast to 20,000 while parts are killed: nobody missed, nobody twice, no rate exceeded.

A quarter of them on SQLite. All 200,000: `python -m tests.benchmarks.sending --postgres`. The seed
is printed; `KILL_SEED` plays it again, `BROADCAST_PEOPLE` and `BROADCAST_RATE` change the run.
"""

import os
import secrets
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.postgres_server import PostgresServer
from tests.reliability.broadcast_run import Big, Figures, send
from tests.reliability.installations import cluster_of, server_of
from tests.valkey_server import Valkey

BIG = Big(
    people=int(os.environ.get("BROADCAST_PEOPLE", "20000")),
    rate=int(os.environ.get("BROADCAST_RATE", "1000")),
    seed=os.environ.get("KILL_SEED") or secrets.token_hex(4),
)
# At a rate that two cores reach with simulator, citizens and all: here it is the limit, and not
# the machine, that everybody has to keep to.
SMALLER = replace(BIG, people=BIG.people // 4, rate=BIG.rate * 2 // 5)
IN_DOUBT = 128
"""Calls under way at once, and those whose end was not written yet: for each kill at the most."""
GROWTH = 24.0
"""MiB: a process that was started again a moment before has its caches still to fill (1 to 13 were
seen); what is kept of each of 20,000 recipients would be more.
"""
LIVE_S = 1.0
"""Of live replies, nineteen of twenty, with all that wait after each kill and each 429."""
ACCEPTED_S = 3.0
"""What a million may take (a tenth of that is usual here): confirming waits for nobody's row."""
BURST = 1.25
"""Of the rate, in the worst second: a quarter of a second's worth at once, and a second."""


@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests there")
async def test_workers_database_and_redis_may_die(
    tmp_path: Path,
    postgres_server: PostgresServer,
    valkey: Valkey,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with cluster_of(tmp_path, postgres_server, valkey) as installation:
        _judge(BIG, await send(BIG, installation), capsys)


@pytest.mark.timeout(600)
async def test_one_process_on_sqlite_may_die(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with server_of(tmp_path) as installation:
        _judge(SMALLER, await send(SMALLER, installation), capsys)


def _judge(big: Big, found: Figures, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\nKILL_SEED={big.seed}: {found}\n")
    assert found.faults == [], "\n".join(found.faults[:20])
    assert not found.broken
    assert found.states.total() == big.people
    assert found.doubts <= IN_DOUBT * found.kills
    assert len(found.waits) > 100
    assert found.p95 <= LIVE_S
    assert found.grown <= GROWTH
    assert found.accepted_in <= ACCEPTED_S
    assert found.peak <= big.rate * BURST
