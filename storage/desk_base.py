"""The contracts of what the desk keeps: who may enter, what they see of cases, what they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from flows.desk.parties import Person
from flows.desk.policy import Scope
from flows.identifiers import ComplaintId, Instant, ResponseId
from storage.desk_records import (
    AccountLinkRecord,
    AccountRecord,
    AccountRow,
    AuditFault,
    AuditFilter,
    AuditHead,
    AuditLine,
    AuditPage,
    CaseCounts,
    CaseFilter,
    CaseLinkRecord,
    CasePage,
    DeskSessionRecord,
    DuePage,
    ResponseFilter,
    ResponseMark,
    ResponsePage,
    SignedHead,
    SwapRecord,
    TemplateRecord,
    Unsigned,
)
from storage.records import ComplaintEvent, ComplaintRecord, ResponseRecord
from storage.work import UnitOfWork

__all__ = [
    "AccountRepository",
    "AnswerTemplateRepository",
    "AuditRepository",
    "CaseLinkRepository",
    "CaseRepository",
    "ComplaintRepository",
    "DeskSessionRepository",
    "DraftRepository",
    "ResponseDeskRepository",
    "SavedFilterRepository",
    "SwapRepository",
]


class AccountRepository(Protocol):
    """Accounts, what they are granted, and the links by which they begin."""

    async def by_id(self, account_id: str) -> AccountRecord | None: ...
    async def by_login(self, login: str) -> AccountRecord | None:
        """`login` is folded already."""

    async def listed(self) -> list[AccountRecord]:
        """All of them, by login; disabled ones too."""

    async def rows(self) -> list[AccountRow]:
        """All of them, by login, as lists show them; disabled ones too. No secret is opened."""

    async def names(self, ids: Collection[str] | None = None) -> dict[str, str]:
        """Return what these accounts, or all, are called, by id; no secret is opened for it."""

    async def people(self) -> tuple[Person, ...]:
        """Return who holds the active accounts: names and grants, and no secrets."""

    async def names_read(self) -> str | None:
        """Return what `keep_names_read` kept last: how far open cases were read for names."""

    def keep_names_read(self, unit: UnitOfWork, progress: str) -> None: ...

    async def count(self) -> int: ...
    def add(self, unit: UnitOfWork, record: AccountRecord) -> None:
        """Insert with its grants; StorageRefusedError if the login is taken."""

    def save(self, unit: UnitOfWork, record: AccountRecord) -> None:
        """Replace the row whose version is `record.version - 1`, and the grants, else
        StaleSessionError.
        """

    async def admins_turn(self) -> int:
        """Return how often somebody ceased to look after all accounts."""

    def take_admins_turn(self, unit: UnitOfWork, known: int) -> None:
        """Let somebody cease to; StaleSessionError if another one did since `known`."""

    async def link(self, token_hash: str) -> AccountLinkRecord | None:
        """Return one of them, used and expired ones too."""

    def add_link(self, unit: UnitOfWork, record: AccountLinkRecord) -> None: ...
    def use_link(self, unit: UnitOfWork, token_hash: str, at: Instant) -> None:
        """Mark as used; StaleSessionError if it was used already."""

    def revoke_first_links(self, unit: UnitOfWork, at: Instant) -> None:
        """Mark all unused links of a first admin as used."""

    def revoke_links(self, unit: UnitOfWork, account_id: str, at: Instant) -> None:
        """Mark all unused links of an account as used: a newer one takes their place."""


class DeskSessionRepository(Protocol):
    """Who is signed in where."""

    async def load(self, id_hash: str) -> DeskSessionRecord | None:
        """Return one of them, ended ones too."""

    async def of_account(self, account_id: str) -> list[DeskSessionRecord]:
        """Those that have not ended, the one seen last first."""

    def add(self, unit: UnitOfWork, record: DeskSessionRecord) -> None: ...
    def seen(self, unit: UnitOfWork, id_hash: str, at: Instant) -> None:
        """Move `seen_at` on; an ended session stays as it is."""

    def end(self, unit: UnitOfWork, id_hash: str, at: Instant) -> None: ...
    def end_all(
        self, unit: UnitOfWork, account_id: str, at: Instant, but: str | None = None
    ) -> None:
        """End every session of an account; `but` (an id hash) goes on."""

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove those last seen before."""


