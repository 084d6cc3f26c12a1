"""Wake-ups for open pages: who waits for a session is told when it has something new."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Live"]


class Live:
    """In-process fan-out. A wake-up carries nothing: the woken one reads the database, so a
    lost wake-up costs time and never a message.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._closing = False

    @contextmanager
    def watching(self, session_id: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the session has news, and when the service stops.

        Clear it *before* reading the database, so that nothing falls between.
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
        """Tell all who watch this session that something was committed."""
        for event in self._waiting.get(session_id, ()):
            event.set()

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
        for events in self._waiting.values():
            for event in events:
                event.set()
