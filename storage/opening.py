"""From an address to a Storage that is ready: schema at head, key ring proved, repositories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from storage.answers import SqlAnswers
from storage.audit import SqlAudit
from storage.base import (
    AnswerRepository,
    AuditRepository,
    ComplaintRepository,
    ConversationRepository,
    Database,
    FormRepository,
    InboxRepository,
    InvitationRepository,
    OutboxRepository,
    PlaceRepository,
    ResponseRepository,
    SessionRepository,
    Storage,
    StorageError,
    TimerRepository,
    UnitOfWork,
)
from storage.complaints import SqlComplaints
from storage.conversations import SqlConversations
from storage.demo import kept_demo, remove_demo
from storage.dialects import ByDialect, named_values
from storage.forms import SqlForms
from storage.inbox import SqlInbox
from storage.invitations import SqlInvitations
from storage.key_check import prove_key_ring
from storage.migrations import upgrade_sqlite
from storage.outbox import SqlOutbox
from storage.places import SqlPlaces
from storage.responses import SqlResponses
from storage.secrets import KeyRing
from storage.sessions import SqlSessions
from storage.sqlite import SqliteDatabase
from storage.tables import meta
from storage.timers import SqlTimers

__all__ = [
    "DatabaseAddressError",
    "KeyRingLostError",
    "SqlStorage",
    "open_ring",
    "open_storage",
    "sqlite_path",
]

_SQLITE: Final = "sqlite"
_PROBE = ByDialect(
    lambda insert: (
        insert(meta)
        .values(named_values(meta))
        .on_conflict_do_update(
            index_elements=[meta.c.key], set_={"value": insert(meta).excluded.value}
        )
    )
)


class DatabaseAddressError(StorageError):
    """`DATABASE_URL` names no database that can be used here."""


class KeyRingLostError(StorageError):
    """The database is there, its key ring is not: bring the saved ring back, or start anew."""


@dataclass(slots=True, kw_only=True)
class SqlStorage(Storage):
    """All repositories over one SQL database."""

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

    @classmethod
    def over(cls, database: Database, ring: KeyRing) -> SqlStorage:
        """Build the repositories over a database whose schema is at head."""
        return cls(
            database=database,
            sessions=SqlSessions(database, ring),
            conversations=SqlConversations(database, ring),
            inbox=SqlInbox(database, ring),
            outbox=SqlOutbox(database, ring),
            responses=SqlResponses(database),
            answers=SqlAnswers(database, ring),
            timers=SqlTimers(database),
            complaints=SqlComplaints(database, ring),
            invitations=SqlInvitations(database),
            places=SqlPlaces(database),
            forms=SqlForms(database),
            audit=SqlAudit(database),
        )

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable; see `storage.base.Database.commit`."""
        await self.database.commit(unit)

    async def remove_demo(self) -> Mapping[str, int]:
        """Delete the example data in one transaction; return the rows removed by table."""
        return await remove_demo(self.database)

    async def kept_demo(self) -> Mapping[str, int]:
        """Return how many example units and places real rows hold."""
        return await kept_demo(self.database)

    async def durable_write(self) -> None:
        """Commit one tiny row, for `/ready` (invariant I25)."""
        unit = UnitOfWork()
        unit.add(_PROBE, {"key": "ready", "value": "1"})
        await self.commit(unit)

    async def close(self) -> None:
        """Finish what was accepted and let go of the files."""
        await self.database.close()


def sqlite_path(database_url: str) -> Path:
    """Return the file that an address such as `sqlite:///var/langnghe.sqlite3` names.

    Raises:
        DatabaseAddressError: it names another kind of database, or no file.

    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise DatabaseAddressError("not a database address (expected sqlite:///FILE)") from None
    if url.get_backend_name() != _SQLITE:
        kind = url.get_backend_name()
        raise DatabaseAddressError(f"{kind}: not supported (expected sqlite:///FILE)")
    if url.database in {None, "", ":memory:"}:
        raise DatabaseAddressError("a file is needed (expected sqlite:///FILE): memory forgets")
    return Path(str(url.database))


def open_ring(database_url: str, ring: Path) -> tuple[KeyRing, bool]:
    """Return the key ring, and whether it was made just now (then say so, loudly).

    Raises:
        KeyRingLostError: there is a database, but not the ring that opens it. A new ring would
            only hide the loss.
        DatabaseAddressError, KeyRingError: as they say.

    """
    database = sqlite_path(database_url)
    if not ring.exists() and database.exists() and database.stat().st_size:
        raise KeyRingLostError(f"{database} needs its key ring, and {ring} is not there")
    return KeyRing.open_or_create(ring)


async def open_storage(database_url: str, ring: KeyRing, *, server: bool = False) -> SqlStorage:
    """Open the database at an address, make or upgrade its tables, and build the repositories.

    `server` holds the file against other servers until `close`; commands do not, and may work
    beside a server.

    Raises:
        DatabaseAddressError: the address names no usable database.
        InstanceRunningError: another server has the file.
        WrongKeyRingError: the ring is not the one that sealed this database.
        StorageUnavailableError: the file cannot be opened or written.

    """
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
