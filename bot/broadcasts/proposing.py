"""Other texts for a wave whose texts a second person approved: proposed, then taken or refused.

What waits goes on saying what was approved, until somebody else approves the new texts; from that
commit on nothing departs with the old ones (I11). What has left stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from bot.broadcasts.acts import BroadcastRefusedError, Broadcasts
from bot.campaigns.telling import Telling, masked_reason
from flows.broadcasts import Act
from storage.base import UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord
from survey.campaign_life import SHORTEST_REASON
from survey.campaigns import Words

__all__ = ["Proposing"]


@dataclass(frozen=True, slots=True)
class Proposing:
    """What somebody does with proposed texts of one campaign's waves; each act is in the audit
    log, and told to who has to act on it.
    """

    acts: Broadcasts
    campaign: CampaignRecord

    @property
    def _telling(self) -> Telling:
        return Telling(self.acts.storage, self.campaign, self.acts.by)

    async def propose(
        self, record: BroadcastRecord, texts: Sequence[Words], *, hold: bool = False
    ) -> BroadcastRecord:
        """Put texts before a second person; `hold`: a wave that runs is paused meanwhile."""
        by, unit = self.acts.by, UnitOfWork()
        own = tuple(one for one in texts if one.wave == record.wave)
        wanted = replace(record, proposed=own, proposed_at=by.at, proposed_by=by.actor)
        await self._telling.approvers(unit, "campaign.texts_waiting", own=(by.actor,))
        if not hold or record.state != "running":
            return await self.acts.do("propose", wanted, unit)
        self.acts.note(unit, "propose", record)
        return await self.acts.do("pause", wanted, unit)

    async def take(self, record: BroadcastRecord) -> BroadcastRecord:
        """Let what has not left say what was proposed.

        Raises:
            BroadcastRefusedError: nothing was proposed, or by the very same person.

        """
        if self.acts.by.actor == record.proposed_by:
            raise BroadcastRefusedError("take", "own_proposal")
        taken = replace(record, texts=record.proposed, texts_by=self.acts.by.actor)
        unit = UnitOfWork()
        await self._telling.actors(unit, "campaign.texts_taken", (record.proposed_by,))
        return await self._settle("take", record, taken, unit)

    async def refuse(self, record: BroadcastRecord, reason: str) -> BroadcastRecord:
        """Put what was proposed aside and say why; numbers of people are masked.

        Raises:
            BroadcastRefusedError: nothing was proposed, or no reason was given.

        """
        clean = masked_reason(reason)
        if len(clean) < SHORTEST_REASON:
            raise BroadcastRefusedError("refuse", "no_reason")
        unit = UnitOfWork()
        whose = (record.proposed_by,)
        await self._telling.actors(unit, "campaign.texts_refused", whose, reason=clean)
        return await self._settle("refuse", record, record, unit, reason=clean)

    async def withdraw(self, record: BroadcastRecord) -> BroadcastRecord:
        """Take a proposal back.

        Raises:
            BroadcastRefusedError: nothing was proposed.

        """
        return await self._settle("withdraw", record, record, UnitOfWork())

    async def _settle(
        self,
        act: Act,
        before: BroadcastRecord,
        after: BroadcastRecord,
        unit: UnitOfWork,
        **detail: str,
    ) -> BroadcastRecord:
        if before.proposed_by is None:
            raise BroadcastRefusedError(act, "no_proposal")
        settled = replace(after, proposed=(), proposed_at=None, proposed_by=None)
        return await self.acts.do(act, settled, unit, **detail)
