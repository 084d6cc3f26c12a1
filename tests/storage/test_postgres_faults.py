"""What each of PostgreSQL's errors means to whoever wanted to write."""

import asyncpg
import pytest

from storage.base import StorageRefusedError, StorageUnavailableError
from storage.postgres_faults import (
    is_cut,
    is_everybodys,
    is_lost,
    is_passing,
    is_plan_outdated,
    translated,
)

LATER, NEVER = StorageUnavailableError, StorageRefusedError


@pytest.mark.parametrize(
    ("error", "meaning", "lost", "everybodys"),
    [
        (asyncpg.UniqueViolationError("u"), NEVER, False, False),
        (asyncpg.ForeignKeyViolationError("f"), NEVER, False, False),
        (asyncpg.CheckViolationError("c"), NEVER, False, False),
        (asyncpg.RestrictViolationError("audit is append-only"), NEVER, False, False),
        (asyncpg.UndefinedTableError("t"), NEVER, False, False),
        (asyncpg.DataError("d"), NEVER, False, False),
        (asyncpg.SerializationError("s"), LATER, False, False),
        (asyncpg.DeadlockDetectedError("d"), LATER, False, False),
        (asyncpg.LockNotAvailableError("l"), LATER, False, False),
        (asyncpg.QueryCanceledError("q"), LATER, False, False),
        (asyncpg.DiskFullError("d"), LATER, False, True),
        (asyncpg.OutOfMemoryError("m"), LATER, False, True),
        (asyncpg.TooManyConnectionsError("t"), LATER, False, True),
        (asyncpg.PostgresIOError("io"), LATER, False, True),
        (asyncpg.InternalServerError("x"), LATER, False, False),
        (asyncpg.ReadOnlySQLTransactionError("r"), LATER, True, True),
        (asyncpg.AdminShutdownError("a"), LATER, True, True),
        (asyncpg.CrashShutdownError("c"), LATER, True, True),
        (asyncpg.CannotConnectNowError("c"), LATER, True, True),
        (asyncpg.IdleInTransactionSessionTimeoutError("i"), LATER, True, True),
        (asyncpg.ConnectionDoesNotExistError("c"), LATER, True, True),
        (asyncpg.InterfaceError("connection is closed"), LATER, True, True),
        (ConnectionResetError("reset"), LATER, True, True),
        (TimeoutError(), LATER, True, True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_an_error_means(
    error: Exception, meaning: type[Exception], lost: bool, everybodys: bool
) -> None:
    assert type(translated(error)) is meaning
    assert is_lost(error) is lost
    assert is_everybodys(error) is everybodys


def test_what_may_succeed_at_once() -> None:
    assert is_passing(asyncpg.DeadlockDetectedError("d"))
    assert is_passing(asyncpg.SerializationError("s"))
    assert is_passing(asyncpg.InvalidCachedStatementError("plan"))
    assert is_plan_outdated(asyncpg.InvalidCachedStatementError("plan"))
    assert not is_passing(asyncpg.UniqueViolationError("u"))
    assert not is_passing(asyncpg.LockNotAvailableError("l"))


def test_a_time_that_ran_out_is_not_waited_for_twice() -> None:
    assert is_cut(ConnectionResetError())
    assert not is_cut(TimeoutError())


def test_messages_about_values_are_not_repeated() -> None:
    error = asyncpg.InvalidTextRepresentationError('invalid input syntax: "0912345678"')
    assert str(translated(error)) == "InvalidTextRepresentationError (22P02)"


def test_details_are_left_out() -> None:
    error = asyncpg.UniqueViolationError('duplicate key value violates "pk"')
    error.detail = "Key (number)=(0912345678) already exists."
    assert "0912345678" in str(error)
    assert str(translated(error)) == 'duplicate key value violates "pk"'


def test_an_error_of_ours_stays_what_it_is() -> None:
    error = StorageUnavailableError("busy")
    assert translated(error) is error
