"""The contracts of what is sent: the outbox, and the processes that may hold claims on it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from flows.identifiers import Instant, SessionId
from storage.records import OutboxRecord, ProcessRecord
from storage.work import UnitOfWork

__all__ = ["Backlog", "OutboxRepository", "ProcessRepository"]


class Backlog(NamedTuple):
    """How many messages still have to leave, and when the oldest of them was said."""

    messages: int
    oldest: Instant | None


class OutboxRepository(Protocol):
    """Messages to people, and which of them still have to leave.

    Open rows are `queued` or `claimed`. In a session only the first open row is competed for:
    whoever claims it may claim those behind it, so that nobody sends a later one meanwhile.
    """

    async def after(
        self, session_id: SessionId, seq: int, limit: int = 200
    ) -> list[OutboxRecord]: ...
    async def by_number(
        self, session_id: SessionId, channel: str, user_key: str, number: str
    ) -> OutboxRecord | None:
        """Return what the platform took under this number, said to this person there."""

    def add(self, unit: UnitOfWork, record: OutboxRecord) -> None: ...
    def erase(self, unit: UnitOfWork, session_id: SessionId) -> None:
        """Remove everything that was said in a session so far: it repeats the person's words
        (invariant I22). Numbers go on behind what was removed; a unit adds after it erases.
        """

    async def due(self, now: Instant, after: str, limit: int) -> list[list[OutboxRecord]]:
        """Return the queued rows, in their order, of up to `limit` sessions whose first open row
        is due, by session id from behind `after`. A body that does not open is empty.
        """

    def claim(self, unit: UnitOfWork, record: OutboxRecord, process_id: str) -> None:
        """Claim a queued row; StaleSessionError if it is not queued any more. Claim the rows of
        a session in one unit, the first open one first.
        """

    def settle(self, unit: UnitOfWork, record: OutboxRecord, process_id: str) -> None:
        """Write what became of a row that the process had claimed: state, claimer, next_at,
        attempts, unknowns, parts_done, number and reason. To no effect where the claim was lost
        (I5).
        """

    async def has_open(self, session_id: SessionId, *, not_by: str) -> bool:
        """Tell whether a session has open rows that are queued or that another claimed."""

    async def open_sessions(self) -> list[SessionId]: ...
    async def claims(self, process_id: str, before: Instant) -> list[OutboxRecord]:
        """Return what a process claims and what was said before; bodies that do not open are
        empty.
        """

    def release(self, unit: UnitOfWork, process_id: str) -> None:
        """Queue all that a process claims: none of it has left."""

    def release_from(
        self, unit: UnitOfWork, process_id: str, session_id: SessionId, seq: int
    ) -> None:
        """Queue what a process claims in a session from `seq` on: none of it has left."""

    async def backlog(self) -> Backlog: ...
    async def has_abandoned(self) -> bool:
        """Tell whether there are claims of processes that are not known any more."""

    def take_back(self, unit: UnitOfWork, most: int) -> None:
        """Queue again what processes claimed that are not known any more. It may have left: that
        is counted; where it was counted `most` times before, it ends as `unknown` (I9).
        """


class ProcessRepository(Protocol):
    """Who is running. Nobody's clock is compared with another's: a process is dead when others
    have watched its `beat_at` stand still for longer than its lease (reliability row 50).
    """

    async def all(self) -> list[ProcessRecord]: ...
    def add(self, unit: UnitOfWork, record: ProcessRecord) -> None: ...
    def beat(self, unit: UnitOfWork, process_id: str, at: Instant) -> None:
        """Give a sign of life; StaleSessionError if the process was declared dead."""

    def bury(self, unit: UnitOfWork, record: ProcessRecord) -> None:
        """Declare a process dead; StaleSessionError if it gave a sign of life meanwhile."""

    def remove(self, unit: UnitOfWork, process_id: str) -> None: ...
    def clear(self, unit: UnitOfWork) -> None:
        """Remove all: for who holds the database alone."""
