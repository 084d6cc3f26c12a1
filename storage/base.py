"""The contracts of storage: what a database and each repository promise."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from flows.identifiers import Instant, ResponseId, SessionId
from storage.broadcast_base import (
    BroadcastRepository,
    OptOutRepository,
    RecipientRepository,
)
from storage.call_back_base import CallBackRepository
from storage.campaign_base import CampaignRepository, DrawRepository
from storage.counting_base import CountingRepository, CountTableRepository
from storage.desk_base import (
    AccountRepository,
    AnswerTemplateRepository,
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
from storage.figure_base import FigureRepository
from storage.form_records import FormRecord
from storage.inbox_base import InboxRepository
from storage.inviting_base import ApiKeyRepository, AskedRepository, InvitationRepository
from storage.judging_base import JudgingRepository, ProgressRepository, TraceRepository
from storage.mail_records import AccountMailRepository, BounceRepository, MailLinks
from storage.office_base import (
    FormDraftRepository,
    FormRepository,
    HotlineRepository,
    ImportRepository,
    PlaceRepository,
    ProcedureRepository,
    RosterRepository,
    TransactionRepository,
    UnitRepository,
)
from storage.place_records import CounterRecord, PlaceRecord, UnitRecord
from storage.publication_base import ImprovementRepository, PublicationRepository
from storage.records import (
    AnswerRecord,
    AttachmentRecord,
    ComplaintEvent,
    ComplaintRecord,
    ConsentRecord,
    ConversationRecord,
    InboxRecord,
    InvitationRecord,
    ListedMisreading,
    MisreadingRecord,
    OutboxRecord,
    ProcessRecord,
    ProofRecord,
    ResponseRecord,
    StoredSession,
    TimerRecord,
)
from storage.report_base import DutyRepository, ReportRepository
from storage.response_parts import (
    AnswerRepository,
    AttachmentRepository,
    MisreadingRepository,
    ProofRepository,
)
from storage.sending import Backlog, OutboxRepository, ProcessRepository
from storage.trust import NoticeRepository, ResetRepository
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
    "AnswerTemplateRepository",
    "ApiKeyRepository",
    "AskedRepository",
    "AttachmentRecord",
    "AttachmentRepository",
    "AuditRepository",
    "Backlog",
    "BroadcastRepository",
    "CampaignRepository",
    "CaseLinkRepository",
    "CaseRepository",
    "ComplaintEvent",
    "ComplaintRecord",
    "ComplaintRepository",
    "ConsentRecord",
    "ConversationRecord",
    "ConversationRepository",
    "CountTableRepository",
    "CounterRecord",
    "CountingRepository",
    "Database",
    "DeskSessionRepository",
    "DraftRepository",
    "DrawRepository",
    "DuplicateMessageError",
    "DutyRepository",
    "FormConflictError",
    "FormDraftRepository",
    "FormRecord",
    "FormRepository",
    "HotlineRepository",
    "ImportRepository",
    "ImprovementRepository",
    "InboxRecord",
    "InboxRepository",
    "InstanceRunningError",
    "InvitationRecord",
    "InvitationRepository",
    "JudgingRepository",
    "ListedMisreading",
    "MisreadingRecord",
    "MisreadingRepository",
    "MissingRowError",
    "OptOutRepository",
    "OutboxRecord",
    "OutboxRepository",
    "PlaceRecord",
    "PlaceRepository",
    "ProcedureRepository",
    "ProcessRecord",
    "ProcessRepository",
    "ProgressRepository",
    "ProofRecord",
    "ProofRepository",
    "PublicationRepository",
    "RecipientRepository",
    "ReportRepository",
    "ResponseDeskRepository",
    "ResponseRecord",
    "ResponseRepository",
    "RosterRepository",
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
    "TraceRepository",
    "TransactionRepository",
    "UnitOfWork",
    "UnitRecord",
    "UnitRepository",
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
    form_drafts: FormDraftRepository
    audit: AuditRepository
    processes: ProcessRepository
    accounts: AccountRepository
    desk_sessions: DeskSessionRepository
    cases: CaseRepository
    case_links: CaseLinkRepository
    drafts: DraftRepository
    saved_filters: SavedFilterRepository
    answer_templates: AnswerTemplateRepository
    roster: RosterRepository
    procedures: ProcedureRepository
    units: UnitRepository
    hotlines: HotlineRepository
    swaps: SwapRepository
    response_desk: ResponseDeskRepository
    call_backs: CallBackRepository
    counting: CountingRepository
    figures: FigureRepository
    api_keys: ApiKeyRepository
    asked: AskedRepository
    count_tables: CountTableRepository
    judging: JudgingRepository
    progress: ProgressRepository
    traces: TraceRepository
    campaigns: CampaignRepository
    draws: DrawRepository
    broadcasts: BroadcastRepository
    recipients: RecipientRepository
    opt_outs: OptOutRepository
    notices: NoticeRepository
    account_mails: AccountMailRepository
    bounces: BounceRepository
    mail_links: MailLinks
    account_resets: ResetRepository
    imports: ImportRepository
    transactions: TransactionRepository
    reports: ReportRepository
    report_duties: DutyRepository
    publications: PublicationRepository
    improvements: ImprovementRepository

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
