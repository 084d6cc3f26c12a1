"""Reports of satisfaction: written, approved, numbered, archived; and who owes which.

Revision ID: 0021
Revises: 0020

New tables only: the version before goes on writing its rows.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_STATES = "state IN ('draft', 'awaiting', 'approved', 'issued', 'withdrawn', 'discarded')"
_TABLES = (
    "report_reminders", "report_duties", "report_letterheads", "report_documents",
    "report_replies", "report_paragraphs", "report_parts", "report_numbers", "reports",
)  # fmt: skip


def _text(name: str, *, needed: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=not needed)


def _integer(name: str, *, needed: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=not needed)


def _instant(name: str, *, needed: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=not needed)


def _sealed(name: str, *, needed: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=not needed)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def _create(table: str, *parts: Any) -> None:  # noqa: ANN401 – columns and constraints
    op.create_table(table, *parts)


def _create_of_report(table: str, keys: tuple[str, ...], *parts: Any) -> None:  # noqa: ANN401 – as above
    """Create a table of parts of a report."""
    parent = sa.ForeignKeyConstraint(
        ["report_id"], ["reports.id"], name=f"fk_{table}_report_id"
    )  # fmt: skip
    _create(table, _text("report_id"), *parts, parent, _key(table, "report_id", *keys))


def upgrade() -> None:
    """Go one step up."""
    _create_reports()
    _create_parts()
    _create_duties()


def _create_reports() -> None:
    _create(
        "reports", _text("id"), _text("unit_id", needed=False), _text("unit_name"), _text("tree"),
        _text("span"), _text("from_day"), _text("to_day"), _text("letterhead"), _text("series"),
        _integer("number", needed=False), _integer("year", needed=False),
        sa.Column("shows_ranking", sa.Boolean(), nullable=False), _text("state"),
        _instant("made_at"), _text("made_by"), _instant("changed_at"), _text("changed_by"),
        _text("makers"),
        _instant("approved_at", needed=False), _text("approved_by", needed=False),
        _text("returned_by", needed=False), _text("reason", needed=False),
        _instant("issued_at", needed=False), _text("issued_by", needed=False),
        _instant("withdrawn_at", needed=False), _text("withdrawn_by", needed=False),
        _integer("version"), sa.CheckConstraint(_STATES, name=op.f("ck_reports_state")),
        _key("reports", "id"),
        sa.UniqueConstraint("series", "year", "number", name="uq_reports_series_year_number"),
    )  # fmt: skip
    op.create_index("ix_reports_made_at_id", "reports", ["made_at", "id"])
    op.create_index("ix_reports_unit_id_from_day", "reports", ["unit_id", "from_day"])
    _create(
        "report_numbers", _text("series"), _integer("year"), _integer("last"),
        _key("report_numbers", "series", "year"),
    )  # fmt: skip


def _create_parts() -> None:
    _create_of_report(
        "report_parts", ("kind",), _text("kind"), _sealed("data"), _text("sha256"),
        _one_of("report_parts", "kind", "'edition', 'written', 'issued'"),
    )  # fmt: skip
    _create_of_report(
        "report_paragraphs", ("paragraph", "revision"), _text("paragraph"), _integer("revision"),
        _sealed("text", needed=False), _text("by"), _instant("at"),
    )  # fmt: skip
    _create_of_report(
        "report_replies", ("subject", "key", "revision"), _text("subject"), _text("key"),
        _integer("revision"), _text("place"), _sealed("text"), _text("by"), _instant("at"),
        _one_of("report_replies", "subject", "'unit', 'officer'"),
    )  # fmt: skip
    _create_of_report(
        "report_documents", ("kind",), _text("kind"), _sealed("data"), _text("sha256"),
        _one_of("report_documents", "kind", "'docx', 'pdf', 'xlsx'"),
    )  # fmt: skip


def _create_duties() -> None:
    _create(
        "report_letterheads", _text("series"), _text("letterhead"), _instant("at"), _text("by"),
        _key("report_letterheads", "series"),
    )  # fmt: skip
    _create(
        "report_duties", _text("id"), _text("unit_id", needed=False), _text("span"),
        _integer("days"), _text("since"), _instant("made_at"), _text("made_by"),
        _instant("ended_at", needed=False), _text("ended_by", needed=False),
        _one_of("report_duties", "span", "'quarter', 'half_year', 'year'"),
        _key("report_duties", "id"),
    )  # fmt: skip
    _create(
        "report_reminders", _text("duty_id"), _text("from_day"), _text("step"),
        _text("withdrawn"), _instant("at"),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["report_duties.id"], name="fk_report_reminders_duty_id"
        ),
        _key("report_reminders", "duty_id", "from_day", "step", "withdrawn"),
    )  # fmt: skip


def downgrade() -> None:
    """Go one step down."""
    for table in _TABLES:
        op.drop_table(table)
