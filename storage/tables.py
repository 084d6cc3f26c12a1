"""All tables, written once for every SQL dialect: the names, types and rules of the rows.

Ids and JSON are text, instants are epoch milliseconds, sealed values are binary (`secrets`).
Foreign keys stand inside an aggregate only: writes of one turn may then come in any order, and
the hot path pays for no look-up that its own transaction already guarantees.
"""

from __future__ import annotations

from itertools import product

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
)

from flows.session import State
from storage import (
    broadcast_tables,
    call_back_tables,
    campaign_tables,
    counting_tables,
    desk_tables,
    figure_tables,
    inviting_tables,
    judging_tables,
    mail_tables,
    office_tables,
    publication_tables,
    report_tables,
    transaction_tables,
)
from storage.case_states import IS_CLOSED, IS_OPEN, IS_RUNNING, IS_UNTAKEN, IS_UNTIMED
from storage.columns import (
    added,
    added_flag,
    flag,
    inside,
    instant,
    key,
    metadata,
    number,
    one_of,
    perhaps,
    sealed,
    sealed_columns,
    text,
)
from storage.figure_triggers import watch_figures
from storage.triggers import collect_new_rows, keep_history

__all__ = [
    "answers",
    "attachments",
    "audit",
    "broadcast_tables",
    "call_back_tables",
    "campaign_tables",
    "complaint_events",
    "complaints",
    "consents",
    "conversations",
    "counters",
    "counting_tables",
    "desk_tables",
    "figure_tables",
    "forms",
    "inbox",
    "invitations",
    "inviting_tables",
    "judging_tables",
    "mail_tables",
    "meta",
    "metadata",
    "misreadings",
    "office_tables",
    "outbox",
    "phones",
    "places",
    "processes",
    "proofs",
    "publication_tables",
    "report_tables",
    "responses",
    "sealed_columns",
    "sessions",
    "timers",
    "transaction_tables",
    "units",
]

_RESPONSE_STATES = (
    "in_progress", "completed", "declined", "ineligible", "stopped",
    "superseded", "redirected", "abandoned", "erased",
)  # fmt: skip
_PENDING: ColumnElement[bool] = literal_column("state = 'pending'")
_OPEN: ColumnElement[bool] = literal_column("state IN ('queued', 'claimed')")
_WAITING: ColumnElement[bool] = literal_column("state = 'waiting'")
_UNTIMED = and_(IS_OPEN, IS_UNTIMED)
_SET_ASIDE: ColumnElement[bool] = literal_column("set_aside")
_SENT: ColumnElement[bool] = literal_column("kind = 'personal'")
_POSTER: ColumnElement[bool] = literal_column("kind <> 'personal'")
_FOLLOWS: ColumnElement[bool] = literal_column("transaction_id IS NOT NULL")
_ASKS: ColumnElement[bool] = literal_column("campaign_id IS NOT NULL")
_PERSONAL: ColumnElement[bool] = literal_column("invitation_kind = 'personal'")


# -- where service happens

units = Table(
    "units", metadata, key(), text("name"), Column("parent_id", Text, ForeignKey("units.id")),
    flag("demo"), added("type", "local"), added("code", ""), perhaps("from_day"),
    perhaps("ended_day"),
)  # fmt: skip
places = Table(
    "places", metadata, key(), text("name"),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False), flag("demo"),
    added("type", "one_stop"), perhaps("code"), perhaps("commune"), perhaps("area"),
    perhaps("address"), perhaps("ended_on"),
)  # fmt: skip
counters = Table(
    "counters", metadata, inside("places.id", "place_id"), key(), text("name"),
    Column("position", Integer, nullable=False), perhaps("ended_on"),
)  # fmt: skip

# -- what is asked, and who is invited

