"""How much one person or one address may ask for: token buckets and a count of open streams."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from aiohttp import web

from bot.settings import Settings
from storage.coordination import Coordination, LocalCoordination

__all__ = [
    "Buckets",
    "Limits",
    "Place",
    "SharedBuckets",
    "Streams",
    "address_of",
    "is_within",
]

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
            self.spend(key, 1)
        return wait

    def spend(self, key: str, tokens: int) -> None:
        """Take tokens that were given out already, down to a debt of one burst."""
        self._levels[key] = (max(self._level(key) - tokens, -self.burst), self.clock())
        self._levels.move_to_end(key)
        if len(self._levels) > _KEYS:
            self._levels.popitem(last=False)

    def _level(self, key: str) -> float:
        level, since = self._levels.get(key, (self.burst, 0.0))
        return min(self.burst, level + (self.clock() - since) * self.per_second)


class SharedBuckets:
    """Buckets that the processes have in common, without asking anybody: who takes a token tells
    the others, who take it out of theirs. For what is rare; a flood would only flood others.

    Where others cannot be told, each process lets through its own part of the limit. Keys are
    network addresses: outside this process they are a keyed hash only (I19).
    """

    def __init__(
        self, whole: Buckets, topic: Literal["guess", "start"], coordination: Coordination
    ) -> None:
        self._whole = whole
        self._part = whole
        self._parts = 1
        self._topic: Literal["guess", "start"] = topic
        self._coordination = coordination
        coordination.listen(topic, whole.spend)

    def wait(self, address: str) -> float:
        """Return after how many seconds an address may take one token; 0 is now."""
        key = self._coordination.opaque(address)
        return max(buckets.wait(key) for buckets in self._counting())

    def take(self, address: str) -> float:
        """Take one token, if there is one; return what `wait` said."""
        wait = self.wait(address)
        if not wait:
            key = self._coordination.opaque(address)
            for buckets in self._counting():
                buckets.spend(key, 1)
            self._coordination.ring(self._topic, key)
        return wait

    def _counting(self) -> tuple[Buckets, ...]:
        """Return what has to let a token through: while not all are told of all, also one's own
        part of the limit.
        """
        if self._coordination.joined:
            return (self._whole,)
        parts = self._coordination.processes
        if parts != self._parts:
            burst, rate = self._whole.burst / parts, self._whole.per_second / parts
            self._part = Buckets(max(1.0, burst), rate, self._whole.clock)
            self._parts = parts
        return (self._whole, self._part)


@dataclass(slots=True, eq=False)
class Place:
    """One stream among those of its person. `over`: it has to end; `wake` makes it look."""

    wake: Callable[[], None]
    over: bool = False

    def end(self) -> None:
        """Let the stream end."""
        self.over = True
        self.wake()


@dataclass(slots=True)
class Streams:
    """Open streams and waiting polls: bounded for each person, and in all."""

    per_person: int = 3
    in_all: int = 5000
    _open: dict[str, int] = field(default_factory=dict)
    _places: dict[str, list[Place]] = field(default_factory=dict)
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

    @contextmanager
    def newest(self, person: str, wake: Callable[[], None]) -> Iterator[Place]:
        """Give one more stream its place; the person's oldest ends where they have too many.

        A browser's closed stream is noticed only when something is written to it: whoever goes
        from page to page would soon be refused, and an EventSource that is refused never asks
        again. Where the house is full the place is `over` from the beginning.
        """
        place = Place(wake, over=self._total >= self.in_all)
        places = self._places.setdefault(person, [])
        places.append(place)
        self._total += 1
        while len(places) > self.per_person:
            places.pop(0).end()
        try:
            yield place
        finally:
            self._total -= 1
            if place in places:
                places.remove(place)
            if not places and self._places.get(person) is places:
                del self._places[person]

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
    reads: Buckets
    """Requests of one conversation for what was said."""
    starts: SharedBuckets
    """New conversations from one address."""
    guesses: SharedBuckets
    """Wrong codes from one address: right ones take nothing."""
    lookups: Buckets
    """Codes looked up, and wrong links, from one address; a carrier's customers share one."""
    streams: Streams

    @classmethod
    def from_settings(cls, settings: Settings, coordination: Coordination | None = None) -> Limits:
        """Return the limits that the office has set. New conversations and wrong codes count over
        all processes; the others guard each process from being asked too much, and stay whole
        in each: no message pays for telling others.
        """
        between = coordination or LocalCoordination()
        said, starts = settings.messages_per_minute, settings.sessions_per_minute
        guesses = settings.guesses_per_hour
        return cls(
            # A burst of 20 is more than anybody presses on purpose, and no flood.
            messages=Buckets(20, said / 60),
            # A page reads after each answer, on waking and when a stream breaks.
            reads=Buckets(100, 4 * said / 60),
            starts=SharedBuckets(Buckets(starts, starts / 60), "start", between),
            guesses=SharedBuckets(Buckets(guesses, guesses / 3600), "guess", between),
            # Ten a second keep a scanner from filling the database's queue, and nobody else.
            lookups=Buckets(600, 10),
            streams=Streams(),
        )


def address_of(request: web.Request, settings: Settings) -> str:
    """Return the network address to count by.

    `X-Forwarded-For` is believed only as far as trusted machines wrote it, from the nearest
    entry on: whatever stands before that, anybody can have written.
    """
    address = request.remote or ""
    for entry in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        claimed = _parsed(entry.strip())
        if claimed is None or not _is_trusted(address, settings):
            break
        address = str(claimed)
    return address


def _is_trusted(address: str, settings: Settings) -> bool:
    return is_within(address, settings.trust_proxy)


def is_within(address: str | None, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    """Tell whether a network address belongs to one of the networks."""
    peer = _parsed(address or "")
    return peer is not None and any(peer in network for network in networks)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # A socket for both families shows an IPv4 peer as ::ffff:10.0.0.1.
    return getattr(address, "ipv4_mapped", None) or address
