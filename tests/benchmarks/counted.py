"""Plays surveys against a server under Valgrind, and prints the instructions that a step took.

Run by its path with any checkout as PYTHONPATH, so that the code of before can be counted as well:
`tests.benchmarks.instructions` does. Only what this file imports has to be in that checkout.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from tests.benchmarks import process, run
from tests.benchmarks.lang_nghe import LangNgheSqlite
from tests.benchmarks.plan import Plan

__all__ = ["SURVEYS", "counted_in"]

SURVEYS = (32, 64)
"""Of two runs; what the second one has more is steps alone, without the start and the first use
of anything.
"""
_VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
_COUNT = re.compile(r"I +refs: +([\d,]+)")
_PATIENCE_S = 900.0
"""Under Valgrind all takes fifty times as long. Checkouts of before have no setting for it."""


def counted_in(log: str) -> int:
    """Return the instructions that a log of Valgrind tells.

    Raises:
        ValueError: it tells none; the process was killed, say.

    """
    found = _COUNT.search(log)
    if found is None:
        raise ValueError(log[-1000:])
    return int(found[1].replace(",", ""))


class _Counted(LangNgheSqlite):
    """The server, each instruction of which is counted, but those of the kernel."""

    def command(self) -> list[str]:
        return [*_VALGRIND, f"--log-file={self.settings['VALGRIND_LOG']}", *super().command()]


async def _played(surveys: int, folder: Path) -> tuple[int, int]:
    """Return the steps of so many surveys, and the instructions of all of the process."""
    log = folder / "valgrind.log"
    bot = _Counted(settings={"PYTHONHASHSEED": "0", "VALGRIND_LOG": str(log)})
    found = await run.play(bot, Plan(surveys=surveys), folder)
    assert not found.stuck, found
    return found.steps, counted_in(log.read_text("utf-8"))


def _once(surveys: int) -> tuple[int, int]:
    folder = Path(tempfile.mkdtemp(prefix="counted-"))
    try:
        return asyncio.run(_played(surveys, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Play both runs and print the instructions of a step."""
    with (
        patch.object(process, "_START_S", _PATIENCE_S),
        patch.object(run, "_STUCK_S", _PATIENCE_S),
        patch.object(run, "_LONGEST_FINISH_S", _PATIENCE_S),
    ):
        (few, before), (many, after) = map(_once, SURVEYS)
    sys.stdout.write(f"{(after - before) / (many - few):.0f}\n")


if __name__ == "__main__":
    main()
