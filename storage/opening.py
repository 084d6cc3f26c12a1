"""From an address to a Storage that is ready: schema at head, key ring proved, repositories."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flows.identifiers import SessionId
from flows.texts import text_key
from storage.account_mails import SqlAccountMails
from storage.account_resets import SqlAccountResets
from storage.accounts import SqlAccounts
from storage.addresses import DatabaseAddressError, PostgresAddress, is_postgres, sqlite_path
from storage.answer_templates import SqlAnswerTemplates
from storage.answers import SqlAnswers
from storage.api_keys import SqlApiKeys
from storage.asked import SqlAsked
from storage.attachments import SqlAttachments
from storage.audit import SqlAudit
from storage.base import (
    AccountRepository,
    AnswerRepository,
    AnswerTemplateRepository,
    ApiKeyRepository,
    AskedRepository,
    AttachmentRepository,
    AuditRepository,
    BroadcastRepository,
    CampaignRepository,
    CaseLinkRepository,
    CaseRepository,
    ComplaintRepository,
    ConversationRepository,
    CountingRepository,
    CountTableRepository,
    Database,
    DeskSessionRepository,
    DraftRepository,
    DrawRepository,
    DutyRepository,
    FormDraftRepository,
    FormRepository,
    HotlineRepository,
    ImportRepository,
    ImprovementRepository,
    InboxRepository,
    InvitationRepository,
    JudgingRepository,
    MisreadingRepository,
    OptOutRepository,
    OutboxRepository,
    PlaceRepository,
    ProcedureRepository,
    ProcessRepository,
    ProgressRepository,
    ProofRepository,
    PublicationRepository,
    RecipientRepository,
    ReportRepository,
    ResponseDeskRepository,
    ResponseRepository,
    RosterRepository,
    SavedFilterRepository,
    SessionRepository,
    Storage,
    StorageError,
    SwapRepository,
    TimerRepository,
    TraceRepository,
    TransactionRepository,
    UnitOfWork,
    UnitRepository,
)
from storage.bounces import SqlBounces
from storage.broadcast_recipients import SqlRecipients
from storage.broadcasts import SqlBroadcasts
from storage.call_back_base import CallBackRepository
from storage.call_backs import SqlCallBacks
from storage.campaigns import SqlCampaigns
from storage.case_links import SqlCaseLinks
from storage.case_queue import SqlCases
from storage.complaints import SqlComplaints
from storage.conversations import SqlConversations
from storage.count_tables import SqlCountTables
from storage.counting import SqlCounting
from storage.demo import kept_demo, remove_demo
from storage.desk_sessions import SqlDeskSessions
from storage.drafts import SqlDrafts, SqlSavedFilters
from storage.draws import SqlDraws
from storage.figure_base import FigureRepository
from storage.figures import SqlFigures
from storage.form_drafts import SqlFormDrafts
from storage.forms import SqlForms
from storage.hotlines import SqlHotlines
from storage.improvements import SqlImprovements
from storage.inbox import SqlInbox
from storage.invitations import SqlInvitations
from storage.judging import SqlJudging
from storage.key_check import prove_key_ring
from storage.mail_links import KeyedMailLinks
from storage.mail_records import AccountMailRepository, BounceRepository, MailLinks
from storage.meta_rows import KEEP_META
from storage.migrations import upgrade_sqlite
from storage.misreadings import SqlMisreadings
from storage.notices import SqlNotices
from storage.opt_outs import SqlOptOuts
from storage.outbox import SqlOutbox
from storage.places import SqlPlaces
from storage.procedures import SqlProcedures
from storage.processes import SqlProcesses
from storage.progress import SqlProgress
from storage.proofs import SqlProofs
from storage.publications import SqlPublications
from storage.report_duties import SqlReportDuties
from storage.reports import SqlReports
from storage.response_desk import SqlResponseDesk
from storage.responses import SqlResponses
from storage.roster import SqlRoster
from storage.secrets import KeyRing
from storage.sessions import SqlSessions
from storage.sqlite import SqliteDatabase
from storage.swaps import SqlSwaps
from storage.timers import SqlTimers
from storage.traces import SqlTraces
from storage.transaction_imports import SqlImports
from storage.transactions import SqlTransactions
from storage.trust import NoticeRepository, ResetRepository
from storage.units import SqlUnits

__all__ = [
    "DatabaseAddressError",
    "KeyRingLostError",
    "SqlStorage",
    "database_exists",
    "database_name",
    "open_ring",
    "open_storage",
    "sqlite_path",
]


class KeyRingLostError(StorageError):
    """The database is there, its key ring is not: bring the saved ring back, or start anew."""


@dataclass(slots=True, kw_only=True)
class SqlStorage(Storage):
    """All repositories over one SQL database."""

    database: Database
    ring: KeyRing = field(repr=False)
    sessions: SessionRepository = field(init=False)
    conversations: ConversationRepository = field(init=False)
    inbox: InboxRepository = field(init=False)
    outbox: OutboxRepository = field(init=False)
    responses: ResponseRepository = field(init=False)
    answers: AnswerRepository = field(init=False)
    misreadings: MisreadingRepository = field(init=False)
    proofs: ProofRepository = field(init=False)
    attachments: AttachmentRepository = field(init=False)
    timers: TimerRepository = field(init=False)
    complaints: ComplaintRepository = field(init=False)
    invitations: InvitationRepository = field(init=False)
    places: PlaceRepository = field(init=False)
    forms: FormRepository = field(init=False)
    form_drafts: FormDraftRepository = field(init=False)
    audit: AuditRepository = field(init=False)
    processes: ProcessRepository = field(init=False)
    accounts: AccountRepository = field(init=False)
    desk_sessions: DeskSessionRepository = field(init=False)
    cases: CaseRepository = field(init=False)
    case_links: CaseLinkRepository = field(init=False)
    drafts: DraftRepository = field(init=False)
    saved_filters: SavedFilterRepository = field(init=False)
    answer_templates: AnswerTemplateRepository = field(init=False)
    roster: RosterRepository = field(init=False)
    procedures: ProcedureRepository = field(init=False)
    units: UnitRepository = field(init=False)
    hotlines: HotlineRepository = field(init=False)
    swaps: SwapRepository = field(init=False)
    response_desk: ResponseDeskRepository = field(init=False)
    call_backs: CallBackRepository = field(init=False)
    counting: CountingRepository = field(init=False)
    figures: FigureRepository = field(init=False)
    api_keys: ApiKeyRepository = field(init=False)
    asked: AskedRepository = field(init=False)
    count_tables: CountTableRepository = field(init=False)
    judging: JudgingRepository = field(init=False)
    progress: ProgressRepository = field(init=False)
    traces: TraceRepository = field(init=False)
    campaigns: CampaignRepository = field(init=False)
    draws: DrawRepository = field(init=False)
    broadcasts: BroadcastRepository = field(init=False)
    recipients: RecipientRepository = field(init=False)
    opt_outs: OptOutRepository = field(init=False)
    notices: NoticeRepository = field(init=False)
    account_mails: AccountMailRepository = field(init=False)
    bounces: BounceRepository = field(init=False)
    mail_links: MailLinks = field(init=False)
    account_resets: ResetRepository = field(init=False)
    imports: ImportRepository = field(init=False)
    transactions: TransactionRepository = field(init=False)
    reports: ReportRepository = field(init=False)
    report_duties: DutyRepository = field(init=False)
    publications: PublicationRepository = field(init=False)
    improvements: ImprovementRepository = field(init=False)

    def __post_init__(self) -> None:
        """Build the repositories over a database whose schema is at head."""
        self._talk()
        self._ask()
        self._serve()

    def _talk(self) -> None:
        """Build those of what is said and answered."""
        database, ring = self.database, self.ring
        self.sessions = SqlSessions(database, ring)
        self.conversations = SqlConversations(database, ring)
        self.inbox = SqlInbox(database, ring)
        self.outbox = SqlOutbox(database, ring)
        self.responses = SqlResponses(database)
        self.answers = SqlAnswers(database, ring)
        self.misreadings = SqlMisreadings(database, ring)
        self.proofs = SqlProofs(database, ring)
        self.attachments = SqlAttachments(database, ring)
        self.timers = SqlTimers(database)
        self.complaints = SqlComplaints(database, ring)
        self.processes = SqlProcesses(database)
        self.audit = SqlAudit(database, ring)

    def _ask(self) -> None:
        """Build those of who is asked what, and what their answers come to."""
        database, ring = self.database, self.ring
        self.forms = SqlForms(database)
        self.form_drafts = SqlFormDrafts(database)
        self.invitations = SqlInvitations(database)
        self.asked = SqlAsked(database)
        self.api_keys = SqlApiKeys(database, ring)
        self.imports = SqlImports(database, ring)
        self.transactions = SqlTransactions(database, ring)
        self.campaigns = SqlCampaigns(database, ring)
        self.draws = SqlDraws(database, ring)
        self.broadcasts = SqlBroadcasts(database)
        self.recipients = SqlRecipients(database, ring)
        self.opt_outs = SqlOptOuts(database, ring)
        self.bounces = SqlBounces(database)
        self.mail_links = KeyedMailLinks(ring)
        self.counting = SqlCounting(database)
        self.figures = SqlFigures(database)
        self.count_tables = SqlCountTables(database)
        self.judging = SqlJudging(database, ring)
        self.progress = SqlProgress(database)
        self.traces = SqlTraces(database, ring)

    def _serve(self) -> None:
        """Build those of the office, its people and their work."""
        database, ring = self.database, self.ring
        self.places = SqlPlaces(database)
        self.accounts = SqlAccounts(database, ring)
        self.desk_sessions = SqlDeskSessions(database)
        self.cases = SqlCases(database, ring)
        self.case_links = SqlCaseLinks(database, ring)
        self.drafts = SqlDrafts(database, ring)
        self.saved_filters = SqlSavedFilters(database, ring)
        self.answer_templates = SqlAnswerTemplates(database)
        self.roster = SqlRoster(database, ring)
        self.procedures = SqlProcedures(database)
        self.units = SqlUnits(database)
        self.hotlines = SqlHotlines(database)
        self.swaps = SqlSwaps(database)
        self.response_desk = SqlResponseDesk(database, ring)
        self.call_backs = SqlCallBacks(database, ring)
        self.notices = SqlNotices(database)
        self.account_mails = SqlAccountMails(database, ring)
        self.account_resets = SqlAccountResets(database)
        self.reports = SqlReports(database, ring)
        self.report_duties = SqlReportDuties(database)
        self.publications = SqlPublications(database)
        self.improvements = SqlImprovements(database, ring)

    @classmethod
    def over(cls, database: Database, ring: KeyRing) -> SqlStorage:
        """Return the repositories over a database whose schema is at head."""
        return cls(database=database, ring=ring)

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable; see `storage.base.Database.commit`."""
        await self.database.commit(unit)

    @asynccontextmanager
    async def hold(self, session_id: SessionId) -> AsyncIterator[SqlStorage]:
        """Give a storage that has one session to itself; see `storage.base.Database.hold`."""
        async with self.database.hold(session_id) as held:
            yield self if held is self.database else SqlStorage.over(held, self.ring)

    async def remove_demo(self) -> Mapping[str, int]:
        """Delete the example data in one transaction; return the rows removed by table."""
        return await remove_demo(self.database)

    async def kept_demo(self) -> Mapping[str, int]:
        """Return how many example units and places real rows hold."""
        return await kept_demo(self.database)

    async def durable_write(self) -> None:
        """Commit one tiny row, for `/ready` (invariant I25)."""
        unit = UnitOfWork()
        unit.add(KEEP_META, {"key": "ready", "value": "1"})
        await self.commit(unit)

    async def close(self) -> None:
        """Finish what was accepted and let go of the files."""
        await self.database.close()


