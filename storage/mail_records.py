"""Records of e-mail, and the contracts of their repositories."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol

from msgspec import Struct

from flows.desk.notices import Kind
from flows.identifiers import Instant
from storage.work import UnitOfWork

__all__ = [
    "BOUNCED",
    "AccountMail",
    "AccountMailRepository",
    "Bounce",
    "BounceRepository",
    "MailLinks",
    "MailReader",
]


BOUNCED: Final = "bounced"
"""The cause of an opt-out that nobody said: letters do not arrive, other ways are open."""


class Bounce(Struct, frozen=True, kw_only=True):
    """What mail servers said of an address last: the enhanced status (RFC 3463), whether it is
    for good (`hard`), and how many letters came back in all.
    """

    address_index: bytes
    at: Instant
    status: str
    hard: bool
    times: int = 1


class AccountMail(Struct, frozen=True, kw_only=True):
    """Where an officer is written to. Notices go there once it is confirmed. What a letter tells
    is written down before it leaves, so that none leaves twice: after a crash in between, it is
    lost, and the notices stand on the officer's page.
    """

    account_id: str
    address: str
    changed_at: Instant
    asked_at: Instant | None = None
    """When the letter left that asks for confirmation."""
    confirmed_at: Instant | None = None
    mailed_upto: int = 0
    """Number of the newest notice that a letter told of."""
    next_at: Instant = Instant(0)
    """Nothing leaves before."""
    attempts: int = 0
    """Tries in a row that did not get there."""
    reason: str | None = None
    """Why the last letter did not get there, or may not have: codes, no words."""
    version: int = 1


class MailReader(Struct, frozen=True):
    """Whom a letter went to, and the keyed hash that the address is looked up by."""

    address: str
    index: bytes


class MailLinks(Protocol):
    """What stands in letters and proves something when it comes back; nothing of it is stored."""

    def unsubscribe_token(self, address: str) -> str:
        """Return what names a letter's reader in a link. The address in it is sealed (I19), and
        opens for as long as the key ring is kept: a letter may lie for years before it is read.
        """

    def reader(self, token: str) -> MailReader | None:
        """Return whom a letter went to; None: the token is none of ours."""

    def confirm_token(self, mail: AccountMail) -> str:
        """Return what the letter to an officer's new address holds: who knows it reads what is
        sent there. It is of this address and of the moment in which it was entered.
        """


class BounceRepository(Protocol):
    """Letters that came back, by address."""

    async def of(self, address_index: bytes) -> Bounce | None: ...
    def add(self, unit: UnitOfWork, bounce: Bounce) -> None:
        """Write down one more; what was said last counts."""

    def remove(self, unit: UnitOfWork, address_index: bytes) -> None: ...
    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove the addresses that returned nothing since."""


class AccountMailRepository(Protocol):
    """Where officers are written to."""

    async def of(self, account_id: str) -> AccountMail | None: ...
    async def due(self, now: Instant, kinds: Collection[Kind], size: int) -> list[AccountMail]:
        """Return the next who are to be written to: those who were not asked for confirmation
        yet, and those who have unread notices that no letter told of. `kinds`: notices that are
        worth none.
        """

    def add(self, unit: UnitOfWork, record: AccountMail) -> None:
        """Insert; StorageRefusedError if the officer has an address already."""

    def save(self, unit: UnitOfWork, record: AccountMail) -> None:
        """Replace the row whose version is `record.version - 1`, else StaleSessionError."""

    def remove(self, unit: UnitOfWork, account_id: str) -> None: ...
