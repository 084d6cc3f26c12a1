"""How long citizens of a run wait until they take silence for an answer: longer under load."""

from __future__ import annotations

import time
from itertools import islice
from typing import Final

__all__ = ["Patience"]

_SLOW: Final = 2.0
"""So many times the slowest wait of late is no longer slow, but silence."""
_HALF_LIFE_S: Final = 10.0
_LONGEST_LULL_S: Final = 30.0
_ANSWER_S: Final = 25.0
"""Whoever said something that must be answered waits so long at least."""
_MOST_S: Final = 240.0
_FEW: Final = 3


class Patience:
    """Shared by all citizens of a run. `lull` is the shortest silence, in seconds, after which
    nothing more is expected of a turn that asked nothing.
    """

    def __init__(self, lull: float) -> None:
        self._lull = lull
        self._waiting: dict[int, float] = {}
        self._slowest = 0.0
        self._slowest_at = time.monotonic()

    def begins(self, citizen: int) -> None:
        """Note that somebody waits for an answer."""
        self._waiting.pop(citizen, None)
        self._waiting[citizen] = time.monotonic()

    def gives_up(self, citizen: int) -> None:
        """Note that somebody waits no longer: that tells nothing of how long answers take."""
        self._waiting.pop(citizen, None)

    def ends(self, citizen: int) -> None:
        """Note that the first word of an answer came."""
        began = self._waiting.pop(citizen, None)
        if began is None:
            return
        now = time.monotonic()
        waited = now - began
        if waited > self._faded(now):
            self._slowest, self._slowest_at = waited, now

    def lull(self) -> float:
        """Return the seconds of silence after which a turn counts as over."""
        return min(max(self._lull, _SLOW * self._slowness()), max(self._lull, _LONGEST_LULL_S))

    def answer(self) -> float:
        """Return the seconds after which something that must be answered never will be."""
        return min(_ANSWER_S + 2 * _SLOW * self._slowness(), _MOST_S)

    def _slowness(self) -> float:
        now = time.monotonic()
        # A few may wait in vain; many who wait show that all is slow.
        old = next(islice(self._waiting.values(), _FEW, None), now)
        return max(now - old, self._faded(now))

    def _faded(self, now: float) -> float:
        age = now - self._slowest_at
        return float(self._slowest * 0.5 ** (age / _HALF_LIFE_S))
