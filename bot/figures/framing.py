"""The frames that campaigns drew from: what one respondent stands for (docs/sampling.md)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.figures.placing import Held, Placing
from storage.base import Storage
from storage.campaign_records import CampaignRecord
from storage.figure_records import FrameStratum
from survey.campaigns import State, Target, Terms
from survey.editions import Period, PlanLine

__all__ = ["Frames", "frames_of"]

_PLANNED: Final[frozenset[State]] = frozenset({"approved", "running", "closed"})


@dataclass(frozen=True, slots=True)
class Frames:
    """What campaigns planned, as far as figures of a scope and period ask for it."""

    populations: dict[str, int]
    """Stratum (`CAMPAIGN/GROUP/UNIT/AREA/MODE`) → transactions of the frame."""
    wanted: dict[str | None, int]
    """Unit → forms that were wanted of it; None: of no single one, as nobody can tell how many of
    a plan each part of a split unit was to bring.
    """
    longer: tuple[PlanLine, ...]
    """What campaigns want as a whole whose field work lies in the period only in part. How far
    they have come stands beside (`bot.figures.beside.plans`).
    """
    seals: dict[str, str]
    """Campaign that drew from the scope's units → the seal of its last draw."""
    targets: tuple[Target, ...]
    parted: tuple[str, ...] = ()
    """Units of then whose strata weight nothing here, as the scope has only a part of them: how
    much of their frame is its own nobody can tell.
    """


async def frames_of(storage: Storage, placing: Placing) -> Frames:
    """Return the frames of the sealed draws of a period's campaigns, and their targets, as far as
    they concern a scope.
    """
    campaigns = {
        one.id: one
        for one in await storage.campaigns.listed(None)
        if one.life.state in _PLANNED and _is_about(one.terms, placing)
    }
    frames = await storage.figures.frames(campaigns.keys())
    held = [(one, _held(one, campaigns[one.campaign_id].terms, placing)) for one in frames]
    strata = [one for one, how_much in held if how_much == "all"]
    inside = {name for name, one in campaigns.items() if _lies_within(one.terms, placing.period)}
    wanted = _wanted(strata, campaigns, placing)
    return Frames(
        populations={one.name: one.frame for one in strata},
        wanted=dict(sum((wanted[name] for name in inside & wanted.keys()), start=Counter())),
        longer=_longer(wanted, campaigns, placing.period),
        seals=await _seals(storage, {one.campaign_id for one in strata}),
        targets=await _targets(storage, campaigns.values(), placing),
        parted=tuple(sorted({one.unit_id for one, how_much in held if how_much == "part"})),
    )


def _held(one: FrameStratum, terms: Terms, placing: Placing) -> Held:
    """Return how much of a stratum the scope has: of the days whose transactions were drawn."""
    first, last = terms.from_day or terms.opens_on, terms.to_day or terms.closes_on
    days = (first or placing.period.from_day, last or first or placing.period.from_day)
    return placing.held(one.unit_id, *map(date.fromisoformat, days))


def _is_about(terms: Terms, placing: Placing) -> bool:
    """Tell whether a campaign counts, and asks about days of the period or is done on some."""
    period = placing.period
    return (
        not terms.test
        and (terms.from_day or terms.opens_on) <= period.to_day
        and max(terms.closes_on, terms.to_day) >= period.from_day
    )


def _lies_within(terms: Terms, period: Period) -> bool:
    """Tell whether all field work lies within a period: what a longer campaign wants is not wanted
    in each part of its time.
    """
    return period.from_day <= terms.opens_on <= terms.closes_on <= period.to_day


def _wanted(
    strata: Iterable[FrameStratum], campaigns: Mapping[str, CampaignRecord], placing: Placing
) -> dict[str, Counter[str | None]]:
    """Return what each campaign wants of each unit, in the units of the scope."""
    found: dict[str, Counter[str | None]] = defaultdict(Counter)
    units = placing.units()
    for one in strata:
        opens_on = campaigns[one.campaign_id].terms.opens_on
        unit = placing.of_day(one.unit_id, date.fromisoformat(opens_on)) if opens_on else None
        # Of a unit that was split within the scope the whole plan is the scope's all the same.
        if units is None or unit is None or unit in units:
            found[one.campaign_id][unit or None] += one.wanted
    return found


def _longer(
    wanted: Mapping[str, Counter[str | None]],
    campaigns: Mapping[str, CampaignRecord],
    period: Period,
) -> tuple[PlanLine, ...]:
    """Return the plans of campaigns that were at work in the period, and before or after it."""
    found = [
        PlanLine(
            key=name,
            label=terms.title,
            from_day=terms.opens_on,
            to_day=terms.closes_on,
            planned=planned,
        )
        for name in sorted(wanted)
        if (planned := wanted[name].total())
        and (terms := campaigns[name].terms).opens_on <= period.to_day
        and terms.closes_on >= period.from_day
        and not _lies_within(terms, period)
    ]
    return tuple(sorted(found, key=lambda one: (one.from_day, one.key)))


async def _seals(storage: Storage, campaigns: Iterable[str]) -> dict[str, str]:
    return {
        campaign: draw.seal
        for campaign in sorted(campaigns)
        for draw in await storage.draws.of_campaign(campaign)
    }


async def _targets(
    storage: Storage, campaigns: Iterable[CampaignRecord], placing: Placing
) -> tuple[Target, ...]:
    """Return the targets that the scope was given: by campaigns of it, or of a unit above. A
    target of a part is none of the whole.
    """
    scope = {None, *_lineage(placing)}
    found = [
        target
        for one in sorted(campaigns, key=lambda one: one.id)
        if one.terms.unit_id in scope
        for target in (await storage.campaigns.parts(one.id)).targets
    ]
    return tuple(dict.fromkeys(found))


def _lineage(placing: Placing) -> Iterator[str]:
    """Yield the scope's unit and those above; of the whole, the top of the tree if it has one."""
    top = placing.scope.unit_id
    if top is not None:
        yield from placing.lineage(top, placing.today)
    else:
        tops = placing.tree.as_of(placing.today).children.get(None, ())
        yield from tops if len(tops) == 1 else ()
