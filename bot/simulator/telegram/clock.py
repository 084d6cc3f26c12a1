"""The simulator's time: the wall's, perhaps quicker, or one that a test moves by hand."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from typing import Protocol

__all__ = ["Clock", "HandClock", "Timer", "WallClock"]


class Timer(Protocol):
    """Something that will be done."""

    def cancel(self) -> None:
        """Do not do it."""


class Clock(Protocol):
    """Seconds since 1970 as Telegram counts them, and what is to be done then."""

    def now(self) -> float:
        """Return the present moment, in seconds."""

    def call_at(self, when: float, act: Callable[[], None]) -> Timer:
        """Do `act` at `when`, or soon, if that has passed."""


class WallClock:
    """Real time, `scale` times as quick: with 3600 a day passes in 24 seconds."""

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._start = time.time()
        self._origin = time.monotonic()

    def now(self) -> float:
        return self._start + (time.monotonic() - self._origin) * self._scale

    def call_at(self, when: float, act: Callable[[], None]) -> Timer:
        delay = max(when - self.now(), 0) / self._scale
        return asyncio.get_running_loop().call_later(delay, act)


class _Planned:
    """A deed of the hand-moved clock."""

    __slots__ = ("act",)

    def __init__(self, act: Callable[[], None]) -> None:
        self.act: Callable[[], None] | None = act

    def cancel(self) -> None:
        self.act = None


class HandClock:
    """Time that stands still until it is moved. Use `TelegramServer.advance`, which also lets
    the network come to rest at every step.
    """

    def __init__(self, start: float = 1_790_000_000.0) -> None:
        self._now = start
        self._numbers = itertools.count()
        self._plan: list[tuple[float, int, _Planned]] = []

    def now(self) -> float:
        return self._now

    def call_at(self, when: float, act: Callable[[], None]) -> Timer:
        planned = _Planned(act)
        heapq.heappush(self._plan, (max(when, self._now), next(self._numbers), planned))
        return planned

    def next_due(self) -> float | None:
        """Return when the next deed is due, if there is one."""
        while self._plan and self._plan[0][2].act is None:
            heapq.heappop(self._plan)
        return self._plan[0][0] if self._plan else None

    def move_to(self, moment: float) -> None:
        """Do all that is due until `moment`, in order. Time never goes back."""
        while (due := self.next_due()) is not None and due <= moment:
            _, _, planned = heapq.heappop(self._plan)
            self._now = due
            if planned.act is not None:
                planned.act()
        self._now = max(self._now, moment)
