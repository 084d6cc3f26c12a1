"""Keys of other systems, invitations by transaction, and when somebody was asked last.

Revision ID: 0011
Revises: 0010

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SENT = sa.text("kind = 'personal'")
_FOLLOWS = sa.text("transaction_id IS NOT NULL")


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _binary(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    """Go one step up."""
    for name in ("transaction_id", "commune"):
        op.add_column("invitations", _text(name, null=True))
    # A default that both dialects take as "no".
    no: sa.Column[bool] = sa.Column(
        "trial", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("invitations", no)
    op.create_index(
        "ix_invitations_sent", "invitations", ["created_at"],
        sqlite_where=_SENT, postgresql_where=_SENT,
    )  # fmt: skip
    op.create_index(
        "uq_invitations_transaction", "invitations", ["transaction_id"], unique=True,
        sqlite_where=_FOLLOWS, postgresql_where=_FOLLOWS,
    )  # fmt: skip
    op.create_table(
        "api_keys", _text("id"), _text("name"), _text("key_hash"), _text("unit_id"),
        _text("legal_basis"), _instant("created_at"), _text("created_by"),
        _instant("expires_at", null=True), _instant("revoked_at", null=True),
        _text("used_on", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("key_hash", name="uq_api_keys_key_hash"),
    )  # fmt: skip
    op.create_table(
        "api_answers", _text("key_id"), _text("idempotency_key"), _text("request_hash"),
        sa.Column("status", sa.Integer(), nullable=False), _binary("body"), _instant("at"),
        sa.PrimaryKeyConstraint("key_id", "idempotency_key", name="pk_api_answers"),
    )  # fmt: skip
    op.create_index("ix_api_answers_at", "api_answers", ["at"])
    op.create_table(
        "asked_people", _binary("person_index"), _instant("asked_at"), _text("invitation_id"),
        sa.PrimaryKeyConstraint("person_index", name="pk_asked_people"),
    )  # fmt: skip
    op.create_index("ix_asked_people_asked_at", "asked_people", ["asked_at"])


def downgrade() -> None:
    """Go one step down: keys are made anew, links that were given out stay good."""
    for table in ("asked_people", "api_answers", "api_keys"):
        op.drop_table(table)
    for name in ("uq_invitations_transaction", "ix_invitations_sent"):
        op.drop_index(name, "invitations")
    for name in ("trial", "commune", "transaction_id"):
        op.drop_column("invitations", name)
