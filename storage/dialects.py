"""One statement for every dialect: the seam where INSERT … ON CONFLICT is spelt differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, cast

import msgspec
from sqlalchemy import BindParameter, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.base import Executable

__all__ = ["ByDialect", "Compiled", "Numbered", "compiled", "named_values", "numbered"]

Insert: TypeAlias = Callable[[Any], Any]
"""`insert` of a dialect; its typed forms share no base, hence Any."""

_INSERTS: Final[dict[str, Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class ByDialect:
    """A statement built once for each dialect: `ByDialect(lambda insert: insert(table)…)`."""

    __slots__ = ("_built",)

    def __init__(self, build: Callable[[Insert], Executable]) -> None:
        self._built = {name: build(insert) for name, insert in _INSERTS.items()}

    @classmethod
    def either(cls, *, sqlite: Executable, postgresql: Executable) -> ByDialect:
        """Return a statement that the two answer well in different words only."""
        either = cls(lambda _: sqlite)
        either._built["postgresql"] = postgresql
        return either

    def spelt_for(self, dialect: str) -> Executable:
        """Return the statement for a dialect by its SQLAlchemy name."""
        return self._built[dialect]


def named_values(table: Table, *without: str) -> dict[str, BindParameter[Any]]:
    """Return a parameter for each column, under its name; `without` are filled by the database.

    Each has its column's type: PostgreSQL guesses none where a value stands in a SELECT.
    """
    return {
        column.name: bindparam(column.name, type_=column.type)
        for column in table.c
        if column.name not in without
    }


Compiled = tuple[str, dict[str, Any]]
"""SQL text, and the values that the statement itself fixes."""


def compiled(statement: object, dialect: Dialect) -> Compiled:
    """Return the SQL text of a statement with named parameters."""
    result = _compile(statement, dialect)
    return str(result), _fixed(result)


def _compile(statement: object, dialect: Dialect) -> Any:  # noqa: ANN401 – a compiler of any dialect
    plain = statement.spelt_for(dialect.name) if isinstance(statement, ByDialect) else statement
    # As for many rows at once: an INSERT then asks for no number back, which nobody reads here.
    return cast("Any", plain).compile(dialect=dialect, for_executemany=True)


def _fixed(result: Any) -> dict[str, Any]:  # noqa: ANN401 – see `_compile`
    return {
        result.bind_names[bind]: bind.effective_value
        for bind in result.bind_names
        if not bind.required
    }


class Numbered(msgspec.Struct, frozen=True, eq=False):
    """A statement with `$n` parameters: its text, the order of their names, the fixed values.
    Each is made once and is equal to itself only: the text need not be compared.
    """

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def arguments(self, params: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the values in the order of their numbers.

        Raises:
            KeyError: one was not given.

        """
        values = {**self.fixed, **params} if self.fixed else params
        return tuple(map(values.__getitem__, self.names))

    def answering(self) -> Numbered:
        """Return the same statement with one more parameter, which comes back once for each row
        that was touched: of many executions, it tells which of them touched how many.
        """
        last = len(self.names) + 1
        return Numbered(f"{self.text} RETURNING ${last}::integer", self.names, self.fixed)


def numbered(statement: object, dialect: Dialect) -> Numbered:
    """Return a statement with numbered parameters, as PostgreSQL's own protocol wants them."""
    result = _compile(statement, dialect)
    return Numbered(str(result), tuple(result.positiontup or ()), _fixed(result))
