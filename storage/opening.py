"""From an address to a Storage that is ready: schema at head, key ring proved, repositories."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flows.identifiers import SessionId
from flows.texts import text_key
from storage.accounts import SqlAccounts
from storage.addresses import DatabaseAddressError, PostgresAddress, is_postgres, sqlite_path
from storage.answers import SqlAnswers
from storage.attachments import SqlAttachments
from storage.audit import SqlAudit
from storage.base import (
    AccountRepository,
    AnswerRepository,
    AttachmentRepository,
    AuditRepository,
    CaseLinkRepository,
    CaseRepository,
    ComplaintRepository,
    ConversationRepository,
    Database,
    DeskSessionRepository,
    DraftRepository,
    FormRepository,
    InboxRepository,
    InvitationRepository,
    MisreadingRepository,
    OutboxRepository,
    PlaceRepository,
    ProcessRepository,
    ProofRepository,
    ResponseDeskRepository,
    ResponseRepository,
    SavedFilterRepository,
    SessionRepository,
    Storage,
    StorageError,
    SwapRepository,
    TimerRepository,
    UnitOfWork,
)
from storage.case_links import SqlCaseLinks
from storage.case_queue import SqlCases
from storage.complaints import SqlComplaints
from storage.conversations import SqlConversations
from storage.demo import kept_demo, remove_demo
from storage.desk_sessions import SqlDeskSessions
from storage.drafts import SqlDrafts, SqlSavedFilters
from storage.forms import SqlForms
from storage.inbox import SqlInbox
from storage.invitations import SqlInvitations
from storage.key_check import prove_key_ring
from storage.meta_rows import KEEP_META
from storage.migrations import upgrade_sqlite
from storage.misreadings import SqlMisreadings
from storage.outbox import SqlOutbox
from storage.places import SqlPlaces
from storage.processes import SqlProcesses
from storage.proofs import SqlProofs
from storage.response_desk import SqlResponseDesk
from storage.responses import SqlResponses
from storage.secrets import KeyRing
from storage.sessions import SqlSessions
from storage.sqlite import SqliteDatabase
from storage.swaps import SqlSwaps
from storage.timers import SqlTimers

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

    @classmethod
    def over(cls, database: Database, ring: KeyRing) -> SqlStorage:
        """Build the repositories over a database whose schema is at head."""
        return cls(
            database=database,
            ring=ring,
            sessions=SqlSessions(database, ring),
            conversations=SqlConversations(database, ring),
            inbox=SqlInbox(database, ring),
            outbox=SqlOutbox(database, ring),
            responses=SqlResponses(database),
            answers=SqlAnswers(database, ring),
            misreadings=SqlMisreadings(database, ring),
            proofs=SqlProofs(database, ring),
            attachments=SqlAttachments(database, ring),
            timers=SqlTimers(database),
            complaints=SqlComplaints(database, ring),
            invitations=SqlInvitations(database),
            places=SqlPlaces(database),
            forms=SqlForms(database),
            audit=SqlAudit(database, ring),
            processes=SqlProcesses(database),
            accounts=SqlAccounts(database, ring),
            desk_sessions=SqlDeskSessions(database),
            cases=SqlCases(database, ring),
            case_links=SqlCaseLinks(database, ring),
            drafts=SqlDrafts(database, ring),
            saved_filters=SqlSavedFilters(database, ring),
            swaps=SqlSwaps(database),
            response_desk=SqlResponseDesk(database, ring),
        )

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
