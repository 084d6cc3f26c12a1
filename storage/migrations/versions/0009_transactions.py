"""Transactions and their imports.

Revision ID: 0009
Revises: 0008

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TABLES = (
    "import_mappings", "import_faults", "transactions", "import_files", "transaction_imports",
)  # fmt: skip
_STATES = "'mapping', 'reading', 'checked', 'applied', 'undone', 'refused', 'failed'"


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _integer(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _binary(name: str, *, null: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _of_import(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_import_id"
    return sa.ForeignKeyConstraint(["import_id"], ["transaction_imports.id"], name=name)


def _check(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def upgrade() -> None:
    """Add the tables."""
    _create_imports()
    _create_transactions()
    op.create_table(
        "import_files", _text("import_id"), _integer("number"), _binary("data", null=False),
        _of_import("import_files"), _primary("import_files", "import_id", "number"),
    )  # fmt: skip
    op.create_table(
        "import_faults", _text("import_id"), _integer("number"), _number("row"), _text("column"),
        _text("code"), _binary("params"),
        _of_import("import_faults"), _primary("import_faults", "import_id", "number"),
    )  # fmt: skip
    op.create_table(
        "import_mappings", _text("unit_id"), _text("signature"), _text("mapping"), _number("at"),
        _primary("import_mappings", "unit_id", "signature"),
    )  # fmt: skip


def _create_imports() -> None:
    table = "transaction_imports"
    op.create_table(
        table, _text("id"), _text("state"), _text("frame"), _text("unit_id"), _text("name"),
        _text("sha256"), _number("size"), _binary("looked"), _text("mapping"),
        _text("legal_basis"), _text("purge_on", null=True), _number("progress"), _number("rows"),
        _number("good"), _number("faulty"), _number("duplicates"), _text("leans_on"),
        _number("checked_version"), _text("reason", null=True), _binary("detail"), _text("by"),
        _number("at"), _number("applied_at", null=True), _number("undone_at", null=True),
        _number("purged_at", null=True), _number("lease_until"),
        _primary(table, "id"), _check(table, "state", _STATES),
        _check(table, "frame", "'person', 'employer'"),
    )  # fmt: skip
    op.create_index("ix_transaction_imports_state", table, ["state"])
    op.create_index("ix_transaction_imports_sha256", table, ["sha256"])


def _create_transactions() -> None:
    op.create_table(
        "transactions", _text("id"), _text("import_id", null=True), _number("row"),
        _text("source"), _binary("key_index", null=False), _text("frame"), _text("unit_id"),
        _text("place_id", null=True), _text("counter_id", null=True),
        _text("procedure", null=True), _text("done_on"), _text("mode", null=True),
        _text("commune", null=True), _text("area", null=True), _binary("phone"),
        _binary("phone_index"), _binary("email"), _binary("person_index"),
        _text("employer_code", null=True), _binary("employer_name"), _integer("size", null=True),
        _primary("transactions", "id"), _check("transactions", "source", "'import', 'api'"),
        _check("transactions", "frame", "'person', 'employer'"),
        _check("transactions", "mode", "'direct', 'online'"),
    )  # fmt: skip
    op.create_index("ix_transactions_key_index", "transactions", ["key_index"])
    op.create_index("ix_transactions_import_id", "transactions", ["import_id"])
    of_api = sa.text("source = 'api'")
    op.create_index(
        "ix_transactions_api", "transactions", ["key_index"],
        sqlite_where=of_api, postgresql_where=of_api,
    )  # fmt: skip


def downgrade() -> None:
    """Take them away again."""
    for table in _TABLES:
        op.drop_table(table)