forms = Table(
    "forms", metadata, key("form"), Column("version", Integer, primary_key=True),
    text("content_hash"), text("sources"), instant("published_at"),
    added("published_by", ""), instant("retired_at", needed=False),
)  # fmt: skip
invitations = Table(
    "invitations", metadata, key(), text("kind"), text("token_hash"), text("code_hash"),
    text("form"), text("language"), instant("created_at"),
    instant("expires_at", needed=False), instant("revoked_at", needed=False),
    perhaps("unit_id"), perhaps("place_id"), perhaps("counter_id"), perhaps("service"),
    perhaps("period_from"), perhaps("period_to"), perhaps("session_id"), perhaps("label"),
    flag("demo"), perhaps("procedure"), perhaps("transaction_id"), perhaps("commune"),
    added_flag("trial"), perhaps("campaign_id"),
    UniqueConstraint("token_hash"), UniqueConstraint("code_hash"),
    one_of("kind", ("personal", "place", "assisted")),
)  # fmt: skip
Index("ix_invitations_sent", invitations.c.created_at,
      sqlite_where=_SENT, postgresql_where=_SENT)  # fmt: skip
Index("uq_invitations_transaction", invitations.c.transaction_id, unique=True,
      sqlite_where=_FOLLOWS, postgresql_where=_FOLLOWS)  # fmt: skip
Index("ix_invitations_campaign", invitations.c.campaign_id,
      sqlite_where=_ASKS, postgresql_where=_ASKS)  # fmt: skip
# Posters of one place; personal links, a thousand times as many, never touch this.
Index("ix_invitations_posters", invitations.c.place_id, invitations.c.created_at,
      sqlite_where=_POSTER, postgresql_where=_POSTER)  # fmt: skip

# -- conversations: the hot path; small rows whose key is the row spare a second tree in SQLite

conversations = Table(
    "conversations", metadata, key("channel"), key("user_key"), text("session_id"),
    instant("created_at"), sealed("address"), instant("blocked_at", needed=False),
    Index(None, "session_id"), sqlite_with_rowid=False,
)  # fmt: skip
sessions = Table(
    "sessions", metadata, key(), Column("version", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False), text("channel"), text("state"),
    perhaps("form"), perhaps("invitation_id"), instant("touched_at"), flag("trial"),
    sealed("data", needed=True), perhaps("user_key"),
    one_of("state", State),
    CheckConstraint("version >= 0 AND last_seq >= 0", name="counts"),
)  # fmt: skip
inbox = Table(
    "inbox", metadata, number("arrival"), text("id"), text("channel"), text("dedupe_key"),
    text("session_id"), sealed("body"), instant("received_at"), text("state"),
    Column("attempts", Integer, nullable=False), instant("retry_at"), perhaps("reason"),
    UniqueConstraint("channel", "dedupe_key"),
    one_of("state", ("pending", "applied", "ignored", "dead")),
)  # fmt: skip
# Only what waits is looked for by these: rows that are written as applied never touch them.
Index("uq_inbox_pending_id", inbox.c.id, unique=True,
      sqlite_where=_PENDING, postgresql_where=_PENDING)  # fmt: skip
Index("ix_inbox_pending_session", inbox.c.session_id, inbox.c.arrival,
      sqlite_where=_PENDING, postgresql_where=_PENDING)  # fmt: skip
Index("ix_inbox_pending_received", inbox.c.received_at,
      sqlite_where=_PENDING, postgresql_where=_PENDING)  # fmt: skip
