"""Rows of broadcasts and of their recipients, as the rest of the service sees them."""

from __future__ import annotations

from msgspec import Struct

from flows.broadcasts import Quiet, RecipientState, State, Window
from flows.identifiers import Instant
from storage.transaction_records import TransactionRecord
from survey.campaigns import Channel, Words

__all__ = [
    "BroadcastRecord",
    "Claim",
    "Counted",
    "Due",
    "Outcome",
    "Recipient",
    "Settled",
    "Share",
]


class BroadcastRecord(Struct, frozen=True, kw_only=True):
    """One wave of a campaign: 0 invites, 1 and 2 remind who is silent."""

    id: str
    campaign_id: str
    wave: int
    state: State
    window: Window
    quiet: Quiet
    texts: tuple[Words, ...] = ()
    """What is written, by channel and language; what has left keeps what it said."""
    audience: int = 0
    """Recipients that are frozen: rows 1 to `audience`, without a gap."""
    frozen_upto: str | None = None
    """How far the freezing came; None: nothing is to be frozen."""
    sorted_upto: int = 0
    """Up to which number it was looked up how each is reached; no other row leaves."""
    adds: bool = False
    """Freezing adds to what is there: who has a row of this wave gets no other."""
    terms_at: Instant = Instant(0)
    """Of which moment the campaign is that texts, quiet hours and end were taken from."""
    planned: bool = False
    """A draft that begins by itself when its window does."""
    waits_for: str | None = None
    """Why a planned one whose time has come has not begun, by the name of the refusal."""
    proposed: tuple[Words, ...] = ()
    """Other texts that a second person is to approve; those of `texts` hold until then."""
    proposed_at: Instant | None = None
    proposed_by: str | None = None
    texts_by: str | None = None
    """The second person who approved `texts` where they are others than the campaign's."""
    made_at: Instant
    made_by: str
    confirmed_at: Instant | None = None
    confirmed_by: str | None = None
    cancelled_at: Instant | None = None
    cancelled_by: str | None = None
    version: int = 1
    """Counts the acts: what leaves is fenced by it (I10)."""


class Claim(Struct, frozen=True):
    """One grasp of a process: what it does to rows is fenced by both, so that what is late
    changes nothing (I5).
    """

    process_id: str
    number: int
    """Its own among those of the process."""


class Due(Struct, frozen=True):
    """What may be claimed: recipients up to a number, and those whose second try has come."""

    upto: int
    now: Instant
    most: int


class Recipient(Struct, frozen=True, kw_only=True):
    """A row that a process claimed, with what it takes to write to its person."""

    broadcast_id: str
    number: int
    group_id: str
    channel: Channel
    transaction: TransactionRecord | None
    """None: it was taken back since the draw."""
    email_index: bytes | None = None
    user_key: str | None = None
    address: str | None = None
    """Of the chat, where it goes to one."""
    attempts: int = 0
    language: str | None = None
    """That they spoke in the chat in which an account proved their number; None: nobody knows."""


class Settled(Struct, frozen=True, kw_only=True):
    """What became of a claimed row."""

    broadcast_id: str
    number: int
    state: RecipientState
    reason: str | None = None
    at: Instant
    next_at: Instant = Instant(0)
    """When a row that is pending again is worth another try."""
    attempts: int = 0
    platform_number: str | None = None


class Counted(Struct, frozen=True):
    """How many recipients of a channel (None: not looked up yet) are in a state, for a reason."""

    channel: Channel | None
    state: RecipientState
    reason: str | None
    count: int


class Outcome(Struct, frozen=True):
    """What became of one recipient, without who it is."""

    number: int
    channel: Channel | None
    state: RecipientState
    reason: str | None
    at: Instant | None


class Share(Struct, frozen=True):
    """How many of an audience would be asked by a channel; `reason`: why they would not be;
    `language`: as `Recipient` has it.
    """

    channel: Channel
    reason: str | None
    language: str | None
    count: int
