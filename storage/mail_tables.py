"""Tables of e-mail: addresses that returned a letter, and where officers are written to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.columns import flag, instant, metadata, perhaps, sealed, text

__all__ = ["account_mails", "mail_bounces"]

# One row an address, by a keyed hash: what was returned last, and how often.
mail_bounces = Table(
    "mail_bounces", metadata, Column("address_index", LargeBinary, primary_key=True),
    instant("at"), text("status"), flag("hard"), Column("times", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
# One row an officer who wants notices by e-mail, and how far these went.
account_mails = Table(
    "account_mails", metadata,
    Column("account_id", Text, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    sealed("address", needed=True), instant("changed_at"), instant("asked_at", needed=False),
    instant("confirmed_at", needed=False), Column("mailed_upto", BigInteger, nullable=False),
    instant("next_at"), Column("attempts", Integer, nullable=False), perhaps("reason"),
    Column("version", Integer, nullable=False),
)  # fmt: skip
