"""The metadata that all tables belong to, and the kinds of columns that they are made of.

Ids and JSON are text, instants are epoch milliseconds, sealed values are binary (`secrets`).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    false,
)

__all__ = [
    "added",
    "added_flag",
    "added_inside",
    "flag",
    "inside",
    "instant",
    "key",
    "metadata",
    "number",
    "one_of",
    "perhaps",
    "sealed",
    "sealed_columns",
    "text",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> Column[str]:
    """Return a text that is the row's key, or a part of it."""
    return Column(name, Text, primary_key=True)


def number(name: str) -> Column[int]:
    """Return a number that the database gives out: rows keep the order in which they came."""
    # Only INTEGER becomes the row's own number in SQLite; elsewhere it must be 64 bits.
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, primary_key=True, autoincrement=True)


def text(name: str) -> Column[str]:
    """Return a text that is always there."""
    return Column(name, Text, nullable=False)


def perhaps(name: str) -> Column[str]:
    """Return a text that may be missing."""
    return Column(name, Text)


def instant(name: str, *, needed: bool = True) -> Column[int]:
    """Return a point in time, in epoch milliseconds."""
    return Column(name, BigInteger, nullable=not needed)


def flag(name: str) -> Column[bool]:
    """Return a yes or no."""
    return Column(name, Boolean(create_constraint=False), nullable=False)


def sealed(name: str, *, needed: bool = False) -> Column[bytes]:
    """Return bytes that the key ring made: sealed, or an index if its name ends so."""
    return Column(name, LargeBinary, nullable=not needed)


def added(name: str, default: str | int) -> Column[str | int]:
    """Return a column that came later: who runs the version before does not know of it yet."""
    kind: type[Text | BigInteger] = Text if isinstance(default, str) else BigInteger
    return Column(name, kind, nullable=False, server_default=str(default))


def added_flag(name: str) -> Column[bool]:
    """Return a yes or no that came later: no, for who does not know of it yet."""
    kind = Boolean(create_constraint=False)
    return Column(name, kind, nullable=False, server_default=false())


def inside(parent: str, name: str) -> Column[str]:
    """Return a part's key that starts with the key of the whole."""
    return Column(name, Text, ForeignKey(parent), primary_key=True)


def added_inside(parent: str, name: str) -> Column[str]:
    """Return the same for a part that came later: who runs the version before removes the whole
    without knowing of it.
    """
    return Column(name, Text, ForeignKey(parent, ondelete="CASCADE"), primary_key=True)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Return the rule that a column holds one of these."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def sealed_columns() -> list[tuple[str, str]]:
    """Return (table, column) of everything that the key ring seals; indexes are not sealed."""
    return [
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary) and not column.name.endswith("index")
    ]
