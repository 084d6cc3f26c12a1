"""How far a campaign is, counted once for all who look, and kept fresh on their open pages."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from aiohttp import web

from bot.console.broadcast_sharing import Kept
from bot.console.case_loading import unit_names
from bot.console.following_view import figures_of, shown
from bot.console.routes import Visit
from bot.following import Followed, View, follow
from bot.i18n import day_of
from flows.desk.policy import scope_of
from storage.campaign_records import CampaignRecord

__all__ = ["FOLLOWED", "FOLLOWS", "followed", "live_following"]

FOLLOWS: Final = "campaign"
"""Names, in the address of the stream of figures, the campaign that a page follows."""
FOLLOWED: Final = web.AppKey("followed", Kept[Followed])
"""How far campaigns are, for the streams of open pages: however many look, one reads."""
_ID: Final = re.compile(r"[0-9a-z]{26}")


async def followed(visit: Visit, record: CampaignRecord) -> Followed:
    """Return how far a campaign is now; the page's own stream goes on from there."""
    found = await _count(visit, record)
    visit.request.app[FOLLOWED].keep(_name(visit, record), [found])
    return found


async def live_following(visit: Visit) -> dict[str, int | str | list[str]]:
    """Return the figures of the campaign that a page follows (`data-watch`), as they were a moment
    ago; none where it follows none, or none that this person may see.
    """
    record = await _watched(visit)
    if record is None:
        return {}
    name, kept = _name(visit, record), visit.request.app[FOLLOWED]

    async def count() -> list[Followed]:
        return [await _count(visit, record)]

    [found] = await kept.rows(name, count)
    return figures_of(visit, shown(visit, found, await unit_names(visit)))


async def _count(visit: Visit, record: CampaignRecord) -> Followed:
    services = visit.services
    rules = services.runner.turns.renderer.rules
    view = View(
        forms=rules.forms,
        rules=services.settings.valid,
        calendar=rules.calendar,
        today=day_of(visit.now),
        units=_own_units(visit),
    )
    return await follow(services.storage, record, view)


def _own_units(visit: Visit) -> Collection[str] | None:
    """Return whose figures somebody sees, also of a campaign of a unit above; None: of all."""
    return scope_of(visit.actor, "campaign.read").units


def _name(visit: Visit, record: CampaignRecord) -> str:
    """Return under which name it is kept: whoever sees the same units is shown the same."""
    units = _own_units(visit)
    return " ".join((record.id, "*" if units is None else ",".join(sorted(units))))


async def _watched(visit: Visit) -> CampaignRecord | None:
    found = _ID.fullmatch(visit.request.query.get(FOLLOWS, ""))
    if found is None:
        return None
    units = scope_of(visit.actor, "campaign.follow").units
    return await visit.services.storage.campaigns.by_id(units, found[0])
