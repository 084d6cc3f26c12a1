"""The sender of one process: takes what turns said, and whatever else waits, to the platforms."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import structlog

from bot.channels.base import Call, Channel, Outgoing
from bot.outlet import Outlet
from bot.sender.account import Account, Figures
from bot.sender.addresses import Addresses
from bot.sender.delivery import Delivery
from bot.sender.lane import Aside, Parcel
from bot.sender.lanes import Lanes
from bot.sender.life import BEAT_S, Kind, Life
from bot.sender.marks import Marks
from bot.sender.rates import Rates
from bot.sender.sweeping import Sweeping
from bot.sender.waiting import Waiting
from flows.identifiers import Instant, SessionId
from storage.base import Backlog, OutboxRecord, Storage, StorageError
from storage.coordination import Coordination

__all__ = ["Sender"]

_log = structlog.get_logger(__name__)

_AGAIN_S: Final = 1.0
_LAST_WRITES_S: Final = 5.0


class Sender(Outlet):
    """Outbox → channels. One lane a session, strictly in order; lanes run side by side.

    `alone`: this process holds the database by itself (SQLite), so that former claims are taken
    back at the start, and no heartbeat is needed. `start` it before the first turn, `close` it
    after the last one, before the channels and the database; call `sweep` each second between.
    """

    def __init__(  # noqa: PLR0913 - the parts of a process, each by name
        self,
        storage: Storage,
        channels: Mapping[str, Channel],
        rates: Rates,
        coordination: Coordination,
        *,
        kind: Kind,
        alone: bool,
        clock: Callable[[], Instant],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.figures = Figures()
        self.accounts = {
            name: Account(channel, rates, self.figures, monotonic)
            for name, channel in channels.items()
        }
        self.life = Life(
            storage, kind=kind, alone=alone, rates=rates, coordination=coordination,
            clock=clock, monotonic=monotonic,
        )  # fmt: skip
        self._storage = storage
        self._coordination = coordination
        self._alone = alone
        self._monotonic = monotonic
        self._marks = Marks(storage)
        self._waiting = Waiting()
        self._addresses = Addresses(storage)
        self._delivery = Delivery(
            accounts=self.accounts,
            addresses=self._addresses,
            marks=self._marks,
            life=self.life,
            figures=self.figures,
            clock=clock,
            monotonic=monotonic,
        )
        self._lanes = self._new_lanes(clock)
        self._sweeping = Sweeping(
            storage, self.accounts, self.life, self._marks, self._waiting, clock
        )
        self._rung_for: set[str] = set()
        self._open: set[str] = set()
        self._bell = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.life.on_lost = self._lanes.lose
        coordination.listen("outbox", self._hear)
        coordination.on_gap(self._bell.set)

    def _new_lanes(self, clock: Callable[[], Instant]) -> Lanes:
        return Lanes(
            delivery=self._delivery,
            marks=self._marks,
            waiting=self._waiting,
            figures=self.figures,
            clock=clock,
            on_end=self._ended,
        )

    # -- as the corridor sees it

    def claim(self, session_id: str) -> str | None:
        self._marks.join()  # a turn is about to commit
        return self._claim(session_id)

    def _claim(self, session_id: str) -> str | None:
        if self._delivery.halted or session_id in self._waiting or not self.life.holds():
            return None
        return self.life.id

    def take(self, rows: Sequence[OutboxRecord], said: Sequence[Outgoing]) -> None:
        for row, message in zip(rows, said, strict=True):
            if row.claimed_by == self.life.id and self._claim(row.session_id) is not None:
                self._lanes.send(row.session_id, (Parcel(row, self.life.id, message),))
                continue
            if row.claimed_by is not None:  # what is older came to wait meanwhile
                self._lanes.requeue(row, row.claimed_by, Instant(0))
            self._waiting.add(row.session_id)
            self._coordination.ring("outbox", row.session_id)
            self._bell.set()

    def doubt(self, session_id: SessionId, seq: int) -> None:
        self._sweeping.doubt(session_id, seq)
        self._bell.set()

    def aside(self, channel: str, address: str, calls: Sequence[Call]) -> None:
        """Send behind what the person's chat still waits for; drop it on any fault. Nothing of
        it is stored.
        """
        if self._delivery.halted:
            self.figures.asides_dropped += len(calls)
        elif calls:
            self._lanes.follow(Aside(channel, address, calls, self._monotonic()))

    def is_held(self, channel: str) -> bool:
        account = self.accounts.get(channel)
        return account is not None and account.is_held()

    # -- what waits in the database

    def _hear(self, session_id: str, _times: int) -> None:
        if session_id in self._lanes:
            self._rung_for.add(session_id)  # not before what is under way here has left
        else:
            self._bell.set()

    def _ended(self, key: str) -> None:
        if key in self._waiting or key in self._rung_for:
            self._rung_for.discard(key)
            self._bell.set()

    async def sweep(self) -> int:
        """Take up what is due and nobody sends; return how many sessions.

        Raises:
            StorageError: nothing can be read or written now.

        """
        if self._delivery.halted:
            return 0
        found = await self._sweeping.sweep(len(self._lanes))
        if self._delivery.halted:
            return 0  # given back with all else that is claimed
        for parcels in found:
            self._lanes.send(parcels[0].row.session_id, parcels)
        return len(found)

    async def _sweep_when_rung(self) -> None:
        while True:
            await self._bell.wait()
            self._bell.clear()
            try:
                while await self.sweep():
                    pass
            except Exception as error:  # noqa: BLE001 - a worker loop outlives any fault
                _log.warning("sweep_waits", error=type(error).__name__)
                await asyncio.sleep(_AGAIN_S)

    # -- life

    async def start(self) -> None:
        """Become known, take back what former processes held, and begin to send.

        Raises:
            StorageError: nothing can be read or written now.

        """
        await self.life.begin()
        if self._alone:
            for session_id in await self._storage.outbox.open_sessions():
                self._waiting.add(session_id)
        works = (self._sweep_when_rung(), self._live())
        self._tasks = [asyncio.create_task(work) for work in works]
        self._bell.set()

    async def _live(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            try:
                await self.beat()
            except Exception as error:  # noqa: BLE001 - a worker loop outlives any fault
                _log.warning("heartbeat_waits", error=type(error).__name__)

    async def beat(self) -> None:
        """Give a sign of life, look after other processes and for channels that have opened, and
        tidy up; every five seconds.

        Raises:
            StorageError: nothing can be read or written now.

        """
        if await self.life.beat():
            self._bell.set()
        if await self._sweeping.tidy(self._lanes.holds):
            self._bell.set()
        known = self._open
        self._open = {name for name, of in self.accounts.items() if of.channel.is_open}
        if self._open - known:
            self._bell.set()

    async def close(self) -> None:
        """Finish the calls under way, write what became of them, give back what never left.
        What cannot be written counts as left by a dead process.
        """
        self._delivery.halted = True
        for task in self._tasks:
            task.cancel()
        await self._lanes.close()
        if not self._tasks:
            return
        try:
            async with asyncio.timeout(_LAST_WRITES_S):
                await self._marks.flush()
                await self.life.end()
        except (TimeoutError, StorageError) as error:
            _log.error("end_not_written", error=type(error).__name__)
        await self._marks.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def written(self) -> None:
        """Wait until what became of all that was sent so far can be read from the outbox."""
        await self._marks.flush()

    def forget(self, channel: str, user_key: str) -> None:
        """Look anew, the next time, whether and where a person can be written to."""
        self._addresses.forget(channel, user_key)

    # -- what can be seen

    @property
    def lanes(self) -> int:
        """How many sessions are being sent to."""
        return len(self._lanes)

    @property
    def waiting(self) -> int:
        """How many sessions wait in the database, as far as this process knows."""
        return len(self._waiting)

    def troubles(self) -> dict[str, str]:
        """Return the accounts that are not called freely now, and why."""
        found = {name: account.trouble() for name, account in self.accounts.items()}
        return {name: why for name, why in found.items() if why is not None}

    async def backlog(self) -> Backlog:
        """Return how many messages of all processes still have to leave, and since when."""
        return await self._storage.outbox.backlog()
