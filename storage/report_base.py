"""The contracts of reports: their parts, their numbers, and who owes one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from flows.identifiers import Instant
from storage.report_records import (
    DocumentKind,
    DocumentRecord,
    DutyRecord,
    PartKind,
    ReminderRecord,
    ReportRecord,
)
from storage.work import UnitOfWork
from survey.report_edits import Edit, Reply
from survey.report_parts import Letterhead

__all__ = ["DutyRepository", "ReportRepository"]


class ReportRepository(Protocol):
    """Reports. What belongs to a report changes with it or not at all: its version fences it."""

    async def listed(
        self, units: Collection[str] | None, year: int | None = None
    ) -> list[ReportRecord]:
        """Newest first; those of these units, or all of them; of periods that end in a year."""

    async def by_id(
        self, units: Collection[str] | None, report_id: str
    ) -> ReportRecord | None: ...
    async def open_replies(self) -> list[ReportRecord]:
        """Return those that are being written or wait for approval: places in their rankings can
        still be replied to. Newest first.
        """

    async def numbered(self, series: Collection[str]) -> list[ReportRecord]:
        """Return what was issued in these series, withdrawn ones too, the earliest first."""

    def add(self, unit: UnitOfWork, record: ReportRecord) -> None: ...
    def save(self, unit: UnitOfWork, record: ReportRecord) -> None:
        """Change all but scope, period and who made it, and count the version up. A commit raises
        `StaleSessionError` unless `record.version` is the one that is stored.
        """

    # -- parts

    async def part(self, report_id: str, kind: PartKind) -> bytes | None:
        """Return a part as it was put in.

        Raises:
            CiphertextError: somebody changed it in the database.

        """

    def put_part(self, unit: UnitOfWork, report_id: str, kind: PartKind, data: bytes) -> None:
        """Put a part in the place of the one that there was, sealed, with its SHA-256."""

    async def edits(self, report_id: str) -> list[Edit]:
        """Return all that people ever wrote in the place of paragraphs, oldest first."""

    def edit(self, unit: UnitOfWork, report_id: str, edit: Edit) -> None:
        """Add an edit. A commit raises `StorageRefusedError` if the paragraph has one of that
        revision.
        """

    async def replies(self, report_id: str) -> list[Reply]: ...
    def reply(self, unit: UnitOfWork, report_id: str, reply: Reply) -> None:
        """Put what somebody says to their place where nothing stood, or in its place."""

    # -- issuing

    async def issue_turn(self) -> int:
        """Return how many reports the whole office has issued since turns are counted, 0–. Who
        issues one asks before looking which others were issued.
        """

    def take_issue_turn(self, unit: UnitOfWork, known: int) -> None:
        """Issue in the turn after `known`; a commit raises `StaleSessionError` where any report
        of the office was issued since.
        """

    async def last_number(self, series: str, year: int) -> int:
        """Return the last number that was given out; 0: none."""

    def take_number(self, unit: UnitOfWork, series: str, year: int, number: int) -> None:
        """Take the number right after the last one; a commit raises `StaleSessionError` where
        that is another by then. So numbers have neither gaps nor doubles.
        """

    def begin_numbers(self, unit: UnitOfWork, series: str, year: int, last: int) -> None:
        """Let a register go on after numbers that were given out on paper; a commit raises
        `StaleSessionError` where it has begun.
        """

    async def document(self, report_id: str, kind: DocumentKind) -> DocumentRecord | None: ...
    def archive(self, unit: UnitOfWork, report_id: str, document: DocumentRecord) -> None:
        """Keep a document for ever."""

    # -- letterheads

    async def letterhead(self, series: str) -> Letterhead | None:
        """Return what the next report of a unit begins with."""

    def keep_letterhead(
        self, unit: UnitOfWork, series: str, letterhead: Letterhead, by: str, at: Instant
    ) -> None: ...


class DutyRepository(Protocol):
    """Who has to report which span by which day."""

    async def listed(self) -> list[DutyRecord]:
        """Return the duties that have not ended."""

    def add(self, unit: UnitOfWork, record: DutyRecord) -> None: ...
    def end(self, unit: UnitOfWork, duty_id: str, by: str, at: Instant) -> None:
        """End a duty; StaleSessionError if it has ended."""

    async def reminded(self) -> frozenset[tuple[str, str, str, str]]:
        """Return duty, first day, step and withdrawn report of the reminders of duties that have
        not ended.
        """

    def remind(self, unit: UnitOfWork, reminder: ReminderRecord) -> None:
        """Remember a reminder; a commit raises `StaleSessionError` if it went out already."""
