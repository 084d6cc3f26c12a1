"""The contracts of public results: what was published, of what, and what was done."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from flows.identifiers import Instant
from storage.publication_records import (
    HoldRecord,
    ImprovementRecord,
    MemberRecord,
    PublicationRecord,
    WaitingPlace,
)
from storage.work import UnitOfWork
from survey.public_results import Block

__all__ = ["ImprovementRepository", "PublicationRepository"]


class PublicationRepository(Protocol):
    """Publications stay as they were; blocks are only ended."""

    async def newest(self) -> PublicationRecord | None: ...
    async def newest_number(self) -> int:
        """Return 0 where there is none."""

    async def listed(self, most: int) -> list[PublicationRecord]:
        """Newest first."""

    async def blocks(self, first_month: str) -> list[Block]:
        """Return those that sums are made of, by id."""

    async def waiting(
        self, first_month: str, after: WaitingPlace, most: int
    ) -> list[tuple[MemberRecord, Instant]]:
        """Return responses that count and are in no block, and since when they are here; in the
        order of their places, those behind `after`.
        """

    async def touched(self, first_month: str) -> list[tuple[MemberRecord, bool]]:
        """Return all members of blocks of whom some do not count any more as they did, and
        whether each one is one of these. What is not published of them does not matter.
        """

    def keep_as_counted(self, unit: UnitOfWork) -> None:
        """Let all who count at all count as they did when they were published, from now on; what
        they came to then stays.
        """

    async def examined(self) -> str:
        """Return the mark of what was looked at last and gave nothing to publish; empty before."""

    def keep_examined(self, unit: UnitOfWork, mark: str) -> None: ...
    async def turn(self) -> int: ...
    def add(self, unit: UnitOfWork, record: PublicationRecord, turn: int) -> None:
        """Insert; StaleSessionError if somebody published or held since `turn` was read."""

    def add_block(self, unit: UnitOfWork, block: Block, number: int) -> None:
        """Insert a block that this publication is the first to count."""

    def end_block(self, unit: UnitOfWork, block_id: str, number: int) -> None:
        """Let this publication and later ones count it no more."""

    def add_member(self, unit: UnitOfWork, record: MemberRecord) -> None: ...
    def move_member(self, unit: UnitOfWork, response_id: str, block_id: str) -> None:
        """Let it belong to a renewed block; StaleSessionError if it was just forgotten."""

    async def forgotten(self) -> str:
        """Return the mark with which was forgotten last; empty before."""

    async def erased(self) -> list[tuple[str, str]]:
        """Return the published responses that were erased and are not forgotten yet, each with
        its respondent.
        """

    def forget_member(self, unit: UnitOfWork, response_id: str, name: str, person: str) -> None:
        """Keep of it only its sums, its unit and its month, under another name, and as answers of
        a person of that name whom nobody knows; both are chance.
        """

    def forget_ended(self, unit: UnitOfWork, first_month: str, mark: str) -> None:
        """Keep of members of blocks in no sum only that they were published, and of earlier
        months and erased ones nothing.
        """

    async def hold(self) -> HoldRecord | None:
        """Return what was decided last; None: nobody ever held."""

    def add_hold(self, unit: UnitOfWork, record: HoldRecord, turn: int) -> None:
        """Insert; StaleSessionError as `add`."""


class ImprovementRepository(Protocol):
    """What people said and what was done about it."""

    async def published(self, most: int) -> list[ImprovementRecord]:
        """Newest first."""

    async def decided(self) -> int:
        """Return a number that grows whenever one is let out to the public or taken back."""

    async def listed(self, units: Collection[str] | None) -> list[ImprovementRecord]:
        """Return those of these units, or all; newest first."""

    async def by_id(self, improvement_id: str) -> ImprovementRecord | None: ...
    def add(self, unit: UnitOfWork, record: ImprovementRecord) -> None: ...
    def save(self, unit: UnitOfWork, record: ImprovementRecord) -> None:
        """Replace the row whose version is `record.version - 1`, else StaleSessionError."""
