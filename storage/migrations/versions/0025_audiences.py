"""Whom the form of a counted response asked: targets of participants are measured by it (R40).

Revision ID: 0025
Revises: 0024

Additive only: the default says that a row was summed without it, so that the version before goes
on writing its rows, and this one counts them anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step up."""
    op.add_column(
        "counted_responses", sa.Column("audience", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Go one step down."""
    op.drop_column("counted_responses", "audience")
