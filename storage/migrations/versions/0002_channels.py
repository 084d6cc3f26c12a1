"""Channels that are sent to: addresses, claims and outcomes, proofs, attachments, processes.

Revision ID: 0002
Revises: 0001

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('queued', 'claimed')")
_WAITING = sa.text("state = 'waiting'")


def _text(name: str, *, null: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, server_default=default)


def _number(name: str, *, null: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null, server_default=default)


def _binary(name: str, *, null: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def upgrade() -> None:
    """Go one step up."""
    op.add_column("conversations", _binary("address"))
    op.add_column("conversations", _number("blocked_at", null=True))
    op.create_index("ix_conversations_session_id", "conversations", ["session_id"])
    op.add_column("sessions", _text("user_key", null=True))
    _widen_outbox()
    _create_proofs()
    _create_attachments()
    op.create_table(
        "processes", _text("id"), _text("kind"), _number("started_at"), _number("beat_at"),
        sa.CheckConstraint("kind IN ('run', 'web', 'worker')", name=op.f("ck_processes_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_processes"),
    )  # fmt: skip


def _widen_outbox() -> None:
    for column in (
        _text("channel", default="web"), _text("user_key", null=True),
        _text("claimed_by", null=True), _number("next_at", default="0"),
        _number("attempts", default="0"), _number("unknowns", default="0"),
        _number("parts_done", default="0"), _text("number", null=True), _text("reason", null=True),
    ):  # fmt: skip
        op.add_column("outbox", column)
    op.create_index(
        "ix_outbox_open", "outbox", ["session_id", "seq"],
        sqlite_where=_OPEN, postgresql_where=_OPEN,
    )  # fmt: skip


def _create_proofs() -> None:
    op.create_table(
        "proofs", _text("response_id"), _text("kind"), _text("channel"),
        _binary("blind_index", null=False), _number("at"),
        sa.CheckConstraint("kind IN ('account')", name=op.f("ck_proofs_kind")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name="fk_proofs_response_id"),
        sa.PrimaryKeyConstraint("response_id", "kind", name="pk_proofs"),
    )  # fmt: skip


def _create_attachments() -> None:
    op.create_table(
        "attachments", _text("id"), _text("response_id"), _text("channel"), _text("kind"),
        _binary("reference"), _number("at"), _text("state"), _text("reason", null=True),
        sa.Column("attempts", sa.Integer(), nullable=False), _number("next_at"),
        _text("media_type", null=True), _number("size", null=True), _text("sha256", null=True),
        _binary("data"),
        sa.CheckConstraint(
            "kind IN ('photo', 'voice', 'document')", name=op.f("ck_attachments_kind")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'stored', 'refused', 'gone')", name=op.f("ck_attachments_state")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )  # fmt: skip
    op.create_index("ix_attachments_response_id", "attachments", ["response_id"])
    op.create_index(
        "ix_attachments_waiting", "attachments", ["next_at"],
        sqlite_where=_WAITING, postgresql_where=_WAITING,
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: what was sent and proved is forgotten, answers and cases stay."""
    for table in ("processes", "attachments", "proofs"):
        op.drop_table(table)
    op.drop_index("ix_outbox_open", "outbox")
    for column in (
        "reason", "number", "parts_done", "unknowns", "attempts", "next_at", "claimed_by",
        "user_key", "channel",
    ):  # fmt: skip
        op.drop_column("outbox", column)
    op.drop_column("sessions", "user_key")
    op.drop_index("ix_conversations_session_id", "conversations")
    op.drop_column("conversations", "blocked_at")
    op.drop_column("conversations", "address")
