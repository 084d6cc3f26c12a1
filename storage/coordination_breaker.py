"""The circuit breaker before Redis: who fails again and again is left alone for a while."""

from __future__ import annotations

from typing import Final

__all__ = ["Breaker"]

_FAILURES: Final = 3
_FIRST_S: Final = 2.0
_LONGEST_S: Final = 30.0


class Breaker:
    """Closed while calls work. Opens after three failures in a row, for 2 s; each trial that
    fails after that doubles the time, up to 30 s. All times are those of one monotonic clock.
    """

    __slots__ = ("_failures", "_pause", "_until")

    def __init__(self) -> None:
        self._failures = 0
        self._pause = _FIRST_S
        self._until: float | None = None

    @property
    def is_closed(self) -> bool:
        """Whether calls work, as far as is known."""
        return self._until is None

    def may_try(self, now: float) -> bool:
        """Tell whether a call is worth while: closed, or open for long enough."""
        return self._until is None or now >= self._until

    def succeeded(self) -> None:
        """Note that a call worked: all is well again."""
        self._failures, self._pause, self._until = 0, _FIRST_S, None

    def failed(self, now: float) -> None:
        """Note that a call failed."""
        self._failures += 1
        if self._until is not None:
            self._pause = min(2 * self._pause, _LONGEST_S)
        elif self._failures < _FAILURES:
            return
        self._until = now + self._pause

    def forgive(self, now: float) -> None:
        """Let the next call be a trial: there are signs that the other side is back."""
        if self._until is not None:
            self._until, self._pause = now, _FIRST_S
