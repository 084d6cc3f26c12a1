"""Many processes on one PostgreSQL: whatever dies, or is emptied, no answer is lost or doubled.

`CLUSTER_KILLS` rounds (3) of `CLUSTER_CITIZENS` (60); the whole is 20 rounds of 500:
`CLUSTER_KILLS=20 CLUSTER_CITIZENS=500 pytest tests/reliability/test_cluster.py`. The seed is
printed; `KILL_SEED` plays it again.
"""

import asyncio
import contextlib
import os
import random
import secrets
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path

import pytest

from bot.simulator.checker import MISREAD, check
from bot.simulator.comparing import compare_answers
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter
from bot.simulator.playing import Plan, play
from bot.simulator.snapshot import take_snapshot
from bot.simulator.talking import WebSite
from bot.simulator.wire import Endpoint
from flows.identifiers import Instant
from tests.postgres_server import PostgresServer
from tests.reliability.cluster import PARTS, Cluster, running
from tests.valkey_server import Valkey

ROUNDS = int(os.environ.get("CLUSTER_KILLS", "3"))
CITIZENS = int(os.environ.get("CLUSTER_CITIZENS", "60"))
SEED = os.environ.get("KILL_SEED") or secrets.token_hex(4)

Trouble = Callable[[Cluster, Meter, random.Random], Coroutine[None, None, None]]


@pytest.fixture(autouse=True)
def _seed(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{request.node.name}: KILL_SEED={SEED} ")


async def _visited(cluster: Cluster, plan: Plan, trouble: Trouble) -> list[Ledger]:
    """Let all citizens visit while trouble is made, and wait until all is settled."""
    meter = Meter(None, lambda _: None)
    rng = random.Random(f"{plan.seed}/trouble")
    making = asyncio.create_task(trouble(cluster, meter, rng))
    try:
        ledgers = await play(
            plan, WebSite(Endpoint("127.0.0.1", cluster.balancer.port)), cluster.tokens, meter
        )
    finally:
        if not making.done():
            making.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await making
    await cluster.settle()
    return ledgers


async def _judge(cluster: Cluster, ledgers: list[Ledger]) -> None:
    snapshot = take_snapshot(await cluster.copy(), cluster.origin.key_ring)
    broken = [v for v in check(snapshot, ledgers) if v.invariant != MISREAD]
    assert broken == [], "\n".join([*map(str, broken[:20]), cluster.logs()])
    assert compare_answers(snapshot, ledgers).given > 0
    assert {ledger.outcome for ledger in ledgers} >= {"completed"}


async def _stepped(meter: Meter, steps: int) -> None:
    while meter.acknowledged < steps:  # noqa: ASYNC110 - the meter tells nobody
        await asyncio.sleep(0.01)


@pytest.fixture
async def cluster(
    tmp_path: Path, postgres_server: PostgresServer, valkey: Valkey
) -> AsyncIterator[Cluster]:
    now = Instant(time.time_ns() // 1_000_000)
    async with running(tmp_path, postgres_server, valkey, now) as found:
        yield found


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", range(ROUNDS))
async def test_any_part_may_be_killed(number: int, cluster: Cluster) -> None:
    plan = Plan(CITIZENS, f"{SEED}/{number}", CITIZENS)
    # Every part has its turn; beyond six rounds, by chance.
    order = random.Random(SEED).sample(PARTS, len(PARTS))
    killed: list[str] = []

    async def trouble(found: Cluster, meter: Meter, rng: random.Random) -> None:
        for victim in (order[number % len(order)], rng.choice(PARTS)):
            await _stepped(meter, meter.acknowledged + rng.randint(1, CITIZENS * 12))
            await asyncio.sleep(rng.uniform(0, 0.02))
            killed.append(victim)
            await found.kill(victim)

    ledgers = await _visited(cluster, plan, trouble)
    assert killed, "the visits were over before the kill"
    await _judge(cluster, ledgers)


@pytest.mark.timeout(600)
async def test_an_emptied_redis_changes_speed_and_no_answer(cluster: Cluster) -> None:
    async def trouble(found: Cluster, _meter: Meter, _rng: random.Random) -> None:
        async with found.valkey.forgetting(every=0.5):
            await asyncio.Event().wait()  # until the visits are over

    plan = Plan(CITIZENS, f"{SEED}/flush", CITIZENS)
    await _judge(cluster, await _visited(cluster, plan, trouble))
