"""Planned reminders: each begins by itself at its time, within the approval, or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from msgspec.structs import replace

from bot.broadcasts.acts import BroadcastRefusedError
from bot.broadcasts.launching import Launching
from bot.broadcasts.windows import first_window
from bot.broadcasts.words import waits_key
from bot.campaigns.telling import Telling
from bot.i18n import Catalogues
from flows.broadcasts import is_quiet
from flows.workdays import Calendar
from storage.base import StaleSessionError, UnitOfWork
from storage.broadcast_records import BroadcastRecord

__all__ = ["Planning"]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Planning:
    """The planned reminders of one campaign that runs, at one moment."""

    launch: Launching
    texts: Catalogues
    calendar: Calendar

    async def start_due(self) -> int:
        """Let what is due begin, in sending hours only, so that whoever answered by then is not
        reminded; return how many did. What cannot begin waits, and those who can help are told
        once of each cause.

        Raises:
            StorageError: nothing can be read or written now.

        """
        waves = await self.launch.waves()
        due = [one for one in waves if self._is_due(one)]
        return sum([await self._begin(one, waves) for one in due])

    def _is_due(self, one: BroadcastRecord) -> bool:
        now = self.launch.acts.by.at
        is_planned = one.planned and one.state == "draft" and one.window.starts_at <= now
        return is_planned and not is_quiet(now, one.quiet, self.calendar)

    async def _begin(self, one: BroadcastRecord, waves: Sequence[BroadcastRecord]) -> bool:
        try:
            self._must_follow(one, waves)
            await self.launch.confirm(one, self.texts)
        except StaleSessionError:
            return False  # somebody acted on it, or another process was quicker
        except BroadcastRefusedError as refused:
            await self._put_off(one, waves, refused)
            return False
        _log.info("reminder_begun", broadcast=one.id)
        return True

    def _must_follow(self, one: BroadcastRecord, waves: Sequence[BroadcastRecord]) -> None:
        """Go on only behind an invitation that nobody holds or has called off, and while the
        field work lasts.
        """
        if self.launch.acts.by.at >= one.window.closes_at:
            raise BroadcastRefusedError("confirm", "field_over")
        invited = {each.state for each in waves if not each.wave and each.confirmed_at is not None}
        if "paused" in invited:
            raise BroadcastRefusedError("confirm", "invitation_paused")
        if not invited - {"cancelled"}:
            raise BroadcastRefusedError("confirm", "not_invited")

    async def _put_off(
        self,
        one: BroadcastRecord,
        waves: Sequence[BroadcastRecord],
        refused: BroadcastRefusedError,
    ) -> None:
        if refused.state == "sorting":
            return  # a matter of seconds
        try:
            if refused.state == "too_soon":
                await self._redate(one, waves)
            elif refused.state != one.waits_for:
                await self._wait(one, refused)
        except StaleSessionError:
            return

    async def _redate(self, one: BroadcastRecord, waves: Sequence[BroadcastRecord]) -> None:
        """Move a reminder behind the wave before it, which left later than was planned."""
        acts = self.launch.acts
        others = [each for each in waves if each.id != one.id]
        window = first_window(self.launch.campaign, one.wave, others, acts.by.at)
        if window is not None:
            await acts.move(one, window)

    async def _wait(self, one: BroadcastRecord, refused: BroadcastRefusedError) -> None:
        """Write down why it waits, and tell its makers; of an approval, whoever may give it."""
        acts, unit, why = self.launch.acts, UnitOfWork(), waits_key(refused.state)
        telling = Telling(acts.storage, self.launch.campaign, acts.by)
        await telling.makers(unit, "campaign.wave_waits", why=why)
        if refused.state == "not_approved":
            await telling.approvers(unit, "campaign.wave_waits", why=why)
        waiting = replace(one, waits_for=refused.state)
        await acts.do("wait", waiting, unit, waits_for=refused.state)
        _log.info("reminder_waits", broadcast=one.id, cause=refused.state)
