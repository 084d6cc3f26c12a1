"""What the desk of reports keeps: reports with their parts, and who owes which report."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

import msgspec

from flows.identifiers import Instant
from survey.editions import Period, Scope
from survey.report_life import ReportLife
from survey.report_parts import Letterhead
from survey.report_schedule import DutySpan, Step

__all__ = [
    "DOCUMENTS",
    "PARTS",
    "WHOLE_SERIES",
    "DocumentKind",
    "DocumentRecord",
    "DutyRecord",
    "PartKind",
    "ReminderRecord",
    "ReportRecord",
    "series_of",
]

PartKind: TypeAlias = Literal["edition", "written", "issued"]
"""`edition`: the figures that a draft pins; `written`: what the rules wrote of them; `issued`: all
that the documents were made of.
"""
PARTS: Final[tuple[PartKind, ...]] = get_args(PartKind)

DocumentKind: TypeAlias = Literal["docx", "pdf", "xlsx"]
DOCUMENTS: Final[tuple[DocumentKind, ...]] = get_args(DocumentKind)

WHOLE_SERIES: Final = "*"
"""Whose numbers reports of the whole office bear."""


def series_of(unit_id: str | None) -> str:
    """Return the series of numbers, and the letterhead, that a unit's reports share."""
    return unit_id or WHOLE_SERIES


class ReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A report of satisfaction without its text and figures."""

    id: str
    scope: Scope
    period: Period
    letterhead: Letterhead
    life: ReportLife
    number: int | None = None
    """From 1, one after another by series and year; given when it is issued, for ever."""
    year: int | None = None
    """Of the signature's day: numbers begin anew each year."""
    shows_ranking: bool = False
    """Whether the documents carry the rankings: internal unless whoever approves decides so."""
    version: int = 1

    @property
    def unit_id(self) -> str | None:
        """Whose report it is; None: the whole office's."""
        return self.scope.unit_id

    @property
    def series(self) -> str:
        """Whose numbers it bears."""
        return series_of(self.scope.unit_id)


class DocumentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it was issued."""

    kind: DocumentKind
    data: bytes
    sha256: str


class DutyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Who has to report which span by which day; `survey.report_schedule.Duty` with its life."""

    id: str
    unit_id: str | None
    span: DutySpan
    days: int
    since: str
    made_at: Instant
    made_by: str
    ended_at: Instant | None = None
    ended_by: str | None = None


class ReminderRecord(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody was reminded of a report, once for each step; anew after it was withdrawn."""

    duty_id: str
    from_day: str
    step: Step
    at: Instant
    withdrawn: str = ""
    """The report that was taken back and is owed again; "": none was."""
