"""How an act on a report is stored: with its line in the audit log, or not at all (I21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from bot.accounts import By
from bot.reporting.contents import Contents, blocks_of, contents_of
from bot.reporting.press import EditionMaker, Press
from bot.reporting.telling import ReportTelling
from storage.base import Storage, UnitOfWork
from storage.report_records import ReportRecord
from survey.report_life import ReportLife, ReportRefusedError

__all__ = ["Storing"]


@dataclass(frozen=True, slots=True)
class Storing:
    """Who acts on reports and when, with what, and how that is stored."""

    storage: Storage
    figures: EditionMaker
    press: Press
    by: By

    async def _whole(self, record: ReportRecord) -> Contents:
        """Return a report in which nothing is missing.

        Raises:
            ReportRefusedError: something is.

        """
        contents = await contents_of(self.storage, record)
        if await blocks_of(self.storage, contents, self.by.at):
            raise ReportRefusedError("incomplete")
        return contents

    def _telling(self, record: ReportRecord) -> ReportTelling:
        """Return what tells officers of a report."""
        return ReportTelling(self.storage, record, self.by)

    async def _live(
        self,
        unit: UnitOfWork,
        record: ReportRecord,
        after: ReportLife,
        action: str,
        detail: Mapping[str, str] | None = None,
    ) -> ReportRecord:
        """Store where a report stands afterwards."""
        states = {"state_before": record.life.state, "state": after.state}
        return await self._save(
            unit, replace(record, life=after), action, {**states, **(detail or {})}
        )

    async def _save(
        self, unit: UnitOfWork, record: ReportRecord, action: str, detail: Mapping[str, str]
    ) -> ReportRecord:
        """Store a changed report with what belongs to it."""
        self.storage.reports.save(unit, record)
        await self._commit(unit, record, action, detail)
        return replace(record, version=record.version + 1)

    async def _commit(
        self, unit: UnitOfWork, record: ReportRecord, action: str, detail: Mapping[str, str]
    ) -> None:
        """Make what an act writes durable, with its line in the audit log."""
        titled = {"title": record.letterhead.subject, **detail}
        self.by.note(self.storage, unit, action, record.id, titled)
        await self.storage.commit(unit)
