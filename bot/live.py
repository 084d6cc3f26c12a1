"""Wake-ups for open pages: who waits for a session is told when it has something new."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from storage.coordination import Coordination, LocalCoordination

__all__ = ["CASES", "Live", "woken"]

CASES: Final = "cases"
"""Stands for a session where the queue of cases is watched: any of them may have changed."""

_PATIENCE_S: Final = 15.0
"""Where every wake-up arrives; a look from time to time is for the one in a million."""
_POLL_S: Final = 1.0
"""Where other processes write and their wake-ups get lost."""
_CROWD: Final = 200
"""Pages woken at once when all of them have to look: thousands would hold up the database."""
_NEXT_CROWD_S: Final = 0.05


class Live:
    """Fan-out to the pages of this process and, by `coordination`, of all others. A wake-up
    carries nothing: the woken one reads the database, so a lost wake-up costs time and never a
    message.
    """

    def __init__(self, coordination: Coordination | None = None) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._closing = False
        self._coordination = coordination or LocalCoordination()
        self._coordination.listen("session", self._hear)
        self._coordination.on_gap(self._wake_all)

    @contextmanager
    def watching(self, session_id: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the session has news, and when the service stops.

        Clear it *before* reading the database, so that nothing falls between, and read again
        after `patience` seconds without news.
        """
        event = asyncio.Event()
        if self._closing:
            event.set()
        watchers = self._waiting.setdefault(session_id, set())
        watchers.add(event)
        try:
            yield event
        finally:
            watchers.discard(event)
            if not watchers:
                self._waiting.pop(session_id, None)

    def wake(self, session_id: str) -> None:
        """Tell all who watch this session, in every process, that something was committed."""
        self._wake_here(session_id)
        self._coordination.ring("session", session_id)

    def patience(self) -> float:
        """Return how many seconds a page may wait at most before it looks by itself."""
        if self._coordination.joined:
            return _PATIENCE_S
        # Spread: those who began to wait together need not look together for ever.
        return _POLL_S * random.uniform(0.7, 1.0)  # noqa: S311 - keeps no secret

    @property
    def closing(self) -> bool:
        """Whether open streams are to end."""
        return self._closing

    @property
    def watchers(self) -> int:
        """How many pages are waiting now."""
        return sum(len(events) for events in self._waiting.values())

    def close(self) -> None:
        """End all open streams; an open EventSource would hold up a shutdown for a minute."""
        self._closing = True
        for session_id in self._waiting:
            self._wake_here(session_id)

    def _wake_here(self, session_id: str) -> None:
        for event in self._waiting.get(session_id, ()):
            event.set()

    def _hear(self, session_id: str, _times: int) -> None:
        """Wake those who wait here; whoever rang has told all others as well."""
        self._wake_here(session_id)

    def _wake_all(self) -> None:
        """Let everybody look, some after the others: something may have been missed."""
        if self._waiting:
            self._wake_crowd(list(self._waiting))

    def _wake_crowd(self, sessions: list[str]) -> None:
        for session_id in sessions[:_CROWD]:
            self._wake_here(session_id)
        if rest := sessions[_CROWD:]:
            asyncio.get_running_loop().call_later(_NEXT_CROWD_S, self._wake_crowd, rest)


async def woken(news: asyncio.Event, seconds: float) -> bool:
    """Wait for news; return False when only time has passed."""
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return False
    return True
