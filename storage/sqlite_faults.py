"""What SQLite's error codes mean here: try again, a fault of ours, or no trust any more."""

from __future__ import annotations

import sqlite3
from typing import Final

from storage.base import StorageError, StorageRefusedError, StorageUnavailableError

__all__ = ["OURS", "is_fatal", "is_unavailable", "translated"]

_UNAVAILABLE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
_FATAL: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR_FSYNC,  # a retried fsync may lie (reliability §1, A7): start anew
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)
OURS: Final = (sqlite3.Error, ValueError, TypeError, OverflowError)
"""What binding and running a statement can raise through a fault of ours."""


def _code(error: BaseException) -> int:
    """Return the extended code, or 0 for what never reached SQLite."""
    return getattr(error, "sqlite_errorcode", 0)


def is_unavailable(error: BaseException) -> bool:
    """Return whether the same write may succeed later."""
    return _code(error) & 0xFF in _UNAVAILABLE  # the low byte is the primary code


def is_fatal(error: BaseException) -> bool:
    """Return whether only a new process can know again what is on disk."""
    return _code(error) in _FATAL or _code(error) & 0xFF in _FATAL


def translated(error: BaseException) -> StorageError:
    """Return a driver's error in the words of the contract.

    SQLite's messages name tables and columns, never values: they may be logged.
    """
    kind = StorageUnavailableError if is_unavailable(error) else StorageRefusedError
    return kind(str(error))
