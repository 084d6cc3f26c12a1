"""The way from a campaign to its waves: what may be sent, and what starts the campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from bot.broadcasts.acts import BroadcastRefusedError, Broadcasts, quiet_of
from bot.broadcasts.proposing import Proposing
from bot.broadcasts.windows import earliest_start, field_window, planned_windows
from bot.campaigns import TrialList, all_words, lacking
from bot.i18n import Catalogues
from flows.broadcasts import Window
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord
from survey.campaign_life import may_ask, needs_second, outdates, started
from survey.campaigns import Words

__all__ = ["Launching"]


@dataclass(frozen=True, slots=True)
class Launching:
    """What somebody does with the waves of one campaign, within what was approved of it.
    `in_minutes`: a rehearsal, which waits for no days between a wave and the next.
    """

    acts: Broadcasts
    campaign: CampaignRecord
    in_minutes: bool = False

    async def waves(self) -> list[BroadcastRecord]:
        """Return the waves, in the order in which they were made."""
        return await self.acts.storage.broadcasts.of_campaign(self.campaign.id)

    async def drawn(self) -> int:
        """Return how many people are to be asked by all draws together; in test mode, how many
        the test list has.
        """
        if self.campaign.terms.test:
            return len(await self._test_list.people())
        return await self.acts.storage.draws.count_main(self.campaign.id)

    @property
    def _test_list(self) -> TrialList:
        return TrialList(self.acts.storage, self.campaign, self.acts.by)

    async def make(self, wave: int, window: Window, texts: Catalogues) -> BroadcastRecord:
        """Store a draft with the campaign's own texts.

        Raises:
            BroadcastRefusedError: the campaign is not approved, nobody was drawn, or nobody is on
                the test list of one in test mode.

        """
        if not await self.drawn():
            is_test = self.campaign.terms.test
            raise BroadcastRefusedError("make", "no_testers" if is_test else "not_drawn")
        unit = UnitOfWork()
        await self._choose(unit)
        words = await self.words(texts)
        return await self.acts.make(self.campaign, wave, window, words, unit)

    async def _choose(self, unit: UnitOfWork) -> None:
        """Let waves find those of the test list, or those who were drawn: never both."""
        if not self.campaign.terms.test:
            await self._test_list.forget(unit)
            return
        if await self.acts.storage.draws.of_campaign(self.campaign.id):
            raise BroadcastRefusedError("make", "drawn")
        await self._test_list.enlist(unit)

    async def words(self, texts: Catalogues) -> list[Words]:
        """Return all that the campaign writes: its own texts, standard ones for the rest."""
        parts = await self.acts.storage.campaigns.parts(self.campaign.id)
        return all_words(texts, self.campaign.terms, parts.texts)

    async def as_of_now(self, record: BroadcastRecord, texts: Catalogues) -> BroadcastRecord:
        """Return a wave as it would be confirmed: a draft from before the campaign was changed
        says what was approved since, at the hours and until the day that were.
        """
        changed_at = Instant(self.campaign.life.changed_at)
        if record.state != "draft" or record.terms_at == changed_at:
            return record
        field = field_window(self.campaign)
        closes_at = record.window.closes_at if field is None else field[1]
        return replace(
            record,
            texts=tuple(one for one in await self.words(texts) if one.wave == record.wave),
            quiet=quiet_of(self.campaign),
            window=replace(record.window, closes_at=closes_at),
            texts_by=None,
            terms_at=changed_at,
        )

    async def change_texts(
        self, record: BroadcastRecord, texts: Sequence[Words], *, hold: bool = False
    ) -> BroadcastRecord:
        """Let what has not left go out in other words. Where so many people are asked that a
        second person approved the texts, they are proposed, and hold from the moment on in which
        such a one takes them; `hold`: nothing leaves until then. Where they are the same, nothing
        is stored.

        Raises:
            BroadcastRefusedError: the wave has ended.

        """
        if set(texts) == set(record.proposed or record.texts):
            return record
        if await self.binds_texts():
            return await Proposing(self.acts, self.campaign).propose(record, texts, hold=hold)
        return await self.acts.edit_texts(record, texts)

    async def binds_texts(self) -> bool:
        """Tell whether one person alone does not decide what is written to so many."""
        return needs_second(self.campaign.terms, await self.drawn())

    async def _is_too_soon(self, wave: BroadcastRecord) -> bool:
        starts_at = max(wave.window.starts_at, self.acts.by.at)
        return starts_at < earliest_start(self.campaign, wave.wave, await self.waves())

    async def _is_outdated(self) -> bool:
        draws = await self.acts.storage.draws.of_campaign(self.campaign.id)
        return outdates(self.campaign.life, draws[0].at if draws else None)

    async def confirm(self, record: BroadcastRecord, texts: Catalogues) -> BroadcastRecord:
        """Let a wave run as it is of now (`as_of_now`), and the campaign with it.

        Raises:
            BroadcastRefusedError: so many need a second person's approval, or the campaign has
                none, or the texts are others than those approved, or one is missing in a
                language; it was changed after the draw; it would remind people too soon; or the
                wave is no draft any more.
            StaleSessionError: somebody acted on the campaign or the wave meanwhile.

        """
        wave = await self.as_of_now(record, texts)
        await self._must_be_fit(wave, texts)
        unit = UnitOfWork()
        await self._choose(unit)
        self._start(unit)
        confirmed = replace(wave, confirmed_at=self.acts.by.at)
        await self._plan(unit, confirmed, texts)
        return await self.acts.confirm(wave, unit)

    async def _must_be_fit(self, wave: BroadcastRecord, texts: Catalogues) -> None:
        """Go on only with a wave that may leave, as `confirm` says."""
        if not may_ask(self.campaign.terms, self.campaign.life, await self.drawn()):
            raise BroadcastRefusedError("confirm", "not_approved")
        if await self._is_outdated():
            raise BroadcastRefusedError("confirm", "outdated")
        if missing := lacking(self.campaign.terms, wave.texts):
            raise BroadcastRefusedError("confirm", "texts_missing", missing)
        if await self.binds_texts() and not await self._says_what_was_approved(wave, texts):
            raise BroadcastRefusedError("confirm", "texts_changed")
        if not self._is_play and await self._is_too_soon(wave):
            raise BroadcastRefusedError("confirm", "too_soon")

    @property
    def _is_play(self) -> bool:
        """Whether days between waves do not count, so that none is planned either."""
        return self.in_minutes or self.campaign.terms.test

    def _start(self, unit: UnitOfWork) -> None:
        """Let the campaign run. It is saved even where it does: whoever closes it meanwhile
        closes it for this wave too.
        """
        before, storage = self.campaign.life, self.acts.storage
        running = replace(self.campaign, life=started(before))
        storage.campaigns.save(unit, running)
        if before.state != running.life.state:
            detail = {"title": running.terms.title, "state_before": before.state}
            storage.audit.note(
                unit,
                at=self.acts.by.at,
                actor=self.acts.by.actor,
                action="campaign.started",
                target=running.id,
                detail={**detail, "state": running.life.state},
            )

    async def _plan(self, unit: UnitOfWork, wave: BroadcastRecord, texts: Catalogues) -> None:
        """Plan the reminders of an invitation, and strike what was planned in the place of which
        this wave leaves.
        """
        waves, words = await self.waves(), await self.words(texts)
        for one in waves:
            is_other = one.planned and one.state == "draft" and one.id != wave.id
            if is_other and one.wave == wave.wave:
                self.acts.strike(unit, one)
        if wave.wave == 0 and not self._is_play:
            for number, window in planned_windows(self.campaign, wave, waves).items():
                self.acts.plan(unit, self.campaign, number, window, words)

    async def _says_what_was_approved(self, wave: BroadcastRecord, texts: Catalogues) -> bool:
        """Tell whether a wave has the campaign's own texts, or others that a second person took:
        it may have been small when somebody changed them.
        """
        if wave.texts_by is not None:
            return True
        return set(wave.texts) == {one for one in await self.words(texts) if one.wave == wave.wave}
