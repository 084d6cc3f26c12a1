"""Draws before they are made: counted, asked for, wanted no more; and taken back."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from bot.accounts import By
from bot.drawing.gathering import OutOfFrame, counted, groups_of, wish_for
from bot.drawing.sealing import begun, seed_of, told_of
from bot.units import known_units
from flows.identifiers import Instant, identifier_from
from storage.base import Storage, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord, DrawWork, FrameWish
from survey.campaign_life import may_ask
from survey.campaigns import Parts
from survey.frames import Groups
from survey.quotas import Stratum
from survey.sample_plans import GroupPlan, StratumPlan, planned
from survey.seals import Kind, plan_of

__all__ = ["Basis", "DrawRefusedError", "Outlook", "Refusal", "Sampler"]

Refusal: TypeAlias = Literal[
    "test",  # it is in test mode, and asks nobody but its test list
    "not_approved",  # the campaign is not approved for so many people
    "drawn_already",  # there is a first draw
    "not_drawn",  # there is none yet, which a later one follows
    "empty",  # there is nobody to draw from
    "no_period",  # nobody said of which days the transactions are
    "asked_already",  # a draw stays once the campaign runs
    "no_work",  # no draw is being made
    "changed",  # the campaign, or a list that counted, was changed while it was drawn
]


class DrawRefusedError(Exception):
    """Nothing is drawn. `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a draw would be, as of now."""

    kind: Kind
    frame: Mapping[Stratum, int]
    out: Mapping[OutOfFrame, int]
    strata: tuple[StratumPlan, ...]
    groups: tuple[GroupPlan, ...]
    """Of a first draw: each number that led to it."""

    @property
    def main(self) -> int:
        """Return how many people would be asked."""
        return sum(one.main for one in self.strata)

    @property
    def reserve(self) -> int:
        """Return how many could stand in for them."""
        return sum(one.reserve for one in self.strata)


class Basis(NamedTuple):
    """What a draw is made from."""

    draws: Sequence[DrawRecord]
    """Those before it."""
    parts: Parts
    wish: FrameWish
    groups: Groups


@dataclass(frozen=True, slots=True)
class Sampler:
    """Draws of one campaign by somebody at one moment. `every_days`: nobody is asked twice within
    so many days.
    """

    storage: Storage
    by: By
    campaign: CampaignRecord
    every_days: int

    # -- before

    async def outlook(self, kind: Kind = "first") -> Outlook:
        """Count what a draw would be made from, and say what would be drawn.

        Raises:
            DrawRefusedError: a later draw follows a first one, and that is not there.

        """
        basis = await self.basis(kind)
        counts = await self.storage.draws.frame_counts(basis.wish)
        return self.foreseen(basis, kind, *counted(counts, basis.groups))

    def foreseen(
        self, basis: Basis, kind: Kind, frame: Mapping[Stratum, int], out: Mapping[OutOfFrame, int]
    ) -> Outlook:
        """Say what would be drawn from so many rows."""
        blank = begun(self.campaign, basis.parts, kind, basis.draws, self.by.at)
        first = planned(blank.rules, frame, blank.orders) if kind == "first" else ()
        return Outlook(kind, frame, out, plan_of(blank, frame), first)

    async def basis(self, kind: Kind) -> Basis:
        """Read what a draw is made from.

        Raises:
            DrawRefusedError: it cannot be drawn, whatever it would be made from.

        """
        draws = await self.storage.draws.of_campaign(self.campaign.id)
        if not (self.campaign.terms.from_day and self.campaign.terms.to_day):
            raise DrawRefusedError("no_period")
        if kind != "first" and not draws:
            raise DrawRefusedError("not_drawn")
        parts = await self.storage.campaigns.parts(self.campaign.id)
        units = await known_units(self.storage, self.by.at)
        wish = await wish_for(self.storage, self.campaign, kind, draws, units, self.every_days)
        return Basis(draws, parts, wish, groups_of(self.campaign, parts, units))

    def check(self, draws: Sequence[DrawRecord], strata: Sequence[StratumPlan]) -> None:
        """See that this may be drawn: there is somebody to draw, and the campaign is approved for
        all whom it asks.

        Raises:
            DrawRefusedError: it may not.

        """
        if not any(one.main + one.reserve for one in strata):
            raise DrawRefusedError("empty")
        before = sum(one.sealed.record.drawn.main for one in draws)
        people = before + sum(one.main for one in strata)
        if not may_ask(self.campaign.terms, self.campaign.life, people):
            raise DrawRefusedError("not_approved")

    # -- asked for

    async def ask(self, kind: Kind = "first", seed: str = "", *, leased: int = 0) -> DrawWork:
        """Let a draw be made, by a job or, for so many milliseconds (`leased`), by who asks.
        `seed`: what people agreed upon or saw drawn (numbers of a lottery, say); else chance
        chooses one, now and for good.

        Raises:
            DrawRefusedError: it cannot be drawn now.
            StaleSessionError: a draw of this campaign is being made.

        """
        if self.campaign.terms.test:
            raise DrawRefusedError("test")
        basis = await self.basis(kind)
        if kind == "first" and basis.draws:
            raise DrawRefusedError("drawn_already")
        if not may_ask(self.campaign.terms, self.campaign.life, 0):
            raise DrawRefusedError("not_approved")
        work = DrawWork(
            campaign_id=self.campaign.id,
            draw_id=identifier_from(os.urandom(32), "draw", self.by.at),
            kind=kind,
            seed=seed_of(seed),
            lease_until=Instant(self.by.at + leased if leased else 0),
            campaign_version=self.campaign.version,
            at=self.by.at,
            by=self.by.actor,
        )
        unit = UnitOfWork()
        self.storage.draws.works.add(unit, work)
        self.note(unit, "campaign.draw_asked", {"draw": kind, "seed": work.seed})
        await self.storage.commit(unit)
        return work

    async def cancel(self) -> None:
        """Want a draw no more that is being made; nobody has seen who would come out.

        Raises:
            DrawRefusedError: none is being made.
            StaleSessionError: it went on at this very moment: try again.

        """
        work = await self.storage.draws.works.of_campaign(self.campaign.id)
        if work is None or not work.is_live:
            raise DrawRefusedError("no_work")
        unit = UnitOfWork()
        self.storage.draws.works.save(
            unit, replace(work, state="cancelled", version=work.version + 1)
        )
        self.note(unit, "campaign.draw_cancelled", {"draw": work.kind, "seed": work.seed})
        await self.storage.commit(unit)

    # -- taken back

    async def void(self) -> None:
        """Take all draws back, as long as nobody was asked; what they were stays in the log. Their
        rows count for nothing from now on; a job removes them.

        Raises:
            DrawRefusedError: people are asked, or nothing was drawn.
            StaleSessionError: the campaign was changed meanwhile.

        """
        draws = await self.storage.draws.of_campaign(self.campaign.id)
        if not draws:
            raise DrawRefusedError("not_drawn")
        if self.campaign.life.state in ("running", "closed"):
            raise DrawRefusedError("asked_already")
        unit = UnitOfWork()
        self.storage.campaigns.save(unit, self.campaign)
        self.storage.draws.void(unit, self.campaign.id)
        self.note(unit, "campaign.draw_voided", told_of(draws[-1].sealed))
        await self.storage.commit(unit)

    def note(self, unit: UnitOfWork, action: str, detail: Mapping[str, str]) -> None:
        """Add a line about the campaign to the audit log."""
        self.by.note(self.storage, unit, action, self.campaign.id, detail)
