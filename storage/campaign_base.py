"""The contracts of campaigns: what is planned, who may see it, and who was drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Protocol

from flows.identifiers import Instant
from storage.campaign_records import CampaignRecord, TrialPerson
from storage.draw_records import (
    DrawnRow,
    DrawRecord,
    DrawWork,
    FrameCount,
    FrameRow,
    FrameWish,
    KeptOutlook,
    StratumFill,
)
from storage.work import UnitOfWork
from survey.campaigns import Parts
from survey.quotas import Stratum
from survey.sample_plans import StratumPlan
from survey.seals import Kind

__all__ = ["CampaignRepository", "DrawRepository", "DrawWorkRepository"]


class CampaignRepository(Protocol):
    """Campaigns. A campaign's parts change with it or not at all: its version fences them."""

    async def listed(self, units: Collection[str] | None) -> list[CampaignRecord]:
        """Newest first; those of these units, or all of them. Discarded ones too."""

    async def by_id(
        self, units: Collection[str] | None, campaign_id: str
    ) -> CampaignRecord | None: ...
    async def parts(self, campaign_id: str) -> Parts:
        """Return the parts, each in the order in which they were written down."""

    async def testers(self, campaign_id: str) -> list[TrialPerson]: ...
    def add(self, unit: UnitOfWork, record: CampaignRecord, parts: Parts) -> None: ...
    def save(self, unit: UnitOfWork, record: CampaignRecord) -> None:
        """Change terms and life, and count the version up. A commit raises `StaleSessionError`
        unless `record.version` is the one that is stored.
        """

    def must_run(self, unit: UnitOfWork, campaign_id: str) -> None:
        """Let a commit raise `StaleSessionError` unless the campaign runs until it is done."""

    def put_parts(self, unit: UnitOfWork, campaign_id: str, parts: Parts) -> None:
        """Put these in the place of all parts that there are; together with `save`."""

    def put_testers(
        self, unit: UnitOfWork, campaign_id: str, testers: Sequence[TrialPerson]
    ) -> None:
        """Put these in the place of the test list; together with `save`."""


class DrawRepository(Protocol):
    """Draws: their frames, their sealed records, and who was drawn."""

    works: DrawWorkRepository

    # -- frames

    async def lists(self) -> dict[str, str]:
        """Return the lists that count: id → the SHA-256 of the file that it was."""

    async def frame_counts(self, wish: FrameWish) -> list[FrameCount]:
        """Count the rows of a frame by all that groups and strata tell apart."""

    def frame_rows(self, wish: FrameWish) -> AsyncIterator[list[FrameRow]]:
        """Give the rows of a frame, some thousands at a time, in no order to rely on."""

    # -- draws

    async def of_campaign(self, campaign_id: str) -> list[DrawRecord]:
        """By number, from 1; none that is partial. Number 0 is a test list, and no draw."""

    def add(
        self, unit: UnitOfWork, record: DrawRecord, strata: Sequence[StratumPlan],
        *, partial: bool = False,
    ) -> None:  # fmt: skip
        """Add a draw without its people. A commit raises `StorageRefusedError` if the campaign has
        one of that number. `partial`: neither it nor its people count before `finish`.
        """

    def add_drawn(
        self, unit: UnitOfWork, campaign_id: str, draw_id: str, drawn: Sequence[DrawnRow]
    ) -> None:
        """Add people of a draw. A commit raises `StorageRefusedError` if one of these transactions
        was drawn for the campaign before.
        """

    def finish(self, unit: UnitOfWork, draw_id: str) -> None:
        """Let a partial draw count; StaleSessionError if it is none any more."""

    def keep_frame(self, unit: UnitOfWork, draw_id: str, number: int, data: bytes) -> None:
        """Keep a piece of a draw's frame, sealed; they count from 0."""

    def frame(self, draw_id: str) -> AsyncIterator[bytes]:
        """Give what was kept of a frame, piece by piece."""

    def void(self, unit: UnitOfWork, campaign_id: str) -> None:
        """Let no draw of a campaign count any more; what is left of them is for `drop_some`."""

    async def partial(self, campaign_id: str | None = None) -> list[tuple[str, str]]:
        """Return partial draws, each with its campaign: those of one, or all that no live work is
        storing.
        """

    async def left(self, campaign_id: str, draw_id: str) -> bool:
        """Tell whether a draw still has people or pieces of its frame."""

    def drop_some(self, unit: UnitOfWork, campaign_id: str, draw_id: str, most: int) -> None:
        """Remove so many people of a draw, and a hundredth as many pieces of its frame."""

    def drop(self, unit: UnitOfWork, draw_id: str) -> None:
        """Remove a draw that has neither any more."""

    # -- who was drawn

    async def drawn(self, draw_id: str) -> list[DrawnRow]:
        """Return who was drawn: by stratum and rank, with the roles that they have now."""

    async def count_main(self, campaign_id: str) -> int:
        """Return how many people are to be asked by all draws together."""

    async def fills(self, campaign_id: str) -> list[StratumFill]:
        """Return how far each stratum of a campaign is, all its draws together."""

    async def strata_of(
        self, campaign_id: str, transactions: Collection[str]
    ) -> Mapping[str, Stratum]:
        """Return of which stratum those of these transactions are that are to be asked now."""

    async def reserves(self, campaign_id: str, stratum: Stratum, most: int) -> list[str]:
        """Return the next reserves of a stratum: earlier draws first, then by rank."""

    def replace(self, unit: UnitOfWork, campaign_id: str, transaction: str, at: Instant) -> None:
        """Mark somebody as not to be asked any more; StaleSessionError if they were not."""

    def promote(
        self, unit: UnitOfWork, campaign_id: str, transaction: str, at: Instant, *,
        stands_for: str | None = None,
    ) -> None:  # fmt: skip
        """Let a reserve be asked, in the place of somebody or beside all others;
        StaleSessionError if it is none any more.
        """


class DrawWorkRepository(Protocol):
    """The long work of draws, one row a campaign; and figures kept of frames that are large."""

    async def of_campaign(self, campaign_id: str) -> DrawWork | None:
        """Return the latest work of a campaign."""

    async def due(self, now: Instant) -> DrawWork | None:
        """Return a live work that no process has, the longest waiting first."""

    def add(self, unit: UnitOfWork, work: DrawWork) -> None:
        """Add a work in the place of one that has ended; a commit raises `StaleSessionError` if
        one is live.
        """

    def save(self, unit: UnitOfWork, work: DrawWork) -> None:
        """Replace the row whose version is `work.version - 1` and that is live, else
        StaleSessionError.
        """

    # -- figures

    async def outlook(self, campaign_id: str, kind: Kind) -> KeptOutlook | None: ...
    async def outlook_due(self, now: Instant) -> KeptOutlook | None:
        """Return figures that somebody wants newer than they are and that no process counts."""

    def want_outlook(self, unit: UnitOfWork, campaign_id: str, kind: Kind, now: Instant) -> None:
        """Let figures be counted; those that are kept stay until then."""

    def keep_outlook(self, unit: UnitOfWork, kept: KeptOutlook) -> None:
        """Keep figures, or the lease of whoever counts them."""
