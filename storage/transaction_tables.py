"""Tables of transactions, their imports, and the invitations that follow them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    literal_column,
)

from storage.columns import (
    instant,
    key,
    metadata,
    one_of,
    perhaps,
    sealed,
    text,
)

__all__ = [
    "form_drafts",
    "import_faults",
    "import_files",
    "import_mappings",
    "transaction_imports",
    "transactions",
]


_OF_API: ColumnElement[bool] = literal_column("source = 'api'")
_NOT_INDEXED: ColumnElement[bool] = literal_column("email IS NOT NULL AND email_index IS NULL")


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _of_import() -> Column[str]:
    return Column("import_id", ForeignKey("transaction_imports.id"), primary_key=True)


transaction_imports = Table(
    "transaction_imports", metadata, key(), text("state"), text("frame"), text("unit_id"),
    text("name"), text("sha256"), _count("size"), sealed("looked"), text("mapping"),
    text("legal_basis"), perhaps("purge_on"), _count("progress"), _count("rows"), _count("good"),
    _count("faulty"), _count("duplicates"), text("leans_on"), _count("checked_version"),
    perhaps("reason"), sealed("detail"), text("by"), instant("at"),
    instant("applied_at", needed=False), instant("undone_at", needed=False),
    instant("purged_at", needed=False), instant("lease_until"),
    Index(None, "state"), Index(None, "sha256"),
    one_of("state", ("mapping", "reading", "checked", "applied", "undone", "refused", "failed")),
    one_of("frame", ("person", "employer")),
)  # fmt: skip
# The file itself, in pieces, until it was decided on: a restart goes on reading in any process.
import_files = Table(
    "import_files", metadata, _of_import(), Column("number", Integer, primary_key=True),
    sealed("data", needed=True),
)  # fmt: skip
# A row counts only while its import is applied; one of the API, always.
# Indexes on what is random cost a page of the log for each row: there is one, against doubles.
transactions = Table(
    "transactions", metadata, key(), perhaps("import_id"), _count("row"), text("source"),
    Column("key_index", LargeBinary, nullable=False), text("frame"), text("unit_id"),
    perhaps("place_id"), perhaps("counter_id"), perhaps("procedure"), text("done_on"),
    perhaps("mode"), perhaps("commune"), perhaps("area"), sealed("phone"), sealed("phone_index"),
    sealed("email"), sealed("person_index"), perhaps("employer_code"), sealed("employer_name"),
    Column("size", Integer), sealed("email_index"),
    Index(None, "key_index"), Index(None, "import_id"),
    one_of("source", ("import", "api")), one_of("frame", ("person", "employer")),
    one_of("mode", ("direct", "online")),
)  # fmt: skip
Index("ix_transactions_api", transactions.c.key_index,
      sqlite_where=_OF_API, postgresql_where=_OF_API)  # fmt: skip
# What the version before has written, until `index_addresses` has been there.
Index("ix_transactions_not_indexed", transactions.c.id,
      sqlite_where=_NOT_INDEXED, postgresql_where=_NOT_INDEXED)  # fmt: skip
import_faults = Table(
    "import_faults", metadata, _of_import(), Column("number", Integer, primary_key=True),
    _count("row"), text("column"), text("code"), sealed("params"),
)  # fmt: skip
# Which column is what, as somebody said it: per unit, and per set of headers.
import_mappings = Table(
    "import_mappings", metadata, key("unit_id"), key("signature"), text("mapping"), instant("at"),
)  # fmt: skip

# -- forms that were handed in, before they are published

form_drafts = Table(
    "form_drafts", metadata, key(), perhaps("form"), text("file"), text("source"),
    text("sources"), text("faults"), Column("base_version", Integer, nullable=False),
    text("actor"), instant("at"), text("state"),
    Index(None, "state", "at"), one_of("source", ("yaml", "xlsform")),
    one_of("state", ("draft", "published", "discarded")),
)  # fmt: skip
