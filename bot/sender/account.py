"""One channel account as the sender uses it: its client, its breaker, its seats, its figures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from bot.channels.base import Call, Channel, Outcome, Permanent, Retry, Unknown
from bot.sender.patience import Breaker
from bot.sender.rates import Lane, Rates, Reserved

__all__ = ["Account", "Figures"]

_log = structlog.get_logger(__name__)

_NOT_OPEN_S: Final = 3.0
"""What is to leave by a channel that is not open yet waits in the database for so long."""
_SEATS: Final = 256
"""Calls under way at once: with 100, a platform that takes 50 ms made p95 six times as long
(performance §9).
"""
_HOLD_S: Final = 5.0
"""How long a 429 without a time lets everybody wait."""


class Figures:
    """What `/metrics` shows of the sender; plain numbers, so that counting costs nothing."""

    __slots__ = (
        "asides_dropped",
        "asides_sent",
        "cancelled",
        "dead",
        "held",
        "parked",
        "resent",
        "retried",
        "sent",
        "unknown",
        "unknown_calls",
    )

    def __init__(self) -> None:
        self.sent = self.retried = self.resent = self.unknown = self.unknown_calls = 0
        self.dead = self.cancelled = self.parked = self.held = 0
        self.asides_sent = self.asides_dropped = 0


class Account:
    """Asks before each call whether it may leave, makes it, and learns from what came of it."""

    def __init__(
        self,
        channel: Channel,
        rates: Rates,
        figures: Figures,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.channel = channel
        self.name = channel.name
        self.breaker = Breaker()
        self.seats = asyncio.Semaphore(_SEATS)
        self._rates = rates
        self._figures = figures
        self._monotonic = monotonic

    def trouble(self) -> str | None:
        """Return why it is not called freely now, if it is not."""
        if not self.breaker.is_closed:
            return self.breaker.refused or self.channel.trouble or "resting"
        return self.channel.trouble

    def rests(self) -> bool:
        """Return whether nothing may be tried now."""
        return not self.channel.is_open or self.breaker.rests(self._monotonic())

    def is_held(self) -> bool:
        """Return whether the platform asked for no call at all, and the time is not over."""
        return self._rates.held(self.name) > 0

    async def wait(self, chat: str, *, counted: bool = True, lane: Lane = "live") -> float:
        """Return 0.0 if a call may leave at once, else seconds to wait. `chat` is empty for calls
        that count for no chat; what is not `counted` waits for a 429 alone.
        """
        if not self.channel.is_open:  # no fault of anybody's: nothing is counted
            return _NOT_OPEN_S
        # The limiter first: it counts only what it lets through, and a probe has to leave.
        if self.rests():
            return self.breaker.wait(self._monotonic())
        wait = (
            await self._rates.slot(self.name, chat, lane)
            if counted
            else self._rates.held(self.name)
        )
        return wait if wait > 0 else self.breaker.wait(self._monotonic())

    async def reserve(self, chats: Sequence[str], ahead: float) -> Reserved:
        """Take slots of bulk for several calls at once: see `Rates.reserve`."""
        if not self.channel.is_open:
            return Reserved([], _NOT_OPEN_S)
        if self.rests():
            return Reserved([], self.breaker.wait(self._monotonic()))
        asked = chats if self.breaker.is_closed else chats[:1]  # one alone is the probe
        found = await self._rates.reserve(self.name, asked, ahead)
        wait = self.breaker.wait(self._monotonic()) if found.leave else 0.0
        return Reserved([], wait) if wait > 0 else found

    async def call(self, call: Call) -> Outcome:
        """Make a call that may leave. A fault of the channel's own counts as a lost answer."""
        try:
            outcome = await self.channel.send(call)
        except asyncio.CancelledError:
            self.breaker.abandoned()
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the lane goes on
            # The name only: a message may hold an address with the token in it.
            _log.error("channel_failed", channel=self.name, error=type(error).__name__)
            outcome = Unknown("fault")
        await self._learn(outcome)
        return outcome

    async def _learn(self, outcome: Outcome) -> None:
        if isinstance(outcome, Permanent) and outcome.account:
            if self.breaker.refuse(self._monotonic(), outcome.reason):
                _log.error("account_refused", channel=self.name, reason=outcome.reason)
            return
        if isinstance(outcome, Retry) and outcome.everybody:
            self._figures.held += 1
            await self._rates.hold(self.name, _HOLD_S if outcome.after is None else outcome.after)
        if _is_failure(outcome):
            if self.breaker.failed(self._monotonic()):
                _log.warning("account_rests", channel=self.name)
        elif self.breaker.succeeded():
            _log.warning("account_answers_again", channel=self.name)


def _is_failure(outcome: Outcome) -> bool:
    """Return whether the platform gave no sign that it works; who names a time, does."""
    if isinstance(outcome, Retry):
        return outcome.after is None and not outcome.everybody
    return isinstance(outcome, Unknown)
