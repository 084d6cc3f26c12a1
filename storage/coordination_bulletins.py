"""What is said to all processes at once: many rings in one message, and the box they wait in."""

from __future__ import annotations

from typing import Final

import msgspec

__all__ = ["Bulletin", "Mailbox", "decoded", "encoded"]

_MOST_WAITING: Final = 10_000
"""Rings kept while Redis is away, some 2 MB; behind them there is polling."""
_MOST_TOGETHER: Final = 500
"""Rings in one message: some 20 kB."""


class Bulletin(msgspec.Struct, frozen=True, array_like=True):
    """One message on the common channel; with no rings it is a sign of life.

    `pools`: its process takes from shared counts. `gap`: rings before these were lost. `rings`
    holds (topic, key, how many). Later versions add fields at the end only.
    """

    process: str
    pools: bool
    gap: bool = False
    rings: tuple[tuple[str, str, int], ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Bulletin).decode


def decoded(message: bytes) -> Bulletin | None:
    """Return what was said, or None for what is no bulletin: Redis is no place to trust."""
    try:
        return _decode(message)
    except msgspec.DecodeError:
        return None


class Mailbox:
    """Rings that wait to be told: merged by topic and key, bounded, the newest let go."""

    __slots__ = ("_gap", "_rings")

    def __init__(self) -> None:
        self._rings: dict[tuple[str, str], int] = {}
        self._gap = False

    def __len__(self) -> int:
        return len(self._rings)

    def put(self, topic: str, key: str) -> None:
        """Add a ring; in a full box only the fact that something was lost is kept."""
        name = (topic, key)
        times = self._rings.get(name, 0)
        if times or len(self._rings) < _MOST_WAITING:
            self._rings[name] = times + 1
        else:
            self._gap = True

    def take(self, process: str, *, pools: bool) -> Bulletin:
        """Return the next message; what it holds is in the box no more."""
        names = list(self._rings)[:_MOST_TOGETHER]
        rings = tuple((*name, self._rings.pop(name)) for name in names)
        gap, self._gap = self._gap, False
        return Bulletin(process, pools, gap, rings)

    def put_back(self, bulletin: Bulletin) -> None:
        """Keep for later what could not be told, as far as there is room."""
        for topic, key, times in bulletin.rings:
            if len(self._rings) < _MOST_WAITING:
                name = (topic, key)
                self._rings[name] = self._rings.get(name, 0) + times
            else:
                self._gap = True
        self._gap = self._gap or bulletin.gap


def encoded(bulletin: Bulletin) -> bytes:
    """Return a bulletin as bytes."""
    return _encode(bulletin)
