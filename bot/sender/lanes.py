"""All lanes of a process: each runs while it has work, and gives back what has to wait long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

import msgspec
import structlog

from bot.sender.account import Figures
from bot.sender.asides import Asides
from bot.sender.delivery import Delivery, HaltError
from bot.sender.lane import Aside, Lane, Parcel
from bot.sender.marks import Marks
from bot.sender.waiting import Waiting
from flows.identifiers import Instant
from storage.base import OutboxRecord, StorageError

__all__ = ["Lanes"]

_log = structlog.get_logger(__name__)

_PATIENCE_S: Final = 2.0
"""What has to wait longer goes back into the database, where it costs no memory, counts as never
left after a crash, and any process may take it up.
"""
_AGAIN_S: Final = 1.0
_LAST_CALLS_S: Final = 5.0
"""For the answers to calls under way when the process ends."""


class Lanes:
    """`on_end` is told which lane has sent all that it had."""

    def __init__(
        self,
        *,
        delivery: Delivery,
        marks: Marks,
        waiting: Waiting,
        figures: Figures,
        clock: Callable[[], Instant],
        on_end: Callable[[str], None],
    ) -> None:
        self._delivery = delivery
        self._marks = marks
        self._waiting = waiting
        self._figures = figures
        self._clock = clock
        self._on_end = on_end
        self._lanes: dict[str, Lane] = {}
        self._asides = Asides(delivery, figures)

    def __len__(self) -> int:
        return len(self._lanes)

    def __contains__(self, session_id: str) -> bool:
        return session_id in self._lanes

    def holds(self, session_id: str, seq: int) -> bool:
        """Return whether a row is in one of the lanes."""
        lane = self._lanes.get(session_id)
        return lane is not None and any(parcel.row.seq == seq for parcel in lane.rows)

    def send(self, session_id: str, parcels: Iterable[Parcel]) -> None:
        """Send rows of a session, behind those that are in its lane."""
        lane = self._lane(session_id)
        lane.rows.extend(parcels)
        self._go(lane)

    def follow(self, aside: Aside) -> None:
        """Send small calls when what was said before to the same address is on its way."""
        self._asides.follow(aside)

    def _lane(self, key: str) -> Lane:
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane(key, self._asides.release)
        return lane

    def _go(self, lane: Lane) -> None:
        if lane.task is None:
            lane.task = asyncio.create_task(self._run(lane))

    # -- one lane

    async def _run(self, lane: Lane) -> None:
        """Send until the lane is empty, has to wait for long, or everything halts."""
        parked = False
        try:
            while lane.rows:
                parked = await self._step(lane, lane.rows[0])
        except HaltError:
            return  # what is left in it is given back by `close`
        self._delivery.leave(lane)
        del self._lanes[lane.key]
        if lane.asides:
            self._asides.release(lane)
        if not parked:
            self._on_end(lane.key)

    async def _step(self, lane: Lane, parcel: Parcel) -> bool:
        """Bring the first row on; return whether the lane had to be given back."""
        try:
            wait = await self._delivery.row(lane, parcel)
        except StorageError as error:
            _log.warning("lane_waits", error=type(error).__name__)
            wait = _AGAIN_S
        except HaltError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go on
            _log.error("message_failed", session=lane.key, error=type(error).__name__)
            self._delivery.lay_down(parcel, "fault")
            wait = 0.0
        if not lane.rows or lane.rows[0] is not parcel:
            return False  # others have it now
        if not wait:
            lane.rows.popleft()
        elif wait > _PATIENCE_S:
            self._waiting.add(lane.key)
            self._give_back(lane, Instant(self._clock() + int(wait * 1000)))
            return True
        else:
            await asyncio.sleep(wait)
        return False

    # -- what does not leave from here

    def requeue(self, row: OutboxRecord, claimer: str, next_at: Instant) -> None:
        """Give a row back to whoever sweeps, from `next_at` on."""
        queued = msgspec.structs.replace(row, state="queued", claimed_by=None, next_at=next_at)
        self._marks.settle(queued, claimer)

    def _give_back(self, lane: Lane, next_at: Instant) -> None:
        self._figures.parked += len(lane.rows)
        for parcel in lane.rows:
            self.requeue(parcel.row, parcel.claimer, next_at)
        lane.rows.clear()
        self._asides.drop(lane)

    def lose(self) -> None:
        """Let go of everything: another process may be sending it."""
        for lane in self._lanes.values():
            if lane.rows:
                self._waiting.add(lane.key)
                lane.rows.clear()
                self._asides.drop(lane)

    async def close(self) -> None:
        """Wait for the calls under way, stop the rest, and give back what did not leave."""
        await self._asides.close()
        running = [lane.task for lane in self._lanes.values() if lane.task is not None]
        for lane in self._lanes.values():
            if lane.task is not None and not lane.is_calling:
                lane.task.cancel()
        if running:
            _, late = await asyncio.wait(running, timeout=_LAST_CALLS_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        for lane in self._lanes.values():
            self._give_back(lane, Instant(0))
        self._lanes.clear()
