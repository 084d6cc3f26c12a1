"""The course of a campaign's waves: reminders that begin by themselves, texts that are proposed.

Revision ID: 0023
Revises: 0022

Additive only, with defaults in the database: the version before goes on writing its rows. It takes
a planned reminder for a draft, which nobody but an officer lets run.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_TEXTS = ("waits_for", "proposed", "proposed_by", "texts_by")


def upgrade() -> None:
    """Go one step up."""
    planned = sa.Boolean(create_constraint=False)
    op.add_column(
        "broadcasts",
        sa.Column("planned", planned, nullable=False, server_default=sa.false()),
    )
    for name in _TEXTS:
        op.add_column("broadcasts", sa.Column(name, sa.Text()))
    op.add_column("broadcasts", sa.Column("proposed_at", sa.BigInteger()))


def downgrade() -> None:
    """Go one step down."""
    for name in ("proposed_at", *reversed(_TEXTS), "planned"):
        op.drop_column("broadcasts", name)
