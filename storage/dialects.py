"""One statement for every dialect: the seam where INSERT … ON CONFLICT is spelt differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from sqlalchemy import BindParameter, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.base import Executable

__all__ = ["ByDialect", "Compiled", "compiled", "named_values"]

Insert = Callable[[Any], Any]
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

    def spelt_for(self, dialect: str) -> Executable:
        """Return the statement for a dialect by its SQLAlchemy name."""
        return self._built[dialect]


def named_values(table: Table, *without: str) -> dict[str, BindParameter[Any]]:
    """Return a parameter for each column, under its name; `without` are filled by the database."""
    return {name: bindparam(name) for name in table.c.keys() if name not in without}  # noqa: SIM118


Compiled = tuple[str, dict[str, Any]]
"""SQL text, and the values that the statement itself fixes."""


def compiled(statement: object, dialect: Dialect) -> Compiled:
    """Return the SQL text of a statement with named parameters."""
    plain = statement.spelt_for(dialect.name) if isinstance(statement, ByDialect) else statement
    result = cast("Any", plain).compile(dialect=dialect)
    fixed = {
        result.bind_names[bind]: bind.effective_value
        for bind in result.bind_names
        if not bind.required
    }
    return str(result), fixed
