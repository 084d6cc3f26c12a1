"""All tables, written once for every SQL dialect: the names, types and rules of the rows.

Ids and JSON are text, instants are epoch milliseconds, sealed values are binary (`secrets`).
Foreign keys stand inside an aggregate only: writes of one turn may then come in any order, and
the hot path pays for no look-up that its own transaction already guarantees.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    event,
    literal_column,
)

from flows.session import State
from storage.triggers import append_only

__all__ = [
    "answers",
    "attachments",
    "audit",
    "complaint_events",
    "complaints",
    "consents",
    "conversations",
    "counters",
    "forms",
    "inbox",
    "invitations",
    "meta",
    "metadata",
    "misreadings",
    "outbox",
    "phones",
    "places",
    "processes",
    "proofs",
    "responses",
    "sealed_columns",
    "sessions",
    "timers",
    "units",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_RESPONSE_STATES = (
    "in_progress", "completed", "declined", "ineligible", "stopped",
    "superseded", "redirected", "abandoned", "erased",
)  # fmt: skip
_PENDING: ColumnElement[bool] = literal_column("state = 'pending'")
_OPEN: ColumnElement[bool] = literal_column("state IN ('queued', 'claimed')")
_WAITING: ColumnElement[bool] = literal_column("state = 'waiting'")


def _key(name: str = "id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def _number(name: str) -> Column[int]:
    """Return a number that the database gives out: rows keep the order in which they came."""
    # Only INTEGER becomes the row's own number in SQLite; elsewhere it must be 64 bits.
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, primary_key=True, autoincrement=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _perhaps(name: str) -> Column[str]:
    return Column(name, Text)


def _instant(name: str, *, needed: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=not needed)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=False), nullable=False)


def _sealed(name: str, *, needed: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=not needed)


def _added(name: str, default: str | int) -> Column[str | int]:
    """Return a column that came later: who runs the version before does not know of it yet."""
    kind: type[Text | BigInteger] = Text if isinstance(default, str) else BigInteger
    return Column(name, kind, nullable=False, server_default=str(default))


def _inside(parent: str, name: str) -> Column[str]:
    """Return a part's key that starts with the key of the whole."""
    return Column(name, Text, ForeignKey(parent), primary_key=True)


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


# -- where service happens

units = Table(
    "units", metadata, _key(), _text("name"), Column("parent_id", Text, ForeignKey("units.id")),
    _flag("demo"),
)  # fmt: skip
places = Table(
    "places", metadata, _key(), _text("name"),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False), _flag("demo"),
)  # fmt: skip
counters = Table(
    "counters", metadata, _inside("places.id", "place_id"), _key(), _text("name"),
    Column("position", Integer, nullable=False),
)  # fmt: skip

# -- what is asked, and who is invited

forms = Table(
    "forms", metadata, _key("form"), Column("version", Integer, primary_key=True),
    _text("content_hash"), _text("sources"), _instant("published_at"),
)  # fmt: skip
invitations = Table(
    "invitations", metadata, _key(), _text("kind"), _text("token_hash"), _text("code_hash"),
    _text("form"), _text("language"), _instant("created_at"),
    _instant("expires_at", needed=False), _instant("revoked_at", needed=False),
    _perhaps("unit_id"), _perhaps("place_id"), _perhaps("counter_id"), _perhaps("service"),
    _perhaps("period_from"), _perhaps("period_to"), _perhaps("session_id"), _perhaps("label"),
    _flag("demo"),
    UniqueConstraint("token_hash"), UniqueConstraint("code_hash"),
    _one_of("kind", ("personal", "place", "assisted")),
)  # fmt: skip

# -- conversations: the hot path; small rows whose key is the row spare a second tree in SQLite

