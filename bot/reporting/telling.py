"""Notices of reports: who approves hears that one waits, its writers what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.accounts import By
from bot.units.company import company_of
from flows.desk.notices import ReportKind, entitled, heads_of, tellable
from flows.desk.policy import Thing
from storage.base import Storage, UnitOfWork
from storage.report_records import ReportRecord
from storage.trust import NoticeRecord

__all__ = ["ReportTelling", "add_notices"]


def add_notices(
    storage: Storage, unit: UnitOfWork, accounts: Iterable[str], notice: NoticeRecord
) -> None:
    """Tell each account once; `notice` is what each of them is told."""
    for account in dict.fromkeys(accounts):
        storage.notices.add(
            unit,
            NoticeRecord(
                account_id=account, kind=notice.kind, object=notice.object,
                made_at=notice.made_at, params=notice.params,
            ),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportTelling:
    """Tells officers of one report, in the transaction of what they are told of. Nobody hears of
    what they did themselves.
    """

    storage: Storage
    record: ReportRecord
    by: By

    async def approvers(self, unit: UnitOfWork, apart: Collection[str]) -> None:
        """Tell whoever may approve it as a second person. `apart`: whose words stand in it."""
        company = await company_of(self.storage)
        own = {*self.record.life.hands, *apart}
        thing = Thing(kind="report", unit_id=self.record.unit_id)
        found = entitled("report.approve", thing, company, own)
        self._tell(unit, "report.waiting", found, {})

    async def writers(
        self, unit: UnitOfWork, kind: ReportKind, apart: Collection[str], **params: str
    ) -> None:
        """Tell who made it, and whose words stand in it."""
        company = await company_of(self.storage)
        found = tellable(sorted({*self.record.life.hands, *apart}), company)
        self._tell(unit, kind, found, params)

    async def ranked(self, unit: UnitOfWork, units: Iterable[str], officers: Iterable[str]) -> int:
        """Tell the heads of ranked units, and ranked officers, that they can see their places;
        return how many are told.
        """
        company = await company_of(self.storage)
        heads = (head for one in units for head in heads_of(one, company))
        own = await self.storage.roster.accounts_of(list(officers))
        return self._tell(unit, "report.reply_wanted", (*heads, *own), {})

    def _tell(
        self,
        unit: UnitOfWork,
        kind: ReportKind,
        accounts: Iterable[str],
        params: Mapping[str, str],
    ) -> int:
        title = self.record.letterhead.subject
        others = {one for one in accounts if self.by.actor != f"account:{one}"}
        notice = NoticeRecord(
            account_id="", kind=kind, object=self.record.id, made_at=self.by.at,
            params={"by": self.by.actor, "title": title, **params},
        )  # fmt: skip
        add_notices(self.storage, unit, sorted(others), notice)
        return len(others)
