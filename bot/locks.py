"""Locks by name inside one process: a session's messages are taken one at a time, in order."""

from __future__ import annotations

import asyncio

__all__ = ["Holding", "Locks"]


class _Lock(asyncio.Lock):
    """A lock, and how many hold it or wait for it."""

    wanted = 0


class Locks:
    """A lock per name, for as long as somebody wants it."""

    def __init__(self) -> None:
        self.held: dict[str, _Lock] = {}

    def holding(self, name: str) -> Holding:
        """Return what holds the lock of this name inside `async with`."""
        return Holding(self, name)


class Holding:
    """One hold of one lock. A class, not a generator: each message takes one (2 µs less)."""

    __slots__ = ("_held", "_lock", "_name")

    def __init__(self, locks: Locks, name: str) -> None:
        self._held = locks.held
        self._name = name

    async def __aenter__(self) -> None:
        lock = self._held.get(self._name)
        if lock is None:
            lock = self._held[self._name] = _Lock()
        self._lock = lock
        lock.wanted += 1
        try:
            await lock.acquire()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
        self._leave()

    def _leave(self) -> None:
        self._lock.wanted -= 1
        if not self._lock.wanted:
            del self._held[self._name]
