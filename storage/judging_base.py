"""The contracts of following: responses that are odd, what people decide, and how far it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from flows.desk.policy import Scope
from flows.identifiers import Instant, ResponseId, SessionId
from storage.judging_records import (
    AnsweredAt,
    JudgementRecord,
    JudgingPage,
    JudgingRecord,
    Sent,
    SuspicionRecord,
)
from storage.progress_records import Came, Reached
from storage.work import UnitOfWork
from survey.judging import JudgingState
from survey.validity import Rules

__all__ = ["JudgingRepository", "ProgressRepository", "TraceRepository"]


class JudgingRepository(Protocol):
    """What is odd, who said what to it, and where that stands."""

    async def by_id(self, response_id: str) -> JudgingRecord | None: ...
    async def states(self, ids: Collection[str]) -> dict[str, JudgingState]:
        """Return where the judging of these responses stands, of those that were suspected."""

    async def page(
        self, scope: Scope, state: JudgingState, *, campaign_id: str | None = None,
        after: str | None = None, size: int = 50,
    ) -> JudgingPage:  # fmt: skip
        """Return the responses in a state that lie in a scope, of one campaign or of all."""

    async def suspicions(self, ids: Collection[str]) -> dict[str, list[SuspicionRecord]]:
        """Return the reasons by response, the plainest first."""

    async def judgements(self, response_id: ResponseId) -> list[JudgementRecord]:
        """Oldest first, those that were taken back too."""

    def suspect(self, unit: UnitOfWork, found: Sequence[SuspicionRecord]) -> None:
        """Keep reasons. The first ones open the judging of their response; what was judged once
        is not opened by further ones, and a reason is kept once.
        """

    def judge(self, unit: UnitOfWork, record: JudgementRecord) -> None:
        """Add what somebody said; together with `save`."""

    def withdraw(self, unit: UnitOfWork, number: int, at: Instant) -> None:
        """Take back what somebody said; together with `save`. StaleSessionError if it was."""

    def save(self, unit: UnitOfWork, record: JudgingRecord) -> None:
        """Change where a judging stands, and count its version up. A commit raises
        `StaleSessionError` unless `record.version` is stored: of two who judge at once, one does.
        """

    async def staff_accounts(self, response_id: ResponseId) -> frozenset[str]:
        """Return the accounts of officers whose telephone number was left with a response."""


class TraceRepository(Protocol):
    """What responses leave behind that suspicion looks at."""

    async def newest(self, forms: Collection[str], since: Instant) -> Instant | None:
        """Return when the last was sent of the responses to these forms begun since then."""

    async def sent_by_unit(self, form: str, since: Instant) -> dict[str | None, int]:
        """Count what `sent` returns by unit; None: of no unit."""

    async def sent(self, form: str, since: Instant, most: int) -> list[Sent]:
        """Return what was begun since then and sent, at most the newest so many, in the order in
        which they were begun; neither trials nor example data.
        """

    async def sent_in(
        self, unit_id: str | None, form: str, since: Instant, most: int
    ) -> list[Sent]:
        """Return what `sent` does of one unit, or of none (None)."""

    async def crowded(self, form: str, since: Instant, above: int) -> dict[str, int]:
        """Return what own devices brought more than `above` of what `sent` returns, and how many:
        those at counters, and of who helps others, are not counted.
        """

    async def answered(self, ids: Collection[str]) -> dict[str, list[AnsweredAt]]:
        """Return the answers of these responses, in the order in which they were given."""

    async def looked_upto(self) -> Instant:
        """Return up to which moment everything that was sent was looked at; 0: nothing was."""

    def keep_looked(self, unit: UnitOfWork, upto: Instant) -> None: ...
    def note_device(
        self, unit: UnitOfWork, session_id: SessionId, device: str, at: Instant
    ) -> None:
        """Keep what a session is begun on: only as a keyed hash."""

    def forget_devices(self, unit: UnitOfWork, before: Instant) -> None: ...


class ProgressRepository(Protocol):
    """What a campaign's invitations brought so far, in some units or in all."""

    async def came(
        self, campaign_id: str, units: Collection[str] | None, rules: Rules,
        forms: Collection[str],
    ) -> list[Came]:  # fmt: skip
        """Return the forms that came back, by unit, channel, hour and outcome."""

    async def reached(
        self, campaign_id: str, units: Collection[str] | None, forms: Collection[str]
    ) -> list[Reached]:
        """Return how many answered each question, and how many stopped there."""

    async def unanswered(
        self, campaign_id: str, units: Collection[str] | None, forms: Collection[str]
    ) -> int:
        """Return how many opened their form, answered nothing and sent nothing."""