outbox = Table(
    "outbox", metadata, key("session_id"), Column("seq", Integer, primary_key=True),
    sealed("body", needed=True), instant("created_at"), text("state"),
    added("channel", "web"), perhaps("user_key"), perhaps("claimed_by"), added("next_at", 0),
    added("attempts", 0), added("unknowns", 0), added("parts_done", 0), perhaps("number"),
    perhaps("reason"),
    one_of("state", ("pull", "queued", "claimed", "sent", "unknown", "dead", "cancelled")),
    CheckConstraint("seq >= 1", name="seq"),
)  # fmt: skip
# Only what is still to be sent is looked for; rows that pages fetch never touch this.
Index("ix_outbox_open", outbox.c.session_id, outbox.c.seq,
      sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip
timers = Table(
    "timers", metadata, key(), text("session_id"), text("kind"),
    Column("wait", Integer, nullable=False), instant("due_at"),
    Column("attempts", Integer, nullable=False),
    UniqueConstraint("session_id", "kind"), Index(None, "due_at"),
)  # fmt: skip

# -- what was answered

responses = Table(
    "responses", metadata, key(), perhaps("session_id"), text("form"),
    Column("version", Integer, nullable=False), text("channel"), text("language"),
    text("state"), instant("started_at"), instant("completed_at", needed=False),
    perhaps("code"), perhaps("restricted"), perhaps("invitation_id"),
    perhaps("invitation_kind"), perhaps("unit_id"), perhaps("place_id"),
    perhaps("counter_id"), flag("trial"), flag("demo"), added_flag("set_aside"),
    perhaps("commune"), perhaps("procedure"), added_flag("to_be_judged"),
    UniqueConstraint("code"), Index(None, "started_at"), Index(None, "session_id"),
    Index(None, "started_at", "id"), Index(None, "unit_id", "started_at", "id"),
    Index(None, "form", "started_at", "id"), Index(None, "form", "version", "state"),
    one_of("state", _RESPONSE_STATES),
    CheckConstraint("restricted IN ('formal_complaint', 'denunciation')", name="restricted"),
)  # fmt: skip
Index("ix_responses_set_aside", responses.c.started_at, responses.c.id,
      sqlite_where=_SET_ASIDE, postgresql_where=_SET_ASIDE)  # fmt: skip
Index("ix_responses_personal", responses.c.invitation_id,
      sqlite_where=_PERSONAL, postgresql_where=_PERSONAL)  # fmt: skip
answers = Table(
    "answers", metadata, inside("responses.id", "response_id"), key("question"),
    Column("revision", Integer, primary_key=True), perhaps("value"), sealed("sealed_value"),
    text("method"), Column("confidence", Float, nullable=False), sealed("comment"),
    flag("private"), text("flags"), instant("at"), flag("retracted"),
    CheckConstraint("revision >= 1", name="revision"),
    CheckConstraint("NOT private OR value IS NULL", name="private"),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    sqlite_with_rowid=False,
)  # fmt: skip
consents = Table(
    "consents", metadata, number("id"),
    Column("response_id", Text, ForeignKey("responses.id"), nullable=False),
    text("consent"), flag("given"), text("form"),
    Column("version", Integer, nullable=False), text("question"), text("text_hash"),
    text("language"), text("channel"), text("method"), instant("at"),
    Index(None, "response_id"),
)  # fmt: skip
phones = Table(
    "phones", metadata, inside("responses.id", "response_id"), key("purpose"),
    sealed("number", needed=True), sealed("blind_index", needed=True), instant("at"),
    Index(None, "blind_index"),
)  # fmt: skip
proofs = Table(
    "proofs", metadata, inside("responses.id", "response_id"), key("kind"), text("channel"),
    sealed("blind_index", needed=True), instant("at"),
    Index(None, "blind_index", "at"), one_of("kind", ("account",)),
)  # fmt: skip
misreadings = Table(
    "misreadings", metadata, number("id"), text("response_id"), text("question"),
    sealed("text", needed=True), instant("at"), added("asked", "again"), perhaps("guess"),
    Index(None, "response_id"), Index(None, "at"),
)  # fmt: skip

# -- cases

complaints = Table(
    "complaints", metadata, key(), text("code"), text("response_id"), perhaps("session_id"),
    text("kind"), text("category"), Column("severity", SmallInteger, nullable=False),
    flag("restricted"), flag("reply_promised"), text("state"), perhaps("owner_unit_id"),
    text("owner_role"), instant("due_at", needed=False), instant("created_at"),
    perhaps("unit_id"), perhaps("place_id"), perhaps("counter_id"),
    perhaps("cause_question"), sealed("story"), sealed("name"), sealed("address"),
    sealed("phone"), sealed("phone_index"), flag("trial"), flag("demo"), perhaps("officer_id"),
    added("version", 1), instant("waiting_since", needed=False),
    instant("answered_at", needed=False), added("reopened", 0), added("due_version", ""),
    instant("term_at", needed=False), added("noticed", 0), instant("look_at", needed=False),
    UniqueConstraint("code"), Index(None, "created_at"), Index(None, "phone_index"),
    Index(None, "response_id"),
)  # fmt: skip
# The queue: each order, of the whole house and of one unit, and of each what a filter picks out.
# A page is then read from where it begins, and nothing else is (`storage.queue`).
# Asked for by state, terms run or not: that rule again would let PostgreSQL expect far fewer rows.
for _unit, _facet, (_name, _order, _rows) in product(
    ((), ("owner_unit_id",)),
    ((), ("state",), ("category",), ("severity",), ("officer_id",)),
    (("due", ("due_at", "id"), IS_RUNNING), ("untimed", ("id",), _UNTIMED),
     ("newest", ("id",), IS_OPEN)),
):  # fmt: skip
    if _unit and _facet == ("officer_id",):
        continue  # somebody's own cases are looked up whatever unit they are in
    _where = IS_OPEN if _name == "due" and _facet == ("state",) else _rows
    Index("_".join(("ix_complaints_open", *_unit, *_facet, _name)),
          *(complaints.c[column] for column in (*_unit, *_facet, *_order)),
          sqlite_where=_where, postgresql_where=_where)  # fmt: skip
for _unit, (_name, _order) in product(
    ((), ("owner_unit_id",)), (("due", ("due_at", "id")), ("newest", ("id",)))
):
    Index("_".join(("ix_complaints_untaken", *_unit, _name)),
          *(complaints.c[column] for column in (*_unit, *_order)),
          sqlite_where=IS_UNTAKEN, postgresql_where=IS_UNTAKEN)  # fmt: skip
for _unit in ((), ("owner_unit_id",)):
    Index("_".join(("ix_complaints_open", *_unit, "restricted")),
          *(complaints.c[column] for column in (*_unit, "restricted", "id")),
          sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)  # fmt: skip
for _whose in ((), ("owner_unit_id",), ("officer_id",)):
    Index("_".join(("ix_complaints_closed", *_whose)),
          *(complaints.c[column] for column in (*_whose, "id")),
          sqlite_where=IS_CLOSED, postgresql_where=IS_CLOSED)  # fmt: skip
Index("ix_complaints_look", complaints.c.look_at, complaints.c.id,
      sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)  # fmt: skip
complaint_events = Table(
    "complaint_events", metadata, inside("complaints.id", "complaint_id"),
    Column("number", Integer, primary_key=True), text("kind"), instant("at"), text("actor"),
    text("detail"), flag("demo"), sealed("text"),
    CheckConstraint("number >= 1", name="number"),
)  # fmt: skip

attachments = Table(
    "attachments", metadata, key(), text("response_id"), text("channel"), text("kind"),
    sealed("reference"), instant("at"), text("state"), perhaps("reason"),
    Column("attempts", Integer, nullable=False), instant("next_at"), perhaps("media_type"),
    Column("size", BigInteger), perhaps("sha256"), sealed("data"),
    Index(None, "response_id"),
    one_of("kind", ("photo", "voice", "document")),
    one_of("state", ("waiting", "stored", "refused", "gone")),
)  # fmt: skip
Index("ix_attachments_waiting", attachments.c.next_at,
      sqlite_where=_WAITING, postgresql_where=_WAITING)  # fmt: skip

# -- the house itself

processes = Table(
    "processes", metadata, key(), text("kind"), instant("started_at"), instant("beat_at"),
    one_of("kind", ("run", "web", "worker")),
)  # fmt: skip
audit = Table(
    "audit", metadata, number("id"), instant("at"), text("actor"), text("action"),
    text("target"), text("detail"), flag("demo"),
    Index(None, "at", "id"), Index(None, "actor", "at", "id"), Index(None, "action", "at", "id"),
    Index(None, "target", "at", "id"),
)  # fmt: skip
meta = Table("meta", metadata, key("key"), text("value"), sqlite_with_rowid=False)

keep_history(complaint_events, erasable="text")
keep_history(audit)
# Example rows stay outside the chain: they may go.
collect_new_rows(audit, desk_tables.audit_unsealed)
watch_figures(
    weights=counting_tables.response_weights,
    responses=responses,
    campaigns=campaign_tables.campaigns,
    roster=office_tables.roster,
    places=places,
    call_backs=call_back_tables.call_backs,
)
