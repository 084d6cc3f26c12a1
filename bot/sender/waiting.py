"""Waiting: the sessions that have, as far as this process knows, older rows still to be sent."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

__all__ = ["Waiting"]


class _Entry(msgspec.Struct, frozen=True):
    stamp: int
    seq: int = 0
    done: int = 0


class Waiting:
    """While a session stands here, its next rows are born queued: they must not overtake. Each
    entry has a stamp, so that what is found out about the past does not undo what came since.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self.stamp = 0
        """Grows with each entry; remember it before you look into the database."""

    def __contains__(self, session_id: str) -> bool:
        return session_id in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, session_id: str, seq: int = 0, done: int = 0) -> None:
        """Let a session wait; of its row `seq`, the first `done` calls have arrived."""
        self.stamp += 1
        if not done and (known := self._entries.get(session_id)) is not None:
            seq, done = known.seq, known.done
        self._entries[session_id] = _Entry(self.stamp, seq, done)

    def release(self, session_id: str, stamp: int) -> tuple[int, int]:
        """Let a session go on, unless it was added since `stamp`; return what is known of the
        row that was on its way: (seq, calls that have arrived).
        """
        entry = self._entries.get(session_id)
        if entry is None:
            return 0, 0
        if entry.stamp <= stamp:
            del self._entries[session_id]
        return entry.seq, entry.done

    def keep_only(self, still_open: Iterable[str], stamp: int) -> None:
        """Forget the sessions, added until `stamp`, that have nothing to be sent any more."""
        kept = set(still_open)
        self._entries = {
            name: entry
            for name, entry in self._entries.items()
            if entry.stamp > stamp or name in kept
        }
