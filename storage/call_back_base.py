"""The contract of call-backs: what each call about a response came to."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from flows.identifiers import Instant, ResponseId
from storage.work import UnitOfWork
from survey.call_backs import Outcome

__all__ = ["CallBack", "CallBackRepository"]


class CallBack(Struct, frozen=True, kw_only=True):
    """One call to who had answered. Append-only; the note is sealed at rest, and None where
    there was none, or once the response was erased.
    """

    response_id: ResponseId
    number: int
    outcome: Outcome
    note: str | None
    at: Instant
    by: str
    """Who called, as the audit log names them."""


class CallBackRepository(Protocol):
    """Calls that verify responses: each stays, and a later one corrects what was wrong."""

    async def of(self, response_id: ResponseId) -> list[CallBack]:
        """Oldest first; `survey.call_backs.concluded` says what they come to."""

    def record(
        self, unit: UnitOfWork, response_id: ResponseId, outcome: Outcome, note: str, at: Instant,
        by: str,
    ) -> None:  # fmt: skip
        """Add the next line; `note` may be empty. StaleSessionError if the response is still
        being filled in, or was erased: nothing may be kept of it that leads to its person.
        """
