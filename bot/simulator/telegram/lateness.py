"""How late the simulator's own loop is: what lay in its queues is not the bot's fault."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

__all__ = ["Lateness"]

_BEAT_S: Final = 0.05
_MEMORY: Final = 100  # beats: some five seconds


class Lateness:
    """The worst delay of the event loop in the last seconds, in seconds of real time. It is 0.0
    while not started: with a clock that a test moves by hand nothing is ever late.
    """

    def __init__(self) -> None:
        self._seen: deque[float] = deque(maxlen=_MEMORY)
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to watch the running loop."""
        loop = asyncio.get_running_loop()
        self._due = loop.time() + _BEAT_S
        self._timer = loop.call_at(self._due, self._beat, loop)

    def stop(self) -> None:
        """Watch no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def recent(self) -> float:
        """Return the worst delay of late, that of a beat that is due now included."""
        if self._timer is None:
            return 0.0
        overdue = asyncio.get_running_loop().time() - self._due
        return max(overdue, *self._seen, 0.0)

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        self._seen.append(now - self._due)
        self._due = now + _BEAT_S
        self._timer = loop.call_at(self._due, self._beat, loop)
