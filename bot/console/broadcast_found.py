"""One wave of a campaign for its pages: found in reach, with what its reader does to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.broadcasts import Broadcasts
from bot.broadcasts.launching import Launching
from bot.console.campaign_found import ONE, Found, found_campaign
from bot.console.forms import Form, number_in
from bot.console.routes import Visit
from flows.desk.policy import Action
from flows.texts import text_key
from storage.base import StaleSessionError
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord

__all__ = [
    "WAVE", "WAVES", "NoWaveError", "Wave", "acts_of", "found_wave", "launching", "must_be_fresh",
    "no_wave",
]  # fmt: skip

WAVES: Final = f"{ONE}/broadcasts"
WAVE: Final = f"{ONE}/broadcast"


class NoWaveError(Exception):
    """The campaign has no wave of that number; `campaign` has its path."""

    def __init__(self, campaign: Found) -> None:
        super().__init__(campaign.path)
        self.campaign = campaign


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave as a page shows it: `number` counts the campaign's waves from 1."""

    found: Found
    record: BroadcastRecord
    number: int

    @property
    def base(self) -> str:
        """What the addresses of its pages begin with."""
        return f"{self.found.path}/broadcast"

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"{self.base}?number={self.number}"

    @property
    def fields(self) -> dict[str, str]:
        """What its buttons send: which wave, as whoever presses saw it."""
        return {"number": str(self.number), "version": str(self.record.version)}


def acts_of(visit: Visit) -> Broadcasts:
    """Return what this person does to broadcasts now."""
    settings = visit.services.settings
    return Broadcasts(
        visit.services.storage,
        visit.by,
        email=settings.mail is not None,
        every_days=settings.invite_every_days,
    )


def launching(visit: Visit, campaign: CampaignRecord) -> Launching:
    """Return what this person does with the waves of a campaign now."""
    return Launching(acts_of(visit), campaign)


async def found_wave(visit: Visit, action: Action, number: str) -> Wave:
    """Return the wave of a number in the campaign that the address names.

    Raises:
        NotHereError: there is no such campaign, or none that this person may do this to.
        NoWaveError: it has no such wave.

    """
    found = await found_campaign(visit, action)
    launch, wanted = launching(visit, found.record), number_in(number)
    waves = await launch.waves()
    if not 1 <= wanted <= len(waves):
        raise NoWaveError(found)
    record = await launch.as_of_now(waves[wanted - 1], visit.services.texts)
    return Wave(found, record, wanted)


def no_wave(visit: Visit, error: NoWaveError) -> web.Response:
    """Lead to the list of waves, which says that there is none of that number."""
    return visit.go(f"{error.campaign.path}/broadcasts", text_key("console.broadcast.none_such"))


def must_be_fresh(wave: Wave, form: Form) -> None:
    """Go on only if the button was pressed by who saw the wave as it is.

    Raises:
        StaleSessionError: somebody else acted on it meanwhile.

    """
    if number_in(form["version"]) != wave.record.version:
        raise StaleSessionError(wave.record.id)
