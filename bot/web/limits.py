"""How much one person or one address may ask for: token buckets and a count of open streams."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.settings import Settings

__all__ = ["Buckets", "Limits", "Streams", "address_of"]

_KEYS = 20_000
"""Buckets kept at the most, some 4 MB; the one unused for longest is full again anyway."""


@dataclass(slots=True)
class Buckets:
    """A token bucket a key: `burst` at once, then `per_second`, for each key of its own."""

    burst: float
    per_second: float
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, key: str) -> float:
        """Return after how many seconds the key may take one token; 0 is now."""
        return max(0.0, (1 - self._level(key)) / self.per_second)

    def take(self, key: str) -> float:
        """Take one token, if there is one; return what `wait` said."""
        wait = self.wait(key)
        if not wait:
            self._levels[key] = (self._level(key) - 1, self.clock())
            self._levels.move_to_end(key)
            if len(self._levels) > _KEYS:
                self._levels.popitem(last=False)
        return wait

    def _level(self, key: str) -> float:
        level, since = self._levels.get(key, (self.burst, 0.0))
        return min(self.burst, level + (self.clock() - since) * self.per_second)


@dataclass(slots=True)
class Streams:
    """Open streams and waiting polls: bounded for each person, and in all."""

    per_person: int = 3
    in_all: int = 5000
    _open: dict[str, int] = field(default_factory=dict)
    _total: int = 0

    @contextmanager
    def one(self, person: str) -> Iterator[bool]:
        """Give whether this person may open one more; count it while it is open."""
        if self._total >= self.in_all or self._open.get(person, 0) >= self.per_person:
            yield False
            return
        self._count(person, 1)
        try:
            yield True
        finally:
            self._count(person, -1)

    def _count(self, person: str, step: int) -> None:
        self._total += step
        self._open[person] = self._open.get(person, 0) + step
        if not self._open[person]:
            del self._open[person]


@dataclass(slots=True)
class Limits:
    """All limits of the doors for browsers."""

    messages: Buckets
    """Of one conversation."""
    starts: Buckets
    """New conversations from one address."""
    guesses: Buckets
    """Wrong tokens and codes from one address: right ones take nothing."""
    streams: Streams

    @classmethod
    def from_settings(cls, settings: Settings) -> Limits:
        """Return the limits that the office has set."""
        starts, guesses = settings.sessions_per_minute, settings.guesses_per_hour
        return cls(
            # A burst of 20 is more than anybody presses on purpose, and no flood.
            messages=Buckets(20, settings.messages_per_minute / 60),
            starts=Buckets(starts, starts / 60),
            guesses=Buckets(guesses, guesses / 3600),
            streams=Streams(),
        )


def address_of(request: web.Request) -> str:
    """Return the network address to count by.

    The nearest entry of `X-Forwarded-For` is believed only from a machine of the own network,
    where the office's reverse proxy stands; from outside, anybody can write anything there.
    """
    peer = request.remote or ""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if forwarded and _is_own_network(peer) and _is_address(forwarded) else peer


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_own_network(peer: str) -> bool:
    return _is_address(peer) and ipaddress.ip_address(peer).is_private
