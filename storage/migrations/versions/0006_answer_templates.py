"""Answer templates that offices write themselves.

Revision ID: 0006
Revises: 0005

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of templates."""
    texts = ("id", "purpose", "language", "title", "text", "categories")
    op.create_table(
        "answer_templates",
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"),
        sa.CheckConstraint(
            "purpose IN ('ask', 'answer')", name=op.f("ck_answer_templates_purpose")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer_templates"),
    )


def downgrade() -> None:
    """Take it away again: what offices wrote is forgotten, the shipped texts stay."""
    op.drop_table("answer_templates")
