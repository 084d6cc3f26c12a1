"""How fast an account may be called: the contract of the limiter, and the one of one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import inf
from typing import Final, Literal, Protocol, TypeAlias

import msgspec

from bot.channels.base import Capabilities

__all__ = ["Lane", "Limit", "LocalRates", "Rates"]

Lane: TypeAlias = Literal["live", "bulk"]
"""Live: somebody waits for it. Bulk: invitations and broadcasts, which nobody waits for."""


class Rates(Protocol):
    """The limiter, as the sender sees it. Nothing here may fail: where what the processes share
    is gone, an implementation goes on with its own share of the limit (I26).
    """

    async def slot(self, account: str, chat: str, lane: Lane) -> float:
        """Ask whether one call may leave now. 0.0: yes, it is counted, and the caller sends it
        at once. Else nothing is counted, and it is worth asking again after so many seconds.

        `account` is the channel's name. `chat` is an opaque key of the person (a keyed hash,
        never the platform's id), or empty for calls that count for no chat. Bulk gets 80 % of
        the account's rate at most, and nothing while live calls wait. Live calls count, but wait
        for the account's rate only for a minute after a 429: platforms do not hold plain replies
        to it (performance §7). All wait for a hold and for their chat's rate.
        """

    def held(self, account: str) -> float:
        """Return for how many seconds no call of an account may leave; 0.0 if calls may."""

    def hold(self, account: str, seconds: float) -> None:
        """Let no call of an account leave for so many seconds, in any process: a 429 said so."""

    def share(self, processes: int) -> None:
        """Say how many processes are sending now; each takes its part where nothing is shared."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What an account may do. None: no limit of that kind."""

    per_second: float | None = None
    """Calls a second over all chats."""
    per_chat_second: float | None = None
    chat_burst: int = 3
    """Calls that one chat takes at once, before its rate counts."""

    @classmethod
    def of(cls, capabilities: Capabilities) -> Limit:
        """Return the limits that a channel documents."""
        return cls(
            per_second=capabilities.per_second, per_chat_second=capabilities.per_chat_second
        )


_BULK_SHARE: Final = 0.8
"""Of an account's rate; the rest is kept for replies (reliability §4)."""
_STRICT_S: Final = 60.0
"""After a 429, replies keep to the account's rate for so long."""
_LATE_S: Final = 0.05
"""What bulk lost of its rate because it was asked late, it catches up with for so long."""
_LONGEST_DEBT_S: Final = 1.0
"""Replies that left above the rate hold up bulk for so long at most."""
_MOST_CHATS: Final = 10_000
"""Chats remembered before those that are at rest are forgotten."""


class _Account:
    """One account's times, all on the monotonic clock. `next_at`: when the next call is due if
    calls were spaced evenly (GCRA); `*_tail`: when the last of those who wait was told to ask.
    """

    __slots__ = ("bulk_at", "bulk_tail", "chats", "held_until", "limit", "live_tail", "next_at")

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.chats: dict[str, float] = {}
        self.held_until = self.next_at = self.bulk_at = self.live_tail = self.bulk_tail = -inf

    def is_strict(self, now: float) -> bool:
        """Return whether replies too are held to the account's rate: the platform said so."""
        return now < self.held_until + _STRICT_S


class LocalRates:
    """`Rates` within one process: virtual time, so that a call that may leave costs no wait.

    Of several processes each takes its part of the account's rate, but the whole rate of a chat:
    what is said to one person leaves from one process at a time (its session's first open row is
    competed for), and a part of one call a second would let people wait.
    """

    def __init__(
        self, limits: Mapping[str, Limit], clock: Callable[[], float] = time.monotonic
    ) -> None:
        # An account without limits may still be told to wait.
        self._accounts = {name: _Account(limit) for name, limit in limits.items()}
        self._clock = clock
        self._processes = 1

    async def slot(self, account: str, chat: str, lane: Lane) -> float:
        of = self._accounts.get(account)
        if of is None:
            return 0.0
        now = self._clock()
        wait = max(of.held_until - now, _chat_wait(of, chat, now))
        if wait <= 0:
            wait = self._wait(of, lane, now)
        if wait <= 0:
            self._count(of, chat, lane, now)
        return max(wait, 0.0)

    def held(self, account: str) -> float:
        of = self._accounts.get(account)
        return 0.0 if of is None else max(of.held_until - self._clock(), 0.0)

    def hold(self, account: str, seconds: float) -> None:
        of = self._accounts.get(account)
        if of is not None:
            of.held_until = max(of.held_until, self._clock() + seconds)

    def share(self, processes: int) -> None:
        self._processes = max(processes, 1)

    def _interval(self, of: _Account) -> float:
        return self._processes / of.limit.per_second if of.limit.per_second else 0.0

    def _wait(self, of: _Account, lane: Lane, now: float) -> float:
        """Return how long the account's own rate makes a call wait. Who waits is told a time of
        their own, behind the others, so that not all of them ask at once.
        """
        interval = self._interval(of)
        if not interval or (lane == "live" and not of.is_strict(now)):
            return 0.0
        if lane == "live":
            if now >= of.next_at:
                return 0.0
            of.live_tail = max(of.live_tail + interval, of.next_at)
            return of.live_tail - now
        free_at = max(of.next_at, of.bulk_at, of.live_tail + interval)
        if now >= free_at:
            return 0.0
        of.bulk_tail = max(of.bulk_tail + interval / _BULK_SHARE, free_at)
        return of.bulk_tail - now

    def _count(self, of: _Account, chat: str, lane: Lane, now: float) -> None:
        interval = self._interval(of)
        of.next_at = min(max(of.next_at, now) + interval, now + max(_LONGEST_DEBT_S, interval))
        if lane == "bulk":
            of.bulk_at = max(of.bulk_at, now - _LATE_S) + interval / _BULK_SHARE
        if chat and of.limit.per_chat_second:
            if len(of.chats) >= _MOST_CHATS:
                of.chats = {name: at for name, at in of.chats.items() if at > now}
            of.chats[chat] = max(of.chats.get(chat, -inf), now) + 1 / of.limit.per_chat_second


def _chat_wait(of: _Account, chat: str, now: float) -> float:
    rate = of.limit.per_chat_second
    if not rate or not chat:
        return 0.0
    return of.chats.get(chat, -inf) - now - (of.limit.chat_burst - 1) / rate
