"""Kill -9 in the middle of two hundred visits: nothing acknowledged is lost, nothing is double.

`KILLS` rounds (3) of `KILL_CITIZENS` (200) with a fresh seed, which is printed; `KILL_SEED` plays
it again. The whole is `python -m bot simulate --citizens 200 --kills 20`.
"""

import os
import random
import secrets
import sys
from pathlib import Path

import pytest

from bot.simulator.checker import MISREAD
from bot.simulator.outcome import Outcome
from bot.simulator.playing import Plan
from bot.simulator.running import FAILPOINT, Kill, draw_kill, run_with_server
from bot.simulator.server import Server
from tests.reliability.failing_server import POINTS

ROUNDS = int(os.environ.get("KILLS", "3"))
CITIZENS = int(os.environ.get("KILL_CITIZENS", "200"))
SEED = os.environ.get("KILL_SEED") or secrets.token_hex(4)

# Few people want a case, and one COMMIT carries the steps of many; the first ones are the start's.
_TIMES = {"code": (1, 5), "coded": (1, 5), "commit": (10, 25), "stored": (10, 25)}


@pytest.fixture(autouse=True)
def _seed(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{request.node.name}: KILL_SEED={SEED} ")


def _judge(outcome: Outcome) -> None:
    assert outcome.killed_at is not None, "the visits were over before the kill"
    # How typed words are read has tests of its own; here nothing may be lost or doubled.
    broken = [v for v in outcome.violations if v.invariant != MISREAD]
    assert broken == [], "\n".join(map(str, broken[:20]))
    assert outcome.comparison is not None
    assert outcome.comparison.given > 0
    assert {ledger.outcome for ledger in outcome.ledgers} >= {"completed"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(ROUNDS))
async def test_a_kill_at_a_random_moment(number: int, tmp_path: Path) -> None:
    plan = Plan(CITIZENS, f"{SEED}/{number}", CITIZENS)
    kill = draw_kill(plan.seed, CITIZENS)
    _judge(await run_with_server(plan, Server(tmp_path), kill=kill))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at_a_named_point(point: str, tmp_path: Path) -> None:
    rng = random.Random(f"{SEED}/{point}")
    times = rng.randint(*_TIMES.get(point, (10, 200)))
    server = Server(
        tmp_path,
        program=(sys.executable, "-m", "tests.reliability.failing_server", "run"),
        extra={FAILPOINT: f"{point}:{times}"},
    )
    plan = Plan(40, f"{SEED}/{point}", 40)
    _judge(await run_with_server(plan, server, kill=Kill()))
