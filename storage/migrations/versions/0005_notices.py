"""Notices to officers, resets of accounts that two must agree on, recovery codes under seal.

Revision ID: 0005
Revises: 0004

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_UNREAD = sa.text("read_at IS NULL")
_OPEN = sa.text("ended_at IS NULL")


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def upgrade() -> None:
    """Add the tables and columns."""
    op.add_column("accounts", sa.Column("recovery_codes", sa.LargeBinary(), nullable=True))
    given = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "notices", sa.Column("number", given, nullable=False, autoincrement=True),
        _text("account_id"), _text("kind"), _text("object"), _text("params"),
        _instant("made_at"), _instant("read_at", null=True),
        sa.PrimaryKeyConstraint("number", name="pk_notices"),
    )  # fmt: skip
    op.create_index("ix_notices_account_id_number", "notices", ["account_id", "number"])
    op.create_index("ix_notices_made_at", "notices", ["made_at"])
    _partial("ix_notices_unread", "notices", ["account_id", "number"], _UNREAD)
    op.create_table(
        "account_resets", _text("id"), _text("account_id"),
        sa.Column("device_lost", sa.Boolean(), nullable=False), _text("asked_by"),
        _instant("asked_at"), _instant("ready_at", null=True), _instant("expires_at"),
        _instant("ended_at", null=True), _text("outcome", null=True),
        sa.CheckConstraint(
            "outcome IN ('made', 'refused', 'expired')",
            name=op.f("ck_account_resets_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_resets"),
    )  # fmt: skip
    _partial("uq_account_resets_open", "account_resets", ["account_id"], _OPEN, unique=True)


def _partial(
    name: str, table: str, columns: list[str], where: sa.TextClause, *, unique: bool = False
) -> None:
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    """Take them away again: what nobody has read is not said, and open resets are forgotten."""
    op.drop_table("account_resets")
    op.drop_table("notices")
    op.drop_column("accounts", "recovery_codes")
