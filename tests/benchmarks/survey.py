"""Measures Lắng Nghe beside the bots that people would write instead.

    python -m tests.benchmarks.survey [--quick] [--passes saturated,kill] [--bots …] [--rounds 3]

Every bot asks the same 15 questions of the same crowd, driver and bot on cores of their own, in
turns. Prints tables and verdicts (`docs/performance.md` explains them), and writes all figures of
all rounds as JSON. What is slow on this machine is slow for all: trust the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from bot.simulator.server import fsyncs_per_second
from tests.benchmarks.bots import BareHandler, Bot, ConversationHandlerBot
from tests.benchmarks.lang_nghe import LangNghePostgres, LangNgheSqlite
from tests.benchmarks.passes import PASSES, Results, plans_of, play_rounds
from tests.benchmarks.report import Verdict, tables, verdicts, verdicts_table

BOTS: Mapping[str, Callable[[], Bot]] = {
    "conversation-handler": ConversationHandlerBot,
    "bare-handler": BareHandler,
    "lang-nghe-sqlite": LangNgheSqlite,
    "lang-nghe-postgresql": LangNghePostgres,
}


class Written(msgspec.Struct):
    """The JSON file."""

    machine: dict[str, str]
    results: Results
    verdicts: list[Verdict]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.survey")
    parser.add_argument("--quick", action="store_true", help="shorter runs, one round, fewer rows")
    parser.add_argument("--passes", type=_names(PASSES), default=[*PASSES])
    parser.add_argument("--bots", type=_names([*BOTS]), default=[*BOTS])
    parser.add_argument("--rounds", type=int, default=0, help="3, or 1 with --quick")
    parser.add_argument("--json", type=Path, default=Path("tests/output/bench.json"))
    return parser.parse_args()


def _names(known: list[str] | tuple[str, ...]) -> Callable[[str], list[str]]:
    def names(given: str) -> list[str]:
        wanted = given.split(",")
        unknown = [name for name in wanted if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: know {', '.join(known)}")
        return wanted

    return names


def _machine() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": str(os.cpu_count()),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "durable writes a second": f"{fsyncs_per_second(Path(__file__).parent):.0f}",
    }


async def _measure(given: argparse.Namespace) -> Results:
    bots = {name: BOTS[name] for name in given.bots}
    plans = plans_of(given.passes, quick=given.quick)
    rounds = given.rounds or (1 if given.quick else 3)
    return await play_rounds(bots, plans, rounds, _tell)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _tell(line: str) -> None:
    """Show progress beside the report, which may be on its way into a file."""
    sys.stderr.write(line + "\n")


def main() -> int:
    """Measure, print, write; 1 if a figure that was measured is not reached."""
    given, machine = _arguments(), _machine()
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        results = runner.run(_measure(given))
    found = verdicts(results)
    _say(" · ".join(f"{name} {value}" for name, value in machine.items()))
    for line in [*tables(results), *verdicts_table(found)]:
        _say(line)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_bytes(
        msgspec.json.format(msgspec.json.encode(Written(machine, results, found)))
    )
    return int(any(v.figure is not None and not v.reached for v in found))


def loop_factory() -> asyncio.AbstractEventLoop:
    """Return uvloop's loop where it is installed: the driver is never to be the limit."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


if __name__ == "__main__":
    sys.exit(main())
