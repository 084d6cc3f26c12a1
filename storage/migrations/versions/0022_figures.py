"""Figures: responses that count, what they come to, and triggers that say what has changed.

Revision ID: 0022
Revises: 0021

Additive only: the version before knows nothing of these tables; the triggers note what it changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_PUT = "INSERT INTO figures_pending (response_id)"
_LATE = (
    f"{_PUT} SELECT r.id FROM invitations AS i JOIN responses AS r ON r.invitation_id = i.id"  # noqa: S608 – constants
    " WHERE i.campaign_id = NEW.id AND r.completed_at >"
    " CASE WHEN OLD.closed_at < NEW.closed_at THEN OLD.closed_at"
    " ELSE coalesce(NEW.closed_at, OLD.closed_at) END"
)
_TURN = (
    "INSERT INTO meta (key, value) VALUES ('figures_turn', '1') ON CONFLICT (key)"
    " DO UPDATE SET value = CAST(CAST(meta.value AS integer) + 1 AS text)"
)
_IN_PLACE = f"{_PUT} SELECT response_id FROM counted_responses WHERE place_id = NEW.id"  # noqa: S608 – constants
_SEATED = (
    f"{_PUT} SELECT response_id FROM counted_responses"  # noqa: S608 – constants
    " WHERE served_to >= NEW.from_day AND served_from <= NEW.to_day AND place_id IS NOT NULL"
    " AND (place_id = NEW.place_id OR NEW.kind <> 'duty')"
)
# Table, name, moment, statement, of which rows.
_TRIGGERS = (
    ("response_weights", "came", "INSERT", f"{_PUT} VALUES (NEW.response_id)", ""),
    ("response_weights", "changed", "UPDATE", f"{_PUT} VALUES (NEW.response_id)", ""),
    ("response_weights", "went", "DELETE", f"{_PUT} VALUES (OLD.response_id)", ""),
    ("responses", "counted", "UPDATE", f"{_PUT} VALUES (NEW.id)", "OLD.state <> 'in_progress'"),
    ("campaigns", "closed", "UPDATE OF closed_at", _LATE, ""),
    ("roster", "seated", "INSERT", f"{_TURN}; {_SEATED}", ""),
    ("roster", "unseated", "UPDATE OF withdrawn_at", f"{_TURN}; {_SEATED}", ""),
    (
        "places",
        "moved",
        "UPDATE OF area",
        f"{_TURN}; {_IN_PLACE}",
        "OLD.area IS DISTINCT FROM NEW.area",
    ),
)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def upgrade() -> None:
    """Go one step up. Whatever has ended before is counted by the job, bit by bit."""
    given = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "figures_pending", sa.Column("id", given, nullable=False, autoincrement=True),
        _text("response_id"), sa.PrimaryKeyConstraint("id", name="pk_figures_pending"),
    )  # fmt: skip
    _create_counted()
    op.create_table(
        "figure_cells",
        *map(_text, ("dimension", "level", "month", "unit_id", "value", "stratum")),
        *map(_number, ("respondents", "satisfied", "rated", "satisfied_squared", "product",
                       "rated_squared")),
        sa.PrimaryKeyConstraint("dimension", "level", "month", "unit_id", "value", "stratum",
                                name="pk_figure_cells"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "choice_counts",
        *map(_text, ("month", "unit_id", "form", "question", "choice")), _number("count"),
        sa.PrimaryKeyConstraint("month", "unit_id", "form", "question", "choice",
                                name="pk_choice_counts"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    for trigger in _TRIGGERS:
        _create_trigger(*trigger)
    # Forms about online procedures had no items before: they are weighed anew by the job.
    op.execute("DELETE FROM response_weights WHERE shown = 0")


def _create_counted() -> None:
    maybe = ("group_id", "place_id", "officer_id", "procedure", "area", "mode")
    op.create_table(
        "counted_responses", _text("response_id"),
        sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()),
        *map(_text, ("respondent", "month", "day", "unit_id", "form")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_text(name, null=True) for name in maybe),
        *map(_text, ("channel", "evidence", "kind", "campaign_id", "stratum")),
        _text("commune", null=True),
        *map(_text, ("served_from", "served_to", "ratings", "choices")),
        _text("outcome", null=True), _text("stopped_at", null=True),
        sa.PrimaryKeyConstraint("response_id", name="pk_counted_responses"),
    )  # fmt: skip
    for columns in (["respondent"], ["month", "unit_id"], ["served_to"], ["place_id"]):
        op.create_index(f"ix_counted_responses_{'_'.join(columns)}", "counted_responses", columns)


# -- triggers


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def _create_trigger(table: str, name: str, moment: str, statement: str, rows: str) -> None:
    name = f"{table}_{name}"
    begin = f"CREATE TRIGGER {name} AFTER {moment} ON {table}"
    if _is_sqlite():
        which = f" WHEN {rows}" if rows else ""
        op.execute(f"{begin}{which} BEGIN {statement}; END")
        return
    which = f" WHEN ({rows})" if rows else ""
    head = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
    op.execute(f"{head} AS $$ BEGIN {statement}; RETURN NULL; END $$")
    op.execute(f"{begin} FOR EACH ROW{which} EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Go one step down: figures are counted from answers, and lose nothing."""
    for table, name, *_ in _TRIGGERS:
        on = "" if _is_sqlite() else f" ON {table}"
        op.execute(f"DROP TRIGGER {table}_{name}{on}")
        if not _is_sqlite():
            op.execute(f"DROP FUNCTION {table}_{name}()")
    for table in ("choice_counts", "figure_cells", "counted_responses", "figures_pending"):
        op.drop_table(table)
