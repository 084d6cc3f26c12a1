"""The records of the desk: accounts and their sessions, the queue of cases, marks and seals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

import msgspec

from flows.desk.roles import Grant
from flows.identifiers import ComplaintId, Instant
from storage.records import ComplaintRecord, ResponseRecord

__all__ = [
    "AccountLinkRecord",
    "AccountRecord",
    "AccountRow",
    "AuditFault",
    "AuditFilter",
    "AuditHead",
    "AuditLine",
    "AuditPage",
    "AuditRow",
    "CaseCounts",
    "CaseFilter",
    "CaseLinkRecord",
    "CasePage",
    "CaseRow",
    "DeskSessionRecord",
    "DuePage",
    "FaultKind",
    "ResponseFilter",
    "ResponseMark",
    "ResponsePage",
    "SignedHead",
    "SwapRecord",
    "TemplateRecord",
    "Unsigned",
]


class AccountRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Who may enter the desk. `login` is folded and unique; `totp_secret` and the hashes of the
    recovery codes are sealed at rest, passwords are kept as argon2id.
    """

    id: str
    login: str
    name: str
    created_at: Instant
    language: str = "vi"
    state: Literal["active", "disabled"] = "active"
    password_hash: str | None = None
    """None until the invitation was used."""
    totp_secret: str | None = None
    totp_step: int = 0
    """The time step of the last code that was accepted: none is taken twice (RFC 6238 §5.2)."""
    recovery: tuple[str, ...] = ()
    """Hashes of the recovery codes that were not used yet."""
    failures: int = 0
    """Wrong tries since the last right one."""
    locked_until: Instant | None = None
    grants: tuple[Grant, ...] = ()
    version: int = 1
    """Grows by one with each change."""

    @property
    def joined(self) -> bool:
        """Whether its person has set a password and an authenticator."""
        return self.password_hash is not None and self.totp_secret is not None


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account as lists show it: no secret of it is read for that."""

    id: str
    login: str
    name: str
    state: Literal["active", "disabled"]
    locked_until: Instant | None
    joined: bool
    grants: tuple[Grant, ...] = ()


class AccountLinkRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A link that opens the desk once. The token is kept as SHA-256 only."""

    token_hash: str
    purpose: Literal["first_admin", "invite", "reset"]
    account_id: str | None
    """Whose link it is; None for the first admin, who has no account yet."""
    created_at: Instant
    expires_at: Instant
    created_by: str
    used_at: Instant | None = None


class DeskSessionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that is signed in. The id of the cookie is kept as a hash only."""

    id_hash: str
    account_id: str
    csrf: str
    created_at: Instant
    seen_at: Instant
    agent: str = ""
    """What the browser calls itself, at most 120 characters."""
    ended_at: Instant | None = None


class CaseLinkRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A link to one case for its citizen. The token is kept as SHA-256 only."""

    token_hash: str
    complaint_id: ComplaintId
    created_at: Instant
    expires_at: Instant


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases of the queue are wanted; what is left out does not narrow.

    With `words` (folded, all of them must occur) the newest come first, whatever `order` says;
    with "closed" among the states or a time in which they came likewise, and with `late_at` those
    that are due first.
    """

    states: tuple[str, ...] = ()
    """None given: all but the closed ones; with words the closed ones, too."""
    categories: tuple[str, ...] = ()
    severity_from: int = 0
    mine: bool = False
    unowned: bool = False
    """Those that wait for an officer (`flows.desk.cases.UNTAKEN`)."""
    restricted: bool = False
    late_at: Instant | None = None
    """Those that are late by then (`flows.desk.deadlines.is_late`)."""
    unit_id: str | None = None
    """Of the unit that answers for it."""
    since: Instant | None = None
    """Those that came then or later."""
    until: Instant | None = None
    """Those that came before."""
    told_in: frozenset[str] | None = None
    """Those that were told about these units; None: about any, and about none."""
    words: tuple[str, ...] = ()
    order: Literal["due", "newest"] = "due"


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case as the queue shows it: nothing that is sealed."""

    id: ComplaintId
    code: str
    kind: str
    category: str
    severity: int
    state: str
    restricted: bool
    owner_unit_id: str | None
    unit_id: str | None
    officer_id: str | None
    due_at: Instant | None
    created_at: Instant
    version: int


class CasePage(msgspec.Struct, frozen=True):
    """A page of the queue. `next` is where the following one begins; None at the end."""

    rows: tuple[CaseRow, ...]
    next: str | None = None


