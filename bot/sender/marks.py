"""Marks: what became of messages, gathered and written in batches; nobody waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

from flows.identifiers import Instant
from storage.base import OutboxRecord, Storage, StorageUnavailableError, UnitOfWork

__all__ = ["Marks"]

_log = structlog.get_logger(__name__)

_GATHER_S: Final = 0.05
"""The longest that a mark waits for company. Under load it waits for the next turn only, whose
commit it shares: alone it would cost a flush of its own. Whatever left and is not marked when
the process dies is sent once more (I9).
"""
_AGAIN_S: Final = 0.5


class Marks:
    """Gathers what lanes have to write. Each mark is fenced by its claim, so that late ones of a
    process that lost it change nothing (I5).

    A batch does not wait for the one before it, which may be in a transaction that takes long:
    it has to stand in the queue when the next turn does, so that one commit takes both.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._unit = UnitOfWork()
        self._timer: asyncio.TimerHandle | None = None
        self._next: asyncio.Task[None] | None = None
        """The batch that takes what is noted as soon as the loop comes round to it."""
        self._batches: set[asyncio.Task[None]] = set()
        self._failing = 0
        """Batches that the database refused for now; the others gather until it takes them."""

    def settle(self, record: OutboxRecord, claimer: str) -> None:
        """Note what became of a row that `claimer` had claimed."""
        self._storage.outbox.settle(self._unit, record, claimer)
        self._soon()

    def block(self, channel: str, user_key: str, since: Instant) -> None:
        """Note that the platform lets nothing through to somebody."""
        self._storage.conversations.block(self._unit, channel, user_key, since)
        self._soon()

    def note(self, add: Callable[[UnitOfWork], None]) -> None:
        """Note something else of the same kind: fenced, and worth no commit of its own."""
        add(self._unit)
        self._soon()

    def _soon(self) -> None:
        if self._timer is None and self._next is None:
            self._timer = asyncio.get_running_loop().call_later(_GATHER_S, self._hand_over)

    def join(self) -> None:
        """Let what is noted come along with a commit that is about to be made."""
        if self._unit.writes and not self._failing:
            self._hand_over()

    def _hand_over(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._next is None:
            self._next = task = asyncio.create_task(self._write())
            self._batches.add(task)
            task.add_done_callback(self._batches.discard)

    async def flush(self) -> None:
        """Wait until everything noted so far is durable."""
        if self._unit.writes:
            self._hand_over()
        if self._batches:
            await asyncio.wait(set(self._batches))

    async def close(self) -> None:
        """Give up what is not written; `flush` first."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batches = list(self._batches)
        for batch in batches:
            batch.cancel()
        await asyncio.gather(*batches, return_exceptions=True)

    async def _write(self) -> None:
        self._next = None
        unit, self._unit = self._unit, UnitOfWork()
        while unit.writes:
            try:
                await self._storage.commit(unit)
            except StorageUnavailableError:
                await self._pause()
            except Exception:  # noqa: BLE001 - whatever is wrong with one, the others go on
                await self._commit_apart(unit)
                return
            else:
                return

    async def _pause(self) -> None:
        self._failing += 1
        try:
            await asyncio.sleep(_AGAIN_S)
        finally:
            self._failing -= 1

    async def _commit_apart(self, unit: UnitOfWork) -> None:
        """Write each mark alone; one that the tables refuse is a fault of ours, and let go: its
        row stays claimed, and counts in the end as one that a dead process left.
        """
        for write in unit.writes:
            try:
                await self._storage.commit(UnitOfWork([write]))
            except Exception as error:  # noqa: BLE001 - as above
                _log.error("mark_refused", error=type(error).__name__)
