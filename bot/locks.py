"""Locks by name inside one process: a session's messages are taken one at a time, in order, and
no more at once than can be waited for.
"""

from __future__ import annotations

import asyncio

from storage.base import StorageUnavailableError

__all__ = ["BoundedLocks", "Holding", "Locks", "OverloadedError"]


class OverloadedError(Exception):
    """The service cannot store anything right now; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


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


class BoundedLocks(Locks):
    """Locks that at most so many hold or wait for at once."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._inside = 0

    def guarded(self, name: str) -> Holding:
        """Return what holds a lock, counts as work in flight, and turns a full or locked
        database into a clear refusal.
        """
        return _Guarded(self, name)

    def enter(self) -> None:
        """Count work in flight.

        Raises:
            OverloadedError: there is too much of it already.

        """
        if self._inside >= self._most:
            raise OverloadedError(2)
        self._inside += 1

    def leave(self) -> None:
        """Count work in flight that is done."""
        self._inside -= 1


class _Guarded(Holding):
    """See `BoundedLocks.guarded`."""

    __slots__ = ("_bounds",)

    def __init__(self, locks: BoundedLocks, name: str) -> None:
        super().__init__(locks, name)
        self._bounds = locks

    async def __aenter__(self) -> None:
        self._bounds.enter()
        try:
            await super().__aenter__()
        except BaseException:
            self._bounds.leave()
            raise

    async def __aexit__(self, *raised: object) -> None:
        self._bounds.leave()
        await super().__aexit__()
        error = raised[1]
        if isinstance(error, StorageUnavailableError):
            raise OverloadedError(5) from error