COUNTED: Final = 99
"""How far figures are counted: more than that is more than one person looks through."""


class CaseCounts(msgspec.Struct, frozen=True):
    """How many open cases there are in a scope, each figure up to `COUNTED + 1`, which means: more
    than `COUNTED`. What counting costs then does not grow with the table.

    `restricted` counts all restricted ones of its units; the other figures leave out those that
    the scope may not see.
    """

    open: int
    reopened: int
    late: int
    soon: int
    """Late ones, and those that will be within `flows.desk.deadlines.SOON`."""
    mine: int
    unowned: int
    restricted: int


class DuePage(msgspec.Struct, frozen=True):
    """Open cases on which time may act. `next` as in `CasePage`."""

    cases: tuple[ComplaintRecord, ...]
    next: str | None = None


class TemplateRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A text that an office begins its questions or answers from, in one language. `text` has
    the places of `flows.desk.template_text`. `categories` empty: it suits every case.
    """

    id: str
    purpose: Literal["ask", "answer"]
    language: str
    title: str
    text: str
    categories: tuple[str, ...] = ()
    changed_at: Instant
    actor: str
    """Who changed it last, as the audit log names them."""
    retired_at: Instant | None = None
    """Since when it is offered no more."""
    version: int = 1


class SwapRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which, by a decision, work is done although the calendar rests, or the reverse.
    `number` is that of the change: the calendar's version is the highest ever given.
    """

    day: date
    works: bool
    decision: str
    """Number and date of the decision (`1042/QĐ-BNV`)."""
    at: Instant
    by: str
    number: int = 0
    """Given by the database."""


class ResponseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which responses are wanted; what is left out does not narrow."""

    forms: tuple[str, ...] = ()
    """To one of these; none given: to any."""
    form: str | None = None
    state: str | None = None
    unit_id: str | None = None
    since: Instant | None = None
    """Begun at or after."""
    until: Instant | None = None
    """Begun before."""
    set_aside: bool | None = None


class ResponseMark(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a response's own history: it was set aside, or taken back, and why. Append-only;
    the reason is sealed at rest, and None once the response was erased.
    """

    response_id: str
    number: int
    kind: Literal["set_aside", "restored"]
    reason: str | None
    at: Instant
    by: str


class ResponsePage(msgspec.Struct, frozen=True):
    """A page of responses, newest first. `next` as in `CasePage`."""

    rows: tuple[ResponseRecord, ...]
    next: str | None = None


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of the audit log are wanted; what is left out does not narrow."""

    actor: str | None = None
    action: str | None = None
    target: str | None = None
    since: Instant | None = None
    until: Instant | None = None


class AuditRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to which thing."""

    id: int
    at: Instant
    actor: str
    action: str
    target: str
    detail: Mapping[str, str]


class AuditPage(msgspec.Struct, frozen=True):
    """A page of the audit log, newest first. `next` as in `CasePage`."""

    rows: tuple[AuditRow, ...]
    next: str | None = None


class AuditHead(msgspec.Struct, frozen=True, kw_only=True):
    """The end of the chain over the audit rows: how long it is, and its last hash (hex)."""

    position: int
    hash: str
    at: Instant
    """When that row was sealed."""


class AuditLine(msgspec.Struct, frozen=True):
    """One row of the log with its place in the chain; None: it waits for its seal."""

    row: AuditRow
    place: AuditHead | None


class Unsigned(msgspec.Struct, frozen=True):
    """How many rows no signed head covers yet, and when the oldest of them was written."""

    rows: int
    since: Instant | None = None


class SignedHead(msgspec.Struct, frozen=True, kw_only=True):
    """A head with the signature (base64, Ed25519) of the key ring: what is kept outside."""

    position: int
    hash: str
    at: Instant
    signature: str


FaultKind: TypeAlias = Literal[
    "edited",  # a row and its seal do not agree
    "deleted",  # a row that was written is gone
    "inserted",  # a row did not come by the way of the house, or claims to be older than it is
    "reordered",  # the chain's positions do not follow one another
    "truncated",  # the chain ends before a signed head
    "rewritten",  # the chain is not the one that was signed
    "unsigned",  # from here on nothing was signed, for longer than the signing takes
    "forged",  # a signed head that the key ring did not sign
]


class AuditFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with the audit rows or with their chain, and where."""

    kind: FaultKind
    position: int | None = None
    audit_id: int | None = None
