"""What PostgreSQL's errors mean here: try again, everybody's trouble, or a fault of ours."""

from __future__ import annotations

import socket
from typing import Final

import asyncpg

from flows.texts import text_key
from storage.work import StorageError, StorageRefusedError, StorageUnavailableError

__all__ = [
    "DRIVER",
    "is_cut",
    "is_everybodys",
    "is_lost",
    "is_passing",
    "is_plan_outdated",
    "key_of",
    "translated",
]

DRIVER: Final = (
    asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError,
)  # fmt: skip
"""What the driver raises; a time that ran out and a connection that was cut are OSErrors."""

_PASSING: Final = frozenset(
    {
        "40001",  # serialization failure
        "40P01",  # deadlock: the server chose this transaction to end
    }
)
_UNAVAILABLE: Final = frozenset(
    {
        "08",  # connection
        "28",  # refused at the door: somebody changes the password
        "3D",  # no such database
        "40",  # rolled back by the server
        "53",  # disk full, memory, too many connections
        "57",  # shut down, starting, cancelled (a time ran out)
        "58",  # the server's own input and output
        "XX",  # the server's own faults: a broken page, an assertion
    }
)
_UNAVAILABLE_CODES: Final = frozenset(
    {
        "0A000",  # a plan that was made before a migration; see `is_plan_outdated`
        "25006",  # read-only: a standby, or `default_transaction_read_only`
        "25P02",  # the transaction had failed before
        "25P03",  # idle in transaction for too long
        "25P04",  # transaction for too long
        "55P03",  # a lock was not to be had
    }
)
_EVERYBODYS: Final = frozenset({"08", "28", "3D", "53", "58"})
_EVERYBODYS_CODES: Final = frozenset({"25006", "57P01", "57P02", "57P03", "57P05"})
_ENDING: Final = frozenset(
    {
        *("57P01", "57P02", "57P03", "57P05", "25P03", "25P04"),  # the server hangs up
        "25006",  # after a switch of roles the next connection may reach one that writes
    }
)
_WITH_VALUES: Final = "22"  # its messages repeat the value: they must not be logged (I19)


def _code(error: BaseException) -> str:
    """Return the SQLSTATE, or nothing for what never reached the server."""
    code = getattr(error, "sqlstate", None)
    return code if isinstance(code, str) else ""


def _is_servers(error: BaseException) -> bool:
    return isinstance(error, asyncpg.PostgresError)


def is_lost(error: BaseException) -> bool:
    """Return whether the connection cannot be used any more after this error."""
    if _is_servers(error):
        return _code(error)[:2] == "08" or _code(error) in _ENDING
    return True


def is_cut(error: BaseException) -> bool:
    """Return whether the connection had been lost before: a fresh one may be all that is needed.
    A time that ran out is not tried again, or whoever waits would wait for it twice.
    """
    return is_lost(error) and not isinstance(error, TimeoutError)


def is_passing(error: BaseException) -> bool:
    """Return whether the same transaction may succeed at once."""
    return _code(error) in _PASSING or is_plan_outdated(error)


def is_plan_outdated(error: BaseException) -> bool:
    """Return whether a prepared statement was made before a migration (libraries P11)."""
    return isinstance(
        error, asyncpg.InvalidCachedStatementError | asyncpg.OutdatedSchemaCacheError
    )


def is_everybodys(error: BaseException) -> bool:
    """Return whether no unit of a group would fare better alone."""
    code = _code(error)
    return is_lost(error) or code[:2] in _EVERYBODYS or code in _EVERYBODYS_CODES


def _is_unavailable(error: BaseException) -> bool:
    code = _code(error)
    if not _is_servers(error):
        return True
    return code[:2] in _UNAVAILABLE or code in _UNAVAILABLE_CODES


def translated(error: BaseException) -> StorageError:
    """Return a driver's error in the words of the contract.

    The server's first line names tables, columns and rules; values stand in its details, which
    are left out, and in the messages about wrong values, which are not repeated.
    """
    if isinstance(error, StorageError):
        return error
    kind = StorageUnavailableError if _is_unavailable(error) else StorageRefusedError
    return kind(_words(error))


_WHY: Final = (
    ("28", text_key("storage.unreachable.password")),
    ("3D", text_key("storage.unreachable.database")),
    ("53300", text_key("storage.unreachable.full")),
    ("57P03", text_key("storage.unreachable.starting")),
)
"""How a code of the server begins → what operators read."""


def key_of(error: BaseException) -> str:
    """Return the text key that tells an operator why the server cannot be reached."""
    for code, key in _WHY:
        if _code(error).startswith(code):
            return key
    if isinstance(error, TimeoutError):
        return text_key("storage.unreachable.silent")
    if isinstance(error, ConnectionRefusedError | FileNotFoundError):
        return text_key("storage.unreachable.refused")
    if isinstance(error, socket.gaierror):
        return text_key("storage.unreachable.host")
    return text_key("storage.unreachable.other")


def _words(error: BaseException) -> str:
    if _code(error).startswith(_WITH_VALUES):
        return f"{type(error).__name__} ({_code(error)})"
    if isinstance(error, TimeoutError):
        return "no answer from the database in time"
    first = str(error.args[0]) if _is_servers(error) and error.args else str(error)
    return first or type(error).__name__
