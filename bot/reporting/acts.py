"""What is done to reports: each act one transaction with its line in the audit log (I21)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from msgspec.structs import replace

from bot.i18n import day_of
from bot.reporting.contents import contents_of
from bot.reporting.drafting import Drafting
from bot.reporting.parts import packed
from flows.hidden_phones import phones_hidden
from flows.redaction import redact
from storage.base import StaleSessionError, UnitOfWork
from storage.report_records import DocumentKind, ReportRecord
from survey import report_life as life
from survey.report_life import ReportRefusedError

__all__ = ["LONGEST_REASON", "ReportDesk"]

LONGEST_REASON: Final = 500
"""Characters of why a report is sent back or withdrawn."""
_TRIES: Final = 8
"""How often a report is looked over and printed, where others issue at the same moment: each time
one of them gets through.
"""


@dataclass(frozen=True, slots=True)
class ReportDesk(Drafting):
    """What somebody does to reports at one moment. Each act gives the row as it is afterwards,
    and raises `StaleSessionError` where somebody else changed it since it was read.
    """

    # -- approval

    async def submit(self, record: ReportRecord) -> ReportRecord:
        """Hand a draft in to a second person.

        Raises:
            ReportRefusedError: it is no draft, or something is missing in it.

        """
        contents = await self._whole(record)
        after, unit = life.submitted(record.life), UnitOfWork()
        await self._telling(record).approvers(unit, contents.writers)
        return await self._live(unit, record, after, "report.submitted")

    async def approve(self, record: ReportRecord) -> ReportRecord:
        """Approve what others wrote.

        Raises:
            ReportRefusedError: it does not wait, or their own words stand in it.

        """
        contents = await contents_of(self.storage, record)
        after = life.approved(record.life, *self.by, contents.writers)
        unit = UnitOfWork()
        await self._telling(record).writers(unit, "report.approved", contents.writers)
        return await self._live(unit, record, after, "report.approved")

    async def send_back(self, record: ReportRecord, reason: str) -> ReportRecord:
        """Make it a draft again and say why.

        Raises:
            ReportRefusedError: it does not wait, it is their own work, or there is no reason.

        """
        contents = await contents_of(self.storage, record)
        clean = _clean(reason)
        after = life.sent_back(record.life, self.by.actor, clean, contents.writers)
        unit, telling = UnitOfWork(), self._telling(record)
        await telling.writers(unit, "report.returned", contents.writers, reason=clean)
        detail = {"reason": clean}
        return await self._live(unit, record, after, "report.sent_back", detail)

    async def discard(self, record: ReportRecord) -> ReportRecord:
        """Put a report aside that was not issued.

        Raises:
            ReportRefusedError: it was.

        """
        after = life.discarded(record.life, *self.by)
        return await self._live(UnitOfWork(), record, after, "report.discarded")

    # -- issued for ever

    async def issue(
        self, record: ReportRecord, progress: Callable[[DocumentKind], None] | None = None
    ) -> ReportRecord:
        """Give an approved report its number, print it once, and archive what was printed.

        Raises:
            ReportRefusedError: it is not approved, or something is missing in it.

        """
        life.issued(record.life, *self.by)
        for _ in range(_TRIES - 1):
            try:
                return await self._issued(record, progress)
            except StaleSessionError:
                # Another report was issued meanwhile, and this one may overlap with it; if this
                # one was changed, it is not for us to go on.
                if await self._is_changed(record):
                    raise
        return await self._issued(record, progress)

    async def _is_changed(self, record: ReportRecord) -> bool:
        now = await self.storage.reports.by_id(None, record.id)
        return now is None or now.version != record.version

    async def _issued(
        self, record: ReportRecord, progress: Callable[[DocumentKind], None] | None
    ) -> ReportRecord:
        """Look the report over, print it and issue it, if no other was issued meanwhile."""
        reports, after = self.storage.reports, life.issued(record.life, *self.by)
        turn = await reports.issue_turn()  # before looking: an overlapping one would block this
        contents = await self._whole(record)
        year = self.register_of(record)
        number = await reports.last_number(record.series, year) + 1
        head = replace(record.letterhead, number=number)
        wanted = replace(record, letterhead=head, number=number, year=year, life=after)
        value = dataclasses.replace(contents, record=wanted).printed
        unit = UnitOfWork()
        reports.take_issue_turn(unit, turn)
        reports.take_number(unit, record.series, year, number)
        reports.put_part(unit, record.id, "issued", packed(value))
        for document in await self.press.documents(value, progress=progress):
            reports.archive(unit, record.id, document)
        return await self._save(unit, wanted, "report.issued", {"number": f"{number}/{year}"})

    def register_of(self, record: ReportRecord) -> int:
        """Return the year in whose register a report is numbered: that of its signature; this
        year, as long as none stands in it.
        """
        day = record.letterhead.day
        return (date.fromisoformat(day) if day else day_of(self.by.at)).year

    async def begin_numbers(self, record: ReportRecord, first: int) -> ReportRecord:
        """Let the register of the report's unit begin at a number in the year of its signature:
        the ones before it were given out on paper.

        Raises:
            ReportRefusedError: it has given out numbers already, or it begins at 1 by itself.

        """
        reports, year = self.storage.reports, self.register_of(record)
        if first <= 1 or await reports.last_number(record.series, year):
            raise ReportRefusedError("numbers_begun")
        unit = UnitOfWork()
        reports.begin_numbers(unit, record.series, year, first - 1)
        detail = {"number": f"{first}/{year}"}
        await self._commit(unit, record, "report.numbers_begun", detail)
        return record

    async def withdraw(self, record: ReportRecord, reason: str) -> ReportRecord:
        """Take an issued report back; its number stays used and its documents stay.

        Raises:
            ReportRefusedError: it was not issued, or there is no reason.

        """
        clean = _clean(reason)
        after = life.withdrawn(record.life, *self.by, clean)
        detail = {"reason": clean}
        return await self._live(UnitOfWork(), record, after, "report.withdrawn", detail)


def _clean(reason: str) -> str:
    return phones_hidden(redact(reason).text)[:LONGEST_REASON]
