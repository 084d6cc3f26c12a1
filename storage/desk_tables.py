"""The tables of the desk: accounts and sessions, what officers add to cases, and the seal."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from storage.columns import (
    added,
    added_inside,
    flag,
    inside,
    instant,
    key,
    metadata,
    number,
    one_of,
    perhaps,
    sealed,
    text,
)
from storage.triggers import keep_history

__all__ = [
    "account_grants",
    "account_links",
    "account_resets",
    "accounts",
    "answer_templates",
    "audit_chain",
    "audit_unsealed",
    "calendar_changes",
    "case_links",
    "case_parties",
    "complaint_words",
    "desk_sessions",
    "drafts",
    "notices",
    "response_marks",
    "saved_filters",
]

# -- who may enter

accounts = Table(
    "accounts", metadata, key(), text("login"), text("name"), text("language"), text("state"),
    perhaps("password_hash"), sealed("totp_secret"),
    Column("totp_step", BigInteger, nullable=False), text("recovery"),
    Column("failures", Integer, nullable=False), instant("locked_until", needed=False),
    instant("created_at"), added("version", 1), sealed("recovery_codes"),
    UniqueConstraint("login"), one_of("state", ("active", "disabled")),
)  # fmt: skip
account_grants = Table(
    "account_grants", metadata, inside("accounts.id", "account_id"), key("role"), key("unit_id"),
)  # fmt: skip
account_links = Table(
    "account_links", metadata, key("token_hash"), text("purpose"), perhaps("account_id"),
    instant("created_at"), instant("expires_at"), instant("used_at", needed=False),
    text("created_by"),
    Index(None, "account_id"), one_of("purpose", ("first_admin", "invite", "reset")),
)  # fmt: skip
desk_sessions = Table(
    "desk_sessions", metadata, key("id_hash"),
    Column("account_id", ForeignKey("accounts.id"), nullable=False), text("csrf"),
    instant("created_at"), instant("seen_at"), text("agent"),
    instant("ended_at", needed=False),
    Index(None, "account_id"), Index(None, "seen_at"),
)  # fmt: skip
# What two must agree on, or the owner may refuse in time: one of them open for an account.
account_resets = Table(
    "account_resets", metadata, key(), text("account_id"), flag("device_lost"),
    text("asked_by"), instant("asked_at"), instant("ready_at", needed=False),
    instant("expires_at"), instant("ended_at", needed=False), perhaps("outcome"),
    one_of("outcome", ("made", "refused", "expired")),
)  # fmt: skip
Index(
    "uq_account_resets_open", account_resets.c.account_id, unique=True,
    sqlite_where=account_resets.c.ended_at.is_(None),
    postgresql_where=account_resets.c.ended_at.is_(None),
)  # fmt: skip
# What officers are told: data, said in words only when it is read.
notices = Table(
    "notices", metadata, number("number"), text("account_id"), text("kind"), text("object"),
    text("params"), instant("made_at"), instant("read_at", needed=False),
    Index(None, "account_id", "number"), Index(None, "made_at"),
)  # fmt: skip
Index(
    "ix_notices_unread", notices.c.account_id, notices.c.number,
    sqlite_where=notices.c.read_at.is_(None), postgresql_where=notices.c.read_at.is_(None),
)  # fmt: skip

# -- cases

# The words of a case, each as a keyed hash: they can be looked for, but not read. Those of one
# word lie together by case, and again by unit and case, so that a page never reads other units'.
complaint_words = Table(
    "complaint_words", metadata, Column("word_index", LargeBinary, primary_key=True),
    perhaps("owner_unit_id"), added_inside("complaints.id", "complaint_id"),
    Index(None, "word_index", "owner_unit_id", "complaint_id"), Index(None, "complaint_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
case_parties = Table(
    "case_parties", metadata, key("account_id"), added_inside("complaints.id", "complaint_id"),
    text("kind"), Index(None, "complaint_id"),
)  # fmt: skip
case_links = Table(
    "case_links", metadata, key("token_hash"), text("complaint_id"), instant("created_at"),
    instant("expires_at"), Index(None, "complaint_id"), Index(None, "expires_at"),
)  # fmt: skip
drafts = Table(
    "drafts", metadata, key("account_id"), key("complaint_id"), key("kind"),
    sealed("text", needed=True), instant("at"), Index(None, "complaint_id"), Index(None, "at"),
)  # fmt: skip
saved_filters = Table(
    "saved_filters", metadata, key("account_id"), key("list"), key("name"),
    sealed("query", needed=True),
)  # fmt: skip

# -- what officers begin their answers from

answer_templates = Table(
    "answer_templates", metadata, key(), text("purpose"), text("language"), text("title"),
    text("text"), text("categories"), instant("changed_at"), text("actor"),
    instant("retired_at", needed=False), added("version", 1),
    one_of("purpose", ("ask", "answer")),
)  # fmt: skip

# -- calendar and responses

calendar_changes = Table(
    "calendar_changes", metadata, number("number"), text("day"),
    Column("works", Boolean(create_constraint=False)), text("decision"), instant("at"),
    text("actor"),
)  # fmt: skip
response_marks = Table(
    "response_marks", metadata, added_inside("responses.id", "response_id"),
    Column("number", Integer, primary_key=True), text("kind"), sealed("reason"), instant("at"),
    text("actor"), flag("demo"),
    CheckConstraint("number >= 1", name="number"), one_of("kind", ("set_aside", "restored")),
)  # fmt: skip

# -- the seal over the audit log

# A row's id says nothing about when it was committed, hence a position of its own. The id is not
# unique here: who removes the last rows lets SQLite give their ids away again.
audit_chain = Table(
    "audit_chain", metadata, Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("audit_id", BigInteger, nullable=False), instant("sealed_at"), text("hash"),
    Index(None, "audit_id"),
)  # fmt: skip
# What waits for the seal, filled by a trigger: no row is missed, however late it is committed.
audit_unsealed = Table(
    "audit_unsealed", metadata,
    Column("audit_id", BigInteger, primary_key=True, autoincrement=False),
)  # fmt: skip

keep_history(calendar_changes)
keep_history(response_marks, erasable="reason")
keep_history(audit_chain)
