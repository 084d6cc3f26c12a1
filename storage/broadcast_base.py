"""The contracts of broadcasts: who is asked in which wave, what became of it, who wants none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from flows.broadcasts import RecipientState
from flows.identifiers import Instant, SessionId
from storage.broadcast_records import (
    BroadcastRecord,
    Claim,
    Counted,
    Due,
    Outcome,
    Recipient,
    Settled,
    Share,
)
from storage.records import InvitationRecord
from storage.work import StorageError, UnitOfWork
from survey.campaigns import Channel

__all__ = [
    "BroadcastRepository",
    "InvitationOpenedError",
    "OptOutRepository",
    "RecipientRepository",
]


class InvitationOpenedError(StorageError):
    """The link of this transaction was opened, or taken back: nobody is to be asked again."""


class BroadcastRepository(Protocol):
    """Broadcasts, and the freezing of their audiences."""

    async def by_id(self, broadcast_id: str) -> BroadcastRecord | None: ...
    async def of_campaign(self, campaign_id: str) -> list[BroadcastRecord]:
        """In the order in which they were made."""

    async def under_way(self) -> list[BroadcastRecord]:
        """Return those that a process has to look after: running, or with rows to be frozen or
        to be cancelled.
        """

    def add(self, unit: UnitOfWork, record: BroadcastRecord) -> None: ...
    def save(self, unit: UnitOfWork, record: BroadcastRecord) -> None:
        """Change everything but what freezing goes by, and count the version up. A commit raises
        `StaleSessionError` unless `record.version` is the one that is stored.
        """

    def freeze_anew(self, unit: UnitOfWork, broadcast_id: str, *, adds: bool) -> None:
        """Let its audience be frozen from the first one drawn; `adds`: as in the record. A commit
        raises `StaleSessionError` while it is being frozen or sorted.
        """

    async def outlook(
        self, campaign_id: str, wave: int, *, email: bool, asked_since: Instant
    ) -> list[Share]:
        """Return how many people a wave would go to now, by channel, and how many it would not.
        `asked_since`: who was asked after that by something else is not asked again.
        """

    async def lost(self, broadcast_id: str, *, most: int) -> list[str]:
        """Return the transactions of those in an invitation who cannot be asked for good, and
        whose place nobody took; by number.
        """

    def enroll(
        self, unit: UnitOfWork, record: BroadcastRecord, transactions: Collection[str]
    ) -> None:
        """Add rows for these of the drawn to an invitation that is frozen and sorted. A commit
        raises `StaleSessionError` where it is not, or not any more as it was read.
        """

    async def freeze_end(self, record: BroadcastRecord, most: int) -> str | None:
        """Return where a slice of about `most` rows ends that begins at `frozen_upto`; None: it
        is the last one.
        """

    def freeze(self, unit: UnitOfWork, record: BroadcastRecord, upto: str | None) -> None:
        """Write the rows behind `frozen_upto` up to `upto`, by one INSERT…SELECT. A commit raises
        `StaleSessionError` where another process was quicker.
        """

    def sort(self, unit: UnitOfWork, record: BroadcastRecord, upto: int, *, email: bool) -> None:
        """Look up by which channel the rows behind `sorted_upto`, up to a number, are reached,
        and cancel those of people who want none. `email`: letters can be sent. A commit raises
        `StaleSessionError` as `freeze` does.
        """

    async def progress(self, broadcast_id: str) -> list[Counted]:
        """Return what became of the recipients so far; the counts sum to the audience (I10)."""

    async def outcomes(
        self, broadcast_id: str, state: RecipientState | None, *, after: int, most: int
    ) -> list[Outcome]:
        """Return the next recipients behind a number; those in a state, or all of them."""


class RecipientRepository(Protocol):
    """The rows of an audience. What leaves is claimed, then departs, then is settled: each step
    is durable before the next begins, so that a dead process leaves no doubt but about the calls
    that were under way (reliability §4).
    """

    def claim(
        self, unit: UnitOfWork, record: BroadcastRecord, channel: Channel, claim: Claim, due: Due
    ) -> None:
        """Reserve what is due for a process."""

    async def claimed(self, claim: Claim, broadcast_id: str) -> list[Recipient]:
        """Return what a claim has got of a broadcast, by number."""

    def depart(
        self, unit: UnitOfWork, one: Recipient, record: BroadcastRecord, claim: Claim, at: Instant
    ) -> None:
        """Write down that a row is about to leave. A commit raises `StaleSessionError` where it
        may not: somebody acted on the broadcast (another version), another process has the row,
        or its person wants no more (I11).
        """

    def invite(self, unit: UnitOfWork, record: InvitationRecord) -> None:
        """Write the invitation of a transaction, or give the one that is there this link and
        end; links that others have given out stay good beside it. A commit raises
        `InvitationOpenedError` where somebody has opened it.
        """

    def settle(self, unit: UnitOfWork, settled: Settled, claim: Claim) -> None:
        """Write what became of a row; without effect where the process lost its claim."""

    def put_back(self, unit: UnitOfWork, one: Recipient, claim: Claim, at: Instant) -> None:
        """Let a claimed row that may not depart wait again; if its person wants no more, cancel
        it.
        """

    async def has_leftovers(self, process_id: str) -> bool:
        """Tell whether `take_back` has anything to do."""

    def take_back(self, unit: UnitOfWork, process_id: str, at: Instant) -> None:
        """Give back what dead processes had claimed, and what this one has and does not hold in
        hand any more. Of what was departing nobody knows: it is never sent again by itself (I10).
        """

    def cancel_rest(
        self, unit: UnitOfWork, broadcast_id: str, reason: str, at: Instant, *, most: int
    ) -> None:
        """Cancel the next rows of a broadcast that wait, `most` at a time."""

    async def has_waiting(self, broadcast_id: str) -> bool:
        """Tell whether any row is pending or claimed; those of lists too."""

    async def listed(self, broadcast_id: str, *, after: int, most: int) -> list[Recipient]:
        """Return the next rows that go by a list and were not handed out, by number. People who
        want no more are not among them.
        """

    def drop_listed(self, unit: UnitOfWork, one: Recipient, reason: str, at: Instant) -> None:
        """Cancel a row of a list that was not handed out."""

    def hand_out(
        self, unit: UnitOfWork, one: Recipient, record: BroadcastRecord, at: Instant
    ) -> None:
        """Count a row of a list as sent: it goes to whoever prints or sends it. A commit raises
        `StaleSessionError` as `depart` does.
        """

    async def handed_out(
        self, broadcast_id: str, *, first: int, last: int, most: int
    ) -> list[Recipient]:
        """Return the rows from one number to another that were handed out, by number; at most so
        many.
        """

    def hand_again(self, unit: UnitOfWork, one: Recipient, record: BroadcastRecord) -> None:
        """Hold a row that was handed out, to be handed out once more; it stays as it is. A commit
        raises `StaleSessionError` as `depart` does; a broadcast that is done gives its lists too.
        """


class OptOutRepository(Protocol):
    """Who wants no more messages but the answers to their own: chats, addresses, and people by
    their keyed hash or their number's. What is written here nothing departs against (I11).
    """

    async def has_email(self, index: bytes) -> bool:
        """Tell whether an address wants none, by its index (`storage.email_addresses`)."""

    async def has_address(self, address: str) -> bool:
        """Tell the same by the address itself."""

    async def has_number(self, number: str) -> bool:
        """Tell whether a telephone number (E.164) wants none."""

    def of_session(self, unit: UnitOfWork, session_id: SessionId, at: Instant) -> None:
        """Take down whoever speaks in a session: the chat, the numbers proved in it, and the
        person of the transaction that it is about.
        """

    def of_transaction(
        self, unit: UnitOfWork, transaction_id: str, at: Instant, cause: str
    ) -> None:
        """Take down the person of a transaction, as their own page or an officer says."""

    def of_email(self, unit: UnitOfWork, index: bytes, at: Instant, cause: str) -> None:
        """Take down an address, by its index."""

    def of_address(self, unit: UnitOfWork, address: str, at: Instant, cause: str) -> None:
        """Take down an address: somebody called, or wrote."""

    def of_number(self, unit: UnitOfWork, number: str, at: Instant, cause: str) -> None:
        """Take down a telephone number (E.164): somebody called."""

    def back_of_session(self, unit: UnitOfWork, session_id: SessionId) -> None:
        """Let whoever speaks in a session be asked again; the others likewise."""

    def back_of_transaction(self, unit: UnitOfWork, transaction_id: str) -> None: ...
    def back_of_email(self, unit: UnitOfWork, index: bytes) -> None: ...
    def back_of_address(self, unit: UnitOfWork, address: str) -> None: ...
    def back_of_number(self, unit: UnitOfWork, number: str) -> None: ...
