"""Who comes without a link: how often they are answered, and how often they may guess a code."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Strays"]

_GUESSES = 10
"""Wrong codes that one account may try in an hour: a code has 50 random bits (design §5)."""
_ANSWERS = 5
"""Answers in an hour to one account that has no chat: nobody makes the bot talk to itself."""
_HOUR = 3600.0
_MOST = 10_000
"""Accounts that are remembered; beyond, the oldest are forgotten."""


@dataclass(slots=True)
class Strays:
    """Counts by account and hour, bounded in memory. `clock` is in seconds and never goes back.

    Each process counts for itself, so that of N processes an account gets up to N times as much:
    against 50 random bits that changes nothing, and telling the others would cost more.
    """

    clock: Callable[[], float] = time.monotonic
    _wrong: dict[str, tuple[float, int]] = field(default_factory=dict)
    _answered: dict[str, tuple[float, int]] = field(default_factory=dict)

    def may_guess(self, account: str) -> bool:
        """Tell whether an account may try another code."""
        return self._count(self._wrong, account) < _GUESSES

    def guessed(self, account: str, *, right: bool) -> None:
        """Count a try; right ones count for nothing."""
        if not right:
            self._add(self._wrong, account)

    def may_answer(self, account: str) -> bool:
        """Count an answer to an account, and tell whether it is still to be given."""
        fits = self._count(self._answered, account) < _ANSWERS
        self._add(self._answered, account)
        return fits

    def _count(self, counts: dict[str, tuple[float, int]], account: str) -> int:
        since, number = counts.get(account, (0.0, 0))
        return number if self.clock() - since < _HOUR else 0

    def _add(self, counts: dict[str, tuple[float, int]], account: str) -> None:
        number = self._count(counts, account)
        since = counts.pop(account, (self.clock(), 0))[0] if number else self.clock()
        counts[account] = (since, number + 1)
        while len(counts) > _MOST:
            del counts[next(iter(counts))]
