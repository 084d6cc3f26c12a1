"""Draws as long work: how far one is, its rows before it counts, and figures kept of large frames.

Revision ID: 0018
Revises: 0017

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('first', 'top_up', 'substitution')"
_STATES = "state IN ('waiting', 'gathering', 'drawing', 'storing', 'done', 'refused', 'cancelled')"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def upgrade() -> None:
    """Go one step up."""
    op.add_column(
        "draws", sa.Column("partial", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "draw_works", _text("campaign_id"), _text("draw_id"), _text("kind"), _text("seed"),
        _text("state"), _integer("progress"), _integer("size"), _text("reason"),
        _instant("lease_until"), _integer("campaign_version"), _instant("at"), _text("by"),
        _integer("version"),
        sa.CheckConstraint(_KINDS, name=op.f("ck_draw_works_kind")),
        sa.CheckConstraint(_STATES, name=op.f("ck_draw_works_state")),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_draw_works"),
    )  # fmt: skip
    op.create_table(
        "draw_outlooks", _text("campaign_id"), _text("kind"), _text("stamp"), _text("figures"),
        _instant("wanted_at"), _instant("counted_at"), _instant("lease_until"),
        sa.CheckConstraint(_KINDS, name=op.f("ck_draw_outlooks_kind")),
        sa.PrimaryKeyConstraint("campaign_id", "kind", name="pk_draw_outlooks"),
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: what is not drawn to its end goes, and so do figures kept."""
    half = "draw_id IN (SELECT id FROM draws WHERE partial)"
    for table in ("drawn", "draw_frames", "draw_strata"):
        op.execute(f"DELETE FROM {table} WHERE {half}")  # noqa: S608 – names of this file
    op.execute("DELETE FROM draws WHERE partial")
    op.drop_table("draw_outlooks")
    op.drop_table("draw_works")
    op.drop_column("draws", "partial")
