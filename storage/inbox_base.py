"""The contract of the inbox: what was accepted, and what became of it."""

from __future__ import annotations

from typing import Protocol

from flows.identifiers import Instant, SessionId
from storage.records import InboxRecord
from storage.work import UnitOfWork

__all__ = ["InboxRepository"]


class InboxRepository(Protocol):
    """Accepted messages."""

    async def seen(self, channel: str, dedupe_key: str) -> bool: ...
    async def pending(self, session_id: SessionId) -> list[InboxRecord]:
        """Oldest first."""

    async def waiting_sessions(self, before: Instant, limit: int) -> list[SessionId]:
        """Sessions with a message that came before, the longest waiting first."""

    async def ripe_sessions(self, before: Instant, limit: int) -> list[SessionId]:
        """Return the same, without those whose last try was too short a while ago."""

    def add(self, unit: UnitOfWork, record: InboxRecord) -> None:
        """Insert; DuplicateMessageError when the key was there. Applied rows store no body."""

    def mark(
        self, unit: UnitOfWork, record_id: str, state: str, reason: str | None = None
    ) -> None:
        """Set the end of a pending row and empty its body; StaleSessionError if it is not
        pending any more. A dead row keeps its body, sealed, so that it can be replayed.
        """

    def count_attempt(self, unit: UnitOfWork, record_id: str, now: Instant) -> None:
        """Count a try; each one puts the next off for longer (`ripe_sessions`)."""

    def set_back(self, unit: UnitOfWork, session_id: SessionId, now: Instant, tries: int) -> None:
        """Count a try of the oldest pending row without reading it; dead after `tries`."""

    def erase(self, unit: UnitOfWork, session_id: SessionId) -> None:
        """Empty the bodies that dead rows of a session kept (invariant I22)."""

    def forget_dead(self, unit: UnitOfWork, before: Instant) -> None:
        """Empty the bodies of dead rows that came in before: those that belong to no session
        would be kept for ever.
        """
