"""Before anybody is asked: an installation copied, people planted, a campaign approved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from bot.accounts import By
from bot.campaigns import CampaignDesk
from bot.i18n import day_of
from bot.rehearsal.configuration import Configuration
from bot.rehearsal.planting import Person, copy, plant
from bot.rehearsal.platforms import Platforms
from bot.turns import now_ms
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.campaign_records import CampaignRecord
from storage.opening import SqlStorage
from survey.campaigns import Terms

__all__ = ["MAKER", "prepared"]

MAKER: Final = "rehearsal:maker"
"""Who does what admins and officers do."""
_SECOND: Final = "rehearsal:second"


async def prepared(
    storage: SqlStorage, of: Configuration, people: Sequence[Person], site: Platforms
) -> CampaignRecord:
    """Copy the installation, make up its people, and have the campaign approved."""
    now = now_ms()
    await copy(storage, of, now)
    await plant(storage, of, people, site.telegram, now)
    desk = CampaignDesk(storage, By(MAKER, now))
    record = await desk.submit(await desk.make(_hurried(of, now), of.parts), ())
    if record.life.state == "awaiting":
        record = await CampaignDesk(storage, By(_SECOND, now)).approve(record)
    return record


def _hurried(of: Configuration, now: Instant) -> Terms:
    """Return the terms with a field work that is now, and no hour at which all is quiet."""
    first, last = (day_of(Instant(now + days * DAY)).isoformat() for days in (-1, 30))
    return replace(
        of.campaign.terms,
        opens_on=first,
        closes_on=last,
        quiet_from=0,
        quiet_to=0,
        quiet_days=False,
        test=False,
    )
