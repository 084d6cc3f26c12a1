"""The contracts of inviting: links, keys of other systems, and who was asked when."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from flows.identifiers import Instant, InvitationId, SessionId
from storage.inviting_records import ApiAnswer, ApiKeyRecord, Following
from storage.records import InvitationRecord
from storage.work import StorageError, UnitOfWork

__all__ = [
    "ApiKeyRepository",
    "AskedLatelyError",
    "AskedRepository",
    "InvitationRepository",
    "SameRequestError",
]


class AskedLatelyError(StorageError):
    """Somebody was asked already, within the days in which nobody is asked twice."""


class SameRequestError(StorageError):
    """A request with this idempotency key was answered already."""


class ApiKeyRepository(Protocol):
    """Keys of other systems, and what their requests were answered."""

    async def listed(self) -> list[ApiKeyRecord]:
        """All of them, the newest first; revoked ones too."""

    async def by_hash(self, key_hash: str) -> ApiKeyRecord | None: ...
    async def answer(self, key_id: str, idempotency_key: str) -> ApiAnswer | None: ...
    def digest(self, body: bytes) -> str:
        """Return a keyed hash of a request: its body holds numbers that could be guessed."""

    def add(self, unit: UnitOfWork, record: ApiKeyRecord) -> None: ...
    def revoke(self, unit: UnitOfWork, key_id: str, at: Instant) -> None:
        """Let a key open nothing more; MissingRowError if it is not there, or revoked already."""

    def used(self, unit: UnitOfWork, key_id: str, day: str) -> None: ...
    def keep_answer(self, unit: UnitOfWork, answer: ApiAnswer) -> None:
        """Keep an answer; SameRequestError if the key has one to such a request already."""

    def forget_answers(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove the answers given before a moment: they hold links."""


class AskedRepository(Protocol):
    """When each person was asked last, by a keyed hash of who it is."""

    async def when(self, person_index: bytes, *, alone: bool = False) -> Instant | None:
        """Return when somebody was asked last. `alone`: None too where more was told of them than
        the number that this is.
        """

    def ask(
        self, unit: UnitOfWork, person_index: bytes, at: Instant, invitation_id: str, *,
        not_since: Instant, shared: bool = False,
    ) -> None:  # fmt: skip
        """Write down that somebody is asked. A commit raises `AskedLatelyError` if they were
        after `not_since` by another invitation, also where two ask at the same moment. `shared`:
        it is a number that others have too, of somebody of whom more is told; it raises only if
        the number was all that was told of whom that invitation asked.
        """

    def forget_unopened(self, unit: UnitOfWork, import_id: str, *, after: int, upto: int) -> None:
        """Let those be asked anew who were asked about an import's rows behind `after`, up to
        `upto`, and have not opened that; while the rows are there.
        """

    def forget(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove who was asked before a moment."""


class InvitationRepository(Protocol):
    """Links."""

    async def by_token_hash(self, token_hash: str) -> InvitationRecord | None:
        """Return the invitation that any of its links leads to, with the end of that link."""

    async def by_code_hash(self, code_hash: str) -> InvitationRecord | None: ...
    async def by_id(self, invitation_id: InvitationId) -> InvitationRecord | None: ...
    async def posters(self, place_id: str) -> list[InvitationRecord]:
        """Return those of a place that many people can use, oldest first; ended ones too."""

    async def listed(self, *, demo: bool | None = None) -> list[InvitationRecord]:
        """Oldest first; revoked and expired ones too."""

    def add(self, unit: UnitOfWork, record: InvitationRecord) -> None: ...
    def claim(self, unit: UnitOfWork, invitation_id: InvitationId, session_id: SessionId) -> None:
        """Bind a personal invitation to its session; StaleSessionError if another has it."""

    def revoke(self, unit: UnitOfWork, invitation_id: InvitationId, at: Instant) -> None: ...
    async def of_transactions(self, ids: Collection[str]) -> dict[str, InvitationRecord]:
        """Return the invitations that follow transactions, by the transaction's id."""

    def renew(self, unit: UnitOfWork, record: InvitationRecord) -> None:
        """Give a personal invitation the link, code and end of `record`; those that were given
        so before lead nowhere, and the link that a campaign has sent stays. A commit raises
        `StaleSessionError` where it was opened, or taken back, or a campaign took it up.
        """

    async def following(self, import_id: str) -> Following:
        """Return what follows the rows of an import so far."""

    def revoke_unopened(
        self, unit: UnitOfWork, import_id: str, *, after: int, upto: int, at: Instant
    ) -> None:
        """Revoke what follows an import's rows behind `after`, up to `upto`, unless somebody has
        opened it.
        """
