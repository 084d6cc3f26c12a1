"""How long to wait after a failure: the backoff of a message, the breaker of an account."""

from __future__ import annotations

import random
from typing import Final

__all__ = ["BACKOFF_CAP_S", "Breaker", "backoff"]

_BACKOFF_S: Final = 0.5
BACKOFF_CAP_S: Final = 60.0

_TRIPS_AFTER: Final = 5
"""Failures in a row, of whichever messages, before the account is left alone for a while."""
_FIRST_REST_S: Final = 2.0
_LONGEST_REST_S: Final = 60.0
_MENDING_S: Final = 300.0
"""Between two probes of an account that the platform refuses: somebody has to mend it first."""
_PROBE_LIFE_S: Final = 30.0
"""A probe of which nothing was heard for so long is none any more, and the next goes: no call
takes so long (10 s for Telegram), whatever became of who asked for it.
"""
_PROBING_S: Final = 1.0
"""While the probe is under way, others ask again after so long."""


def backoff(attempt: int) -> float:
    """Return seconds to wait before try `attempt` (1 is the second): full jitter, so that those
    who failed together do not come back together.
    """
    return random.uniform(0, min(BACKOFF_CAP_S, _BACKOFF_S * 2 ** min(attempt, 16)))  # noqa: S311 – no secret


class Breaker:
    """Lets calls of one account through, or not. Times are seconds of the monotonic clock.

    Closed until several calls in a row fail; then open for a rest that doubles; then one probe
    goes through, and its fate decides. What is `refused` (a revoked token) rests for minutes.
    """

    __slots__ = ("_failures", "_open_until", "_probe_until", "_rest", "refused")

    def __init__(self) -> None:
        self.refused: str | None = None
        """Why the platform refuses the account, until it is mended."""
        self._failures = 0
        self._rest = 0.0
        self._open_until = 0.0
        self._probe_until = 0.0
        """Until when a probe is under way; 0.0 for none."""

    @property
    def is_closed(self) -> bool:
        """Whether calls go through freely."""
        return not self._rest

    def rests(self, now: float) -> bool:
        """Return whether nothing may be tried now, not even a probe."""
        return bool(self._rest) and now < max(self._probe_until, self._open_until)

    def wait(self, now: float) -> float:
        """Return 0.0 if a call may go, else the seconds until it is worth asking again. Half
        open, the first who asks is the probe.
        """
        if not self._rest:
            return 0.0
        if now < self._open_until:
            return self._open_until - now
        if now < self._probe_until:
            return _PROBING_S
        self._probe_until = now + _PROBE_LIFE_S
        return 0.0

    def succeeded(self) -> bool:
        """Note that the platform answered; return whether that closed the breaker."""
        if not self._failures and not self._rest:
            return False
        mended = bool(self._rest)
        self._failures, self._rest, self._probe_until, self.refused = 0, 0.0, 0.0, None
        return mended

    def failed(self, now: float) -> bool:
        """Note a failure; return whether it opened a breaker that was closed."""
        self._failures += 1
        if not self._rest and self._failures < _TRIPS_AFTER:
            return False
        if self._rest and not self._probe_until:
            return False  # a straggler from before it opened
        return self._open(now, min(max(self._rest * 2, _FIRST_REST_S), _LONGEST_REST_S))

    def refuse(self, now: float, reason: str) -> bool:
        """Note that nobody can be written to; return whether that was not known."""
        fresh = self.refused is None
        self.refused = reason
        self._open(now, _MENDING_S)
        return fresh

    def abandoned(self) -> None:
        """Note that a call ended without telling anything: the next may be the probe."""
        self._probe_until = 0.0

    def _open(self, now: float, rest: float) -> bool:
        fresh = not self._rest
        self._rest = rest
        self._open_until = now + rest
        self._probe_until = 0.0
        return fresh
