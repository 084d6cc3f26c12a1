"""Tables of broadcasts: the waves, their recipients one by one, and who wants none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    Table,
    literal_column,
)

from flows.broadcasts import RECIPIENT_STATES, STATES
from storage.columns import added, added_flag, flag, instant, key, metadata, one_of, perhaps, text
from survey.campaigns import CHANNELS

__all__ = ["LOST_STATES", "broadcast_recipients", "broadcasts", "opt_outs"]

_DUE: ColumnElement[bool] = literal_column("state = 'pending' AND channel IS NOT NULL")
_SORTED: ColumnElement[bool] = literal_column("channel IS NOT NULL")
_CLAIMED: ColumnElement[bool] = literal_column("state = 'claimed'")
LOST_STATES: Final = "(state = 'failed' OR state = 'blocked' OR state = 'cancelled')"
"""Of rows that never got there, spelt as their index has it."""
_LOST: ColumnElement[bool] = literal_column(LOST_STATES)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _first_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Return the rule that a column holds one of these, tried one by one, the most frequent
    first. For a list (`one_of`) SQLite builds a table for each row that is written: half of what
    a row of an audience costs.
    """
    tried = " OR ".join(f"{column} = '{value}'" for value in values)
    return CheckConstraint(tried, name=column)


broadcasts = Table(
    "broadcasts", metadata, key(), text("campaign_id"), _whole("wave"), text("state"),
    instant("starts_at"), instant("ends_at"), instant("closes_at"), _whole("quiet_from"),
    _whole("quiet_to"), flag("quiet_days"), text("texts"), _whole("audience"),
    perhaps("frozen_upto"), _whole("sorted_upto"), flag("adds"), instant("made_at"),
    text("made_by"),
    instant("confirmed_at", needed=False), perhaps("confirmed_by"),
    instant("cancelled_at", needed=False), perhaps("cancelled_by"), _whole("version"),
    added("terms_at", 0), added_flag("planned"), perhaps("waits_for"), perhaps("proposed"),
    instant("proposed_at", needed=False), perhaps("proposed_by"), perhaps("texts_by"),
    Index(None, "campaign_id"), one_of("state", STATES),
    CheckConstraint("wave BETWEEN 0 AND 2", name="wave"),
)  # fmt: skip
# Numbered in the order in which transactions came: rows and entries are written side by side,
# which is what makes a million of them a matter of seconds.
broadcast_recipients = Table(
    "broadcast_recipients", metadata, key("broadcast_id"),
    Column("number", Integer, primary_key=True), text("transaction_id"), text("group_id"),
    perhaps("channel"), perhaps("user_key"), text("state"), perhaps("reason"), instant("next_at"),
    perhaps("claimed_by"), instant("claim_number", needed=False),
    instant("left_at", needed=False), _whole("attempts"),
    instant("at", needed=False), perhaps("platform_number"),
    _first_of("channel", CHANNELS),
    _first_of("state", RECIPIENT_STATES),
    sqlite_with_rowid=False,
)  # fmt: skip
# Only what waits, and what is in hand, is looked for; and of nobody before it was looked up how
# they are reached: freezing writes one tree, in its order.
Index("ix_broadcast_recipients_transaction", broadcast_recipients.c.transaction_id,
      broadcast_recipients.c.broadcast_id,
      sqlite_where=_SORTED, postgresql_where=_SORTED)  # fmt: skip
Index("ix_broadcast_recipients_due",
      *(broadcast_recipients.c[name] for name in ("broadcast_id", "channel", "next_at", "number")),
      sqlite_where=_DUE, postgresql_where=_DUE)  # fmt: skip
Index("ix_broadcast_recipients_claimed", broadcast_recipients.c.claimed_by,
      sqlite_where=_CLAIMED, postgresql_where=_CLAIMED)  # fmt: skip
Index("ix_broadcast_recipients_lost", broadcast_recipients.c.broadcast_id,
      broadcast_recipients.c.number, sqlite_where=_LOST, postgresql_where=_LOST)  # fmt: skip
# Whom we write no more than answers to: a chat by its key, an address or a person by keyed hash.
opt_outs = Table(
    "opt_outs", metadata, key("kind"), Column("who_index", LargeBinary, primary_key=True),
    instant("at"), text("cause"), one_of("kind", ("telegram", "email", "person")),
    sqlite_with_rowid=False,
)  # fmt: skip
