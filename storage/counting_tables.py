"""Tables of counting: what each response comes to, and tables of counts from elsewhere."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

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
    text,
)

__all__ = ["count_notes", "count_rows", "count_tables", "response_weights"]

# A row comes when a survey ends: what the figures ask of its answers, without its answers.
response_weights = Table(
    "response_weights", metadata, added_inside("responses.id", "response_id"),
    Column("shown", Integer, nullable=False), Column("answered", Integer, nullable=False),
    Column("rated", Integer, nullable=False), Column("lowest", Integer),
    Column("highest", Integer), added("evidence", 0),
)  # fmt: skip

# What was written elsewhere stays as it was written: cells are texts.
count_tables = Table(
    "count_tables", metadata, key(), text("title"), text("source"), text("sha256"),
    text("from_day"), text("to_day"), perhaps("unit_id"), text("state"), instant("made_at"),
    text("actor"), instant("approved_at", needed=False), perhaps("approved_by"),
    Column("version", Integer, nullable=False),
    Index(None, "made_at", "id"), Index(None, "sha256"),
    one_of("state", ("draft", "approved", "withdrawn")),
)  # fmt: skip
count_rows = Table(
    "count_rows", metadata, inside("count_tables.id", "table_id"),
    Column("position", Integer, primary_key=True), text("name"), flag("is_total"),
    text("unit_ids"), flag("exact"), text("issued"), text("returned"), text("valid"),
    text("invalid"),
)  # fmt: skip
count_notes = Table(
    "count_notes", metadata, number("id"),
    Column("table_id", Text, ForeignKey("count_tables.id"), nullable=False),
    text("flag"), text("note"), instant("at"), text("actor"), Index(None, "table_id"),
)  # fmt: skip
