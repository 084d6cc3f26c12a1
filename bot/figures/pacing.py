"""How far the campaigns at work are, by kept figures: its cost does not grow with answers.

Each campaign's own page has the same unit by unit and day by day (`bot.following`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from bot.figures.editing import placing_of
from bot.figures.gathering import gathered
from bot.figures.placing import Placing
from bot.figures.sources import Sources
from bot.i18n import day_of
from flows.identifiers import Instant
from storage.campaign_records import CampaignRecord
from storage.figure_records import FrameStratum
from survey.cells import ALL, RESPONDED
from survey.editions import Period, Scope

__all__ = ["AtWork", "campaigns_at_work"]


class AtWork(NamedTuple):
    """A campaign that is at work: what it wants of a scope, and what came of those drawn."""

    campaign_id: str
    title: str
    opens: date
    closes: date
    wanted: int
    """Valid forms."""
    valid: int
    """Those that are counted so far."""


async def campaigns_at_work(sources: Sources, scope: Scope, now: Instant) -> tuple[AtWork, ...]:
    """Return the campaigns at work that want something of a scope, by their last day."""
    running = {
        one.id: one
        for one in await sources.storage.campaigns.listed(None)
        if one.life.state == "running" and not one.terms.test and _has_days(one)
    }
    if not running:
        return ()
    placing = await placing_of(sources, scope, _months(running.values(), day_of(now)), now)
    frames = await sources.storage.figures.frames(running.keys())
    strata = [one for one in frames if _is_of(one, running[one.campaign_id], placing)]
    valid = Counter[str]()
    for key, sums in await gathered(sources.storage, placing, (ALL,), (RESPONDED,)):
        valid[key.stratum] += sums.rated
    return _at_work(running, strata, valid)


def _has_days(one: CampaignRecord) -> bool:
    return bool(one.terms.opens_on and one.terms.closes_on)


def _months(campaigns: Iterable[CampaignRecord], today: date) -> Period:
    """Return all months from the first day of campaigns to today: whole ones are kept sums."""
    first = min(date.fromisoformat(one.terms.opens_on) for one in campaigns)
    end = (max(first, today).replace(day=1) + timedelta(days=31)).replace(day=1)
    return Period(
        span="other",
        from_day=first.replace(day=1).isoformat(),
        to_day=(end - timedelta(days=1)).isoformat(),
    )


def _is_of(one: FrameStratum, campaign: CampaignRecord, placing: Placing) -> bool:
    """Tell whether a part of a frame is the scope's."""
    units = placing.units()
    opens = date.fromisoformat(campaign.terms.opens_on)
    return units is None or placing.of_day(one.unit_id, opens) in units


def _at_work(
    running: Mapping[str, CampaignRecord],
    strata: Iterable[FrameStratum],
    valid: Mapping[str, int],
) -> tuple[AtWork, ...]:
    wanted, came = Counter[str](), Counter[str]()
    for one in strata:
        wanted[one.campaign_id] += one.wanted
        came[one.campaign_id] += valid.get(one.name, 0)
    found = (
        AtWork(
            campaign_id=name,
            title=running[name].terms.title,
            opens=date.fromisoformat(running[name].terms.opens_on),
            closes=date.fromisoformat(running[name].terms.closes_on),
            wanted=wanted[name],
            valid=came[name],
        )
        for name in +wanted
    )
    return tuple(sorted(found, key=lambda one: (one.closes, one.campaign_id)))
