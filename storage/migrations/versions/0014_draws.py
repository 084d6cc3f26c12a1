"""Draws: their sealed records, what was drawn of each stratum, and who.

Revision ID: 0014
Revises: 0013

Additive only: the version before knows nothing of these tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('first', 'top_up', 'substitution')"
_ROLES = "role IN ('main', 'reserve', 'replaced')"


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def upgrade() -> None:
    """Go one step up."""
    op.create_table(
        "draws", _text("id"), _text("campaign_id"), _integer("number"), _text("kind"),
        _text("seed"), _text("frame_hash"), _integer("frame_size"), _text("program"),
        _text("record"), _text("seal"), _instant("at"), _text("by"),
        sa.CheckConstraint(_KINDS, name=op.f("ck_draws_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_draws"),
        sa.UniqueConstraint("campaign_id", "number", name="uq_draws_campaign_id_number"),
    )  # fmt: skip
    op.create_table(
        "draw_strata", _text("draw_id"), _integer("position"), _text("group_id"),
        _text("unit_id"), _text("area"), _text("mode"), _integer("frame"), _integer("wanted"),
        _integer("main"), _integer("reserve"),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name="fk_draw_strata_draw_id"),
        sa.PrimaryKeyConstraint("draw_id", "position", name="pk_draw_strata"),
    )  # fmt: skip
    op.create_table(
        "draw_frames", _text("draw_id"), _integer("number"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name="fk_draw_frames_draw_id"),
        sa.PrimaryKeyConstraint("draw_id", "number", name="pk_draw_frames"),
    )  # fmt: skip
    op.create_table(
        "drawn", _text("campaign_id"), _text("transaction_id"), _text("draw_id"),
        _text("group_id"), _integer("stratum"), _text("role"), _integer("rank"),
        _text("stands_for", null=True), _instant("changed_at", null=True),
        sa.CheckConstraint(_ROLES, name=op.f("ck_drawn_role")),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name="fk_drawn_draw_id"),
        sa.PrimaryKeyConstraint("campaign_id", "transaction_id", name="pk_drawn"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index(
        "ix_drawn_campaign_id_group_id_role_rank", "drawn",
        ["campaign_id", "group_id", "role", "rank"],
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: the draws go."""
    for table in ("drawn", "draw_frames", "draw_strata", "draws"):
        op.drop_table(table)