conversations = Table(
    "conversations", metadata, _key("channel"), _key("user_key"), _text("session_id"),
    _instant("created_at"), _sealed("address"), _instant("blocked_at", needed=False),
    Index(None, "session_id"), sqlite_with_rowid=False,
)  # fmt: skip
sessions = Table(
    "sessions", metadata, _key(), Column("version", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False), _text("channel"), _text("state"),
    _perhaps("form"), _perhaps("invitation_id"), _instant("touched_at"), _flag("trial"),
    _sealed("data", needed=True), _perhaps("user_key"),
    _one_of("state", State),
    CheckConstraint("version >= 0 AND last_seq >= 0", name="counts"),
)  # fmt: skip
inbox = Table(
    "inbox", metadata, _number("arrival"), _text("id"), _text("channel"), _text("dedupe_key"),
    _text("session_id"), _sealed("body"), _instant("received_at"), _text("state"),
    Column("attempts", Integer, nullable=False), _instant("retry_at"), _perhaps("reason"),
    UniqueConstraint("channel", "dedupe_key"),
    _one_of("state", ("pending", "applied", "ignored", "dead")),
)  # fmt: skip
# Only what waits is looked for by these: rows that are written as applied never touch them.
Index("uq_inbox_pending_id", inbox.c.id, unique=True,
      sqlite_where=_PENDING, postgresql_where=_PENDING)  # fmt: skip
Index("ix_inbox_pending_session", inbox.c.session_id, inbox.c.arrival,
      sqlite_where=_PENDING, postgresql_where=_PENDING)  # fmt: skip
Index("ix_inbox_pending_received", inbox.c.received_at,
      sqlite_where=_PENDING, postgresql_where=_PENDING)  # fmt: skip
