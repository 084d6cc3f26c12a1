"""What campaigns ask of forms and waves: proof of who answered, and whose terms a wave goes by.

Revision ID: 0019
Revises: 0018

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step up."""
    for table, name in (("broadcasts", "terms_at"), ("response_weights", "evidence")):
        op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go one step down."""
    op.drop_column("response_weights", "evidence")
    op.drop_column("broadcasts", "terms_at")
