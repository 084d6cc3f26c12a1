"""Database addresses: which engine one names, what is needed to reach it, what may be shown."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from flows.texts import text_key
from storage.work import StorageError

__all__ = ["DatabaseAddressError", "PostgresAddress", "is_postgres", "sqlite_path"]

_SQLITE: Final = "sqlite"
_POSTGRES: Final = frozenset({"postgresql", "postgres", "postgresql+asyncpg"})
_SQLITE_FORM: Final = "expected sqlite:///FILE or postgresql://USER@HOST/NAME"
_POSTGRES_FORM: Final = "expected postgresql://USER@HOST/NAME"
_ADDRESS: Final = text_key("storage.address")


class DatabaseAddressError(StorageError):
    """`DATABASE_URL` names no database that can be used here."""


def is_postgres(database_url: str) -> bool:
    """Return whether an address names a PostgreSQL database, well written or not."""
    return database_url.partition("://")[0].lower() in _POSTGRES


def sqlite_path(database_url: str) -> Path:
    """Return the file that an address such as `sqlite:///var/langnghe.sqlite3` names.

    Raises:
        DatabaseAddressError: it names another kind of database, or no file.

    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        message = f"not a database address ({_SQLITE_FORM})"
        raise DatabaseAddressError(message).saying(_ADDRESS) from None
    if url.get_backend_name() != _SQLITE:
        kind = url.get_backend_name()
        raise DatabaseAddressError(f"{kind}: not a file ({_SQLITE_FORM})").saying(_ADDRESS)
    if url.database in {None, "", ":memory:"}:
        message = f"a file is needed ({_SQLITE_FORM}): memory forgets"
        raise DatabaseAddressError(message).saying(_ADDRESS)
    return Path(str(url.database))


class PostgresAddress:
    """Where a PostgreSQL database is. Its text, also in `repr`, never holds the password.

    Raises:
        DatabaseAddressError: it is not written as one, or names no database.

    """

    __slots__ = ("_name", "_parts", "dsn")

    def __init__(self, database_url: str) -> None:
        if not is_postgres(database_url):
            message = f"not a PostgreSQL address ({_POSTGRES_FORM})"
            raise DatabaseAddressError(message).saying(_ADDRESS)
        try:
            parts = urlsplit(database_url)
            _ = parts.port  # said to be wrong only when it is asked for
        except ValueError:
            message = f"not a database address ({_POSTGRES_FORM})"
            raise DatabaseAddressError(message).saying(_ADDRESS) from None
        self._parts = parts
        self._name = unquote(parts.path.strip("/"))
        if not self._name:
            message = f"a database name is needed ({_POSTGRES_FORM})"
            raise DatabaseAddressError(message).saying(_ADDRESS)
        self.dsn = parts._replace(scheme="postgresql").geturl()
        """What the driver takes; holds the password."""

    @property
    def name(self) -> str:
        """Name of the database."""
        return self._name

    def __str__(self) -> str:
        user = f"{self._parts.username}@" if self._parts.username else ""
        place = self._parts.netloc.rpartition("@")[2]
        folder = "".join(parse_qs(self._parts.query).get("host", ()))
        socket = f"?host={folder}" if folder else ""
        return f"postgresql://{user}{place}/{self._name}{socket}"

    def __repr__(self) -> str:
        return f"PostgresAddress({str(self)!r})"
