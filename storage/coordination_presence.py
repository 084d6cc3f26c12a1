"""Who of the processes is there: each says so every second, and counts for a few seconds."""

from __future__ import annotations

from typing import Final

__all__ = ["BEAT_S", "LEASE_S", "Presence"]

BEAT_S: Final = 1.0
"""Seconds between two signs of life."""
LEASE_S: Final = 3.0
"""Seconds that a sign of life counts: one may be late and one lost, and a connection that is
open but dead is noticed within 5 s (reliability §2, fault 26).
"""


class Presence:
    """The roll call, on one monotonic clock."""

    __slots__ = ("_heard",)

    def __init__(self) -> None:
        self._heard: dict[str, tuple[float, bool]] = {}

    def hear(self, process: str, now: float, *, pools: bool) -> None:
        """Note a sign of life, and whether that process takes from shared counts."""
        self._heard[process] = (now, pools)
        if len(self._heard) > self.here(now):
            self._heard = {
                name: sign for name, sign in self._heard.items() if now < sign[0] + LEASE_S
            }

    def here(self, now: float) -> int:
        """Return how many processes were heard lately."""
        return sum(now < at + LEASE_S for at, _ in self._heard.values())

    def pooling(self, now: float, *, besides: str) -> int:
        """Return how many of them, `besides` one, take from shared counts."""
        return sum(
            pools and now < at + LEASE_S and name != besides
            for name, (at, pools) in self._heard.items()
        )

    def forget(self) -> None:
        """Forget who was there: nobody can be heard now."""
        self._heard.clear()

    def hears(self, process: str, now: float) -> bool:
        """Tell whether one of them was heard lately."""
        sign = self._heard.get(process)
        return sign is not None and now < sign[0] + LEASE_S
