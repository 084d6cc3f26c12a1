"""What a run measures while it goes on: steps, waiting times, and the pace that is kept."""

from __future__ import annotations

import asyncio
import time
from array import array
from collections.abc import Callable

__all__ = ["Meter", "percentile"]


class Meter:
    """Counts for all citizens of a run. `rate` is steps a second, None is as fast as it goes.
    `on_step` is called after each acknowledged message with the number of them so far.
    """

    def __init__(
        self, rate: float | None = None, on_step: Callable[[int], None] | None = None
    ) -> None:
        self.waits = array("d")
        """Seconds from sending to the whole answer, of messages that went through at once."""
        self.acknowledged = 0
        self.applied = 0
        self.began = time.perf_counter()
        self._every = 1 / rate if rate else 0.0
        self._slot = self.began
        self._on_step = on_step

    async def pace(self) -> None:
        """Wait for the next slot: the pace is of all citizens together."""
        if not self._every:
            return
        now = time.perf_counter()
        self._slot = max(self._slot + self._every, now - 1)  # a stall is not caught up in a burst
        if self._slot > now:
            await asyncio.sleep(self._slot - now)

    def took(self, wait: float | None, *, applied: bool) -> None:
        """Note an acknowledged message; `wait` is None where it was sent more than once."""
        if wait is not None:
            self.waits.append(wait)
        self.acknowledged += 1
        self.applied += applied
        if self._on_step is not None:
            self._on_step(self.acknowledged)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self.began


def percentile(values: array[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of all values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
