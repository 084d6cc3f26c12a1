"""What is done to broadcasts: each act one transaction with its line in the audit log (I21)."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from bot.accounts import By
from bot.broadcasts.freezing import freeze
from flows.broadcasts import REMINDERS, Act, Quiet, Window, next_state
from flows.identifiers import Instant, identifier_from
from flows.time_units import DAY
from storage.base import Storage, UnitOfWork
from storage.broadcast_records import BroadcastRecord, Counted, Share
from storage.campaign_records import CampaignRecord
from survey.campaigns import Channel, Words

__all__ = ["BroadcastRefusedError", "Broadcasts", "quiet_of"]


class BroadcastRefusedError(Exception):
    """This cannot be done to the broadcast as it is now; `act` and its state say why. `places`:
    the channels and languages in which something is amiss.
    """

    def __init__(self, act: str, state: str, places: Sequence[tuple[Channel, str]] = ()) -> None:
        super().__init__(f"{act} while {state}")
        self.act = act
        self.state = state
        self.places = tuple(places)


def quiet_of(campaign: CampaignRecord) -> Quiet:
    """Return when a campaign writes to nobody."""
    terms = campaign.terms
    return Quiet(terms.quiet_from, terms.quiet_to, days=terms.quiet_days)


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """What somebody does with broadcasts at one moment. Each act gives the row as it is then, and
    raises `StaleSessionError` where somebody else changed it since it was read. `email`: the
    office has a mail server.
    """

    storage: Storage
    by: By
    email: bool = False
    every_days: int = 90

    async def make(
        self,
        campaign: CampaignRecord,
        wave: int,
        window: Window,
        texts: Iterable[Words],
        beside: UnitOfWork | None = None,
    ) -> BroadcastRecord:
        """Store a draft; nobody is chosen yet. `beside`: what is committed with that.

        Raises:
            BroadcastRefusedError: the campaign is not approved, or the wave is none.

        """
        may_be = campaign.life.state in {"approved", "running"}
        if not may_be or not 0 <= wave <= REMINDERS:
            raise BroadcastRefusedError("make", campaign.life.state)
        unit = UnitOfWork() if beside is None else beside
        record = self._draft(campaign, wave, window, texts)
        self.storage.broadcasts.add(unit, record)
        self.note(unit, "make", record, wave=str(wave))
        await self.storage.commit(unit)
        return record

    def plan(
        self,
        unit: UnitOfWork,
        campaign: CampaignRecord,
        wave: int,
        window: Window,
        texts: Iterable[Words],
    ) -> None:
        """Add a draft to a unit that begins by itself when its window does."""
        record = replace(self._draft(campaign, wave, window, texts), planned=True)
        self.storage.broadcasts.add(unit, record)
        self.note(unit, "plan", record, wave=str(wave))

    def strike(self, unit: UnitOfWork, record: BroadcastRecord) -> None:
        """Cancel a planned draft in a unit: another broadcast takes its place."""
        at, who = self.by.at, self.by.actor
        gone = replace(record, state="cancelled", cancelled_at=at, cancelled_by=who)
        self.storage.broadcasts.save(unit, gone)
        self.note(unit, "cancel", record)

    def _draft(
        self, campaign: CampaignRecord, wave: int, window: Window, texts: Iterable[Words]
    ) -> BroadcastRecord:
        return BroadcastRecord(
            id=identifier_from(os.urandom(32), "broadcast", self.by.at),
            campaign_id=campaign.id,
            wave=wave,
            state="draft",
            window=window,
            quiet=quiet_of(campaign),
            texts=tuple(one for one in texts if one.wave == wave),
            terms_at=Instant(campaign.life.changed_at),
            made_at=self.by.at,
            made_by=self.by.actor,
        )

    async def outlook(self, record: BroadcastRecord) -> list[Share]:
        """Return how many a draft would go to now, by channel, and how many it would not."""
        campaign = await self.storage.campaigns.by_id(None, record.campaign_id)
        is_test = campaign is not None and campaign.terms.test
        since = self.by.at if is_test else Instant(self.by.at - self.every_days * DAY)
        return await self.storage.broadcasts.outlook(
            record.campaign_id, record.wave, email=self.email, asked_since=since
        )

    async def progress(self, record: BroadcastRecord) -> list[Counted]:
        """Return how many recipients are in which state; together they are the audience (I10)."""
        return await self.storage.broadcasts.progress(record.id)

    # -- acts

    async def confirm(
        self, record: BroadcastRecord, beside: UnitOfWork | None = None
    ) -> BroadcastRecord:
        """Freeze the audience, and let the wave run; `beside`: what is committed with that, or
        not at all.

        Raises:
            BroadcastRefusedError: it is no draft, or another broadcast of the wave is still being
                sorted: who has a row there is not known yet.

        """
        at, who = self.by.at, self.by.actor
        others = await self.storage.broadcasts.of_campaign(record.campaign_id)
        same = [each for each in others if each.wave == record.wave and each.confirmed_at]
        if any(map(_is_filling, same)):
            raise BroadcastRefusedError("confirm", "sorting")
        unit = UnitOfWork() if beside is None else beside
        confirmed = replace(record, confirmed_at=at, confirmed_by=who, waits_for=None)
        return await self._freeze("confirm", confirmed, unit, adds=bool(same))

    async def enroll(self, record: BroadcastRecord) -> BroadcastRecord:
        """Add those who belong to the wave and have no row in it: drawn since, or promoted in the
        place of somebody who cannot be reached.
        """
        if _is_filling(record):
            raise BroadcastRefusedError("enroll", "sorting")
        return await self._freeze("enroll", record, UnitOfWork(), adds=True)

    async def enroll_these(
        self, record: BroadcastRecord, transactions: Collection[str], beside: UnitOfWork
    ) -> BroadcastRecord:
        """Add these alone, who were promoted in `beside`; as `enroll` otherwise."""
        if _is_filling(record):
            raise BroadcastRefusedError("enroll", "sorting")
        self.storage.broadcasts.enroll(beside, record, transactions)
        return await self.do("enroll", record, beside)

    async def pause(self, record: BroadcastRecord) -> BroadcastRecord:
        """Let nothing depart from the commit on."""
        return await self.do("pause", record)

    async def resume(self, record: BroadcastRecord) -> BroadcastRecord:
        """Go on."""
        return await self.do("resume", record)

    async def cancel(self, record: BroadcastRecord) -> BroadcastRecord:
        """End it for good: what has not left never will."""
        gone = replace(record, cancelled_at=self.by.at, cancelled_by=self.by.actor)
        return await self.do("cancel", gone)

    async def edit_texts(self, record: BroadcastRecord, texts: Sequence[Words]) -> BroadcastRecord:
        """Let what has not left go out in other words."""
        own = tuple(one for one in texts if one.wave == record.wave)
        return await self.do("edit", replace(record, texts=own, texts_by=None))

    async def move(self, record: BroadcastRecord, window: Window) -> BroadcastRecord:
        """Let what has not left go out at another time."""
        return await self.do("edit", replace(record, window=window))

    async def do(
        self, act: Act, record: BroadcastRecord, beside: UnitOfWork | None = None, **detail: str
    ) -> BroadcastRecord:
        """Store a broadcast as an act makes it; `beside`: what is committed with that; `detail`:
        of its line in the audit log.

        Raises:
            BroadcastRefusedError: the act is not done in this state.
            StaleSessionError: somebody acted on it since it was read.

        """
        state = next_state(act, record.state)
        if state is None:
            raise BroadcastRefusedError(act, record.state)
        unit = UnitOfWork() if beside is None else beside
        if state == "running":  # closing the campaign ends its waves, whoever goes on with one
            self.storage.campaigns.must_run(unit, record.campaign_id)
        changed = replace(record, state=state)
        self.storage.broadcasts.save(unit, changed)
        self.note(unit, act, record, **detail)
        await self.storage.commit(unit)
        return replace(changed, version=record.version + 1)

    async def _freeze(
        self, act: Act, record: BroadcastRecord, unit: UnitOfWork, *, adds: bool
    ) -> BroadcastRecord:
        self.storage.broadcasts.freeze_anew(unit, record.id, adds=adds)
        begun = await self.do(act, record, unit)
        return await freeze(self.storage, replace(begun, frozen_upto="", adds=adds))

    def note(self, unit: UnitOfWork, act: str, record: BroadcastRecord, **detail: str) -> None:
        """Add the line of an act to a unit."""
        told = {"campaign": record.campaign_id, **detail}
        self.by.note(self.storage, unit, f"broadcast.{act}", record.id, told)


def _is_filling(record: BroadcastRecord) -> bool:
    """Tell whether it is not known yet who has a row."""
    is_frozen = record.frozen_upto is None or record.state == "cancelled"
    return not is_frozen or record.sorted_upto < record.audience
