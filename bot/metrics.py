"""The corridor's figures: plain numbers while the work goes on, put into words when one asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

__all__ = ["Steps"]

_BUCKETS: Final = (
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0,
)  # fmt: skip
"""Seconds: a durable step takes some milliseconds, and 1.5 s is the longest that may happen."""


class Steps:
    """How many messages found which end, and how long that took. Noting one costs less than a
    microsecond: no label is looked up and nothing is locked, since one loop does the counting.
    """

    __slots__ = ("_slots", "counts", "seconds")

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], int] = {}
        """By channel and outcome, since the start."""
        self._slots = [0] * (len(_BUCKETS) + 1)
        self.seconds = 0.0
        """The sum over all steps."""

    def end(self, channel: str, outcome: str) -> None:
        """Count a message that nobody waits for: one that was given up is `dead`, what a kiosk
        said too late or of a visit that is not its own any more is `lost`.
        """
        key = (channel, outcome)
        self.counts[key] = self.counts.get(key, 0) + 1

    def note(self, channel: str, outcome: str, seconds: float) -> None:
        """Count a step: the name of its channel; applied, duplicate, ignored, or deferred, which
        is stored and comes to its end later; `seconds` from taking it to the commit behind it.
        """
        key = (channel, outcome)
        self.counts[key] = self.counts.get(key, 0) + 1
        self._slots[bisect_left(_BUCKETS, seconds)] += 1
        self.seconds += seconds

    def up_to(self) -> Iterator[tuple[str, int]]:
        """Give bounds in seconds, `+Inf` last, each with how many steps took at most so long."""
        total = 0
        for bound, count in zip((*_BUCKETS, "+Inf"), self._slots, strict=True):
            total += count
            yield str(bound), total
