"""Letters that came back, and where officers are written to.

Revision ID: 0016
Revises: 0015

Additive only: the version before does not know of these tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _binary(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    """Go one step up."""
    op.create_table(
        "mail_bounces", _binary("address_index"), _instant("at"), _text("status"),
        sa.Column("hard", sa.Boolean(), nullable=False), _integer("times"),
        sa.PrimaryKeyConstraint("address_index", name="pk_mail_bounces"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "account_mails", _text("account_id"), _binary("address"), _instant("changed_at"),
        _instant("asked_at", null=True), _instant("confirmed_at", null=True),
        _instant("mailed_upto"), _instant("next_at"), _integer("attempts"),
        _text("reason", null=True), _integer("version"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_account_mails_account_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_account_mails"),
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down: officers enter their addresses anew, wrong ones are found anew."""
    op.drop_table("account_mails")
    op.drop_table("mail_bounces")