class ComplaintRepository(Protocol):
    """Cases and their append-only history."""

    async def by_code(self, code: str) -> ComplaintRecord | None: ...
    async def listed(
        self, *, open_only: bool = False, demo: bool | None = None
    ) -> list[ComplaintRecord]: ...
    async def history(self, complaint_id: ComplaintId) -> list[ComplaintEvent]: ...
    def add(self, unit: UnitOfWork, record: ComplaintRecord) -> None:
        """Insert with its words, by which it is found; a restricted one has none."""

    def save(self, unit: UnitOfWork, record: ComplaintRecord) -> None:
        """Replace what the desk changes in the row whose version is `record.version - 1`, else
        StaleSessionError. Story, person and session stay as they are in the row.
        """

    def append(self, unit: UnitOfWork, event: ComplaintEvent) -> None:
        """Add the next line: numbers count from 1 without gaps, else StaleSessionError."""

    async def parties(self, complaint_id: ComplaintId) -> dict[str, str]:
        """Return the accounts of those who are complained of, or rated in the linked form, and
        how that came to be known.
        """

    def add_party(
        self, unit: UnitOfWork, complaint_id: ComplaintId, account_id: str, kind: str
    ) -> None:
        """Keep an account away from a case; once more is no change."""

    def drop_party(self, unit: UnitOfWork, complaint_id: ComplaintId, account_id: str) -> None:
        """Let an account see a case again; StaleSessionError if it was not kept away."""

    def erase_person(self, unit: UnitOfWork, complaint_id: ComplaintId) -> None:
        """Remove name, address and phone; the case goes on."""

    def erase_of_response(self, unit: UnitOfWork, response_id: ResponseId, at: Instant) -> None:
        """Remove name, address, phone, session and links of the case, if any, that a response
        made, and add `erased_on_request` to its history. The story goes too, with the texts of
        the history, the words and the drafts, but for severity 4: withdrawing such a case does
        not stop the check (domain §4.2).
        """


class CaseRepository(Protocol):
    """The queue: cases as officers see them. Each read has the scope in its WHERE; a case in
    which the account is a party is not there at all (domain §4.2, conflict of interest).
    """

    async def queue(
        self, scope: Scope, chosen: CaseFilter, *, after: str | None = None, size: int = 50
    ) -> CasePage:
        """Return the page that begins behind `after` (`CasePage.next` of the one before).

        Cases that are due earliest come first, those without a date last; or the newest. What
        a page costs does not depend on how many cases there are. A mark that is none begins at
        the beginning.
        """

    async def counts(self, scope: Scope, now: Instant) -> CaseCounts:
        """Return the figures of a scope; what that costs does not grow with the table either."""

    async def moved_by(self, opens: Instant, closes: Instant, now: Instant) -> int:
        """Return how many terms end later once a working day is a day off: those that would
        count it. `opens`: its midnight; `closes`: the end of its office hours. A number only,
        of the whole installation.
        """

    async def by_code(self, scope: Scope, code: str) -> ComplaintRecord | None: ...
    async def visible(self, scope: Scope, codes: Collection[str]) -> frozenset[str]:
        """Return those of these codes that are of cases in the scope."""

    async def open_due(
        self, before: Instant, *, after: str | None = None, size: int = 100
    ) -> DuePage:
        """Return open cases on which time may act by then: `look_at` has come, or is not known.
        For jobs, which have no scope.
        """

    async def index_missing(self, limit: int = 500) -> int:
        """Make the words index of cases that have none (written by the version before), and
        return of how many; 0 when nothing is left.
        """


class CaseLinkRepository(Protocol):
    """Links to one case for its citizen."""

    async def case_of(self, token_hash: str, now: Instant) -> ComplaintRecord | None:
        """Return the case that an unexpired link leads to."""

    def add(self, unit: UnitOfWork, record: CaseLinkRecord) -> None: ...
    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove those that expired before."""


class DraftRepository(Protocol):
    """What an officer has begun to write about a case, sealed; it goes when the case is erased."""

    async def load(self, account_id: str, complaint_id: ComplaintId, kind: str) -> str | None: ...
    def keep(
        self,
        unit: UnitOfWork,
        account_id: str,
        complaint_id: ComplaintId,
        kind: str,
        text: str,
        at: Instant,
    ) -> None:
        """Insert, or replace the draft of that kind. `at` tells how old it is."""

    def drop(
        self, unit: UnitOfWork, account_id: str, complaint_id: ComplaintId, kind: str
    ) -> None:
        """Remove it, if it is there."""

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove those not touched since."""


class SavedFilterRepository(Protocol):
    """Filters of a list (`path`: its address) that an officer keeps under a name; they hold words:
    sealed.
    """

    async def of_list(self, account_id: str, path: str) -> list[tuple[str, str]]:
        """(name, query), by name."""

    def keep(self, unit: UnitOfWork, account_id: str, path: str, name: str, query: str) -> None:
        """Insert, or replace the one of that name in that list."""

    def drop(self, unit: UnitOfWork, account_id: str, path: str, name: str) -> None: ...


