"""The contracts of storage: what a database and each repository promise."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from flows.identifiers import Instant, InvitationId, ResponseId, SessionId
from storage.desk_base import (
    AccountRepository,
    AuditRepository,
    CaseLinkRepository,
    CaseRepository,
    ComplaintRepository,
    DeskSessionRepository,
    DraftRepository,
    ResponseDeskRepository,
    SavedFilterRepository,
    SwapRepository,
)
from storage.records import (
    AnswerRecord,
    AttachmentRecord,
    ComplaintEvent,
    ComplaintRecord,
    ConsentRecord,
    ConversationRecord,
    FormRecord,
    InboxRecord,
    InvitationRecord,
    ListedMisreading,
    MisreadingRecord,
    OutboxRecord,
    PlaceRecord,
    ProcessRecord,
    ProofRecord,
    ResponseRecord,
    StoredSession,
    TimerRecord,
    UnitRecord,
)
from storage.response_parts import (
    AnswerRepository,
    AttachmentRepository,
    MisreadingRepository,
    ProofRepository,
)
from storage.sending import Backlog, OutboxRepository, ProcessRepository
from storage.work import (
    DuplicateMessageError,
    FormConflictError,
    InstanceRunningError,
    MissingRowError,
    SessionGoneError,
    StaleSessionError,
    StorageError,
    StorageRefusedError,
    StorageUnavailableError,
    UnitOfWork,
    Write,
)

__all__ = [
    "AccountRepository",
    "AnswerRecord",
    "AnswerRepository",
    "AttachmentRecord",
    "AttachmentRepository",
    "AuditRepository",
    "Backlog",
    "CaseLinkRepository",
    "CaseRepository",
    "ComplaintEvent",
    "ComplaintRecord",
    "ComplaintRepository",
    "ConsentRecord",
    "ConversationRecord",
    "ConversationRepository",
    "Database",
    "DeskSessionRepository",
    "DraftRepository",
    "DuplicateMessageError",
    "FormConflictError",
    "FormRecord",
    "FormRepository",
    "InboxRecord",
    "InboxRepository",
    "InstanceRunningError",
    "InvitationRecord",
    "InvitationRepository",
    "ListedMisreading",
    "MisreadingRecord",
    "MisreadingRepository",
    "MissingRowError",
    "OutboxRecord",
    "OutboxRepository",
    "PlaceRecord",
    "PlaceRepository",
    "ProcessRecord",
    "ProcessRepository",
    "ProofRecord",
    "ProofRepository",
    "ResponseDeskRepository",
    "ResponseRecord",
    "ResponseRepository",
    "SavedFilterRepository",
    "SessionGoneError",
    "SessionRepository",
    "StaleSessionError",
    "Storage",
    "StorageError",
    "StorageRefusedError",
    "StorageUnavailableError",
    "StoredSession",
    "SwapRepository",
    "TimerRecord",
    "TimerRepository",
    "UnitOfWork",
    "UnitRecord",
    "Write",
]


class Database(Protocol):
    """An engine that keeps rows: SQLite now, PostgreSQL beside it later. Same promises."""

    fatal: str | None
    """Set when only a new process can be trusted (a failed fsync, a corrupt page)."""

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

    def hold(self, session_id: str) -> AbstractAsyncContextManager[Database]:
        """Keep other processes off a session (`SELECT … FOR UPDATE`) and give the database to
        load and to write it by, in one transaction; nothing else may be written meanwhile. Where
        only one process serves the database it is the database itself: versions are enough.
        """

    async def close(self) -> None:
        """Finish what was accepted, then let go of the files."""


class SessionRepository(Protocol):
    """Sessions and their state, encrypted as one value."""

    async def load(self, session_id: SessionId) -> StoredSession | None: ...
    def add(self, unit: UnitOfWork, stored: StoredSession) -> None: ...
    def save(
        self, unit: UnitOfWork, stored: StoredSession, speaker: tuple[str, str] | None = None
    ) -> None:
        """Replace the row whose version is `stored.version - 1`, else StaleSessionError. With
        `speaker` (channel and user key) only while their conversation leads to this session and
        no message waits for it, else likewise.
        """

    def check(self, unit: UnitOfWork, stored: StoredSession, speaker: tuple[str, str]) -> None:
        """Change nothing, but raise StaleSessionError where `save` would: the row's version is
        not `stored.version`, or the speaker does not lead here, or a message waits.
        """


class ConversationRepository(Protocol):
    """Who points at which session."""

    async def find(self, channel: str, user_key: str) -> ConversationRecord | None: ...
    def point(self, unit: UnitOfWork, record: ConversationRecord) -> None:
        """Insert, or let an existing conversation point at another session."""

    def block(self, unit: UnitOfWork, channel: str, user_key: str, since: Instant | None) -> None:
        """Remember since when the platform lets nothing through to them; None: it does again."""

    def release_others(
        self, unit: UnitOfWork, session_id: SessionId, keep: tuple[str, str]
    ) -> None:
        """Remove all conversations that point at a session, but that of `keep` (channel and
        user key).
        """


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
    def release(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        """Lift a restriction."""

    def erase(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        """Mark as erased, and cut what ties it to its person: session, invitation, counter and
        code. Its place and its times stay: figures need them.
        """

    def consent(self, unit: UnitOfWork, record: ConsentRecord) -> None: ...
    async def consents(self, response_id: ResponseId) -> list[ConsentRecord]: ...


class TimerRepository(Protocol):
    """Timers."""

    async def due(self, now: Instant, limit: int) -> list[TimerRecord]: ...
    def set(self, unit: UnitOfWork, record: TimerRecord) -> None:
        """Insert, or replace the timer of the same session and kind."""

    def finish(self, unit: UnitOfWork, timer_id: str) -> None: ...
    def postpone(self, unit: UnitOfWork, timer_id: str, due_at: Instant) -> None:
        """Count a failure and try again at `due_at`; after `TIMER_TRIES` it is due no more."""


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

    async def units(self) -> list[UnitRecord]:
        """All of them, by name."""

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


class Storage(Protocol):
    """All repositories over one database. `bot.app` builds it; everything else receives it."""

    database: Database
    sessions: SessionRepository
    conversations: ConversationRepository
    inbox: InboxRepository
    outbox: OutboxRepository
    responses: ResponseRepository
    answers: AnswerRepository
    misreadings: MisreadingRepository
    proofs: ProofRepository
    attachments: AttachmentRepository
    timers: TimerRepository
    complaints: ComplaintRepository
    invitations: InvitationRepository
    places: PlaceRepository
    forms: FormRepository
    audit: AuditRepository
    processes: ProcessRepository
    accounts: AccountRepository
    desk_sessions: DeskSessionRepository
    cases: CaseRepository
    case_links: CaseLinkRepository
    drafts: DraftRepository
    saved_filters: SavedFilterRepository
    swaps: SwapRepository
    response_desk: ResponseDeskRepository

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable, as `database.commit` does."""

    def hold(self, session_id: SessionId) -> AbstractAsyncContextManager[Storage]:
        """Give a storage for reading, deciding upon and writing one session; other processes are
        kept off it where several may write at once.
        """

    async def remove_demo(self) -> Mapping[str, int]:
        """Delete the example data in one transaction; return the rows removed by table. Units and
        places that real rows name stay (invariant I14: a case keeps its owner).
        """

    async def kept_demo(self) -> Mapping[str, int]:
        """Return how many example units and places real rows hold: `remove_demo` leaves them."""

    async def durable_write(self) -> None:
        """Commit one tiny row, for `/ready` (invariant I25)."""

    async def close(self) -> None: ...
