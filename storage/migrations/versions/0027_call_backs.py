"""What calls to people come to, and which responses they refute (domain §8.3).

Revision ID: 0027
Revises: 0026

Additive only: the version before knows nothing of calls, and no response of its is refuted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_FIXED = "response_id, number, outcome, at, actor, demo"
_OUTCOMES = (
    "'confirmed', 'rating_differs', 'no_transaction', 'not_own_answer', 'prompted', 'declined',"
    " 'not_reached', 'wrong_number'"
)
_CAME = "INSERT INTO figures_pending (response_id) VALUES (NEW.response_id)"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Go one step up."""
    op.create_table(
        "call_backs", _text("response_id"), sa.Column("number", sa.Integer(), nullable=False),
        _text("outcome"), sa.Column("note", sa.LargeBinary()),
        sa.Column("at", sa.BigInteger(), nullable=False), _text("actor"),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_call_backs_number")),
        sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name=op.f("ck_call_backs_outcome")),
        # The version before removes example responses without knowing of their new parts.
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], ondelete="CASCADE",
            name="fk_call_backs_response_id",
        ),
        sa.PrimaryKeyConstraint("response_id", "number", name="pk_call_backs"),
    )  # fmt: skip
    _keep_history()
    _queue_for_figures()
    op.add_column(
        "counted_responses",
        sa.Column("refuted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


# -- triggers


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def _keep_history() -> None:
    """Let lines be added, and nothing else but that a note is emptied (invariant I22)."""
    if not _is_sqlite():
        op.execute(
            "CREATE OR REPLACE FUNCTION call_backs_is_append_only() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'call_backs is append-only' "
            "USING ERRCODE = 'restrict_violation'; END $$"
        )
    for name, moment, rows in (
        ("no_update", f"UPDATE OF {_FIXED}", ""),
        ("no_delete", "DELETE", "NOT OLD.demo"),
        ("only_erase", "UPDATE OF note", "NEW.note IS NOT NULL"),
        _no_way_round(),
    ):
        op.execute(f"CREATE TRIGGER call_backs_{name} BEFORE {_refuses(moment, rows)}")


def _no_way_round() -> tuple[str, str, str]:
    """Return the trigger against what removes rows without firing that against deletion."""
    if not _is_sqlite():
        return "no_truncate", "TRUNCATE", ""
    taken = "response_id = NEW.response_id AND number = NEW.number"
    found = f"EXISTS (SELECT 1 FROM call_backs WHERE {taken})"  # noqa: S608 – constants
    return "no_replace", "INSERT", found


def _refuses(moment: str, rows: str) -> str:
    """Return when a trigger fires, and that it refuses."""
    if _is_sqlite():
        which = f" WHEN {rows}" if rows else ""
        refuse = "SELECT RAISE(ABORT, 'call_backs is append-only')"
        return f"{moment} ON call_backs{which} BEGIN {refuse}; END"
    each = "STATEMENT" if moment == "TRUNCATE" else "ROW"
    which = f" WHEN ({rows})" if rows else ""
    call = "EXECUTE FUNCTION call_backs_is_append_only()"
    return f"{moment} ON call_backs FOR EACH {each}{which} {call}"


def _queue_for_figures() -> None:
    begin = "CREATE TRIGGER call_backs_came AFTER INSERT ON call_backs"
    if _is_sqlite():
        op.execute(f"{begin} BEGIN {_CAME}; END")
        return
    head = "CREATE OR REPLACE FUNCTION call_backs_came() RETURNS trigger LANGUAGE plpgsql"
    op.execute(f"{head} AS $$ BEGIN {_CAME}; RETURN NULL; END $$")
    op.execute(f"{begin} FOR EACH ROW EXECUTE FUNCTION call_backs_came()")


def downgrade() -> None:
    """Go one step down: what calls came to is forgotten."""
    op.drop_column("counted_responses", "refuted")
    op.drop_table("call_backs")
    if not _is_sqlite():
        for name in ("came", "is_append_only"):
            op.execute(f"DROP FUNCTION call_backs_{name}()")
