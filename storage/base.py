"""The contracts of storage: what a database promises, the records, and each repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

import msgspec

from flows.identifiers import ComplaintId, Instant, InvitationId, ResponseId, SessionId
from flows.session import Session, Value

__all__ = [
    "AnswerRecord",
    "AnswerRepository",
    "AuditRepository",
    "ComplaintEvent",
    "ComplaintRecord",
    "ComplaintRepository",
    "ConsentRecord",
    "ConversationRecord",
    "ConversationRepository",
    "Database",
    "DuplicateMessageError",
    "FormConflictError",
    "FormRecord",
    "FormRepository",
    "InboxRecord",
    "InboxRepository",
    "InstanceRunningError",
    "InvitationRecord",
    "InvitationRepository",
    "MissingRowError",
    "OutboxRecord",
    "OutboxRepository",
    "PlaceRecord",
    "PlaceRepository",
    "ResponseRecord",
    "ResponseRepository",
    "SessionGoneError",
    "SessionRepository",
    "StaleSessionError",
    "Storage",
    "StorageError",
    "StorageRefusedError",
    "StorageUnavailableError",
    "StoredSession",
    "TimerRecord",
    "TimerRepository",
    "UnitOfWork",
    "Write",
]


class StorageError(Exception):
    """Something outside the conversation went wrong. `retryable` says whether to try again."""

    retryable = False


class StaleSessionError(StorageError):
    """Another writer moved the session first: reload and decide again (invariant I5)."""

    retryable = True


class SessionGoneError(StorageError):
    """A message for a session that is not there any more (removed example data)."""


class DuplicateMessageError(StorageError):
    """This message was accepted before: nothing is written (invariant I2)."""


class StorageUnavailableError(StorageError):
    """The database cannot take a durable write now (locked, full, read-only, gone)."""

    retryable = True


class StorageRefusedError(StorageError):
    """A rule of the tables forbids this write (a key twice, a foreign key, append-only, a
    wrong type): a fault of ours, and nothing was written.
    """


class MissingRowError(StorageError):
    """The row that was to be changed is not there: a fault of ours, and nothing was written."""


class FormConflictError(StorageError):
    """This form version was published before with another content: give it a new version."""


class InstanceRunningError(StorageError):
    """Another server holds this database. `pid` is its process, where it is known."""

    def __init__(self, path: str, pid: int | None) -> None:
        super().__init__(f"process {pid or 'unknown'} is running on {path}")
        self.path = path
        self.pid = pid


class Write(msgspec.Struct, frozen=True):
    """One row operation. `unless_one_row` is raised by the commit when it does not touch
    exactly one row: the fence of versions, and the guard against duplicates.
    """

    statement: Any
    params: Mapping[str, Any]
    unless_one_row: type[StorageError] | None = None


class UnitOfWork(msgspec.Struct):
    """The writes of one turn, in order; all of them happen, or none (invariant I4)."""

    writes: list[Write] = []

    def add(
        self,
        statement: Any,
        params: Mapping[str, Any],
        unless_one_row: type[StorageError] | None = None,
    ) -> None:
        """Append one row operation."""
        self.writes.append(Write(statement, params, unless_one_row))


class Database(Protocol):
    """An engine that keeps rows: SQLite now, PostgreSQL beside it later. Same promises."""

    async def rows(
        self,
        statement: Any,
        params: Mapping[str, Any] | None = None,
        *,
        in_thread: bool = False,
    ) -> list[Any]:
        """Return the rows of a query, as of the newest commit.

        Each row is a sequence in the order of the selected columns. `in_thread` is for reads
        of many rows (lists, exports): they do not hold up the event loop.
        """

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable, together with those of others (group commit).

        Returns only after the data is on disk (SQLite: WAL, `synchronous=FULL`).

        Raises:
            StaleSessionError, DuplicateMessageError: as the writes say; nothing was written.
            StorageRefusedError: a rule of the tables forbids one of the writes; likewise.
            StorageUnavailableError: nothing was written; may be tried again.

        """

    async def close(self) -> None:
        """Finish what was accepted, then let go of the files."""


class StoredSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session as it lies in its row. `version` grows by one with each commit (I5);
    `last_seq` is the number of the newest message sent to it.
    """

    session: Session
    version: int
    last_seq: int
    channel: str
    invitation_id: InvitationId | None = None
    trial: bool = True
    """Made before the office configured its domain, name and hotline: never in figures."""


class ConversationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Who talks where: (channel account, user key) points at a session. `user_key` is a
    SHA-256 hex of the platform's user id or of the web cookie: never the id itself.
    """

    channel: str
    user_key: str
    session_id: SessionId
    created_at: Instant


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
    `bot.channels.base.Outgoing`, encrypted at rest. The web chat's rows are `pull`: stored, and
    fetched by the page as often as it likes; platforms' rows are sent by the sender.
    """

    session_id: SessionId
    seq: int
    body: bytes
    created_at: Instant
    state: Literal["pull", "queued", "claimed", "sent", "unknown", "dead", "cancelled"] = "pull"


class ResponseRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One form begun by one person. `place_id`, `counter_id` and `unit_id` are those of the
    invitation at the time.
    """

    id: ResponseId
    session_id: SessionId
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


class ComplaintRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A case. Exactly one owner while open: `owner_unit_id` with `owner_role`. `story`, `name`,
    `address` and `phone` are encrypted at rest; the phone has a blind index.
    """

    id: ComplaintId
    code: str
    response_id: ResponseId
    session_id: SessionId
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
    story: str = ""
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    trial: bool = True
    demo: bool = False


class ComplaintEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case's history: append-only, enforced by the database."""

    complaint_id: ComplaintId
    number: int
    kind: str
    at: Instant
    actor: str
    detail: Mapping[str, str] = {}


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


class PlaceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Where service happens, with the unit that answers for it and that unit's parent."""

    id: str
    name: str
    unit_id: str
    unit_name: str
    parent_unit_id: str | None = None
    counters: tuple[tuple[str, str], ...] = ()
    """(counter id, name)."""
    demo: bool = False


class FormRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A published form version: the sources it was read from, and their content hash."""

    form: str
    version: int
    content_hash: str
    sources: Mapping[str, str]
    published_at: Instant


class SessionRepository(Protocol):
    """Sessions and their state, encrypted as one value."""

    async def load(self, session_id: SessionId) -> StoredSession | None: ...
    def add(self, unit: UnitOfWork, stored: StoredSession) -> None: ...
    def save(self, unit: UnitOfWork, stored: StoredSession) -> None:
        """Replace the row whose version is `stored.version - 1`, else StaleSessionError."""


class ConversationRepository(Protocol):
    """Who points at which session."""

    async def find(self, channel: str, user_key: str) -> ConversationRecord | None: ...
    def point(self, unit: UnitOfWork, record: ConversationRecord) -> None:
        """Insert, or let an existing conversation point at another session."""


class InboxRepository(Protocol):
    """Accepted messages."""

    async def seen(self, channel: str, dedupe_key: str) -> bool: ...
    async def pending(self, session_id: SessionId) -> list[InboxRecord]:
        """Oldest first."""

    async def waiting_sessions(self, before: Instant, limit: int) -> list[SessionId]: ...
    def add(self, unit: UnitOfWork, record: InboxRecord) -> None:
        """Insert; DuplicateMessageError when the key was there. Applied rows store no body."""

    def mark(
        self, unit: UnitOfWork, record_id: str, state: str, reason: str | None = None
    ) -> None:
        """Set the end of a pending row and empty its body; StaleSessionError if it is not
        pending any more. A dead row keeps its body, sealed, so that it can be replayed.
        """

    def count_attempt(self, unit: UnitOfWork, record_id: str) -> None: ...
    def erase(self, unit: UnitOfWork, session_id: SessionId) -> None:
        """Empty the bodies that dead rows of a session kept (invariant I22)."""


class OutboxRepository(Protocol):
    """Messages to people."""

    async def after(
        self, session_id: SessionId, seq: int, limit: int = 200
    ) -> list[OutboxRecord]: ...
    def add(self, unit: UnitOfWork, record: OutboxRecord) -> None: ...
    def erase(self, unit: UnitOfWork, session_id: SessionId) -> None:
        """Remove everything that was said in a session so far: it repeats the person's words
        (invariant I22). Numbers go on behind what was removed; a unit adds after it erases.
        """


class ResponseRepository(Protocol):
    """Responses and consents."""

    async def load(self, response_id: ResponseId) -> ResponseRecord | None: ...
    async def by_code(self, code: str) -> ResponseRecord | None: ...
    async def listed(
        self, *, since: Instant = Instant(0), demo: bool | None = None
    ) -> list[ResponseRecord]: ...
    def add(self, unit: UnitOfWork, record: ResponseRecord) -> None: ...
    def close(
        self,
        unit: UnitOfWork,
        response_id: ResponseId,
        state: str,
        *,
        code: str | None = None,
        completed_at: Instant | None = None,
    ) -> None: ...
    def restrict(self, unit: UnitOfWork, response_id: ResponseId, kind: str) -> None: ...
    def consent(self, unit: UnitOfWork, record: ConsentRecord) -> None: ...
    async def consents(self, response_id: ResponseId) -> list[ConsentRecord]: ...


class AnswerRepository(Protocol):
    """Answers with all their revisions."""

    async def current(self, response_id: ResponseId) -> list[AnswerRecord]:
        """Newest revision of each question, retracted ones left out."""

    async def history(self, response_id: ResponseId) -> list[AnswerRecord]: ...
    def record(self, unit: UnitOfWork, record: AnswerRecord) -> None: ...
    def retract(
        self, unit: UnitOfWork, response_id: ResponseId, question: str, revision: int
    ) -> None: ...
    def erase(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        """Remove every private value, comment and phone of a response; scores stay, anonymous."""

    def phone_declared(
        self, unit: UnitOfWork, response_id: ResponseId, phone: str, purpose: str, at: Instant
    ) -> None:
        """Store a declared number encrypted, with its blind index; a later one for the same
        purpose takes its place.
        """

    async def phones(self, response_id: ResponseId) -> list[str]: ...

    def not_understood(
        self, unit: UnitOfWork, response_id: ResponseId, question: str, text: str, at: Instant
    ) -> None:
        """Keep a redacted text that could not be read (encrypted), for those who teach."""


class TimerRepository(Protocol):
    """Timers."""

    async def due(self, now: Instant, limit: int) -> list[TimerRecord]: ...
    def set(self, unit: UnitOfWork, record: TimerRecord) -> None:
        """Insert, or replace the timer of the same session and kind."""

    def finish(self, unit: UnitOfWork, timer_id: str) -> None: ...


class ComplaintRepository(Protocol):
    """Cases and their append-only history."""

    async def by_code(self, code: str) -> ComplaintRecord | None: ...
    async def listed(
        self, *, open_only: bool = False, demo: bool | None = None
    ) -> list[ComplaintRecord]: ...
    async def history(self, complaint_id: ComplaintId) -> list[ComplaintEvent]: ...
    def add(self, unit: UnitOfWork, record: ComplaintRecord) -> None: ...
    def append(self, unit: UnitOfWork, event: ComplaintEvent) -> None:
        """Add the next line: numbers count from 1 without gaps, else StaleSessionError."""

    def erase_person(self, unit: UnitOfWork, complaint_id: ComplaintId) -> None:
        """Remove name, address and phone; the case goes on."""

    def erase_of_response(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        """Do the same for the case, if any, that a response made."""


class InvitationRepository(Protocol):
    """Links."""

    async def by_token_hash(self, token_hash: str) -> InvitationRecord | None: ...
    async def by_code_hash(self, code_hash: str) -> InvitationRecord | None: ...
    async def by_id(self, invitation_id: InvitationId) -> InvitationRecord | None: ...
    async def listed(self, *, demo: bool | None = None) -> list[InvitationRecord]:
        """Oldest first; revoked and expired ones too."""

    def add(self, unit: UnitOfWork, record: InvitationRecord) -> None: ...
    def claim(self, unit: UnitOfWork, invitation_id: InvitationId, session_id: SessionId) -> None:
        """Bind a personal invitation to its session; StaleSessionError if another has it."""

    def revoke(self, unit: UnitOfWork, invitation_id: InvitationId, at: Instant) -> None: ...


class PlaceRepository(Protocol):
    """Units, places and counters (a dated unit tree comes later)."""

    async def place(self, place_id: str) -> PlaceRecord | None: ...
    async def places(self) -> list[PlaceRecord]: ...
    async def root_unit(self) -> tuple[str, str] | None:
        """(id, name) of the unit without a parent: the province."""

    def add_unit(
        self,
        unit: UnitOfWork,
        unit_id: str,
        name: str,
        parent_id: str | None,
        *,
        demo: bool = False,
    ) -> None: ...
    def add_place(self, unit: UnitOfWork, record: PlaceRecord) -> None: ...


class FormRepository(Protocol):
    """Published forms, every version for ever."""

    async def all(self) -> list[FormRecord]: ...
    def publish(self, unit: UnitOfWork, record: FormRecord) -> None:
        """Add a version; the same content again is no change, another FormConflictError."""


class AuditRepository(Protocol):
    """Who did what: append-only, enforced by the database."""

    def note(
        self,
        unit: UnitOfWork,
        *,
        at: Instant,
        actor: str,
        action: str,
        target: str,
        detail: Mapping[str, str],
        demo: bool = False,
    ) -> None: ...
    async def listed(self, limit: int = 1000) -> Sequence[Mapping[str, Any]]:
        """Newest first: id, at, actor, action, target, detail."""


class Storage(Protocol):
    """All repositories over one database. `bot.app` builds it; everything else receives it."""

    database: Database
    sessions: SessionRepository
    conversations: ConversationRepository
    inbox: InboxRepository
    outbox: OutboxRepository
    responses: ResponseRepository
    answers: AnswerRepository
    timers: TimerRepository
    complaints: ComplaintRepository
    invitations: InvitationRepository
    places: PlaceRepository
    forms: FormRepository
    audit: AuditRepository

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable, as `database.commit` does."""

    async def remove_demo(self) -> Mapping[str, int]:
        """Delete the example data in one transaction; return the rows removed by table."""

    async def durable_write(self) -> None:
        """Commit one tiny row, for `/ready` (invariant I25)."""

    async def close(self) -> None: ...
