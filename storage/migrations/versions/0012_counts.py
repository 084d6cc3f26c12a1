"""What each response comes to, tables of counts from elsewhere; and indexes that nobody used.

Revision ID: 0012
Revises: 0011

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_UNUSED = "ix_complaints_open_owner_unit_id_officer_id"
_OF_UNUSED = {
    "due": (["due_at", "id"],
            "state IN ('assigned', 'forwarded', 'in_progress', 'new', 'reopened')"),
    "untimed": (["id"],
                "state <> 'closed' AND (due_at IS NULL OR state IN ('answered', 'waiting'))"),
    "newest": (["id"], "state <> 'closed'"),
}  # fmt: skip
"""Each open case was written into three indexes by unit and officer that no page reads by."""
_PERSONAL = sa.text("invitation_kind = 'personal'")


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _integer(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def upgrade() -> None:
    """Go one step up."""
    op.create_table(
        "response_weights", _text("response_id"), _integer("shown"), _integer("answered"),
        _integer("rated"), _integer("lowest", null=True), _integer("highest", null=True),
        # The version before removes example responses without knowing of their new parts.
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], ondelete="CASCADE",
            name="fk_response_weights_response_id",
        ),
        sa.PrimaryKeyConstraint("response_id", name="pk_response_weights"),
    )  # fmt: skip
    op.create_index(
        "ix_responses_personal", "responses", ["invitation_id"],
        sqlite_where=_PERSONAL, postgresql_where=_PERSONAL,
    )  # fmt: skip
    _create_tables_from_elsewhere()
    for name in _OF_UNUSED:
        op.drop_index(f"{_UNUSED}_{name}", "complaints")


def _create_tables_from_elsewhere() -> None:
    op.create_table(
        "count_tables", _text("id"), _text("title"), _text("source"), _text("sha256"),
        _text("from_day"), _text("to_day"), _text("unit_id", null=True), _text("state"),
        _instant("made_at"), _text("actor"), _instant("approved_at", null=True),
        _text("approved_by", null=True), _integer("version"),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'withdrawn')", name=op.f("ck_count_tables_state")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_count_tables"),
    )  # fmt: skip
    op.create_index("ix_count_tables_made_at_id", "count_tables", ["made_at", "id"])
    op.create_index("ix_count_tables_sha256", "count_tables", ["sha256"])
    op.create_table(
        "count_rows", _text("table_id"), _integer("position"), _text("name"),
        sa.Column("is_total", sa.Boolean(), nullable=False), _text("unit_ids"),
        sa.Column("exact", sa.Boolean(), nullable=False), _text("issued"), _text("returned"),
        _text("valid"), _text("invalid"),
        sa.ForeignKeyConstraint(["table_id"], ["count_tables.id"], name="fk_count_rows_table_id"),
        sa.PrimaryKeyConstraint("table_id", "position", name="pk_count_rows"),
    )  # fmt: skip
    given = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "count_notes", sa.Column("id", given, nullable=False, autoincrement=True),
        _text("table_id"), _text("flag"), _text("note"), _instant("at"), _text("actor"),
        sa.ForeignKeyConstraint(["table_id"], ["count_tables.id"], name="fk_count_notes_table_id"),
        sa.PrimaryKeyConstraint("id", name="pk_count_notes"),
    )  # fmt: skip
    op.create_index("ix_count_notes_table_id", "count_notes", ["table_id"])


def downgrade() -> None:
    """Go one step down: the weights can be worked out again, the tables from elsewhere go."""
    for name, (order, rows) in _OF_UNUSED.items():
        where = sa.text(rows)
        op.create_index(
            f"{_UNUSED}_{name}", "complaints", ["owner_unit_id", "officer_id", *order],
            sqlite_where=where, postgresql_where=where,
        )  # fmt: skip
    for table in ("count_notes", "count_rows", "count_tables"):
        op.drop_table(table)
    op.drop_index("ix_responses_personal", "responses")
    op.drop_table("response_weights")
