"""Tables of judging: what is odd about responses, and what people said to it."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    literal_column,
)

from storage.columns import added_inside, instant, key, metadata, number, one_of, sealed, text
from survey.judging import STATES, VERDICTS

__all__ = ["judgings", "response_judgements", "response_suspicions", "session_devices"]

# One row a response that was ever suspected: while it is open, the response counts for nothing.
judgings = Table(
    "judgings", metadata, added_inside("responses.id", "response_id"), text("state"),
    instant("opened_at"), instant("settled_at", needed=False),
    Column("version", Integer, nullable=False), one_of("state", STATES),
)  # fmt: skip
# Spelt out, not a parameter: only so can SQLite prove that the partial index fits.
_OPEN: ColumnElement[bool] = literal_column("state = 'open'")
Index("ix_judgings_open", judgings.c.opened_at, judgings.c.response_id,
      sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip
response_suspicions = Table(
    "response_suspicions", metadata, added_inside("responses.id", "response_id"), key("reason"),
    Column("score", Float, nullable=False), text("detail"), instant("at"),
)  # fmt: skip
response_judgements = Table(
    "response_judgements", metadata, number("number"),
    Column("response_id", Text, ForeignKey("responses.id", ondelete="CASCADE"), nullable=False),
    text("actor"), text("verdict"), sealed("note"), instant("at"),
    instant("withdrawn_at", needed=False),
    Index(None, "response_id"), one_of("verdict", VERDICTS),
)  # fmt: skip
_STANDS = response_judgements.c.withdrawn_at.is_(None)
Index("uq_response_judgements_actor", response_judgements.c.response_id,
      response_judgements.c.actor, unique=True, sqlite_where=_STANDS,
      postgresql_where=_STANDS)  # fmt: skip
# What a session was begun on, by a keyed hash, for some weeks: one telephone may answer for many.
session_devices = Table(
    "session_devices", metadata, key("session_id"),
    Column("device_index", LargeBinary, nullable=False), instant("at"), Index(None, "at"),
    sqlite_with_rowid=False,
)  # fmt: skip
