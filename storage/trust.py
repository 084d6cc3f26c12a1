"""What officers are told, and what two of them must agree on: the records, and the contracts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, Protocol, TypeAlias

import msgspec

from flows.desk.notices import Kind
from flows.identifiers import Instant
from storage.work import UnitOfWork

__all__ = [
    "NoticePage",
    "NoticeRecord",
    "NoticeRepository",
    "ResetOutcome",
    "ResetRecord",
    "ResetRepository",
]

ResetOutcome: TypeAlias = Literal["made", "refused", "expired"]


class NoticeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A notice to one account. `object`: the code of a case, or the id of an account; `params`:
    ids, levels and moments, which become words only in the language of who reads them.
    """

    account_id: str
    kind: Kind
    object: str
    made_at: Instant
    params: Mapping[str, str] = {}
    read_at: Instant | None = None
    number: int = 0
    """Given by the database."""


class NoticePage(msgspec.Struct, frozen=True):
    """Notices of one account, newest first. `next` is where the following page begins; None at
    the end.
    """

    rows: tuple[NoticeRecord, ...]
    next: str | None = None


class NoticeRepository(Protocol):
    """Notices to officers. Each read is one account's; what is about a case in which it is a
    party is not there for it (domain §4.2).
    """

    def add(self, unit: UnitOfWork, record: NoticeRecord) -> None: ...
    async def page(
        self,
        account_id: str,
        *,
        unread: bool = False,
        after: str | None = None,
        size: int = 50,
    ) -> NoticePage:
        """Return the page that begins behind `after`; a mark that is none begins at the newest."""

    async def unread(self, account_id: str, kinds: Collection[Kind] | None = None) -> int:
        """Return how many were not read, of these kinds or of all; counted up to one more than
        `COUNTED`, so that what it costs does not grow.
        """

    async def unread_of(
        self, account_id: str, kinds: Collection[Kind], size: int = 50
    ) -> list[NoticeRecord]:
        """Return the newest unread ones of these kinds, at most `size`."""

    def read(
        self, unit: UnitOfWork, account_id: str, numbers: Collection[int], at: Instant
    ) -> None:
        """Mark as read those of these that are the account's; once more is no change."""

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove those made before; what is about the account itself stays until it was read."""


class ResetRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asks for a link by which the owner of an account gets in anew."""

    id: str
    account_id: str
    """Whose account it is."""
    device_lost: bool
    """The authenticator is to be forgotten too."""
    asked_by: str
    """Account of who asks."""
    asked_at: Instant
    ready_at: Instant | None
    """From when on who asked may make the link alone; None: somebody else must."""
    expires_at: Instant


class ResetRepository(Protocol):
    """Resets that were asked for; one of them is open for an account at most."""

    async def open_for(self, account_id: str, now: Instant) -> ResetRecord | None:
        """Return the one that is open and not too old."""

    def ask(self, unit: UnitOfWork, record: ResetRecord) -> None:
        """Add one, in the place of one that is too old; StorageRefusedError if one is open."""

    def end(
        self, unit: UnitOfWork, record: ResetRecord, outcome: ResetOutcome, at: Instant
    ) -> None:
        """Close it; StaleSessionError if it is closed or too old: of two at once, one does it."""

    def end_all(self, unit: UnitOfWork, account_id: str, at: Instant) -> None:
        """Close what is open for an account, as refused: a link was made in another way, or the
        account was closed or opened meanwhile.
        """

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove those closed, or too old, before; the audit log keeps that they were."""
