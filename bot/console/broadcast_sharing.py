"""What is heavy to count of waves: counted once for all pages of a process, and kept a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from aiohttp import web

from storage.broadcast_records import Counted, Share

__all__ = ["OUTLOOKS", "PROGRESS", "Kept"]

_Row = TypeVar("_Row")


@dataclass(slots=True)
class Kept(Generic[_Row]):
    """The newest counts by name, each for `seconds`, and at least `rest` times as long as it took
    to count. Whoever comes while one is being counted waits for that one.
    """

    seconds: float
    rest: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _found: dict[str, tuple[float, Sequence[_Row]]] = field(default_factory=dict)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def rows(
        self, name: str, count: Callable[[], Awaitable[Sequence[_Row]]]
    ) -> Sequence[_Row]:
        """Return what was counted under a name lately, else count it now."""
        async with self._one:
            now = self.clock()
            self._found = {each: kept for each, kept in self._found.items() if now < kept[0]}
            if name not in self._found:
                rows = await count()
                if name not in self._found:  # else what was kept meanwhile was counted later
                    self._keep(name, rows, self.rest * (self.clock() - now))
            return self._found[name][1]

    def keep(self, name: str, rows: Sequence[_Row]) -> Sequence[_Row]:
        """Keep what was counted for somebody just now, so that nobody is shown less afterwards."""
        self._keep(name, rows)
        return rows

    def _keep(self, name: str, rows: Sequence[_Row], rest: float = 0.0) -> None:
        self._found[name] = (self.clock() + max(self.seconds, rest), rows)

    def forget(self, name: str) -> None:
        """Let a name be counted anew."""
        self._found.pop(name, None)


PROGRESS: Final = web.AppKey("wave_progress", Kept[Counted])
"""How far waves are, for the streams of open pages: however many look, one reads."""
OUTLOOKS: Final = web.AppKey("wave_outlooks", Kept[Share])
"""What drafts come to, for their pages. Confirming always counts anew."""
