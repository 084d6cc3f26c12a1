"""A session held by its row's lock: load, decide and write in one transaction of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from storage.postgres_connections import Lane
from storage.postgres_faults import DRIVER, is_lost, translated
from storage.postgres_grouping import Step
from storage.postgres_transaction import OutcomeUnknownError, commit, roll_back
from storage.work import StorageError, StorageRefusedError, UnitOfWork

__all__ = ["HeldSession"]

_LOCK: Final = "SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE"
# Nothing locks a row that is not there yet: a lock on its name does, until it is.
_LOCK_NAME: Final = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended($1, 0))"


class HeldSession:
    """A `Database` for whoever holds a session. Each commit ends the transaction, as it must to
    be durable; what comes after it takes the lock again.
    """

    fatal: str | None = None

    def __init__(
        self,
        lane: Lane,
        session_id: str,
        steps_of: Callable[[UnitOfWork], Sequence[Step]],
        asked: Callable[[object, Mapping[str, Any] | None], tuple[str, Sequence[Any]]],
    ) -> None:
        self._lane = lane
        self._session_id = session_id
        self._steps_of = steps_of
        self._asked = asked
        self._open = False

    async def lock(self) -> None:
        """Begin the transaction and lock the session; without effect if that was done.

        Raises:
            StorageUnavailableError: another writer keeps the session for too long.

        """
        try:
            await self._lock()
        except DRIVER as error:
            raise await self._failed(error) from error

    async def _lock(self) -> None:
        if self._open:
            return
        await self._lane.connection.execute("BEGIN")
        self._open = True
        if not await self._lane.fetch(_LOCK, (self._session_id,)):
            await self._lane.fetch(_LOCK_NAME, (self._session_id,))
            await self._lane.fetch(_LOCK, (self._session_id,))

    async def rows(
        self,
        statement: object,
        params: Mapping[str, Any] | None = None,
        *,
        in_thread: bool = False,
    ) -> list[Any]:
        """Return the rows of a query, under the lock."""
        del in_thread
        text, arguments = self._asked(statement, params)
        try:
            await self._lock()
            return await self._lane.fetch(text, arguments)
        except DRIVER as error:
            raise await self._failed(error) from error

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable; the lock goes with them."""
        steps = self._steps_of(unit)
        try:
            await self._lock()
            await self._write(steps)
            await commit(self._lane)
        except DRIVER as error:
            raise await self._failed(error) from error
        except OutcomeUnknownError:
            self._lane.drop()
            raise
        except StorageError:
            await self.end()
            raise
        self._open = False

    async def _write(self, steps: Sequence[Step]) -> None:
        for statement, arguments, fence in steps:
            if fence is None:
                await self._lane.fetch(statement.text, arguments)
                continue
            touched = len(await self._lane.fetch(statement.text, (*arguments, 0)))
            if touched != 1:
                raise fence(f"{touched} rows")

    async def _failed(self, error: BaseException) -> StorageError:
        """Leave a transaction that failed, and return the error in the words of the contract."""
        if is_lost(error):
            self._lane.drop()
        await self.end()
        return translated(error)

    @asynccontextmanager
    async def hold(self, session_id: str) -> AsyncIterator[HeldSession]:
        """Give itself: the session is held already.

        Raises:
            StorageRefusedError: it is another one; two locks at once invite a deadlock.

        """
        if session_id != self._session_id:
            raise StorageRefusedError("one session is held at a time")
        yield self

    async def end(self) -> None:
        """Give up what was not committed, and the lock."""
        if self._open:
            self._open = False
            if self._lane.usable:
                await roll_back(self._lane)

    async def close(self) -> None:
        """Nothing to close: whoever lent the session does that."""
