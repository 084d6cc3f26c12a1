"""Failures that are planned: how often each befalls what it fits, whatever the platform."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["PlannedFault", "PlannedFaults"]


@dataclass(slots=True, kw_only=True, eq=False)
class PlannedFault:
    """How often a failure happens: by chance, `times` counts down to 0 (None is for ever); `hits`
    counts what it befell. `seconds` of silence or delay go with it.
    """

    probability: float = 1.0
    times: int | None = None
    seconds: float = 0.0
    hits: int = 0

    def happens(self, rng: random.Random) -> bool:
        """Tell whether it befalls what it fits, and count it."""
        if self.times == 0 or (self.probability < 1 and rng.random() >= self.probability):
            return False
        self.times = None if self.times is None else self.times - 1
        self.hits += 1
        return True


F = TypeVar("F", bound=PlannedFault)


class PlannedFaults(Generic[F]):
    """The failures that are planned, in the order in which they were."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(f"{seed}/faults")
        self._planned: list[F] = []

    def add(self, fault: F) -> F:
        """Plan a failure; return it, to be counted or removed."""
        self._planned.append(fault)
        return fault

    def remove(self, fault: F) -> None:
        """Let it be over."""
        if fault in self._planned:
            self._planned.remove(fault)

    def clear(self) -> None:
        """Let all be well again."""
        self._planned.clear()
