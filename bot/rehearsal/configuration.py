"""What is rehearsed: a campaign with all that it names, and how many people are like what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from msgspec.structs import replace as changed

from bot.drawing.gathering import OutOfFrame, counted, groups_of, wish_for
from bot.settings import Settings
from bot.units import known_units
from flows.desk.roles import Role
from flows.identifiers import Instant
from storage.base import FormRecord, PlaceRecord, UnitRecord
from storage.campaign_records import CampaignRecord
from storage.opening import SqlStorage
from storage.reach import Reach, reach_of
from survey.campaigns import Group, Parts, Quota
from survey.procedures import Procedure
from survey.quotas import Stratum
from survey.sample_plans import GroupPlan, StratumPlan, planned, rule_of, strata_of

__all__ = ["Configuration", "read_configuration", "scaled"]

_ANSWERING: Final[frozenset[Role]] = frozenset({"intake_officer", "case_officer"})
_ROWS: Final = 20
"""Transactions that are made up, at the most, for each one who is asked: a larger frame gives no
other report.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A campaign, and the installation as far as the campaign names it. Nobody is in it: of
    people it knows how many there are of each stratum, and by which way they can be reached.
    """

    campaign: CampaignRecord
    parts: Parts
    settings: Settings
    forms: Sequence[FormRecord] = ()
    units: Sequence[UnitRecord] = ()
    places: Sequence[PlaceRecord] = ()
    procedures: Sequence[Procedure] = ()
    frame: Mapping[Stratum, int]
    left_out: Mapping[OutOfFrame, int]
    reach: Reach
    officers: int = 1
    """How many answer cases."""

    @property
    def groups(self) -> tuple[GroupPlan, ...]:
        """The sample of each group, with the numbers that led to it."""
        rules = [rule_of(group) for group in self.parts.groups]
        return planned(rules, self.frame, self.parts.quotas)

    @property
    def strata(self) -> tuple[StratumPlan, ...]:
        """What is drawn of each stratum."""
        return strata_of(self.groups)

    @property
    def main(self) -> int:
        """How many people are asked."""
        return sum(plan.invited for plan in self.groups)

    def group(self, name: str) -> Group:
        """Return a group by its id."""
        return next(one for one in self.parts.groups if one.id == name)


async def read_configuration(
    storage: SqlStorage, settings: Settings, campaign: CampaignRecord, now: Instant
) -> Configuration:
    """Read a campaign that says of which days it is. Of one that was drawn, the frame is that of
    its draws.
    """
    parts = await storage.campaigns.parts(campaign.id)
    units = await known_units(storage, now)
    every_days = settings.invite_every_days
    wish = await wish_for(storage, campaign, "first", (), units, every_days)
    frame, out = counted(await storage.draws.frame_counts(wish), groups_of(campaign, parts, units))
    if draws := await storage.draws.of_campaign(campaign.id):
        frame, out = _drawn_from([one for d in draws for one in d.sealed.record.strata]), {}
    rows = await storage.places.units()
    named = {one.unit for one in frame}.union(*(group.unit_ids for group in parts.groups))
    kept = {row.id for row in _with_parents(rows, named | {campaign.terms.unit_id or ""})}
    return Configuration(
        campaign=campaign,
        parts=parts,
        settings=settings,
        forms=await storage.forms.all(),
        units=[row for row in rows if row.id in kept],
        places=[place for place in await storage.places.places() if place.unit_id in kept],
        procedures=await storage.procedures.lines(),
        frame=frame,
        left_out=out,
        reach=await reach_of(storage.database, wish, email=settings.mail is not None),
        officers=max(1, await _officers(storage)),
    )


async def _officers(storage: SqlStorage) -> int:
    """Count the accounts that answer what is reported: whose work that is, not who could."""
    return sum(
        account.state == "active" and any(one.role in _ANSWERING for one in account.grants)
        for account in await storage.accounts.rows()
    )


def _drawn_from(strata: Sequence[StratumPlan]) -> dict[Stratum, int]:
    found: dict[Stratum, int] = {}
    for one in strata:
        found[one.stratum] = found.get(one.stratum, 0) + one.frame
    return found


def _with_parents(rows: Sequence[UnitRecord], named: set[str]) -> Iterator[UnitRecord]:
    known = {row.id: row for row in rows}
    for name in named:
        row = known.get(name)
        while row is not None:
            yield row
            row = known.get(row.parent_id or "")


# -- smaller


def scaled(whole: Configuration, most: int) -> Configuration:
    """Return the same campaign for about `most` people who are asked, in the same proportions."""
    rows = min(Fraction(1), Fraction(_ROWS * most, max(1, sum(whole.frame.values()))))
    frame = {one: max(1, math.floor(size * rows)) for one, size in whole.frame.items()}
    share = min(Fraction(1), Fraction(most, max(1, whole.main)))
    if share == 1:
        wanted = {plan.rule.group: plan.wanted for plan in whole.groups}
        groups = [changed(one, size=wanted[one.id]) for one in whole.parts.groups]
        return replace(whole, frame=frame, parts=changed(whole.parts, groups=tuple(groups)))
    plans = {plan.rule.group: plan for plan in whole.groups}
    parts = changed(
        whole.parts,
        groups=tuple(_less(one, plans[one.id], share) for one in whole.parts.groups),
        quotas=tuple(_fewer(one, share) for one in whole.parts.quotas),
    )
    return replace(whole, frame=frame, parts=parts)


def _less(group: Group, plan: GroupPlan, share: Fraction) -> Group:
    return changed(
        group,
        size=max(1, round(plan.wanted * share)),
        floor=max(1, math.floor(group.floor * share)),
    )


def _fewer(quota: Quota, share: Fraction) -> Quota:
    return changed(quota, wanted=math.ceil(quota.wanted * share))
