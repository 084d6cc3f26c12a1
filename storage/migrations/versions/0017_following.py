"""Judging: what is odd about responses, what people said to it, and what they were begun on.

Revision ID: 0017
Revises: 0016

Additive only: the version before knows nothing of these tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")
_ASKS = sa.text("campaign_id IS NOT NULL")
_STANDS = sa.text("withdrawn_at IS NULL")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _of_response(table: str) -> sa.ForeignKeyConstraint:
    """Return the tie to a response; the version before removes example ones without knowing."""
    return sa.ForeignKeyConstraint(
        ["response_id"], ["responses.id"], ondelete="CASCADE", name=f"fk_{table}_response_id"
    )


def upgrade() -> None:
    """Go one step up."""
    op.add_column(
        "responses",
        sa.Column("to_be_judged", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "ix_invitations_campaign", "invitations", ["campaign_id"],
        sqlite_where=_ASKS, postgresql_where=_ASKS,
    )  # fmt: skip
    _create_judging()
    op.create_table(
        "session_devices", _text("session_id"),
        sa.Column("device_index", sa.LargeBinary(), nullable=False), _instant("at"),
        sa.PrimaryKeyConstraint("session_id", name="pk_session_devices"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_session_devices_at", "session_devices", ["at"])


def _create_judging() -> None:
    op.create_table(
        "judgings", _text("response_id"), _text("state"), _instant("opened_at"),
        _instant("settled_at", null=True), sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'kept', 'set_aside')", name=op.f("ck_judgings_state")
        ),
        _of_response("judgings"), sa.PrimaryKeyConstraint("response_id", name="pk_judgings"),
    )  # fmt: skip
    op.create_index(
        "ix_judgings_open", "judgings", ["opened_at", "response_id"],
        sqlite_where=_OPEN, postgresql_where=_OPEN,
    )  # fmt: skip
    op.create_table(
        "response_suspicions", _text("response_id"), _text("reason"),
        sa.Column("score", sa.Float(), nullable=False), _text("detail"), _instant("at"),
        _of_response("response_suspicions"),
        sa.PrimaryKeyConstraint("response_id", "reason", name="pk_response_suspicions"),
    )  # fmt: skip
    given = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "response_judgements", sa.Column("number", given, nullable=False, autoincrement=True),
        _text("response_id"), _text("actor"), _text("verdict"),
        sa.Column("note", sa.LargeBinary()), _instant("at"), _instant("withdrawn_at", null=True),
        sa.CheckConstraint(
            "verdict IN ('keep', 'set_aside')", name=op.f("ck_response_judgements_verdict")
        ),
        _of_response("response_judgements"),
        sa.PrimaryKeyConstraint("number", name="pk_response_judgements"),
    )  # fmt: skip
    op.create_index("ix_response_judgements_response_id", "response_judgements", ["response_id"])
    op.create_index(
        "uq_response_judgements_actor", "response_judgements", ["response_id", "actor"],
        unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS,
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: what is odd is found again; what people said to it goes."""
    for table in ("session_devices", "response_judgements", "response_suspicions", "judgings"):
        op.drop_table(table)
    op.drop_index("ix_invitations_campaign", "invitations")
    op.drop_column("responses", "to_be_judged")
