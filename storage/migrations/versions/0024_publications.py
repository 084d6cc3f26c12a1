"""Public results: publications, the blocks that they are sums of, holds, what was done.

Revision ID: 0024
Revises: 0023

New tables only: the version before knows nothing of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_LIVE = sa.text("ended_in IS NULL")


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _sealed(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    """Go one step up."""
    op.create_table(
        "publications", sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        _number("made_at"), _text("body"), _text("sha256"),
        sa.PrimaryKeyConstraint("number", name="pk_publications"),
    )  # fmt: skip
    op.create_table(
        "publication_blocks", *map(_text, ("id", "unit_id", "first_month", "last_month")),
        sa.Column("responses", sa.Integer(), nullable=False), _text("moments"),
        sa.Column("renewed", sa.Boolean(), nullable=False), _number("made_in"),
        _number("ended_in", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_publication_blocks"),
    )  # fmt: skip
    op.create_index(
        "ix_publication_blocks_live", "publication_blocks", ["first_month"],
        sqlite_where=_LIVE, postgresql_where=_LIVE,
    )  # fmt: skip
    op.create_table(
        "publication_members",
        *map(_text, ("response_id", "block_id", "respondent", "unit_id", "day", "tallies",
                     "ratings")),
        sa.PrimaryKeyConstraint("response_id", name="pk_publication_members"),
    )  # fmt: skip
    op.create_index("ix_publication_members_block_id", "publication_members", ["block_id"])
    _create_deeds()


def _create_deeds() -> None:
    given = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "publication_holds", sa.Column("number", given, nullable=False, autoincrement=True),
        sa.Column("held", sa.Boolean(), nullable=False), _text("reason"), _number("at"),
        _text("actor"), sa.PrimaryKeyConstraint("number", name="pk_publication_holds"),
    )  # fmt: skip
    op.create_table(
        "improvements", *map(_text, ("id", "case_code", "unit_id")), _sealed("said"),
        _sealed("done"), _text("state"), _text("written_by"), _number("written_at"),
        _text("decided_by", null=True), _number("decided_at", null=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'published', 'returned', 'withdrawn')",
            name=op.f("ck_improvements_state"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_improvements"),
    )  # fmt: skip
    op.create_index("ix_improvements_state_written_at", "improvements", ["state", "written_at"])


def downgrade() -> None:
    """Go one step down: what was published is forgotten."""
    for table in (
        "improvements", "publication_holds", "publication_members", "publication_blocks",
        "publications",
    ):  # fmt: skip
        op.drop_table(table)
