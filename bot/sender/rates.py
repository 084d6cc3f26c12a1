"""How fast an account may be called: the contract of the limiter, and the one of one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from bot.channels.base import Capabilities

__all__ = ["BULK_SHARE", "Lane", "Limit", "LocalRates", "Rates", "Reserved"]

Lane: TypeAlias = Literal["live", "bulk"]
"""Live: somebody waits for it. Bulk: invitations and broadcasts, which nobody waits for."""


class Reserved(NamedTuple):
    """Slots of bulk: after how many seconds each of the first who asked may leave, and after how
    many it is worth asking for the others; 0.0 if there are none.
    """

    leave: Sequence[float]
    again: float


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
        to it (performance §7). The part that bulk never gets is theirs even then, whatever slots
        bulk took ahead. All wait for a hold and for their chat's rate.
        """

    async def reserve(self, account: str, chats: Sequence[str], ahead: float) -> Reserved:
        """Take slots of bulk as `slot` does, for several calls at once, in their order; `ahead`:
        those too that come within so many seconds. They are counted: each call leaves when its
        time has come, unless there is a hold by then. The first that has to wait holds up those
        behind it.
        """

    def held(self, account: str) -> float:
        """Return for how many seconds no call of an account may leave; 0.0 if calls may."""

    async def hold(self, account: str, seconds: float) -> None:
        """Let no call of an account leave for so many seconds, in any process: a 429 said so.
        Whoever asks after it has returned is held, if what the processes share can be reached.
        """

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


BULK_SHARE: Final = 0.8
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
    calls were spaced evenly (GCRA), `bulk_at` and `live_at` of each lane's own part; `*_tail`:
    when the last of those who wait was told to ask.
    """

    __slots__ = (
        "bulk_at", "bulk_tail", "chats", "held_until", "limit", "live_at", "live_tail", "next_at",
    )  # fmt: skip

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.chats: dict[str, float] = {}
        self.held_until = self.next_at = -inf
        self.bulk_at = self.live_at = self.bulk_tail = self.live_tail = -inf

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

    async def reserve(self, account: str, chats: Sequence[str], ahead: float) -> Reserved:
        of = self._accounts.get(account)
        if of is None:
            return Reserved([0.0] * len(chats), 0.0)
        now, leave = self._clock(), list[float]()
        for chat in chats:
            wait = max(of.held_until - now, _chat_wait(of, chat, now))
            after = max(self._free_at(of) - now, 0.0) if self._interval(of) else 0.0
            if wait <= 0 and after > ahead:
                wait = self._told(of) - now - ahead / 2
            if wait > 0:
                return Reserved(leave, wait)
            self._count(of, chat, "bulk", now + after)
            leave.append(after)
        return Reserved(leave, 0.0)

    def held(self, account: str) -> float:
        of = self._accounts.get(account)
        return 0.0 if of is None else max(of.held_until - self._clock(), 0.0)

    async def hold(self, account: str, seconds: float) -> None:
        self.keep_hold(account, seconds)

    def keep_hold(self, account: str, seconds: float) -> None:
        """Note a hold that this or another process was told of."""
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
            free_at = min(of.next_at, of.live_at)
            if now >= free_at:
                return 0.0
            of.live_tail = max(of.live_tail + interval, free_at)
            return of.live_tail - now
        return 0.0 if now >= self._free_at(of) else self._told(of) - now

    def _free_at(self, of: _Account) -> float:
        """Return when the next call of bulk may leave."""
        return max(of.next_at, of.bulk_at, of.live_tail + self._interval(of))

    def _told(self, of: _Account) -> float:
        """Return when bulk that has to wait asks again."""
        of.bulk_tail = max(of.bulk_tail + self._interval(of) / BULK_SHARE, self._free_at(of))
        return of.bulk_tail

    def _count(self, of: _Account, chat: str, lane: Lane, now: float) -> None:
        interval = self._interval(of)
        of.next_at = min(max(of.next_at, now) + interval, now + max(_LONGEST_DEBT_S, interval))
        if lane == "bulk":
            of.bulk_at = max(of.bulk_at, now - _LATE_S) + interval / BULK_SHARE
        else:
            of.live_at = now + interval / (1 - BULK_SHARE)
        if chat and of.limit.per_chat_second:
            if len(of.chats) >= _MOST_CHATS:
                of.chats = {name: at for name, at in of.chats.items() if at > now}
            of.chats[chat] = max(of.chats.get(chat, -inf), now) + 1 / of.limit.per_chat_second


def _chat_wait(of: _Account, chat: str, now: float) -> float:
    rate = of.limit.per_chat_second
    if not rate or not chat:
        return 0.0
    return of.chats.get(chat, -inf) - now - (of.limit.chat_burst - 1) / rate
