"""Group commit for SQLite: units that came while a COMMIT ran share the next transaction.

Statements run on the event loop's thread and only what waits, the COMMIT with its fsync and
another process's lock, leaves it. A thread that ran the statements too would ask for the
interpreter after each of them, and wait up to 5 ms whenever the loop is busy: measured with
100 µs of work a step and 32 conversations, p99 182 ms against 14 ms.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, Final, TypeAlias

from storage.base import StorageError, StorageUnavailableError
from storage.sqlite_faults import OURS, is_fatal, is_unavailable, translated

__all__ = ["GroupWriter", "Statement"]

_LARGEST_GROUP: Final = 256  # units; a longer transaction gains nothing more (performance §4)
_LONGEST_QUEUE: Final = 10_000  # units; above, the sender is told to come again (reliability §4)
_LARGE: Final = 2_000  # statements, some 10 ms: more than the loop may be held up
_PATIENCE: Final = 5_000  # ms to wait for another process's lock, then "come again"

Statement: TypeAlias = tuple[str, Sequence[Any], type[StorageError] | None]
"""SQL text, its values, and what to raise unless it touches exactly one row."""
_Job: TypeAlias = tuple[Sequence[Statement], asyncio.Future[None]]
_Then: TypeAlias = Callable[[Exception | None], None]


class _UnitFailedError(Exception):
    """Carries out of a transaction why one unit cannot be written; the others go on.
    `is_clean`: nothing of the unit was written yet, so that there is nothing to take back.
    """

    def __init__(self, error: StorageError, *, is_clean: bool) -> None:
        super().__init__()
        self.error = error
        self.is_clean = is_clean


class GroupWriter:
    """Owns the writing connection, for one event loop. A group goes: lock, statements, commit,
    answers; meanwhile the next one gathers. `on_written` hears how many statements a group had.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        on_fatal: Callable[[str], None],
        on_written: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._connection = connection
        self._on_fatal = on_fatal
        self._on_written = on_written
        self._refusal: str | None = None
        self._queue: deque[_Job] = deque()
        self._group: list[_Job] = []
        self._errors: dict[int, StorageError] = {}
        self._apart = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._errands: SimpleQueue[tuple[Callable[[], None], _Then] | None] = SimpleQueue()
        connection.execute("PRAGMA busy_timeout = 0")  # the loop never waits for a lock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    # -- for callers

    async def commit(self, statements: Sequence[Statement]) -> None:
        """Hand a unit's statements over and wait until they are on disk."""
        if self._refusal is not None:
            raise StorageUnavailableError(self._refusal)
        if len(self._queue) >= _LONGEST_QUEUE:
            raise StorageUnavailableError("busy")
        self._loop = asyncio.get_running_loop()
        done = self._loop.create_future()
        self._queue.append((statements, done))
        if self._idle.is_set():
            self._idle.clear()
            self._loop.call_soon(self._next)  # what else is ready in this round comes along
        await done

    async def close(self) -> None:
        """Write what was accepted, then end the thread; the connection stays open."""
        self._refusal = self._refusal or "closed"
        await self._idle.wait()
        self._errands.put(None)
        await asyncio.to_thread(self._thread.join)

    # -- one group, step by step

    def _next(self) -> None:
        if not self._queue:
            self._idle.set()
            return
        size = min(len(self._queue), _LARGEST_GROUP)
        self._group = [self._queue.popleft() for _ in range(size)]
        self._apart = False
        self._lock()

    def _lock(self) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self._send(self._lock_patiently, self._locked)
        else:
            self._locked(None)

    def _locked(self, error: Exception | None) -> None:
        if error is not None:
            self._settle(error)
        elif sum(len(unit) for unit, _ in self._group) > _LARGE:
            self._send(self._write_group, self._written)
        else:
            self._written(self._caught(self._write_group))

    def _written(self, error: Exception | None) -> None:
        if error is None:
            self._send(self._commit, self._settle)
        elif isinstance(error, _UnitFailedError) and len(self._group) == 1:
            self._roll_back()
            self._errors = {0: error.error}
            self._settle(None)
        elif isinstance(error, _UnitFailedError):
            # Rare, so the common group pays for no savepoints: once more, each unit apart.
            self._roll_back()
            self._apart = True
            self._lock()
        else:
            self._settle(error)

    def _settle(self, error: Exception | None) -> None:
        if error is not None:
            self._roll_back()
            self._note_fatal(error)
        for number, (_, done) in enumerate(self._group):
            own = self._errors.get(number)
            if error is not None:
                own = StorageUnavailableError(str(error))
            if done.done():  # whoever waited has gone; what was written is there all the same
                continue
            if own is None:
                done.set_result(None)
            else:
                done.set_exception(own)
        if error is None:
            self._on_written(sum(len(unit) for unit, _ in self._group))
        self._next()

    # -- work on the connection

    def _write_group(self) -> None:
        self._errors = {}
        for number, (unit, _) in enumerate(self._group):
            if self._apart:
                self._write_apart(number, unit)
            else:
                self._write_along(number, unit)

    def _write_along(self, number: int, unit: Sequence[Statement]) -> None:
        """Write a unit with the others. A message that was there before (a platform delivers one
        in ten twice) fails at its first write: it costs the others nothing.
        """
        try:
            self._write(unit)
        except _UnitFailedError as failure:
            if not failure.is_clean:
                raise
            self._errors[number] = failure.error

    def _write_apart(self, number: int, unit: Sequence[Statement]) -> None:
        """Write a unit so that it can fail alone."""
        self._connection.execute("SAVEPOINT unit")
        try:
            self._write(unit)
        except _UnitFailedError as failure:
            self._errors[number] = failure.error
            self._connection.execute("ROLLBACK TO unit")
        self._connection.execute("RELEASE unit")

    def _write(self, unit: Sequence[Statement]) -> None:
        execute = self._connection.execute
        is_clean = True
        for sql, values, unless_one_row in unit:
            try:
                touched = execute(sql, values).rowcount
            except OURS as error:
                if is_unavailable(error):
                    raise
                raise _UnitFailedError(translated(error), is_clean=is_clean) from error
            if unless_one_row is not None and touched != 1:
                is_clean = is_clean and not touched
                raise _UnitFailedError(unless_one_row(f"{touched} rows"), is_clean=is_clean)
            is_clean = False

    def _commit(self) -> None:
        self._connection.execute("COMMIT")

    def _lock_patiently(self) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        finally:
            self._connection.execute("PRAGMA busy_timeout = 0")

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            self._refuse(str(error))

    def _note_fatal(self, error: Exception) -> None:
        if is_fatal(error):
            self._refuse(str(error))

    def _refuse(self, reason: str) -> None:
        """Take no more: only a new process knows again what is on disk."""
        self._refusal = reason
        self._on_fatal(reason)

    # -- the thread

    @staticmethod
    def _caught(work: Callable[[], None]) -> Exception | None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 – the writer outlives every fault (rule 8)
            return error
        return None

    def _send(self, work: Callable[[], None], then: _Then) -> None:
        """Do the work in the thread, then go on with `then` on the loop."""
        self._errands.put((work, then))

    def _run(self) -> None:
        while (errand := self._errands.get()) is not None:
            work, then = errand
            error = self._caught(work)
            try:
                self._loop.call_soon_threadsafe(then, error)  # type: ignore[union-attr]
            except RuntimeError:  # the loop is gone, and with it whoever waited
                return
