"""The contracts of counting: what came of forms, and tables of counts from elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from flows.identifiers import Instant, ResponseId
from storage.counting_records import CountNote, CountRow, CountTable, Group
from storage.records import ResponseRecord
from storage.work import UnitOfWork
from survey.validity import Rules, Weight

__all__ = ["CountTableRepository", "CountingRepository"]


class CountingRepository(Protocol):
    """What came of forms that were issued. Counts are read from rows, never kept beside them."""

    def weigh(
        self, unit: UnitOfWork, response_id: ResponseId, weight: Weight, *, first: bool = False
    ) -> None:
        """Keep what an ended response comes to, in the place of what was kept before, or only
        where nothing was (`first`).
        """

    def unweigh(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        """Keep nothing of what a response came to."""

    async def unweighed(self, forms: Collection[str], most: int) -> list[ResponseRecord]:
        """Return responses to these forms that have ended and were never weighed."""

    async def groups(
        self, units: Collection[str] | None, since: Instant, until: Instant, rules: Rules,
        forms: Collection[str],
    ) -> list[Group]:  # fmt: skip
        """Return the forms issued from `since` until before `until` in these units, or in the
        whole installation. Trials and example data are never counted.
        """

    async def of_campaign(
        self, campaign_id: str, units: Collection[str] | None, rules: Rules,
        forms: Collection[str], *, by_service: bool = False,
    ) -> list[Group]:  # fmt: skip
        """Return the forms that a campaign has issued so far, in these units or in all; told apart
        by the days of their services only if these are asked for.
        """


class CountTableRepository(Protocol):
    """Tables from elsewhere: cells stay as they were written."""

    async def listed(self, units: Collection[str] | None) -> list[CountTable]:
        """Newest first; those of these units, or all of them."""

    async def by_id(self, units: Collection[str] | None, table_id: str) -> CountTable | None: ...
    async def same(self, table: CountTable) -> CountTable | None:
        """Return the table of the same file, period and unit, unless it was withdrawn."""

    async def rows(self, table_id: str) -> list[CountRow]: ...
    async def notes(self, table_id: str) -> list[CountNote]:
        """Oldest first."""

    def add(self, unit: UnitOfWork, table: CountTable, rows: Sequence[CountRow]) -> None: ...
    def note(self, unit: UnitOfWork, table_id: str, note: CountNote) -> None: ...
    def save(self, unit: UnitOfWork, table: CountTable) -> None:
        """Change state and approval. A commit raises `StaleSessionError` unless the version before
        is stored.
        """
