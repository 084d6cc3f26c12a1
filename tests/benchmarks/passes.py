"""The passes of the benchmark, and the interleaved rounds in which the bots take turns."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from tests.benchmarks.bots import Bot
from tests.benchmarks.figures import Figures
from tests.benchmarks.plan import Plan
from tests.benchmarks.run import play

__all__ = ["GROWN", "PASSES", "Results", "few_and_many", "plans_of", "play_rounds"]

PASSES = ("saturated", "paced", "latency", "duplicates", "kill", "growth")
GROWN = "growth"

Results: TypeAlias = dict[str, dict[str, list[Figures]]]
"""By plan and bot: the figures of each round, in order, the same round at the same place."""

_FOLDER = Path(__file__).parents[1] / "output"
_OPEN, _MANY, _MANY_QUICK = 1_000, 100_000, 10_000


def few_and_many(names: Iterable[str]) -> tuple[str, str] | None:
    """Return the names of the two plans of the growth pass, if it is among those."""
    grown = sorted((n for n in names if n.startswith(GROWN)), key=lambda n: int(n.split()[1]))
    return (grown[0], grown[-1]) if len(grown) > 1 else None


def plans_of(passes: Sequence[str], *, quick: bool) -> dict[str, Plan]:
    """Return the plans to be played, by name."""
    short = 0.4 if quick else 1.0
    every = {
        "saturated": Plan(seconds=6 * short),
        "paced": Plan(rate=200, seconds=8 * short),
        "latency": Plan(citizens=64, api_delay=0.05, seconds=10 * short),
        "duplicates": Plan(duplicates=0.1, surveys=40 if quick else 120),
        "kill": Plan(kill=True, seconds=1),
    }
    plans = {name: every[name] for name in passes if name in every}
    if GROWN in passes:
        for count in (_OPEN, _MANY_QUICK if quick else _MANY):
            plans[f"{GROWN} {count}"] = Plan(
                rate=200, seconds=8 * short, open_conversations=count, citizens=8
            )
    return plans


async def play_rounds(
    bots: Mapping[str, Callable[[], Bot]],
    plans: Mapping[str, Plan],
    rounds: int,
    tell: Callable[[str], None],
) -> Results:
    """Play every plan with every bot, round after round: whatever else the machine does meets
    all of them alike.
    """
    results: Results = {name: {bot: [] for bot in bots} for name in plans}
    for name, plan in plans.items():
        for number in range(rounds):
            turn = number % len(bots)
            order = [*bots][turn:] + [*bots][:turn]
            for bot in order:
                if _is_played(bot, plan, len(bots)):
                    found = await _one(bots[bot](), plan)
                    results[name][bot].append(found)
                    tell(_line(name, number, found))
    return results


def _is_played(bot: str, plan: Plan, bots: int) -> bool:
    """A pickle of 100,000 people is known to stop the bot for 44 s: only who asks sees it."""
    return not (bot == "conversation-handler" and plan.open_conversations and bots > 1)


async def _one(bot: Bot, plan: Plan) -> Figures:
    # Beside the code, not in /tmp: that is memory on many machines, where nothing is durable.
    _FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=_FOLDER))
    try:
        return await play(bot, plan, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(name: str, number: int, found: Figures) -> str:
    load = f", driver {found.driver_load:.0%}" if found.driver_load > 0.8 else ""
    broken = f", violations {found.violations}" if found.violations else ""
    return (
        f"{name} {number + 1}: {found.bot}: {found.steps_per_second:,.0f} steps/s, "
        f"p99 {found.p99:.1f} ms, CPU {found.cpu:.3f}+{found.server_cpu:.3f} ms{load}{broken}"
    )
