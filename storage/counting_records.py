"""What counting reads and keeps: groups of responses, and tables of counts from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from flows.identifiers import Instant
from survey.counts import Column

__all__ = ["CountNote", "CountRow", "CountTable", "CountTableState", "Group"]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Forms that agree in all that counts tell apart."""

    unit_id: str | None
    """The unit as of then: it was valid when the form was issued."""
    commune: str | None
    """Where the transaction was; it tells a split unit's parts apart."""
    form: str
    kind: str
    """Of the invitation: `personal`, `place`, `assisted`, or `none`."""
    day: date
    """When the form was issued: of a personal one its invitation was made, others were opened."""
    served_from: date
    """First day of the service that they are about; `day`, where no invitation tells it, or nobody
    asked for it.
    """
    outcome: str
    """`valid`, `not_returned`, or the reason why it is invalid (`survey.validity.Reason`)."""
    forms: int
    """How many, at least 1."""


CountTableState: TypeAlias = Literal["draft", "approved", "withdrawn"]


class CountTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of counts that was made elsewhere, for a period whose days both belong to it."""

    id: str
    title: str
    source: str
    """The name of the file."""
    sha256: str
    from_day: str
    to_day: str
    unit_id: str | None = None
    """Whose table it is: its rows are this unit and units below it."""
    state: CountTableState = "draft"
    made_at: Instant
    actor: str
    approved_at: Instant | None = None
    approved_by: str | None = None
    version: int = 1


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it was written; what it was found to mean stands beside it."""

    position: int
    """Where it stands in the file, from 1."""
    name: str
    is_total: bool = False
    unit_ids: tuple[str, ...] = ()
    exact: bool = True
    cells: Mapping[Column, str]


class CountNote(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote to a flag of a table, so that the table can be approved."""

    flag: str
    """Code, row and column of the flag: `total_differs/9/invalid`."""
    note: str
    at: Instant
    actor: str
