"""The records of people at counters: officers, and the lines of the roster with their history."""

from __future__ import annotations

import msgspec

from flows.identifiers import Instant
from survey.roster import RosterRow

__all__ = ["OfficerRecord", "RosterRecord"]


class OfficerRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who serves people at a counter, with an account for the desk or without."""

    id: str
    name: str
    unit_id: str
    staff_code: str | None = None
    """The office's own number of them: unique, and how imports name them."""
    account_id: str | None = None
    ended_on: str | None = None
    """The day (ISO) from which they do not work here any more."""


class RosterRecord(RosterRow, frozen=True, kw_only=True):
    """A line of the roster with who wrote it, and who took it back; it is never removed, since
    ratings were counted by it.
    """

    at: Instant
    by: str
    withdrawn_at: Instant | None = None
    withdrawn_by: str | None = None
