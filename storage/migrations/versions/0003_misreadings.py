"""Misreadings as a list to learn from: how each was asked back, and found by their age.

Revision ID: 0003
Revises: 0002

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step up."""
    op.add_column(
        "misreadings", sa.Column("asked", sa.Text(), nullable=False, server_default="again")
    )
    op.add_column("misreadings", sa.Column("guess", sa.Text(), nullable=True))
    op.create_index("ix_misreadings_at", "misreadings", ["at"])


def downgrade() -> None:
    """Go one step down: how it was asked back is forgotten, what was typed stays."""
    op.drop_index("ix_misreadings_at", "misreadings")
    op.drop_column("misreadings", "guess")
    op.drop_column("misreadings", "asked")
