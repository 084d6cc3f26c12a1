"""Rows of transactions and of their imports, as the rest of the service sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from flows.identifiers import Instant

__all__ = [
    "EMPTIED",
    "Double",
    "FaultRecord",
    "Frame",
    "ImportRecord",
    "ImportState",
    "NewTransaction",
    "TransactionRecord",
    "row_id",
]

Frame: TypeAlias = Literal["person", "employer"]
"""Whom a list is about: people, or the offices and firms that pay for them."""

ImportState: TypeAlias = Literal[
    "mapping",  # uploaded; somebody says which column is what
    "reading",  # a job reads it; `progress` says how far
    "checked",  # read to the end: what would happen is known, nothing counts yet
    "applied",  # its rows count
    "undone",  # taken back, before or after it counted
    "refused",  # the file cannot be read; `reason` says why
    "failed",  # it should have been read, and was not
]

EMPTIED: Final = frozenset[ImportState]({"undone", "refused", "failed"})
"""States in which nothing of the file is kept."""


class ImportRecord(Struct, frozen=True, kw_only=True):
    """One file that somebody gave us. `sha256` is its content's; `looked` and `mapping` are JSON
    of whoever reads and maps it. Of an emptied one `size` is 0 once nothing is left of it.
    """

    id: str
    state: ImportState
    frame: Frame
    unit_id: str
    """Within which unit it was uploaded: rows of others are faults."""
    name: str
    sha256: str
    size: int
    looked: str | None = None
    mapping: str = ""
    legal_basis: str = ""
    purge_on: str | None = None
    """The day (ISO) from which no number or address of it is kept."""
    progress: int = 0
    """Rows of the file that were read and are durable."""
    rows: int = 0
    good: int = 0
    faulty: int = 0
    duplicates: int = 0
    leans_on: tuple[str, ...] = ()
    """Imports that hold rows of this file already: they cannot be undone before this one."""
    checked_version: int = 0
    reason: str | None = None
    detail: Mapping[str, str] = {}
    """What fills the text of `reason`; it may quote the file."""
    by: str
    at: Instant
    applied_at: Instant | None = None
    undone_at: Instant | None = None
    purged_at: Instant | None = None
    lease_until: Instant = Instant(0)
    """Until when a process reads it: others leave it alone."""


class FaultRecord(Struct, frozen=True):
    """What is wrong with a cell, or remarkable: `row` as the program that wrote the file counts,
    `column` as its header says, `code` what it is, `params` what fills its text.
    """

    row: int
    column: str
    code: str
    params: Mapping[str, str] = {}


class NewTransaction(Struct, frozen=True, kw_only=True):
    """A transaction as it is written: `key` tells whether it was there before, `person` who it
    was; both are stored as keyed hashes only. Telephone numbers are E.164.
    """

    id: str
    key: str
    source: Literal["import", "api"]
    frame: Frame
    unit_id: str
    done_on: str
    import_id: str | None = None
    row: int = 0
    place_id: str | None = None
    counter_id: str | None = None
    procedure: str | None = None
    mode: Literal["direct", "online"] | None = None
    commune: str | None = None
    area: str | None = None
    phone: str | None = None
    email: str | None = None
    person: str | None = None
    employer_code: str | None = None
    employer_name: str | None = None
    size: int | None = None


class TransactionRecord(Struct, frozen=True, kw_only=True):
    """A transaction as it is read."""

    id: str
    import_id: str | None
    row: int
    source: Literal["import", "api"]
    frame: Frame
    unit_id: str
    place_id: str | None
    counter_id: str | None
    procedure: str | None
    done_on: str
    mode: Literal["direct", "online"] | None
    commune: str | None
    area: str | None
    phone: str | None
    phone_index: bytes | None
    email: str | None
    person_index: bytes | None
    """Whoever it was: the same in all their transactions."""
    employer_code: str | None
    employer_name: str | None
    size: int | None


class Double(Struct, frozen=True):
    """A staged row that is there already: in its own file, above, or in what counts."""

    id: str
    row: int
    import_id: str | None
    """Where the other one is; None: it came by the API."""
    other_row: int


def row_id(import_id: str, row: int) -> str:
    """Return the id of an import's row: they sort as the rows of the file, which keeps the
    writing of a million of them in one place of the table.
    """
    return f"{import_id}/{row:07d}"
