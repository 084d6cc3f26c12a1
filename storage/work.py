"""What a turn writes, as one whole, and what can go wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import msgspec

from flows.texts import text_key

__all__ = [
    "DuplicateMessageError",
    "FormConflictError",
    "InstanceRunningError",
    "MissingRowError",
    "SessionGoneError",
    "StaleSessionError",
    "StorageError",
    "StorageRefusedError",
    "StorageUnavailableError",
    "UnitOfWork",
    "Write",
]


class StorageError(Exception):
    """Something outside the conversation went wrong. `retryable` says whether to try again.

    The message is for the log. What operators read is the text `key` of `locales/`, filled with
    `params`; without a key there are no better words than the message.
    """

    retryable = False
    key = ""
    params: Mapping[str, str] = {}

    def saying(self, key: str, **params: object) -> Self:
        """Return this error with its words for operators."""
        self.key, self.params = key, {name: str(value) for name, value in params.items()}
        return self


class StaleSessionError(StorageError):
    """Another writer moved the session first: reload and decide again (invariant I5)."""

    retryable = True


class SessionGoneError(StorageError):
    """A message for a session that is not there any more (removed example data)."""


class DuplicateMessageError(StorageError):
    """This message was accepted before: nothing is written (invariant I2)."""


class StorageUnavailableError(StorageError):
    """The database cannot take a durable write now (locked, full, read-only, gone)."""

    retryable = True


class StorageRefusedError(StorageError):
    """A rule of the tables forbids this write (a key twice, a foreign key, append-only, a
    wrong type): a fault of ours, and nothing was written.
    """


class MissingRowError(StorageError):
    """The row that was to be changed is not there: a fault of ours, and nothing was written."""


class FormConflictError(StorageError):
    """This form version was published before with another content: give it a new version."""


class InstanceRunningError(StorageError):
    """Another server holds this database. `pid` is its process, where it is known."""

    def __init__(self, path: str, pid: int | None) -> None:
        super().__init__(f"process {pid or 'unknown'} is running on {path}")
        self.saying(text_key("storage.instance_running"), process=pid or "?", file=path)
        self.path = path
        self.pid = pid


class Write(msgspec.Struct, frozen=True):
    """One row operation. `unless_one_row` is raised by the commit when it does not touch
    exactly one row: the fence of versions, and the guard against duplicates.
    """

    statement: Any
    params: Mapping[str, Any]
    unless_one_row: type[StorageError] | None = None


class UnitOfWork(msgspec.Struct):
    """The writes of one turn, in order; all of them happen, or none (invariant I4)."""

    writes: list[Write] = []

    def add(
        self,
        statement: object,
        params: Mapping[str, Any],
        unless_one_row: type[StorageError] | None = None,
    ) -> None:
        """Append one row operation."""
        self.writes.append(Write(statement, params, unless_one_row))
