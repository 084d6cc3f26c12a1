"""Waiting: the sessions that have, as far as this process knows, older rows still to be sent."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Waiting"]


class Waiting:
    """While a session stands here, its next rows are born queued: they must not overtake. Each
    entry has a stamp, so that what is found out about the past does not undo what came since.
    """

    def __init__(self) -> None:
        self._entries: dict[str, int] = {}
        self.stamp = 0
        """Grows with each entry; remember it before you look into the database."""

    def __contains__(self, session_id: str) -> bool:
        return session_id in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, session_id: str) -> None:
        """Let a session wait."""
        self.stamp += 1
        self._entries[session_id] = self.stamp

    def release(self, session_id: str, stamp: int) -> None:
        """Let a session go on, unless it was added since `stamp`."""
        if self._entries.get(session_id, stamp + 1) <= stamp:
            del self._entries[session_id]

    def keep_only(self, still_open: Iterable[str], stamp: int) -> None:
        """Forget the sessions, added until `stamp`, that have nothing to be sent any more."""
        kept = set(still_open)
        self._entries = {
            name: added for name, added in self._entries.items() if added > stamp or name in kept
        }
