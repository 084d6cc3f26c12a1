"""Group commit for PostgreSQL: units that came while a transaction ran share the next one.

One connection writes. Inside a transaction the writes are grouped by statement over all units,
each group one pipelined round trip: client time per step falls with the number of units
(performance §4: 178 µs for a transaction each, 3 for a batch of 32), and the flush of the log is
shared as well.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from storage.postgres_connections import Lane
from storage.postgres_faults import DRIVER, is_cut, is_everybodys, is_lost, is_passing, translated
from storage.postgres_grouping import Job, Step
from storage.postgres_transaction import OutcomeUnknownError, commit, roll_back, write_layers
from storage.work import StorageError, StorageUnavailableError

__all__ = ["GroupWriter"]

_LARGEST_GROUP: Final = 256  # units; a longer transaction gains nothing more (performance §4)
_LONGEST_QUEUE: Final = 10_000  # units; above, the sender is told to come again (reliability §4)
_TRIES: Final = 4  # three more after a deadlock or a serialization failure (reliability row 18)
_PAUSE_S: Final = 0.02  # before another try, doubling, with full jitter


class _EverybodysError(Exception):
    """Carries out of a transaction why no unit of its group can be written now."""

    def __init__(self, error: StorageError) -> None:
        super().__init__()
        self.error = error


class GroupWriter:
    """Owns the writing connection, for one event loop; `connect` opens it, and again after a
    loss.
    """

    def __init__(self, connect: Callable[[], Awaitable[Lane]]) -> None:
        self._connect = connect
        self._lane: Lane | None = None
        self._queue: deque[Job] = deque()
        self._arrived = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    # -- for callers

    async def commit(self, steps: Sequence[Step]) -> None:
        """Hand a unit's steps over and wait until they are on disk."""
        if self._closed:
            raise StorageUnavailableError("closed")
        if len(self._queue) >= _LONGEST_QUEUE:
            raise StorageUnavailableError("busy")
        job = Job(steps, asyncio.get_running_loop().create_future())
        self._queue.append(job)
        self._arrived.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="postgres-writer")
        await job.done

    async def close(self) -> None:
        """Write what was accepted, then let go of the connection."""
        self._closed = True
        self._arrived.set()
        if self._task is not None:
            await self._task
        if self._lane is not None:
            await self._lane.close()

    # -- the groups, one after another

    async def _run(self) -> None:
        while self._queue or not self._closed:
            if not self._queue:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            size = min(len(self._queue), _LARGEST_GROUP)
            group = [self._queue.popleft() for _ in range(size)]
            try:
                await self._write(group)
            except Exception as error:  # noqa: BLE001 – the writer outlives every fault (rule 8)
                _settle(group, StorageUnavailableError(f"{type(error).__name__} in the writer"))

    async def _write(self, group: list[Job]) -> None:
        """Write a group together; then, apart, those that cannot be written with others."""
        try:
            apart = await self._together(group)
            for job in apart:
                await self._apart(job)
        except _EverybodysError as failure:
            _settle(group, failure.error)

    async def _together(self, group: list[Job]) -> list[Job]:
        """Write what can share a transaction; return what has to be written apart."""
        try:
            spoilers = await self._transaction(group)
            if not spoilers:
                return []
            others = [job for job in group if job not in spoilers]
            if others and await self._transaction(others):
                return group  # the fault of one was hidden behind another's
        except StorageError:
            return group  # whose fault it is shows when each is alone
        return spoilers

    async def _apart(self, job: Job) -> None:
        try:
            if await self._transaction([job]):
                job.settle(job.broken)
        except StorageError as error:
            job.settle(error)

    # -- one transaction

    async def _transaction(self, jobs: Sequence[Job]) -> list[Job]:
        """Write the units in one transaction and settle them; or return those that spoil it.

        Raises:
            _EverybodysError: no unit can be written now.
            StorageError: this group cannot be written; a part of it perhaps can.

        """
        for tries in range(1, _TRIES + 1):
            lane = await self._open()
            try:
                spoilers = await self._once(lane, jobs)
            except OutcomeUnknownError as error:
                lane.drop()
                raise _EverybodysError(error) from error
            except DRIVER as error:
                await self._leave(lane, error)
                if not _is_worth_another(error, tries):
                    raise _verdict(error) from error
                await asyncio.sleep(random.uniform(0, _PAUSE_S * 2**tries))  # noqa: S311 – no secret
            else:
                if not spoilers:
                    for job in jobs:
                        job.settle(job.broken)
                return spoilers
        raise AssertionError("unreachable: the last try is never worth another")

    async def _once(self, lane: Lane, jobs: Sequence[Job]) -> list[Job]:
        await lane.connection.execute("BEGIN")
        spoilers = await write_layers(lane, jobs)
        if spoilers:
            await roll_back(lane)
        else:
            await commit(lane)
        return spoilers

    async def _open(self) -> Lane:
        if self._lane is None or not self._lane.usable:
            try:
                self._lane = await self._connect()
            except StorageError as error:
                raise _EverybodysError(error) from error
        return self._lane

    @staticmethod
    async def _leave(lane: Lane, error: BaseException) -> None:
        if is_lost(error):
            lane.drop()
        else:
            lane.forget()
            await roll_back(lane)


def _is_worth_another(error: BaseException, tries: int) -> bool:
    """Return whether to try at once again. Nothing was written: a connection that idled while
    the server was restarted, or a deadlock, needs nobody's attention.
    """
    return tries < _TRIES and (is_passing(error) or (is_cut(error) and tries == 1))


def _verdict(error: BaseException) -> Exception:
    known = translated(error)
    return _EverybodysError(known) if is_everybodys(error) else known


def _settle(group: Sequence[Job], error: StorageError) -> None:
    for job in group:
        job.settle(error)
