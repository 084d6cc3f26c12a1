"""The records: what a row says, opened and typed, free of SQL and encryption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from flows.identifiers import ComplaintId, Instant, InvitationId, ResponseId, SessionId
from flows.session import Session, Value

__all__ = [
    "AnswerRecord",
    "AttachmentRecord",
    "ComplaintEvent",
    "ComplaintRecord",
    "ConsentRecord",
    "ConversationRecord",
    "InboxRecord",
    "InvitationRecord",
    "ListedMisreading",
    "MisreadingRecord",
    "OutboxRecord",
    "ProcessRecord",
    "ProofRecord",
    "ResponseRecord",
    "StoredSession",
    "TimerRecord",
]


class StoredSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session as it lies in its row. `version` grows by one with each commit (I5);
    `last_seq` is the number of the newest message sent to it.
    """

    session: Session
    version: int
    last_seq: int
    channel: str
    invitation_id: InvitationId | None = None
    user_key: str | None = None
    """Who spoke last, on `channel`: what is said next goes there. None for who fetches it."""
    trial: bool = True
    """Made before the office configured its domain, name and hotline: never in figures."""


class ConversationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Who talks where: (channel account, user key) points at a session. `user_key` is a
    keyed hash of the platform's user id or of the web cookie: never the id itself. `address` is
    where the platform takes messages to them (a chat id), encrypted at rest; None where they
    fetch them. `blocked_at`: since then the platform lets nothing through to them.
    """

    channel: str
    user_key: str
    session_id: SessionId
    created_at: Instant
    address: str | None = None
    blocked_at: Instant | None = None


class InboxRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it came in. `body` is msgspec JSON of `flows.messages.Message`, encrypted
    at rest and emptied once applied. Unique on (channel, dedupe_key).
    """

    id: str
    channel: str
    dedupe_key: str
    session_id: SessionId
    body: bytes
    received_at: Instant
    state: Literal["pending", "applied", "ignored", "dead"] = "pending"
    attempts: int = 0
    reason: str | None = None


class OutboxRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a person, numbered in its session without gaps (from 1). `body` is JSON of
    `bot.channels.base.Outgoing`, encrypted at rest.

    The web chat's rows are `pull`: stored, and fetched by the page as often as it likes. Those of
    platforms are `queued` (whoever sends may claim them from `next_at` on) or `claimed` by one
    process, which may be born so: the process that decided sends at once. Then they end: `sent`
    with the platform's `number`, `unknown`, `dead` with a reason, or `cancelled`.
    """

    session_id: SessionId
    seq: int
    body: bytes
    created_at: Instant
    state: Literal["pull", "queued", "claimed", "sent", "unknown", "dead", "cancelled"] = "pull"
    channel: str = "web"
    user_key: str | None = None
    """Whom it goes to, on `channel`; None where it is fetched."""
    claimed_by: str | None = None
    """The process that sends it; it may have left from the moment of the claim (I9)."""
    next_at: Instant = Instant(0)
    attempts: int = 0
    unknowns: int = 0
    """Calls that left and whose answer never came: it may be there so many times more."""
    parts_done: int = 0
    """Of the calls that say it, the first so many have arrived: who takes it up goes on there."""
    number: str | None = None
    reason: str | None = None


class ProofRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of evidence on who answered: append-only, with its kind, channel and time.
    `account`: the platform vouches that the number belongs to the account (design §5).
    """

    response_id: ResponseId
    kind: Literal["account"]
    channel: str
    phone: str
    """E.164; stored as a blind index only, to be compared with the declared number."""
    at: Instant


class AttachmentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a person sent for a case. `reference` (what the channel fetches it by) and
    `data` are encrypted at rest. `waiting` until it was fetched; then `stored`, or `refused` or
    `gone` with a reason.
    """

    id: str
    response_id: ResponseId
    channel: str
    kind: Literal["photo", "voice", "document"]
    reference: str
    at: Instant
    state: Literal["waiting", "stored", "refused", "gone"] = "waiting"
    reason: str | None = None
    attempts: int = 0
    next_at: Instant = Instant(0)
    media_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    """Of the stored bytes."""


class ProcessRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A running process that may hold claims; dead when `beat_at` is older than its lease."""

    id: str
    kind: Literal["run", "web", "worker"]
    started_at: Instant
    beat_at: Instant


class ResponseRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One form begun by one person. `place_id`, `counter_id` and `unit_id` are those of the
    invitation at the time. An erased one has no session, invitation, counter and code any more.
    """

    id: ResponseId
    session_id: SessionId | None
    form: str
    version: int
    channel: str
    language: str
    state: Literal[
        "in_progress",
        "completed",
        "declined",
        "ineligible",
        "stopped",
        "superseded",
        "redirected",
        "abandoned",
        "erased",
    ]
    started_at: Instant
    completed_at: Instant | None = None
    code: str | None = None
    restricted: str | None = None
    """`formal_complaint` or `denunciation`: the text is locked."""
    invitation_id: InvitationId | None = None
    invitation_kind: str | None = None
    unit_id: str | None = None
    place_id: str | None = None
    counter_id: str | None = None
    trial: bool = True
    demo: bool = False
    set_aside: bool = False
    """An officer took it out of the figures, with a reason (`ResponseMark`)."""
    to_be_judged: bool = False
    """It looks odd, and counts for nothing until two people agree on it (`JudgingRecord`)."""
    procedure: str | None = None
    """Code of the procedure that it is about, where its invitation named one."""
    commune: str | None = None
    """The commune that it is counted under where its unit is split later (domain §5)."""


class AnswerRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of one answer; the highest revision counts. `private` values and every
    comment are encrypted at rest. A retracted answer stays, but counts no more.
    """

    response_id: ResponseId
    question: str
    revision: int
    value: Value
    method: str
    confidence: float
    comment: str | None
    private: bool
    flags: tuple[str, ...]
    at: Instant
    retracted: bool = False


class MisreadingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Words that were not read at once. `text` is redacted, sealed at rest, and empty where the
    words may not be kept. `asked` says how it was asked back: `again` (the question), `confirm`
    ("did you mean `guess`?") or `human` (again, and a human offered).
    """

    response_id: ResponseId
    question: str
    text: str
    at: Instant
    asked: str = "again"
    guess: Value = None


class ListedMisreading(msgspec.Struct, frozen=True, kw_only=True):
    """A misreading with its form, and with what the person answered afterwards: `method` is None
    where nothing was, `chosen` where it was skipped or is private.
    """

    id: int
    form: str
    version: int
    language: str
    record: MisreadingRecord
    chosen: Value = None
    method: str | None = None


class ConsentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Proof of a consent: which words (SHA-256), when, where, how."""

    response_id: ResponseId
    consent: str
    given: bool
    form: str
    version: int
    question: str
    text_hash: str
    language: str
    channel: str
    method: str
    at: Instant


class TimerRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Wake `session_id` at `due_at`; acts only if the session still waits for `wait`."""

    id: str
    session_id: SessionId
    kind: str
    wait: int
    due_at: Instant
    attempts: int = 0
    """Times that it failed; after `TIMER_TRIES` of them it is set aside."""


class ComplaintRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A case. Exactly one owner while open: `owner_unit_id` with `owner_role`. `story`, `name`,
    `address` and `phone` are encrypted at rest; the phone has a blind index. When its person has
    it erased, the session goes too, and the story with it unless the case must go on.
    """

    id: ComplaintId
    code: str
    response_id: ResponseId
    session_id: SessionId | None
    kind: str
    category: str
    severity: int
    restricted: bool
    reply_promised: bool
    state: str
    owner_unit_id: str | None
    owner_role: str
    due_at: Instant | None
    created_at: Instant
    unit_id: str | None = None
    place_id: str | None = None
    counter_id: str | None = None
    cause_question: str | None = None
    """The low-rated item, or the fact, that led to this case (`MC5`, `D12`)."""
    story: str | None = ""
    """None once it was erased."""
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    trial: bool = True
    demo: bool = False
    officer_id: str | None = None
    """The account that has taken it, within the owning unit."""
    version: int = 1
    """Grows by one with each change."""
    waiting_since: Instant | None = None
    """Since when it waits for what the citizen was asked: the clock of the deadline stands."""
    answered_at: Instant | None = None
    reopened: int = 0
    due_version: str = ""
    """The calendar that `due_at` was computed with (invariant I15)."""
    term_at: Instant | None = None
    """When the present term began; None: with the case."""
    noticed: int = 0
    """The highest notice given in this term (`flows.desk.reminders`)."""
    look_at: Instant | None = None
    """When time acts on it next (a reminder, the end of a wait); None: not known yet."""


class ComplaintEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case's history: append-only, enforced by the database. `text` (a question,
    an answer, a note) is sealed at rest, and gone once the case was erased.
    """

    complaint_id: ComplaintId
    number: int
    kind: str
    at: Instant
    actor: str
    detail: Mapping[str, str] = {}
    text: str | None = None


class InvitationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A link. The token (22 characters, 128 random bits) and the printed code are stored as
    SHA-256 only. `personal` is for one transaction and bound by its first use; `place` mints a
    session each time; `assisted` is `place` with staff help, labelled.
    """

    id: InvitationId
    kind: Literal["personal", "place", "assisted"]
    token_hash: str
    code_hash: str
    form: str
    language: str
    created_at: Instant
    expires_at: Instant | None = None
    revoked_at: Instant | None = None
    unit_id: str | None = None
    place_id: str | None = None
    counter_id: str | None = None
    service: str | None = None
    period_from: str | None = None
    """First day (ISO date) of the transactions asked about."""
    period_to: str | None = None
    session_id: SessionId | None = None
    """For personal invitations: the session that claimed it."""
    label: str | None = None
    demo: bool = False
    procedure: str | None = None
    """Code of the procedure; `service` is what citizens read of it."""
    transaction_id: str | None = None
    """The transaction that it follows; each has one invitation at the most."""
    commune: str | None = None
    """Where the transaction was; it tells the parts of a split unit apart."""
    trial: bool = False
    """Made before the office was configured: it is not counted."""
    campaign_id: str | None = None
    """The campaign that it belongs to, if it is one's."""
