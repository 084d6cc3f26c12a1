"""Telegram's limits as values, and the two-level flood control that answers 429."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.simulator.telegram.rules import RefusedError

__all__ = ["UNLIMITED", "Bucket", "FloodControl", "Limits"]

HOUR = 3600.0
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers that Telegram may change: all can be set. Times are in seconds; a rate of None
    is no limit.
    """

    text: int = 4096
    callback_data: int = 64  # bytes
    callback_text: int = 200
    buttons: int = 100  # by report; not documented
    chat_rate: float | None = 1.0  # messages a second to one person
    chat_burst: int = 10  # "short bursts allowed": no number is documented
    group_rate: float | None = 20 / 60
    overall_rate: float | None = 30.0
    overall_burst: int = 30
    grace: float = 0.5
    """How long calls that were under way may still come, after the bot was told to stop."""
    callback_answer: float = 15.0  # by report; not documented
    callback_chance: float = 5.0
    """Of that time, so much without a 429 is enough to be blamed for not answering."""
    message_life: float = DAY
    callback_life: float = 150.0
    deletion: float = 2 * DAY
    file_size: int = 20 * 1024 * 1024
    file_life: float = HOUR
    webhook_patience: float = 60.0
    webhook_gone: float = 23 * HOUR
    webhook_interval: float = 1.0
    retry_cap: float = 60.0  # doubled at random: 60 to 120 s
    retry_after_cap: float = HOUR
    poll_timeout: int = 50
    poll_limit: int = 100
    slow_repeated_poll: float | None = None
    """Telegram delays the same offset asked again within 3 s: set 3.0 to have that."""


UNLIMITED = Limits(chat_rate=None, group_rate=None, overall_rate=None)
"""All rules, but no rate: for measuring how fast a bot is."""


class Bucket:
    """A token bucket."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._at = now

    def take(self, now: float, lateness: float = 0.0) -> float:
        """Take a token and return 0, or return the seconds until there is one. What came in
        `lateness` seconds may have lain here and been taken up together: it may use tokens that
        will be there only after so long.
        """
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens + lateness * self._rate < 1:
            return (1 - self._tokens) / self._rate
        self._tokens -= 1
        return 0.0


class FloodControl:
    """Counts messages by chat and over all; after a 429 the whole bot has to wait."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._chats: dict[int, Bucket] = {}
        self._overall = (
            None
            if limits.overall_rate is None
            else Bucket(limits.overall_rate, limits.overall_burst, now)
        )
        self._told_at = 0.0
        self._closed_until = 0.0
        self._closings: list[tuple[float, float]] = []

    def check_patience(self, now: float, lateness: float = 0.0) -> None:
        """Refuse any call before the time that the last 429 named. `lateness`: for how many
        seconds calls, and the 429 itself, may have lain in the simulator's own queues.
        """
        if now < self._closed_until:
            waiting = math.ceil(self._closed_until - now)
            blamed = now > self._told_at + self._limits.grace + lateness
            raise flood_error("call_before_retry_after" if blamed else None, waiting)

    def closed_for(self, now: float) -> float:
        """Return the seconds that the last 429 still asks the whole bot to wait."""
        return max(self._closed_until - now, 0.0)

    def check_message(self, chat_id: int, now: float, lateness: float = 0.0) -> None:
        """Count a message. Refuse it when there are too many. `lateness`: as `check_patience`."""
        rate = self._limits.chat_rate if chat_id > 0 else self._limits.group_rate
        if rate is not None:
            bucket = self._chats.get(chat_id)
            if bucket is None:
                bucket = self._chats[chat_id] = Bucket(rate, self._limits.chat_burst, now)
            self._demand(bucket.take(now), "too_fast_for_chat", now)
        if self._overall is not None:
            self._demand(self._overall.take(now, lateness), "too_fast_overall", now)

    def close(self, seconds: float, now: float) -> None:
        """Let the whole bot wait, as a 429 does."""
        self._told_at = now
        since = now if now >= self._closed_until else self._closings.pop()[0]
        self._closed_until = max(self._closed_until, now + seconds)
        self._closings.append((since, self._closed_until))

    def open_between(self, begin: float, end: float) -> float:
        """Return for how many seconds between two moments the bot might call."""
        closed = sum(
            max(min(until, end) - max(since, begin), 0) for since, until in self._closings
        )
        return end - begin - closed

    def _demand(self, missing: float, rule: str, now: float) -> None:
        if missing:
            waiting = math.ceil(missing)
            self.close(waiting, now)
            raise flood_error(rule, waiting)


def flood_error(rule: str | None, seconds: int) -> RefusedError:
    """Return the refusal of a call that came too soon."""
    description = f"Too Many Requests: retry after {seconds}"
    return RefusedError(rule, description, 429, {"retry_after": seconds})
