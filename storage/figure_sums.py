"""Adds to sums that are kept: many rows as one JSON value, in one statement for each dialect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Column, Table, text

from storage.dialects import ByDialect
from storage.figure_tables import choice_counts, figure_cells

__all__ = ["ADD_CELLS", "ADD_CHOICES", "DROP_CELLS", "DROP_CHOICES", "as_rows"]

_SQLITE: Final = "json_each(:rows)"
_POSTGRES: Final = "jsonb_array_elements(CAST(:rows AS jsonb)) AS each(value)"


def as_rows(rows: Collection[Sequence[object]]) -> str:
    """Return the parameter of these statements: each row has all columns of its table in order."""
    return msgspec.json.encode(rows).decode()


def _picked(columns: Sequence[Column[object]], dialect: str) -> str:
    """Return how columns are read out of the rows."""
    if dialect == "sqlite":
        return ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(columns)))
    return ", ".join(
        f"CAST(value->>{n} AS bigint)" if isinstance(one.type, BigInteger) else f"value->>{n}"
        for n, one in enumerate(columns)
    )


def _adding(table: Table) -> ByDialect:
    """Return the statement that adds numbers to those of the same key."""
    names = ", ".join(f'"{one.name}"' for one in table.c)
    keys = ", ".join(f'"{one.name}"' for one in table.primary_key)
    sums = [one.name for one in table.c if not one.primary_key]
    added = ", ".join(f'"{name}" = {table.name}."{name}" + excluded."{name}"' for name in sums)

    def spelt(dialect: str, source: str) -> str:
        picked = _picked([*table.c], dialect)
        # WHERE true: SQLite would take ON for a join.
        return (
            f"INSERT INTO {table.name} ({names}) SELECT {picked} FROM {source} WHERE true"  # noqa: S608 – names of ours
            f" ON CONFLICT ({keys}) DO UPDATE SET {added}"
        )

    return _either(spelt)


def _dropping(table: Table, empty: str) -> ByDialect:
    """Return the statement that removes rows of these keys whose column `empty` is 0 now."""
    keys = ", ".join(f'"{one.name}"' for one in table.primary_key)

    def spelt(dialect: str, source: str) -> str:
        picked = _picked([*table.primary_key], dialect)
        return (
            f'DELETE FROM {table.name} WHERE "{empty}" = 0'  # noqa: S608 – names of ours
            f" AND ({keys}) IN (SELECT {picked} FROM {source})"
        )

    return _either(spelt)


def _either(spelt: Callable[[str, str], str]) -> ByDialect:
    """Return the statement that is spelt by a dialect and where its rows come from."""
    return ByDialect.either(
        sqlite=text(spelt("sqlite", _SQLITE)), postgresql=text(spelt("postgresql", _POSTGRES))
    )


ADD_CELLS: Final = _adding(figure_cells)
ADD_CHOICES: Final = _adding(choice_counts)
DROP_CELLS: Final = _dropping(figure_cells, "respondents")
DROP_CHOICES: Final = _dropping(choice_counts, "count")
