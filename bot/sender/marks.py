"""Marks: what became of messages, gathered and written in batches; nobody waits for them."""

from __future__ import annotations

import asyncio
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
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._unit = UnitOfWork()
        self._now = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self._is_busy = False

    def settle(self, record: OutboxRecord, claimer: str) -> None:
        """Note what became of a row that `claimer` had claimed."""
        self._storage.outbox.settle(self._unit, record, claimer)
        self._soon()

    def block(self, channel: str, user_key: str, since: Instant) -> None:
        """Note that the platform lets nothing through to somebody."""
        self._storage.conversations.block(self._unit, channel, user_key, since)
        self._soon()

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_GATHER_S, self._now.set)

    def join(self) -> None:
        """Let what is noted come along with a commit that is about to be made."""
        if self._unit.writes:
            self._now.set()

    async def flush(self) -> None:
        """Wait until everything noted so far is durable."""
        if not self._is_busy and not self._unit.writes:
            return
        written = asyncio.get_running_loop().create_future()
        self._waiting.append(written)
        self._now.set()
        await written

    async def run(self) -> None:
        """Write what is gathered, batch after batch, until cancelled."""
        while True:
            await self._now.wait()
            await self._write()

    async def _write(self) -> None:
        self._now.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        unit, self._unit = self._unit, UnitOfWork()
        waiting, self._waiting = self._waiting, []
        self._is_busy = True
        try:
            await self._commit(unit)
        finally:
            self._is_busy = False
        for written in waiting:
            if not written.done():
                written.set_result(None)

    async def _commit(self, unit: UnitOfWork) -> None:
        while unit.writes:
            try:
                await self._storage.commit(unit)
            except StorageUnavailableError:
                await asyncio.sleep(_AGAIN_S)
            except Exception:  # noqa: BLE001 - whatever is wrong with one, the others go on
                await self._commit_apart(unit)
                return
            else:
                return

    async def _commit_apart(self, unit: UnitOfWork) -> None:
        """Write each mark alone; one that the tables refuse is a fault of ours, and let go: its
        row stays claimed, and counts in the end as one that a dead process left.
        """
        for write in unit.writes:
            try:
                await self._storage.commit(UnitOfWork([write]))
            except Exception as error:  # noqa: BLE001 - as above
                _log.error("mark_refused", error=type(error).__name__)
