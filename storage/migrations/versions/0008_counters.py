"""Places, people at counters, procedures, hotlines.

Revision ID: 0008
Revises: 0007

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ADDED = (
    ("places", ("code", "commune", "area", "address", "ended_on")),
    ("counters", ("ended_on",)),
    ("invitations", ("procedure",)),
    ("responses", ("procedure",)),
)
"""Table → texts that may be missing."""
_NULL = True
_POSTER = sa.text("kind <> 'personal'")


def _text(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _integer(name: str, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _instant(name: str, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def upgrade() -> None:
    """Add the tables and columns."""
    kind = sa.Column("type", sa.Text(), nullable=False, server_default="one_stop")
    op.add_column("places", kind)
    for table, columns in _ADDED:
        for column in columns:
            op.add_column(table, _text(column, _NULL))
    op.create_index(
        "ix_invitations_posters", "invitations", ["place_id", "created_at"],
        sqlite_where=_POSTER, postgresql_where=_POSTER,
    )  # fmt: skip
    _create_people()
    op.create_table(
        "procedures", _text("code"), _text("from_day"), _text("to_day", _NULL), _text("name"),
        _integer("term_days", _NULL), _text("channels"), _text("audience"),
        _text("form", _NULL), sa.Column("demo", sa.Boolean(), nullable=False),
        _primary("procedures", "code", "from_day"),
    )  # fmt: skip
    op.create_table(
        "hotlines", _text("id"), _text("label"), _text("number"), _text("hours"),
        _text("unit_id", _NULL), _integer("position"), _text("ended_on", _NULL),
        _primary("hotlines", "id"),
    )  # fmt: skip


def _create_people() -> None:
    op.create_table(
        "officers", _text("id"), _text("staff_code", _NULL), _text("name"), _text("unit_id"),
        _text("account_id", _NULL), sa.Column("phone_index", sa.LargeBinary()),
        _text("ended_on", _NULL), _primary("officers", "id"),
        sa.UniqueConstraint("staff_code", name="uq_officers_staff_code"),
    )  # fmt: skip
    _index("officers", "unit_id")
    _index("officers", "account_id")
    given = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    kinds = "kind IN ('duty', 'absence', 'delegation')"
    op.create_table(
        "roster", sa.Column("id", given, nullable=False, autoincrement=True),
        _text("officer_id"), _text("place_id", _NULL), _text("counter_id", _NULL),
        _text("from_day"), _text("to_day"), _integer("weekdays"), _integer("starts_min"),
        _integer("ends_min"), _text("kind"), _text("stands_for", _NULL), _instant("at"),
        _text("actor"), _instant("withdrawn_at", _NULL), _text("withdrawn_by", _NULL),
        sa.CheckConstraint(kinds, name=op.f("ck_roster_kind")), _primary("roster", "id"),
    )  # fmt: skip
    _index("roster", "place_id", "to_day")
    _index("roster", "officer_id", "to_day")


def downgrade() -> None:
    """Take them away again."""
    for table in ("hotlines", "procedures", "roster", "officers"):
        op.drop_table(table)
    op.drop_index("ix_invitations_posters", "invitations")
    for table, columns in reversed(_ADDED):
        for column in reversed(columns):
            op.drop_column(table, column)
    op.drop_column("places", "type")