async def open_ring(database_url: str, ring: Path) -> tuple[KeyRing, bool]:
    """Return the key ring, and whether it was made just now (then say so, loudly).

    Raises:
        KeyRingLostError: there is a database, but not the ring that opens it. A new ring would
            only hide the loss.
        DatabaseAddressError, KeyRingError: as they say.
        StorageUnavailableError: whether there is a database cannot be told now.

    """
    there = ring.exists()  # noqa: ASYNC240 – once, before anything else runs
    if not there and await database_exists(database_url):
        name = database_name(database_url)
        raise KeyRingLostError(f"{name} needs its key ring, and {ring} is not there").saying(
            text_key("storage.key_ring_lost"), database=name, file=ring
        )
    return KeyRing.open_or_create(ring)


def database_name(database_url: str) -> str:
    """Return an address as it may be shown: a file, or an address without its password."""
    if is_postgres(database_url):
        return str(PostgresAddress(database_url))
    return str(sqlite_path(database_url))


async def database_exists(database_url: str) -> bool:
    """Return whether a database was begun there: it holds rows of ours, or will soon.

    Raises:
        DatabaseAddressError: the address names no usable database.
        StorageUnavailableError: the server cannot be reached.

    """
    if is_postgres(database_url):
        from storage.migrations.postgres import is_in_use  # noqa: PLC0415 – see `_open_postgres`

        return await is_in_use(PostgresAddress(database_url))
    path = sqlite_path(database_url)
    return path.exists() and path.stat().st_size > 0


