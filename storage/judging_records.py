"""What is kept of judging: why a response is odd, what people said, and what it was found in."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from flows.identifiers import Instant, ResponseId
from flows.session import Value
from storage.records import ResponseRecord
from survey.judging import JudgingState, Verdict
from survey.suspicion import SuspicionReason

__all__ = [
    "AnsweredAt",
    "Judged",
    "JudgementRecord",
    "JudgingPage",
    "JudgingRecord",
    "Sent",
    "SuspicionRecord",
]


class JudgingRecord(Struct, frozen=True, kw_only=True):
    """Where the judging of one response stands."""

    response_id: ResponseId
    state: JudgingState = "open"
    opened_at: Instant
    settled_at: Instant | None = None
    version: int = 1


class SuspicionRecord(Struct, frozen=True, kw_only=True):
    """One reason why a response is odd; `detail` holds the figures of its sentence."""

    response_id: ResponseId
    reason: SuspicionReason
    score: float
    detail: Mapping[str, int]
    at: Instant


class JudgementRecord(Struct, frozen=True, kw_only=True):
    """What one person said. The note is sealed at rest, and None once the response was erased."""

    response_id: ResponseId
    actor: str
    """As the audit log names them."""
    verdict: Verdict
    note: str | None
    at: Instant
    withdrawn_at: Instant | None = None
    number: int = 0
    """Given by the database."""


class Judged(Struct, frozen=True):
    """A response with where its judging stands."""

    response: ResponseRecord
    judging: JudgingRecord


class JudgingPage(Struct, frozen=True):
    """A page of them, the longest open first. `next` is the mark behind which the next begins."""

    rows: tuple[Judged, ...]
    next: str | None = None


class Sent(Struct, frozen=True, kw_only=True):
    """A response that was sent, as far as suspicion needs it."""

    response: ResponseRecord
    device: str | None = None
    """What it was begun on, by a keyed hash; None: not known."""
    staff: bool = False
    """Whether a number left with it is in the roster."""


class AnsweredAt(Struct, frozen=True, kw_only=True):
    """One revision of an answer with its moment; None is private, or skipped."""

    question: str
    revision: int
    value: Value
    at: Instant
