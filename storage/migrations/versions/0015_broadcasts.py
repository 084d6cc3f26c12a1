"""Broadcasts, their recipients, and who wants none.

Revision ID: 0015
Revises: 0014

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_DUE = sa.text("state = 'pending' AND channel IS NOT NULL")
_SORTED = sa.text("channel IS NOT NULL")
_CLAIMED = sa.text("state = 'claimed'")
_LOST = sa.text("(state = 'failed' OR state = 'blocked' OR state = 'cancelled')")
_STATES = "state IN ('draft', 'running', 'paused', 'cancelled', 'done')"
_ENDS = (
    "state = 'pending' OR state = 'claimed' OR state = 'sent' OR state = 'failed' "
    "OR state = 'blocked' OR state = 'unknown' OR state = 'cancelled'"
)
_CHANNELS = "channel = 'telegram' OR channel = 'email' OR channel = 'list'"
_KINDS = "kind IN ('telegram', 'email', 'person')"


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def upgrade() -> None:
    """Go one step up."""
    op.add_column("invitations", _text("campaign_id", null=True))
    index: sa.Column[bytes] = sa.Column("email_index", sa.LargeBinary(), nullable=True)
    op.add_column("transactions", index)
    op.create_index("ix_proofs_blind_index_at", "proofs", ["blind_index", "at"])
    op.create_table(
        "broadcasts", _text("id"), _text("campaign_id"), _integer("wave"), _text("state"),
        _instant("starts_at"), _instant("ends_at"), _instant("closes_at"),
        _integer("quiet_from"), _integer("quiet_to"),
        sa.Column("quiet_days", sa.Boolean(), nullable=False), _text("texts"),
        _integer("audience"), _text("frozen_upto", null=True), _integer("sorted_upto"),
        sa.Column("adds", sa.Boolean(), nullable=False), _instant("made_at"),
        _text("made_by"), _instant("confirmed_at", null=True), _text("confirmed_by", null=True),
        _instant("cancelled_at", null=True), _text("cancelled_by", null=True),
        _integer("version"),
        sa.CheckConstraint(_STATES, name=op.f("ck_broadcasts_state")),
        sa.CheckConstraint("wave BETWEEN 0 AND 2", name=op.f("ck_broadcasts_wave")),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )  # fmt: skip
    op.create_index("ix_broadcasts_campaign_id", "broadcasts", ["campaign_id"])
    _create_recipients()
    op.create_table(
        "opt_outs", _text("kind"), sa.Column("who_index", sa.LargeBinary(), nullable=False),
        _instant("at"), _text("cause"),
        sa.CheckConstraint(_KINDS, name=op.f("ck_opt_outs_kind")),
        sa.PrimaryKeyConstraint("kind", "who_index", name="pk_opt_outs"),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _create_recipients() -> None:
    op.create_table(
        "broadcast_recipients", _text("broadcast_id"), _integer("number"),
        _text("transaction_id"), _text("group_id"), _text("channel", null=True),
        _text("user_key", null=True), _text("state"), _text("reason", null=True),
        _instant("next_at"), _text("claimed_by", null=True),
        _instant("claim_number", null=True), _instant("left_at", null=True),
        _integer("attempts"), _instant("at", null=True), _text("platform_number", null=True),
        sa.CheckConstraint(_CHANNELS, name=op.f("ck_broadcast_recipients_channel")),
        sa.CheckConstraint(_ENDS, name=op.f("ck_broadcast_recipients_state")),
        sa.PrimaryKeyConstraint("broadcast_id", "number", name="pk_broadcast_recipients"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index(
        "ix_broadcast_recipients_transaction", "broadcast_recipients",
        ["transaction_id", "broadcast_id"], sqlite_where=_SORTED, postgresql_where=_SORTED,
    )  # fmt: skip
    op.create_index(
        "ix_broadcast_recipients_due", "broadcast_recipients",
        ["broadcast_id", "channel", "next_at", "number"],
        sqlite_where=_DUE, postgresql_where=_DUE,
    )  # fmt: skip
    op.create_index(
        "ix_broadcast_recipients_claimed", "broadcast_recipients", ["claimed_by"],
        sqlite_where=_CLAIMED, postgresql_where=_CLAIMED,
    )  # fmt: skip
    op.create_index(
        "ix_broadcast_recipients_lost", "broadcast_recipients", ["broadcast_id", "number"],
        sqlite_where=_LOST, postgresql_where=_LOST,
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: what was sent is not known any more, nor who wants no messages."""
    for table in ("opt_outs", "broadcast_recipients", "broadcasts"):
        op.drop_table(table)
    op.drop_index("ix_proofs_blind_index_at", "proofs")
    op.drop_column("transactions", "email_index")
    op.drop_column("invitations", "campaign_id")