async def open_storage(database_url: str, ring: KeyRing, *, server: bool = False) -> SqlStorage:
    """Open the database at an address, make or upgrade its tables, and build the repositories.

    `server` holds a SQLite file against other servers until `close`; commands do not, and may
    work beside a server. A PostgreSQL database takes any number of both.

    Raises:
        DatabaseAddressError: the address names no usable database.
        InstanceRunningError: another server has the file.
        WrongKeyRingError: the ring is not the one that sealed this database.
        StorageUnavailableError: the database cannot be opened or written.

    """
    if is_postgres(database_url):
        return await _open_postgres(database_url, ring)
    path = sqlite_path(database_url)
    database = SqliteDatabase(path)
    try:
        if server:
            database.hold_instance_lock()
        upgrade_sqlite(path)
        await prove_key_ring(database, ring)
    except BaseException:
        await database.close()
        raise
    return SqlStorage.over(database, ring)


async def _open_postgres(database_url: str, ring: KeyRing) -> SqlStorage:
    # Loaded only where it is used: the driver costs each start on SQLite 60 ms.
    from storage.migrations.postgres import upgrade_postgres  # noqa: PLC0415
    from storage.postgres import PostgresDatabase  # noqa: PLC0415

    database = PostgresDatabase(database_url)
    try:
        await upgrade_postgres(database.address)
        await prove_key_ring(database, ring)
    except BaseException:
        await database.close()
        raise
    return SqlStorage.over(database, ring)