class AnswerTemplateRepository(Protocol):
    """Texts that an office begins its answers from, beside the shipped ones."""

    async def listed(self) -> list[TemplateRecord]:
        """All of them, retired ones too, by title."""

    async def by_id(self, template_id: str) -> TemplateRecord | None: ...
    def add(self, unit: UnitOfWork, record: TemplateRecord) -> None: ...
    def save(self, unit: UnitOfWork, record: TemplateRecord) -> None:
        """Replace the row whose version is `record.version - 1`, else StaleSessionError."""


class SwapRepository(Protocol):
    """Official swaps of working days and days off. Every change stays, with its number: what a
    deadline was computed with can be found again (invariant I15).
    """

    async def listed(self, version: int | None = None) -> list[SwapRecord]:
        """Return those in force, by day: now, or as of a version."""

    async def version(self) -> int:
        """Return the number of the newest change; 0 before the first one."""

    async def newest_of(self, day: date) -> int:
        """Return the number of the newest change of a day, one that took it back included; 0:
        there was none.
        """

    async def redating(self) -> dict[date, str]:
        """Return the days by which open terms are still to be moved, and how far that is."""

    def keep_redating(self, unit: UnitOfWork, day: date, progress: str) -> None: ...
    def end_redating(self, unit: UnitOfWork, day: date) -> None: ...
    async def turn(self) -> int:
        """Return how often the calendar was changed by who had seen it."""

    def take_turn(self, unit: UnitOfWork, known: int) -> None:
        """Change the calendar as it was at `known`; StaleSessionError if somebody did since."""

    def add(self, unit: UnitOfWork, record: SwapRecord) -> None:
        """Add a change; for the same day it takes the place of the one before."""

    def remove(self, unit: UnitOfWork, day: date, at: Instant, by: str) -> None:
        """Add the change by which a day is as the calendar has it again."""


class ResponseDeskRepository(Protocol):
    """Responses as officers see them, within their scope."""

    async def listed(
        self, scope: Scope, chosen: ResponseFilter, *, after: str | None = None, size: int = 50
    ) -> ResponsePage:
        """Newest first."""

    async def by_id(self, scope: Scope, response_id: str) -> ResponseRecord | None: ...
    async def marks(self, response_id: ResponseId) -> list[ResponseMark]:
        """Oldest first."""

    def set_aside(
        self, unit: UnitOfWork, response_id: ResponseId, reason: str, at: Instant, by: str
    ) -> None:
        """Let it count no more; StaleSessionError if it is set aside already."""

    def restore(
        self, unit: UnitOfWork, response_id: ResponseId, reason: str, at: Instant, by: str
    ) -> None:
        """Let it count again; StaleSessionError if it is not set aside."""


class AuditRepository(Protocol):
    """Who did what: append-only, enforced by the database, and sealed into a chain of hashes."""

    def note(  # noqa: PLR0913 - the parts of one row, each by name
        self,
        unit: UnitOfWork,
        *,
        at: Instant,
        actor: str,
        action: str,
        target: str,
        detail: Mapping[str, str],
        demo: bool = False,
    ) -> None: ...
    async def listed(self, limit: int = 1000) -> Sequence[Mapping[str, Any]]:
        """Newest first: id, at, actor, action, target, detail."""

    async def page(
        self, chosen: AuditFilter, *, reader: str, after: str | None = None, size: int = 50
    ) -> AuditPage:
        """Newest first. `reader`: the account that reads; what is about a case in which it is a
        party is not there for it (domain §4.2).
        """

    async def line(self, number: int, *, reader: str) -> AuditLine | None:
        """Return one row; None where there is none, or none for this reader (`page`)."""

    async def unsigned(self, heads: Sequence[SignedHead]) -> Unsigned:
        """Return what came since the newest of these heads that the key ring has signed: who can
        write both tables can still change it unseen.
        """

    async def seal(self, now: Instant, limit: int = 500) -> int:
        """Add the rows that are not in the chain yet to its end; return how many. Example rows
        stay outside: they may go.

        Raises:
            StaleSessionError: another process sealed meanwhile; nothing was written.

        """

    async def head(self) -> AuditHead | None:
        """Return the end of the chain; None before anything was sealed."""

    async def verify(
        self, heads: Sequence[SignedHead] = (), now: Instant | None = None
    ) -> list[AuditFault]:
        """Compare every row with the chain, and the chain with the signed heads. With `now`, also
        whether what was sealed by an hour ago is signed: heads that are gone are found. Nothing
        that came since the newest head can be told from what its writer wanted it to be, if he
        could write both tables.
        """
