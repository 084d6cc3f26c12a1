"""Notices of campaigns: who approves hears that one waits, its makers what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from bot.accounts import By
from bot.units.company import company_of
from flows.desk.notices import CampaignKind, approvers_of, tellable
from flows.hidden_phones import phones_hidden
from flows.redaction import redact
from storage.base import Storage, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.trust import NoticeRecord

__all__ = ["LONGEST_REASON", "Telling", "masked_reason"]

LONGEST_REASON: Final = 500
"""Characters of why something is sent back."""


def masked_reason(typed: str) -> str:
    """Return a reason as it is kept and told: without numbers of people."""
    return phones_hidden(redact(typed).text)[:LONGEST_REASON]


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells officers of one campaign, in the transaction of what they are told of. Nobody hears
    of what they did themselves, and commands have no bell.
    """

    storage: Storage
    campaign: CampaignRecord
    by: By

    async def approvers(
        self, unit: UnitOfWork, kind: CampaignKind, *, own: Collection[str] | None = None,
        **params: str,
    ) -> None:  # fmt: skip
        """Tell whoever may approve it as a second person. `own`: whose work that is; those who
        made the campaign, and last changed it, unless it is said.
        """
        company, life = await company_of(self.storage), self.campaign.life
        whose = (life.made_by, life.changed_by) if own is None else own
        unit_id = self.campaign.terms.unit_id
        self._tell(unit, kind, approvers_of(unit_id, company, whose), params)

    async def actors(
        self, unit: UnitOfWork, kind: CampaignKind, actors: Iterable[str | None], **params: str
    ) -> None:
        """Tell those of these actors who have an account that is open."""
        company = await company_of(self.storage)
        self._tell(unit, kind, tellable(actors, company), params)

    async def makers(self, unit: UnitOfWork, kind: CampaignKind, **params: str) -> None:
        """Tell who made it, and who last changed it."""
        life = self.campaign.life
        await self.actors(unit, kind, (life.made_by, life.changed_by), **params)

    def _tell(
        self, unit: UnitOfWork, kind: CampaignKind, accounts: Iterable[str], params: dict[str, str]
    ) -> None:
        given = {"by": self.by.actor, "title": self.campaign.terms.title, **params}
        for account in accounts:
            if self.by.actor != f"account:{account}":
                notice = NoticeRecord(
                    account_id=account, kind=kind, object=self.campaign.id, made_at=self.by.at,
                    params=given,
                )  # fmt: skip
                self.storage.notices.add(unit, notice)
