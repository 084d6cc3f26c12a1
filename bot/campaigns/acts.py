"""What is done to campaigns: each act one transaction with its line in the audit log (I21)."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec.structs import replace

from bot.accounts import By
from bot.campaigns.telling import Telling, masked_reason
from bot.campaigns.trial import TrialList
from flows.broadcasts import Act, next_state
from flows.identifiers import identifier_from
from storage.base import Storage, UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord, TrialPerson
from survey import campaign_life as life
from survey.campaign_inspection import Fault
from survey.campaign_life import CampaignRefusedError
from survey.campaigns import Life, Parts, Terms
from survey.sampling import invitations

__all__ = ["CampaignDesk", "invitations_of"]

_NO_LIMIT: Final = 1_000_000_000
"""A frame that nobody has counted yet."""


def invitations_of(parts: Parts) -> int | None:
    """Return how many will be asked, where all sizes are set by hand; None: the frames decide."""
    sizes = [(group.size, group.response_rate) for group in parts.groups]
    if not sizes or any(size is None for size, _ in sizes):
        return None
    return sum(invitations(size, rate, _NO_LIMIT) for size, rate in sizes if size is not None)


@dataclass(frozen=True, slots=True)
class CampaignDesk:
    """What somebody does to campaigns at one moment. Each act gives the row as it is afterwards,
    and raises `StaleSessionError` where somebody else changed it since it was read.
    """

    storage: Storage
    by: By

    # -- made and changed

    async def make(
        self, terms: Terms, parts: Parts | None = None, *, copied_from: str | None = None
    ) -> CampaignRecord:
        """Store a new draft; only terms and parts without blocking faults."""
        actor, at = self.by
        record = CampaignRecord(
            id=identifier_from(os.urandom(32), "campaign", at),
            terms=terms,
            life=Life(made_at=at, made_by=actor, changed_at=at, changed_by=actor),
            copied_from=copied_from,
        )
        unit = UnitOfWork()
        self.storage.campaigns.add(unit, record, parts or Parts())
        detail = {"copied_from": copied_from} if copied_from else {}
        await self._commit(unit, record, "campaign.made", detail)
        return record

    async def copy(self, record: CampaignRecord, title: str) -> CampaignRecord:
        """Store a draft that is like another campaign but for its days, which somebody has to say
        anew, and its test list.
        """
        terms = replace(
            record.terms, title=title, from_day="", to_day="", opens_on="", closes_on=""
        )
        parts = await self.storage.campaigns.parts(record.id)
        return await self.make(terms, parts, copied_from=record.id)

    async def change(
        self, record: CampaignRecord, terms: Terms, parts: Parts | None = None
    ) -> CampaignRecord:
        """Store other terms, and other parts where they are given. What touches the approval
        voids it; where nothing changes, nothing is stored.

        Raises:
            CampaignRefusedError: it runs, or has ended.

        """
        before = await self.storage.campaigns.parts(record.id)
        after = before if parts is None else parts
        names = changed_fields((record.terms, before), (terms, after))
        if not names:
            return record
        binding = life.binds((record.terms, before), (terms, after))
        state = life.changed(record.life, self.by.actor, self.by.at, binding=binding)
        unit = UnitOfWork()
        if after != before:
            self.storage.campaigns.put_parts(unit, record.id, after)
        wanted = replace(record, terms=terms, life=state)
        return await self._save(unit, wanted, "campaign.changed", {"fields": ", ".join(names)})

    async def put_testers(
        self, record: CampaignRecord, testers: Sequence[TrialPerson]
    ) -> CampaignRecord:
        """Store who is on the test list; that is no part of what is approved.

        Raises:
            CampaignRefusedError: it has ended.

        """
        state = life.changed(record.life, self.by.actor, self.by.at, binding=False)
        unit = UnitOfWork()
        self.storage.campaigns.put_testers(unit, record.id, testers)
        wanted = replace(record, life=state)
        return await self._save(unit, wanted, "campaign.testers", {"rows": str(len(testers))})

    # -- approval

    async def submit(self, record: CampaignRecord, faults: Collection[Fault]) -> CampaignRecord:
        """Hand a draft in. `faults`: what is wrong or missing.

        Raises:
            CampaignRefusedError: there are faults, or it is no draft.

        """
        if faults:
            raise CampaignRefusedError("incomplete")
        number = invitations_of(await self.storage.campaigns.parts(record.id))
        second = life.needs_second(record.terms, number)
        after = life.submitted(record.life, self.by.actor, self.by.at, second=second)
        unit = UnitOfWork()
        if after.state == "awaiting":
            await self._telling(record).approvers(unit, "campaign.waiting")
        return await self._live(record, after, "campaign.submitted", unit=unit)

    async def approve(self, record: CampaignRecord) -> CampaignRecord:
        """Approve what somebody else made, also what they approved alone as small.

        Raises:
            CampaignRefusedError: it needs nobody's approval, or it is their own work.

        """
        after = life.approved(record.life, self.by.actor, self.by.at)
        unit = UnitOfWork()
        await self._telling(record).makers(unit, "campaign.approved")
        return await self._live(record, after, "campaign.approved", unit=unit)

    async def send_back(self, record: CampaignRecord, reason: str) -> CampaignRecord:
        """Make it a draft again and say why; numbers of people are masked.

        Raises:
            CampaignRefusedError: it does not wait, it is their own work, or there is no reason.

        """
        clean = masked_reason(reason)
        after = life.sent_back(record.life, self.by.actor, clean)
        unit = UnitOfWork()
        await self._telling(record).makers(unit, "campaign.returned", reason=clean)
        return await self._live(record, after, "campaign.sent_back", {"reason": clean}, unit=unit)

    def _telling(self, record: CampaignRecord) -> Telling:
        return Telling(self.storage, record, self.by)

    # -- the way to its end

    async def start(self, record: CampaignRecord) -> CampaignRecord:
        """Let it run, as soon as the first broadcast is confirmed; one that runs stays as it is.

        Raises:
            CampaignRefusedError: it is not approved.

        """
        after = life.started(record.life)
        if after == record.life:
            return record
        return await self._live(record, after, "campaign.started")

    async def close(self, record: CampaignRecord) -> CampaignRecord:
        """End a campaign that runs, and with it the waves that have not: what waits of them never
        leaves (I11). Links that nobody has opened say that it is over.

        Raises:
            CampaignRefusedError: it does not run.

        """
        after = life.closed(record.life, *self.by)
        return await self._end(record, after, "campaign.closed")

    async def discard(self, record: CampaignRecord) -> CampaignRecord:
        """Put a campaign aside that asked nobody.

        Raises:
            CampaignRefusedError: it has begun, or ended.

        """
        after = life.discarded(record.life, *self.by)
        return await self._end(record, after, "campaign.discarded")

    async def reopen(self, record: CampaignRecord) -> CampaignRecord:
        """Take closing or discarding back, and with it the end of waves that were drafts, planned
        ones too: nothing of them was lost. What was being sent stays cancelled.

        Raises:
            CampaignRefusedError: it has not ended.

        """
        after, unit = life.reopened(record.life), UnitOfWork()
        for wave in await self.storage.broadcasts.of_campaign(record.id):
            if wave.confirmed_at is None and wave.cancelled_at == record.life.closed_at:
                back = replace(wave, cancelled_at=None, cancelled_by=None)
                self._bring(unit, "revive", back)
        return await self._live(record, after, "campaign.reopened", unit=unit)

    # -- storing

    async def _end(self, record: CampaignRecord, after: Life, action: str) -> CampaignRecord:
        """Store the end, and forget the people of the test list: nobody needs them any more."""
        unit, ended = UnitOfWork(), replace(record, life=after)
        self.storage.campaigns.save(unit, ended)
        self.storage.campaigns.put_testers(unit, record.id, ())
        await TrialList(self.storage, record, self.by).forget(unit)
        await self._cancel_waves(unit, record)
        states = {"state_before": record.life.state, "state": after.state}
        await self._commit(unit, ended, action, states)
        return replace(ended, version=ended.version + 1)

    async def _cancel_waves(self, unit: UnitOfWork, record: CampaignRecord) -> None:
        """Cancel what was not sent to its end; whoever acts on a wave meanwhile, or confirms one,
        meets the version of that wave or of the campaign.
        """
        actor, at = self.by
        for wave in await self.storage.broadcasts.of_campaign(record.id):
            self._bring(unit, "cancel", replace(wave, cancelled_at=at, cancelled_by=actor))

    def _bring(self, unit: UnitOfWork, act: Act, wave: BroadcastRecord) -> None:
        """Bring a wave where an act leads it; nowhere where the act is not done in its state."""
        state = next_state(act, wave.state)
        if state is None:
            return
        self.storage.broadcasts.save(unit, replace(wave, state=state))
        detail = {"campaign": wave.campaign_id}
        self.by.note(self.storage, unit, f"broadcast.{act}", wave.id, detail)

    async def _live(
        self,
        record: CampaignRecord,
        after: Life,
        action: str,
        detail: Mapping[str, str] | None = None,
        *,
        unit: UnitOfWork | None = None,
    ) -> CampaignRecord:
        states = {"state_before": record.life.state, "state": after.state}
        unit = UnitOfWork() if unit is None else unit
        wanted = replace(record, life=after)
        return await self._save(unit, wanted, action, {**states, **(detail or {})})

    async def _save(
        self, unit: UnitOfWork, record: CampaignRecord, action: str, detail: Mapping[str, str]
    ) -> CampaignRecord:
        self.storage.campaigns.save(unit, record)
        await self._commit(unit, record, action, detail)
        return replace(record, version=record.version + 1)

    async def _commit(
        self, unit: UnitOfWork, record: CampaignRecord, action: str, detail: Mapping[str, str]
    ) -> None:
        titled = {"title": record.terms.title, **detail}
        self.by.note(self.storage, unit, action, record.id, titled)
        await self.storage.commit(unit)


def changed_fields(before: tuple[Terms, Parts], after: tuple[Terms, Parts]) -> list[str]:
    """Return the names of what differs, for the audit log: values stay out of it."""
    return [
        name
        for old, new in zip(before, after, strict=True)
        for name, value in msgspec.structs.asdict(new).items()
        if getattr(old, name) != value
    ]
