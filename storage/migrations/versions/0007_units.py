"""Units as a dated tree.

Revision ID: 0007
Revises: 0006

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TABLE = "unit_events"
_REFUSE = f"{_TABLE} is append-only"


def upgrade() -> None:
    """Add the tables and columns."""
    for name, default in (("type", "local"), ("code", "")):
        op.add_column("units", sa.Column(name, sa.Text(), nullable=False, server_default=default))
    for name in ("from_day", "ended_day"):
        op.add_column("units", sa.Column(name, sa.Text()))
    op.add_column("responses", sa.Column("commune", sa.Text()))
    _create_events()
    op.create_table(
        "unit_hand_overs",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("kind", "thing", "from_unit", "to_unit")
        ),
        sa.CheckConstraint("kind IN ('place', 'case')", name=op.f("ck_unit_hand_overs_kind")),
        sa.PrimaryKeyConstraint("kind", "thing", name="pk_unit_hand_overs"),
    )
    if op.get_context().dialect.name == "sqlite":
        _keep_history_sqlite()
    else:
        _keep_history_postgresql()


def _create_events() -> None:
    kinds = (
        "kind IN ('found', 'rename', 'alias', 'code', 'move', 'merge', 'split', 'dissolve', "
        "'cover', 'uncover', 'withdraw')"
    )
    op.create_table(
        _TABLE,
        # Numbers are given by who writes: without gaps, and each one once.
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("day", "kind", "decision")),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(kinds, name=op.f("ck_unit_events_kind")),
        sa.PrimaryKeyConstraint("number", name="pk_unit_events"),
    )


def _keep_history_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
    taken = f"WHEN EXISTS (SELECT 1 FROM {_TABLE} WHERE number = NEW.number)"  # noqa: S608 – names of ours
    for name, moment in (
        ("no_update", f"UPDATE ON {_TABLE}"),
        ("no_delete", f"DELETE ON {_TABLE} WHEN NOT OLD.demo"),
        ("no_replace", f"INSERT ON {_TABLE} {taken}"),
    ):
        op.execute(f"CREATE TRIGGER {_TABLE}_{name} BEFORE {moment} {refuse}")


def _keep_history_postgresql() -> None:
    function = f"{_TABLE}_is_append_only"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSE}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for name, moment in (
        ("no_update", f"UPDATE ON {_TABLE} FOR EACH ROW"),
        ("no_delete", f"DELETE ON {_TABLE} FOR EACH ROW WHEN (NOT OLD.demo)"),
        ("no_truncate", f"TRUNCATE ON {_TABLE} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {_TABLE}_{name} BEFORE {moment} EXECUTE FUNCTION {function}()")


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("unit_hand_overs")
    op.drop_table(_TABLE)
    if op.get_context().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION {_TABLE}_is_append_only()")
    op.drop_column("responses", "commune")
    for name in ("ended_day", "from_day", "code", "type"):
        op.drop_column("units", name)
