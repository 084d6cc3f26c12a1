"""Tables of the office's world: units through time, places, people at counters, procedures."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, UniqueConstraint

from storage.columns import (
    flag,
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
from survey.unit_events import KINDS

__all__ = ["hotlines", "officers", "procedures", "roster", "unit_events", "unit_hand_overs"]

# -- units through time

# Whoever writes gives the number: without gaps, so that the newest is the version of the tree.
unit_events = Table(
    "unit_events", metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    text("day"), text("kind"), text("decision"), text("body"), flag("example"), instant("at"),
    text("actor"), flag("demo"),
    one_of("kind", KINDS),
)  # fmt: skip

# What went to another unit when its own ended, so that it finds its way back.
unit_hand_overs = Table(
    "unit_hand_overs", metadata, key("kind"), key("thing"), text("from_unit"), text("to_unit"),
    one_of("kind", ("place", "case")),
)  # fmt: skip

# -- people at counters

officers = Table(
    "officers", metadata, key(), perhaps("staff_code"), text("name"), text("unit_id"),
    perhaps("account_id"), sealed("phone_index"), perhaps("ended_on"),
    UniqueConstraint("staff_code"), Index(None, "unit_id"), Index(None, "account_id"),
)  # fmt: skip
# Who sat where is evidence: rows are withdrawn, never changed or removed.
roster = Table(
    "roster", metadata, number("id"), text("officer_id"), perhaps("place_id"),
    perhaps("counter_id"), text("from_day"), text("to_day"),
    Column("weekdays", Integer, nullable=False), Column("starts_min", Integer, nullable=False),
    Column("ends_min", Integer, nullable=False), text("kind"), perhaps("stands_for"),
    instant("at"), text("actor"), instant("withdrawn_at", needed=False), perhaps("withdrawn_by"),
    Index(None, "place_id", "to_day"), Index(None, "officer_id", "to_day"),
    one_of("kind", ("duty", "absence", "delegation")),
)  # fmt: skip

# -- what is done there, and whom to call

procedures = Table(
    "procedures", metadata, key("code"), key("from_day"), perhaps("to_day"), text("name"),
    Column("term_days", Integer), text("channels"), text("audience"), perhaps("form"),
    flag("demo"),
)  # fmt: skip
hotlines = Table(
    "hotlines", metadata, key(), text("label"), text("number"), text("hours"),
    perhaps("unit_id"), Column("position", Integer, nullable=False), perhaps("ended_on"),
)  # fmt: skip

keep_history(unit_events)
