"""How a counted response was summed: cells have factors of its labels since the fourth way.

Revision ID: 0026
Revises: 0025

Additive only: the default says that a row was summed the third way, so that the version before
goes on writing its rows, and this one counts them anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step up."""
    op.add_column(
        "counted_responses",
        sa.Column("definition", sa.BigInteger(), nullable=False, server_default="3"),
    )


def downgrade() -> None:
    """Go one step down."""
    op.drop_column("counted_responses", "definition")
