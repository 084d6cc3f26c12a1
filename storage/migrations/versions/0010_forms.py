"""Drafts of forms, who published what, and from when on nobody begins with it.

Revision ID: 0010
Revises: 0009

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def upgrade() -> None:
    """Add the tables and columns."""
    op.add_column("forms", sa.Column("published_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("forms", sa.Column("retired_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_responses_form_version_state", "responses", ["form", "version", "state"])
    states = "state IN ('draft', 'published', 'discarded')"
    op.create_table(
        "form_drafts", _text("id"), _text("form", null=True), _text("file"), _text("source"),
        _text("sources"), _text("faults"),
        sa.Column("base_version", sa.Integer(), nullable=False), _text("actor"),
        sa.Column("at", sa.BigInteger(), nullable=False), _text("state"),
        sa.CheckConstraint("source IN ('yaml', 'xlsform')", name=op.f("ck_form_drafts_source")),
        sa.CheckConstraint(states, name=op.f("ck_form_drafts_state")),
        sa.PrimaryKeyConstraint("id", name="pk_form_drafts"),
    )  # fmt: skip
    op.create_index("ix_form_drafts_state_at", "form_drafts", ["state", "at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("form_drafts")
    op.drop_index("ix_responses_form_version_state", "responses")
    op.drop_column("forms", "retired_at")
    op.drop_column("forms", "published_by")
