"""Campaigns: what is planned, who is asked how, and what is written to them.

Revision ID: 0013
Revises: 0012

Additive only: the version before knows nothing of these tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_STATES = "state IN ('draft', 'awaiting', 'approved', 'running', 'closed', 'discarded')"
_CHANNELS = "channel IN ('telegram', 'email', 'list')"


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _integer(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _share(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _sealed(name: str, *, null: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def upgrade() -> None:
    """Go one step up."""
    op.create_table(
        "campaigns", _text("id"), _text("state"), _text("title"), _text("plan_number"),
        _text("plan_date"), _text("unit_id", null=True), _text("from_day"), _text("to_day"),
        _text("opens_on"), _text("closes_on"), _text("languages"), _integer("min_evidence"),
        _integer("quiet_from"), _integer("quiet_to"), _flag("quiet_days"), _text("reminders"),
        _integer("approve_above"), _flag("test"), _text("copied_from", null=True),
        _instant("made_at"), _text("made_by"), _instant("changed_at"), _text("changed_by"),
        _instant("approved_at", null=True), _text("approved_by", null=True),
        _text("returned_by", null=True), _text("reason", null=True),
        _instant("closed_at", null=True), _text("closed_by", null=True), _integer("version"),
        sa.CheckConstraint(_STATES, name=op.f("ck_campaigns_state")),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
    )  # fmt: skip
    op.create_index("ix_campaigns_made_at_id", "campaigns", ["made_at", "id"])
    _create_part(
        "groups", ["group_id"], _text("group_id"), _integer("position"), _text("title"),
        _text("frame"), _text("form"), _text("modes"), _text("procedures"), _text("unit_ids"),
        _share("margin"), _share("response_rate"), _integer("floor"), _share("reserve_share"),
        _integer("size", null=True),
        sa.CheckConstraint(
            "frame IN ('person', 'employer')", name=op.f("ck_campaign_groups_frame")
        ),
    )  # fmt: skip
    _create_part(
        "targets", ["position"], _integer("position"), _text("indicator"), _share("percent"),
        _text("source"),
    )  # fmt: skip
    _create_part(
        "texts", ["channel", "language", "wave"], _text("channel"), _text("language"),
        _integer("wave"), _text("subject"), _text("text"),
        sa.CheckConstraint(_CHANNELS, name=op.f("ck_campaign_texts_channel")),
    )  # fmt: skip
    _create_part(
        "quotas", ["group_id", "area", "mode"], _text("group_id"), _text("area"), _text("mode"),
        _integer("wanted"),
    )  # fmt: skip
    _create_part(
        "testers", ["position"], _integer("position"), _sealed("name", null=False),
        _sealed("phone"), _sealed("phone_index"), _sealed("email"),
    )  # fmt: skip


def _create_part(name: str, keys: list[str], *columns: sa.schema.SchemaItem) -> None:
    table = f"campaign_{name}"
    op.create_table(
        table, _text("campaign_id"), *columns,
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=f"fk_{table}_campaign_id"
        ),
        sa.PrimaryKeyConstraint("campaign_id", *keys, name=f"pk_{table}"),
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: the campaigns go."""
    for part in ("testers", "quotas", "texts", "targets", "groups"):
        op.drop_table(f"campaign_{part}")
    op.drop_table("campaigns")