outbox = Table(
    "outbox", metadata, _key("session_id"), Column("seq", Integer, primary_key=True),
    _sealed("body", needed=True), _instant("created_at"), _text("state"),
    _added("channel", "web"), _perhaps("user_key"), _perhaps("claimed_by"), _added("next_at", 0),
    _added("attempts", 0), _added("unknowns", 0), _added("parts_done", 0), _perhaps("number"),
    _perhaps("reason"),
    _one_of("state", ("pull", "queued", "claimed", "sent", "unknown", "dead", "cancelled")),
    CheckConstraint("seq >= 1", name="seq"),
)  # fmt: skip
# Only what is still to be sent is looked for; rows that pages fetch never touch this.
Index("ix_outbox_open", outbox.c.session_id, outbox.c.seq,
      sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip
timers = Table(
    "timers", metadata, _key(), _text("session_id"), _text("kind"),
    Column("wait", Integer, nullable=False), _instant("due_at"),
    Column("attempts", Integer, nullable=False),
    UniqueConstraint("session_id", "kind"), Index(None, "due_at"),
)  # fmt: skip

# -- what was answered

responses = Table(
    "responses", metadata, _key(), _perhaps("session_id"), _text("form"),
    Column("version", Integer, nullable=False), _text("channel"), _text("language"),
    _text("state"), _instant("started_at"), _instant("completed_at", needed=False),
    _perhaps("code"), _perhaps("restricted"), _perhaps("invitation_id"),
    _perhaps("invitation_kind"), _perhaps("unit_id"), _perhaps("place_id"),
    _perhaps("counter_id"), _flag("trial"), _flag("demo"),
    UniqueConstraint("code"), Index(None, "started_at"), Index(None, "session_id"),
    _one_of("state", _RESPONSE_STATES),
    CheckConstraint("restricted IN ('formal_complaint', 'denunciation')", name="restricted"),
)  # fmt: skip
answers = Table(
    "answers", metadata, _inside("responses.id", "response_id"), _key("question"),
    Column("revision", Integer, primary_key=True), _perhaps("value"), _sealed("sealed_value"),
    _text("method"), Column("confidence", Float, nullable=False), _sealed("comment"),
    _flag("private"), _text("flags"), _instant("at"), _flag("retracted"),
    CheckConstraint("revision >= 1", name="revision"),
    CheckConstraint("NOT private OR value IS NULL", name="private"),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    sqlite_with_rowid=False,
)  # fmt: skip
consents = Table(
    "consents", metadata, _number("id"),
    Column("response_id", Text, ForeignKey("responses.id"), nullable=False),
    _text("consent"), _flag("given"), _text("form"),
    Column("version", Integer, nullable=False), _text("question"), _text("text_hash"),
    _text("language"), _text("channel"), _text("method"), _instant("at"),
    Index(None, "response_id"),
)  # fmt: skip
phones = Table(
    "phones", metadata, _inside("responses.id", "response_id"), _key("purpose"),
    _sealed("number", needed=True), _sealed("blind_index", needed=True), _instant("at"),
    Index(None, "blind_index"),
)  # fmt: skip
proofs = Table(
    "proofs", metadata, _inside("responses.id", "response_id"), _key("kind"), _text("channel"),
    _sealed("blind_index", needed=True), _instant("at"),
    _one_of("kind", ("account",)),
)  # fmt: skip
misreadings = Table(
    "misreadings", metadata, _number("id"), _text("response_id"), _text("question"),
    _sealed("text", needed=True), _instant("at"), _added("asked", "again"), _perhaps("guess"),
    Index(None, "response_id"), Index(None, "at"),
)  # fmt: skip

# -- cases

complaints = Table(
    "complaints", metadata, _key(), _text("code"), _text("response_id"), _perhaps("session_id"),
    _text("kind"), _text("category"), Column("severity", SmallInteger, nullable=False),
    _flag("restricted"), _flag("reply_promised"), _text("state"), _perhaps("owner_unit_id"),
    _text("owner_role"), _instant("due_at", needed=False), _instant("created_at"),
    _perhaps("unit_id"), _perhaps("place_id"), _perhaps("counter_id"),
    _perhaps("cause_question"), _sealed("story"), _sealed("name"), _sealed("address"),
    _sealed("phone"), _sealed("phone_index"), _flag("trial"), _flag("demo"),
    UniqueConstraint("code"), Index(None, "created_at"), Index(None, "phone_index"),
    Index(None, "response_id"),
)  # fmt: skip
complaint_events = Table(
    "complaint_events", metadata, _inside("complaints.id", "complaint_id"),
    Column("number", Integer, primary_key=True), _text("kind"), _instant("at"), _text("actor"),
    _text("detail"), _flag("demo"),
    CheckConstraint("number >= 1", name="number"),
)  # fmt: skip

attachments = Table(
    "attachments", metadata, _key(), _text("response_id"), _text("channel"), _text("kind"),
    _sealed("reference"), _instant("at"), _text("state"), _perhaps("reason"),
    Column("attempts", Integer, nullable=False), _instant("next_at"), _perhaps("media_type"),
    Column("size", BigInteger), _perhaps("sha256"), _sealed("data"),
    Index(None, "response_id"),
    _one_of("kind", ("photo", "voice", "document")),
    _one_of("state", ("waiting", "stored", "refused", "gone")),
)  # fmt: skip
Index("ix_attachments_waiting", attachments.c.next_at,
      sqlite_where=_WAITING, postgresql_where=_WAITING)  # fmt: skip

# -- the house itself

processes = Table(
    "processes", metadata, _key(), _text("kind"), _instant("started_at"), _instant("beat_at"),
    _one_of("kind", ("run", "web", "worker")),
)  # fmt: skip
audit = Table(
    "audit", metadata, _number("id"), _instant("at"), _text("actor"), _text("action"),
    _text("target"), _text("detail"), _flag("demo"),
)  # fmt: skip
meta = Table("meta", metadata, _key("key"), _text("value"), sqlite_with_rowid=False)

for _table, _keys in ((complaint_events, ("complaint_id", "number")), (audit, ("id",))):
    for _ddl in append_only(_table.name, _keys):
        event.listen(_table, "after_create", _ddl)


def sealed_columns() -> list[tuple[str, str]]:
    """Return (table, column) of everything that the key ring seals; indexes are not sealed."""
    return [
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary) and not column.name.endswith("index")
    ]
