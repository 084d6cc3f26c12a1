"""What a run costs: CPU time of each part, of processes that are killed meanwhile too."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.process import own_seconds, tree

__all__ = ["Costs"]

_LOOK_S = 0.5
"""How often is looked: so much of a life is missed at the most when it ends by a kill."""


class Costs:
    """The service, Redis and database of a run, and this process, which is all others in it.
    `database`: the process id of its server just now; 0 where it is in the service itself.
    """

    def __init__(self, database: Callable[[], int]) -> None:
        self._database = database
        self._lives: dict[tuple[str, int], float] = {}
        self._before = time.process_time()
        self._look()
        self._at_first = self._sums()

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            self._look()
            await asyncio.sleep(_LOOK_S)

    def spent(self) -> dict[str, float]:
        """Return the seconds of CPU that each part took since this was made."""
        self._look()
        own = {"simulator": time.process_time() - self._before}
        before = self._at_first
        return own | {part: sum_ - before.get(part, 0.0) for part, sum_ in self._sums().items()}

    def _look(self) -> None:
        for part, pid in self._processes():
            self._lives[part, pid] = max(own_seconds(pid), self._lives.get((part, pid), 0.0))

    def _processes(self) -> Iterator[tuple[str, int]]:
        for pid in tree(os.getpid())[1:]:
            yield ("redis" if "valkey" in _command(pid) else "service"), pid
        if database := self._database():
            yield from (("database", pid) for pid in tree(database))

    def _sums(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for (part, _), seconds in self._lives.items():
            found[part] = found.get(part, 0.0) + seconds
        return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""
