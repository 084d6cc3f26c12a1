"""Tables of public results: publications, the blocks that they are sums of, what was done."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ColumnElement, Index, Integer, Table, literal_column

from storage.columns import flag, instant, key, metadata, number, one_of, perhaps, sealed, text

__all__ = [
    "IMPROVEMENT_STATES",
    "improvements",
    "publication_blocks",
    "publication_holds",
    "publication_members",
    "publications",
]

IMPROVEMENT_STATES: Final = ("proposed", "published", "returned", "withdrawn")

# Whoever writes gives the number: 1, 2, 3 … What was shown stays, with its hash.
publications = Table(
    "publications", metadata, Column("number", BigInteger, primary_key=True, autoincrement=False),
    instant("made_at"), text("body"), text("sha256"),
)  # fmt: skip
# Summed up once, and never changed (survey/publishing.py); `ended_in`: no longer part of sums.
publication_blocks = Table(
    "publication_blocks", metadata, key(), text("unit_id"), text("first_month"),
    text("last_month"), Column("responses", Integer, nullable=False), text("moments"),
    flag("renewed"), Column("made_in", BigInteger, nullable=False),
    Column("ended_in", BigInteger),
)  # fmt: skip
_LIVE: ColumnElement[bool] = literal_column("ended_in IS NULL")
Index("ix_publication_blocks_live", publication_blocks.c.first_month,
      sqlite_where=_LIVE, postgresql_where=_LIVE)  # fmt: skip
# What a response came to when it was published: what it is now may be something else. Of who was
# erased only the sums by level stay, under a name of chance; of who is in no sum, that they were.
publication_members = Table(
    "publication_members", metadata, key("response_id"), text("block_id"), text("respondent"),
    text("unit_id"), text("day"), text("tallies"), text("ratings"), Index(None, "block_id"),
)  # fmt: skip
publication_holds = Table(
    "publication_holds", metadata, number("number"), flag("held"), text("reason"), instant("at"),
    text("actor"),
)  # fmt: skip
# "Ông/Bà đã góp ý – chúng tôi đã làm": written by one person, published by another.
improvements = Table(
    "improvements", metadata, key(), text("case_code"), text("unit_id"),
    sealed("said", needed=True), sealed("done", needed=True), text("state"),
    text("written_by"), instant("written_at"), perhaps("decided_by"),
    instant("decided_at", needed=False), Column("version", Integer, nullable=False),
    one_of("state", IMPROVEMENT_STATES), Index(None, "state", "written_at"),
)  # fmt: skip
