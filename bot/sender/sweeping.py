"""Sweeping: finds what waits in the outbox and claims it, whole sessions at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

import msgspec
import structlog

from bot.sender.account import Account
from bot.sender.lane import Parcel
from bot.sender.life import Life
from bot.sender.marks import Marks
from bot.sender.waiting import Waiting
from flows.identifiers import Instant, SessionId
from storage.base import OutboxRecord, StaleSessionError, Storage, StorageError, UnitOfWork

__all__ = ["Sweeping"]

_log = structlog.get_logger(__name__)

_BATCH: Final = 100
"""Sessions claimed at a time."""
_MOST_LANES: Final = 1_000
"""A process with so many sessions in hand leaves what waits to others, and to later."""
_YOUNG_MS: Final = 10_000
"""Claims younger than this may still be on their way into a lane."""


class Sweeping:
    """Looks through the queued rows in rounds, so that none is passed over for ever."""

    def __init__(
        self,
        storage: Storage,
        accounts: Mapping[str, Account],
        life: Life,
        marks: Marks,
        waiting: Waiting,
        clock: Callable[[], Instant],
    ) -> None:
        self._storage = storage
        self._accounts = accounts
        self._life = life
        self._marks = marks
        self._waiting = waiting
        self._clock = clock
        self._after = ""
        self._one_at_a_time = asyncio.Lock()
        self._strays: set[tuple[SessionId, int]] = set()
        self._doubts: dict[SessionId, int] = {}
        """Session → the first of its rows of which nobody knows whether they were committed."""

    def doubt(self, session_id: SessionId, seq: int) -> None:
        """Note that rows from `seq` on may be in the database, claimed by this process, though
        no lane will ever have them.
        """
        self._waiting.add(session_id)
        self._doubts.setdefault(session_id, seq)

    async def sweep(self, lanes: int) -> list[list[Parcel]]:
        """Claim what is due; return it, session by session. `lanes`: how many run already.

        Raises:
            StorageError: nothing can be read or written now.

        """
        async with self._one_at_a_time:
            await self._clear_doubts()
            if not self._may_sweep(lanes):
                return []
            await self._marks.flush()  # what was given back just now is to be found queued
            stamp = self._waiting.stamp
            due = await self._storage.outbox.due(self._clock(), self._after, _BATCH)
            self._after = due[-1][0].session_id if len(due) >= _BATCH else ""
            wanted = self._choose(due)
            claimed = await asyncio.gather(*(self._claim(rows) for rows in wanted))
            return [self._parcels(rows, stamp) for rows in claimed if rows]

    async def _clear_doubts(self) -> None:
        """Queue what commits of unknown outcome may have left behind. None of it was ever sent,
        so nothing is counted. This write comes behind theirs: one process writes in order, and
        PostgreSQL keeps us waiting for the session while a lost connection still commits.
        """
        for session_id, seq in list(self._doubts.items()):
            unit = UnitOfWork()
            self._storage.outbox.release_from(unit, self._life.id, session_id, seq)
            try:
                async with self._storage.hold(session_id) as storage:
                    await storage.commit(unit)
            except BaseException:
                self._doubts[session_id] = self._doubts.pop(session_id)  # the others first
                raise
            del self._doubts[session_id]

    def _may_sweep(self, lanes: int) -> bool:
        return (
            lanes < _MOST_LANES
            and self._life.holds()
            and not all(account.rests() for account in self._accounts.values())
        )

    def _choose(self, due: list[list[OutboxRecord]]) -> list[list[OutboxRecord]]:
        """Leave out what cannot be sent now; of an account that has to prove itself, take one."""
        wanted: list[list[OutboxRecord]] = []
        probing: set[str] = set()
        for rows in due:
            account = self._accounts.get(rows[0].channel) if rows else None
            if rows and rows[0].session_id in self._doubts:
                continue  # came up just now
            if account is None or account.rests() or account.name in probing:
                continue
            if not account.breaker.is_closed:
                probing.add(account.name)
            wanted.append(rows)
        return wanted

    async def _claim(self, rows: list[OutboxRecord]) -> list[OutboxRecord]:
        """Claim all of a session's rows or none, the first one first: that is the one which all
        who sweep compete for.
        """
        unit = UnitOfWork()
        claimer = self._life.id
        for row in rows:
            self._storage.outbox.claim(unit, row, claimer)
        try:
            await self._storage.commit(unit)
        except StorageError as error:
            if not isinstance(error, StaleSessionError):
                _log.warning("claim_failed", error=type(error).__name__)
            return []  # somebody was quicker, or it waits for better times
        return [msgspec.structs.replace(r, state="claimed", claimed_by=claimer) for r in rows]

    def _parcels(self, rows: list[OutboxRecord], stamp: int) -> list[Parcel]:
        self._waiting.release(rows[0].session_id, stamp)
        return [Parcel(row, row.claimed_by or "") for row in rows]

    async def tidy(self, holds: Callable[[str, int], bool]) -> int:
        """Put right what was left over: sessions thought to wait that others have sent to, and
        claims that no lane holds (a mark that was refused, a commit that came to light late). As
        nobody knows whether such a row left, that is counted (I9). Return how many were queued
        again.

        Raises:
            StorageError: nothing can be read or written now.

        """
        stamp = self._waiting.stamp
        if len(self._waiting):
            still_open = await self._storage.outbox.open_sessions()
            self._waiting.keep_only({*still_open, *self._doubts}, stamp)
        await self._marks.flush()
        before = Instant(self._clock() - _YOUNG_MS)
        claims = await self._storage.outbox.claims(self._life.id, before)
        strays = {
            (c.session_id, c.seq): c
            for c in claims
            if c.session_id not in self._doubts and not holds(c.session_id, c.seq)
        }
        twice = [claim for key, claim in strays.items() if key in self._strays]
        for claim in twice:
            queued = msgspec.structs.replace(
                claim, state="queued", claimed_by=None, unknowns=claim.unknowns + 1
            )
            self._waiting.add(claim.session_id)
            self._marks.settle(queued, self._life.id)
        self._strays = set(strays)
        return len(twice)
