"""Life: that this process may hold claims, and that what dead ones held is taken back."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import structlog

from bot.sender.rates import Rates
from flows.identifiers import Instant
from storage.base import ProcessRecord, StaleSessionError, Storage, UnitOfWork
from storage.coordination import Coordination

__all__ = ["BEAT_S", "LEASE_S", "Kind", "Life"]

_log = structlog.get_logger(__name__)

Kind: TypeAlias = Literal["run", "web", "worker"]
"""What a process is for: everything, the doors, or the work behind."""

BEAT_S: Final = 5.0
LEASE_S: Final = 15.0
"""Whose heartbeat stands still for so long is dead to the others."""
_MARGIN_S: Final = 3.0
"""A process stops sending so long before the others can take over what it holds."""
_MOST_RESENDS: Final = 3
"""Processes that died with the same row, then it may be the row (reliability row 72)."""


class Life:
    """This process as the table `processes` knows it. `alone`: it holds the database by a lock,
    so that there are no others, and nobody to be taken for dead by. No two clocks are ever
    compared: who watches measures how long a heartbeat has not changed.
    """

    def __init__(  # noqa: PLR0913 - what a process is, each by name
        self,
        storage: Storage,
        *,
        kind: Kind,
        alone: bool,
        rates: Rates,
        coordination: Coordination,
        clock: Callable[[], Instant],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id = _new_id()
        self.on_lost: Callable[[], None] = lambda: None
        """Called when others took this process for dead: what it held is theirs now."""
        self._storage = storage
        self._kind = kind
        self._alone = alone
        self._rates = rates
        self._coordination = coordination
        self._clock = clock
        self._monotonic = monotonic
        self._beaten_at = 0.0
        self._renewed = asyncio.Event()
        self._watched: dict[str, tuple[Instant, float]] = {}

    async def begin(self) -> int:
        """Become known, before the first claim, and take back what dead ones held; return how
        many of those were found.

        Raises:
            StorageError: nothing can be written now.

        """
        began = self._monotonic()
        now = self._clock()
        unit = UnitOfWork()
        if self._alone:
            self._storage.processes.clear(unit)
        self._storage.processes.add(
            unit, ProcessRecord(id=self.id, kind=self._kind, started_at=now, beat_at=now)
        )
        if self._alone:
            self._storage.outbox.take_back(unit, _MOST_RESENDS)
        await self._storage.commit(unit)
        self._renew(began)
        return 0 if self._alone else await self._look_after_others()

    def holds(self) -> bool:
        """Return whether what this process claimed is surely still its own."""
        return self._alone or self._monotonic() - self._beaten_at < LEASE_S - _MARGIN_S

    async def renewed(self) -> None:
        """Wait for the next heartbeat that is written."""
        self._renewed.clear()
        await self._renewed.wait()

    async def beat(self) -> int:
        """Give a sign of life and look after the others; return how many were found dead.

        Raises:
            StorageError: nothing can be written now.

        """
        if self._alone:
            return 0
        began = self._monotonic()
        unit = UnitOfWork()
        self._storage.processes.beat(unit, self.id, self._clock())
        try:
            await self._storage.commit(unit)
        except StaleSessionError:
            return await self._begin_anew()
        self._renew(began)
        return await self._look_after_others()

    async def end(self) -> None:
        """Be known no more, and hold nothing: what is still claimed never left (a sweep that
        was cut short).
        """
        unit = UnitOfWork()
        self._storage.outbox.release(unit, self.id)
        self._storage.processes.remove(unit, self.id)
        await self._storage.commit(unit)

    def _renew(self, began: float) -> None:
        """Count from before the heartbeat was written: others cannot have seen it earlier."""
        self._beaten_at = began
        self._renewed.set()

    async def _begin_anew(self) -> int:
        """Go on under another name: all that the old one claimed may be sent by others now."""
        _log.warning("process_was_taken_for_dead")
        self.on_lost()
        self.id = _new_id()
        return await self.begin()

    async def _look_after_others(self) -> int:
        known = await self._storage.processes.all()
        self._coordination.processes = max(len(known), 1)
        self._rates.share(len(known))
        now = self._monotonic()
        watched = self._watched
        self._watched = {}
        dead = 0
        for record in known:
            beat_at, since = watched.get(record.id, (None, now))
            if beat_at != record.beat_at:
                since = now
            self._watched[record.id] = (record.beat_at, since)
            if record.id != self.id and now - since >= LEASE_S:
                dead += await self._bury(record)
        if not dead and await self._storage.outbox.has_abandoned():
            await self._take_back(UnitOfWork())
            return 1
        return dead

    async def _bury(self, record: ProcessRecord) -> int:
        unit = UnitOfWork()
        self._storage.processes.bury(unit, record)
        try:
            await self._take_back(unit)
        except StaleSessionError:
            return 0  # it lives, or somebody was quicker
        _log.warning("process_found_dead", kind=record.kind)
        return 1

    async def _take_back(self, unit: UnitOfWork) -> None:
        self._storage.outbox.take_back(unit, _MOST_RESENDS)
        await self._storage.commit(unit)


def _new_id() -> str:
    return os.urandom(8).hex()
