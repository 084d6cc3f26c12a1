"""Links: one of each source that leads to an invitation; whose numbers are shared; addresses.

Revision ID: 0020
Revises: 0019

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_NOT_INDEXED = sa.text("email IS NOT NULL AND email_index IS NULL")
_KNOW_WHOSE = """
UPDATE asked_people SET shared = (1 = 1) WHERE EXISTS (
    SELECT 1 FROM invitations
    JOIN transactions ON transactions.id = invitations.transaction_id
    WHERE invitations.id = asked_people.invitation_id
    AND transactions.person_index IS NOT NULL
    AND transactions.phone_index = asked_people.person_index
)
"""


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Go one step up."""
    flag: sa.Column[bool] = sa.Column(
        "shared", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("asked_people", flag)
    op.execute(_KNOW_WHOSE)
    op.create_table(
        "invitation_links", _text("invitation_id"), _text("source"), _text("token_hash"),
        _text("code_hash"), sa.Column("expires_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], ondelete="CASCADE",
            name="fk_invitation_links_invitation_id",
        ),
        sa.PrimaryKeyConstraint("invitation_id", "source", name="pk_invitation_links"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_links_token_hash"),
        sa.UniqueConstraint("code_hash", name="uq_invitation_links_code_hash"),
    )  # fmt: skip
    op.create_index(
        "ix_transactions_not_indexed", "transactions", ["id"],
        sqlite_where=_NOT_INDEXED, postgresql_where=_NOT_INDEXED,
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: of links beside the newest one, none opens anything any more."""
    op.drop_index("ix_transactions_not_indexed", "transactions")
    op.drop_table("invitation_links")
    op.drop_column("asked_people", "shared")
