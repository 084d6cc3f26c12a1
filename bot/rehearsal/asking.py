"""The asking side of a rehearsal: the draw, the waves, and the lists that somebody hands out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.accounts import By
from bot.app import compose
from bot.broadcasts import Broadcasts, Links, hand_out
from bot.broadcasts.launching import Launching
from bot.drawing import Sampler
from bot.forms import publish_forms
from bot.i18n import Catalogues
from bot.rehearsal.hurrying import put_forward
from bot.rehearsal.judging import Asked, asked_in
from bot.rehearsal.planting import Person
from bot.rehearsal.platforms import Platforms
from bot.rehearsal.preparing import MAKER
from bot.services import Services
from bot.settings import load_settings
from bot.simulator.server import Server, ServerFailedError
from bot.turns import now_ms
from flows.broadcasts import Window
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord
from storage.opening import SqlStorage

__all__ = ["LONGEST_S", "LOOK_EVERY_S", "Asking", "Progress", "composed"]

LONGEST_S: Final = 180.0
"""Until anything must have ended: far more than it takes, retries included."""
LOOK_EVERY_S: Final = 0.2
_FIELD_MS: Final = 30 * DAY

Progress = Callable[[str, int, int], None]
"""What is done now (`planting`, `sending`, `answering`), how much of it, and of how much."""


async def composed(server: Server, storage: SqlStorage) -> Services:
    """Return what an officer's page works with, beside the server that sends."""
    settings = load_settings(server.settings, None)
    forms = await publish_forms(storage, now_ms())
    return compose(settings, storage, forms, Catalogues.load(), "web")


@dataclass(slots=True, kw_only=True)
class Asking:
    """What an admin does with one campaign. `people`: who is in the frame, by transaction."""

    server: Server
    services: Services
    site: Platforms
    campaign: CampaignRecord
    people: Mapping[str, Person]
    links: Links
    on_step: Progress

    async def draw(self, seed: str) -> None:
        """Ask for the draw, and wait until the server's job has made and sealed it.

        Raises:
            ServerFailedError: it has not.

        """
        storage, every_days = self.services.storage, self.services.settings.invite_every_days
        sampler = Sampler(storage, By(MAKER, now_ms()), self.campaign, every_days)
        await sampler.ask("first", seed)
        give_up = time.monotonic() + LONGEST_S
        while not await storage.draws.of_campaign(self.campaign.id):
            if time.monotonic() > give_up:
                message = f"no draw: see {self.server.log}"
                raise ServerFailedError(message)
            await asyncio.sleep(LOOK_EVERY_S)

    def token(self, person: Person) -> str:
        """Return the token of somebody's link."""
        return self.links.of(self.campaign.id, person.transaction_id).token

    async def wave(self, number: int) -> Asked:
        """Confirm a wave that leaves at once, and wait until nothing of it is under way."""
        now, texts, storage = now_ms(), self.services.texts, self.services.storage
        every_days = self.services.settings.invite_every_days
        acts = Broadcasts(storage, By(MAKER, now), email=True, every_days=every_days)
        self.campaign = await storage.campaigns.by_id(None, self.campaign.id) or self.campaign
        launching = Launching(acts, self.campaign, in_minutes=True)
        window = Window(now, now, Instant(now + _FIELD_MS))
        draft = await launching.make(number, window, texts)
        began = time.perf_counter()
        record = await launching.confirm(draft, texts)
        accepted = time.perf_counter() - began
        await self._done(record)
        rows = asked_in(self.server.database, record.id)
        return Asked(number, rows, accepted, time.perf_counter() - began)

    async def _done(self, record: BroadcastRecord) -> None:
        broadcasts, give_up = self.services.storage.broadcasts, time.monotonic() + LONGEST_S
        while record.state != "done" and time.monotonic() < give_up:
            await asyncio.sleep(LOOK_EVERY_S)
            record = await broadcasts.by_id(record.id) or record
            if record.frozen_upto is None and record.sorted_upto == record.audience:
                await self._hand_out(record)
            put_forward(self.server.database, record.id, now_ms())
            counts = await broadcasts.progress(record.id)
            left = sum(one.count for one in counts if one.state in {"pending", "claimed"})
            self.on_step("sending", record.audience - left, record.audience)

    async def _hand_out(self, record: BroadcastRecord) -> None:
        """Give the slips of a list to their people, as an officer does."""
        if self.services.broadcaster is None or record.state != "running":
            return
        letters = await self.services.broadcaster.letters(record)
        by = By(MAKER, now_ms())
        for one in await hand_out(self.services.storage, letters, by, after=0, most=500):
            number = self.people[one.transaction.id].number
            self.site.slips.setdefault(number, []).append(one.posted.link)
