"""The contracts of what belongs to a response and goes with it: answers, proofs and files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from flows.identifiers import Instant, ResponseId
from storage.records import (
    AnswerRecord,
    AttachmentRecord,
    ListedMisreading,
    MisreadingRecord,
    ProofRecord,
)
from storage.work import UnitOfWork

__all__ = [
    "AnswerRepository",
    "AttachmentRepository",
    "MisreadingRepository",
    "ProofRepository",
    "Proved",
]


class AnswerRepository(Protocol):
    """Answers with all their revisions."""

    async def current(self, response_id: ResponseId) -> list[AnswerRecord]:
        """Newest revision of each question, retracted ones left out."""

    async def answers_to(self, question: str, ids: Collection[str]) -> list[AnswerRecord]:
        """Newest revision of one question in each of these responses, retracted ones left out."""

    async def history(self, response_id: ResponseId) -> list[AnswerRecord]: ...
    def record(self, unit: UnitOfWork, record: AnswerRecord) -> None: ...
    def retract(
        self, unit: UnitOfWork, response_id: ResponseId, question: str, revision: int
    ) -> None: ...
    def erase(
        self, unit: UnitOfWork, response_id: ResponseId, personal: Sequence[str] = ()
    ) -> None:
        """Remove every private value, comment, phone and misreading of a response, of every
        revision, its proofs and files, and the questions in `personal` whole; scores stay,
        anonymous.
        """

    def discard(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        """Remove every answer, phone, proof, file and misreading of a response: no consent, no
        data.
        """

    async def old_phones(self, before: Instant, most: int) -> list[tuple[ResponseId, str]]:
        """Return responses, with the names of their forms, that hold a declared number or what
        proves one, and were completed before (or begun, if never completed).
        """

    def forget_phones(
        self, unit: UnitOfWork, response_id: ResponseId, questions: Sequence[str]
    ) -> None:
        """Remove the declared numbers of a response, what proved them, and its answers to
        `questions`, which hold the same.
        """

    def phone_declared(
        self, unit: UnitOfWork, response_id: ResponseId, phone: str, purpose: str, at: Instant
    ) -> None:
        """Store a declared number encrypted, with its blind index; a later one for the same
        purpose takes its place.
        """

    def withdraw_phone(self, unit: UnitOfWork, response_id: ResponseId, question: str) -> None:
        """Remove the declared number of a response, what proved it, and what `question` was
        answered with, of every revision.
        """

    async def phones(self, response_id: ResponseId) -> list[str]: ...


class MisreadingRepository(Protocol):
    """What could not be read at once; it goes with the response that it belongs to, and after a
    time of its own.
    """

    async def listed(self, since: Instant, until: Instant) -> list[ListedMisreading]:
        """Return those of that time (`since` included, `until` not), oldest first, with what
        was answered afterwards. Those of restricted responses and of example data are left out.
        """

    def add(self, unit: UnitOfWork, record: MisreadingRecord) -> None:
        """Keep one, its text sealed; the text is redacted already."""

    def forget(self, unit: UnitOfWork, numbers: Iterable[int]) -> None:
        """Remove those with these ids."""

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove all that came before, restricted or not."""


class Proved(NamedTuple):
    """Where and when a platform vouched for a number."""

    channel: str
    at: Instant


class ProofRepository(Protocol):
    """Evidence on who answered; it goes with the response that it belongs to."""

    def add(self, unit: UnitOfWork, record: ProofRecord) -> None:
        """Keep a proof, its number as a blind index only; a later one of the same kind for the
        same response takes its place.
        """

    async def is_proved(self, response_id: ResponseId) -> bool:
        """Whether the number that is declared now is the one that was proved: who corrects it by
        typing another one has declared that, and proved nothing of it (domain §8.2).
        """

    async def proved(self, response_id: ResponseId) -> Proved | None:
        """Return where and when the number that is declared now was proved; None: it was not."""

    async def user_key(self, number: str, channel: str) -> str | None:
        """Return who last proved on a channel, by their account, to have a number (E.164)."""


class AttachmentRepository(Protocol):
    """Files that people sent for their cases; where they are fetched from and what they hold is
    sealed. They go with the response that they belong to.
    """

    async def of_response(self, response_id: ResponseId) -> list[AttachmentRecord]:
        """Oldest first, without what they hold."""

    async def data(self, attachment_id: str) -> bytes | None:
        """Return what a stored file holds."""

    async def due(self, now: Instant, limit: int) -> list[AttachmentRecord]:
        """Return those to be fetched by now, the longest waiting first. A reference that does
        not open is empty.
        """

    def add(self, unit: UnitOfWork, record: AttachmentRecord) -> None: ...
    def claim(self, unit: UnitOfWork, record: AttachmentRecord, until: Instant) -> None:
        """Count a try and keep others away until then, before any work: a file that kills who
        opens it is counted, too. StaleSessionError if another process was first, or it is gone.
        """

    def postpone(
        self, unit: UnitOfWork, attachment_id: str, next_at: Instant, *, counted: bool = True
    ) -> None:
        """Let a claimed one be tried again from then on; if not `counted`, as if it had not been
        tried.
        """

    def store(
        self,
        unit: UnitOfWork,
        attachment_id: str,
        data: bytes,
        *,
        media_type: str,
        sha256: str,
    ) -> None:
        """Keep what was fetched, sealed; where it came from is forgotten. One that was erased
        meanwhile stays erased.
        """

    def end(self, unit: UnitOfWork, attachment_id: str, state: str, reason: str) -> None:
        """Give up on a waiting one: `refused` for what it is, or `gone`."""
