"""Which officers are told of what: of their cases, and of what others do to their accounts.

A notice says that something waits for its reader, or that somebody has touched their account; it
goes to whoever has the case in hand, else to those who share out the work of its unit (domain
§4.2). Nobody is told of what they have done, or of a case that they may not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from flows.desk.cases import Case, CaseTurn, Line, LineKind
from flows.desk.parties import Person
from flows.desk.policy import Thing, policy
from flows.desk.recusals import Company
from flows.desk.reminders import Level
from flows.desk.roles import ROLES, WHOLE, Action, Actor, Grant

__all__ = [
    "OF_TRUST",
    "QUIET",
    "AccountKind",
    "CampaignKind",
    "CaseKind",
    "Kind",
    "NewcomerKind",
    "ReportKind",
    "Told",
    "account_kind",
    "approvers_of",
    "entitled",
    "heads_of",
    "speaks",
    "tellable",
    "told_of",
    "told_of_new",
    "worth_a_message",
]

CaseKind: TypeAlias = Literal[
    "case.assigned",
    "case.arrived",
    "case.supplied",
    "case.reopened",
    "case.agreed",
    "case.waiting_over",
    "case.not_begun",
    "case.due_soon",
    "case.overdue",
]
AccountKind: TypeAlias = Literal[
    "account.role_given",
    "account.role_taken",
    "account.disabled",
    "account.enabled",
    "account.link_made",
    "account.password_reset",
    "account.reset_asked",
    "account.reset_wanted",
    "account.reset_refused",
    "account.new_device",
]
NewcomerKind: TypeAlias = Literal[
    "account.other_invited",
    "account.other_joined",
    "account.other_role_given",
]
CampaignKind: TypeAlias = Literal[
    "campaign.behind",
    "campaign.waiting",
    "campaign.approved",
    "campaign.returned",
    "campaign.wave_waits",
    "campaign.texts_waiting",
    "campaign.texts_taken",
    "campaign.texts_refused",
]
ReportKind: TypeAlias = Literal[
    "report.waiting",
    "report.approved",
    "report.returned",
    "report.reply_wanted",
    "report.due_soon",
    "report.overdue",
    "report.overdue_below",
]
Kind: TypeAlias = CaseKind | AccountKind | NewcomerKind | CampaignKind | ReportKind

OF_TRUST: Final[frozenset[AccountKind]] = frozenset(
    {
        "account.role_given",
        "account.role_taken",
        "account.disabled",
        "account.enabled",
        "account.link_made",
        "account.password_reset",
        "account.reset_asked",
    }
)
"""What was done to the reader's own account: shown before anything else at the next sign-in."""

QUIET: Final[frozenset[Kind]] = frozenset({"case.agreed", "account.reset_refused"})
"""What asks nothing of its reader."""


def worth_a_message(kind: Kind) -> bool:
    """Return whether a notice is worth interrupting its reader for, wherever they are: it asks
    something of them, or somebody has touched their account.
    """
    return kind not in QUIET


# -- accounts

_OF_ACTIONS: Final[Mapping[str, AccountKind]] = {str(kind): kind for kind in OF_TRUST}
"""Notices of trust have the names that the audit log has for what was done."""
_BY_LINK: Final[AccountKind] = "account.password_reset"
"""Whoever came in by a link passes for the owner: the owner hears of it all the same."""


def account_kind(action: str, *, by_owner: bool) -> AccountKind | None:
    """Return as what the owner of an account is told of an action on it; None: they are not."""
    kind = _OF_ACTIONS.get(action)
    return None if by_owner and kind != _BY_LINK else kind


# -- campaigns


def heads_of(unit_id: str, company: Company) -> tuple[str, ...]:
    """Return the accounts that answer for a unit: its heads, or those of the next one above that
    has any (domain R35).
    """
    for unit in company.upwards(unit_id):
        if found := [one.account_id for one in company.people if _leads(one, unit)]:
            return tuple(found)
    return ()


def approvers_of(unit_id: str | None, company: Company, own: Collection[str]) -> tuple[str, ...]:
    """Return the accounts that may approve a campaign of a unit, or of the whole office (None),
    as a second person. `own`: whose work it is, as the audit log names them.
    """
    thing = Thing(kind="campaign", unit_id=unit_id)
    return entitled("campaign.approve", thing, company, own)


def entitled(
    action: Action, thing: Thing, company: Company, own: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the accounts that may do something to a thing of a unit, or of the whole office, but
    for its own people.
    """
    reach = frozenset(filter(None, (thing.unit_id,)))
    way = company.upwards(thing.unit_id)
    return tuple(
        one.account_id
        for one in company.people
        if f"account:{one.account_id}" not in own
        and policy(_reaching(one, way, reach), action, thing)
    )


def tellable(actors: Iterable[str | None], company: Company) -> tuple[str, ...]:
    """Return the accounts among actors of the audit log that are open, each once."""
    wanted = {actor for actor in actors if actor}
    return tuple(one.account_id for one in company.people if f"account:{one.account_id}" in wanted)


def _reaching(person: Person, way: Collection[str], reach: frozenset[str]) -> Actor:
    """Return a person whose grants on the way up from a unit reach what is asked about."""
    units = {grant.unit_id: reach for grant in person.grants if grant.unit_id in way}
    return Actor(person.account_id, person.grants, units)


def _leads(person: Person, unit: str) -> bool:
    return any(grant == Grant("unit_head", unit) for grant in person.grants)


# -- cases

_REMINDERS: Final[Mapping[Level, CaseKind]] = {
    "first": "case.not_begun",
    "warning": "case.due_soon",
    "breach": "case.overdue",
}
_KINDS: Final[Mapping[LineKind, CaseKind]] = {
    "assigned": "case.assigned",
    "supplied": "case.supplied",
    "waiting_over": "case.waiting_over",
    "reopened": "case.reopened",
}
_TO_ALL: Final[frozenset[CaseKind]] = frozenset({"case.not_begun", "case.overdue"})
"""What those who share out the work hear beside the officer: the ladder's first rung."""


class Told(Struct, frozen=True):
    """Who is told what; `params` are ids and moments, no words."""

    account_id: str
    kind: CaseKind
    params: Mapping[str, str] = {}


def speaks(turn: CaseTurn, owner_before: str | None) -> bool:
    """Return whether anybody at the desk could be told of a turn."""
    return next(_kinds(turn, owner_before), None) is not None


def told_of(
    turn: CaseTurn, owner_before: str | None, company: Company, parties: Collection[str]
) -> tuple[Told, ...]:
    """Return who is told of a turn, each of one thing once. `parties`: who was kept away before
    it; whom its own lines keep away is not told either.
    """
    return _told(turn, _kinds(turn, owner_before), company, parties)


def told_of_new(turn: CaseTurn, company: Company) -> tuple[Told, ...]:
    """Return who is told of a case that a citizen has just opened; `turn`: whom it keeps away."""
    return _told(turn, [("case.arrived", "citizen")], company, ())


def _told(
    turn: CaseTurn,
    kinds: Iterable[tuple[CaseKind, str]],
    company: Company,
    parties: Collection[str],
) -> tuple[Told, ...]:
    away = {*parties, *_kept_away(turn)}
    told: dict[tuple[str, CaseKind], Told] = {}
    for kind, by in kinds:
        params = {"by": by, "due_at": str(turn.case.due_at or "")}
        for person in _addressed(turn.case, kind, company, away):
            if by != f"account:{person.account_id}":
                told[person.account_id, kind] = Told(person.account_id, kind, params)
    return tuple(told.values())


def _kinds(turn: CaseTurn, owner_before: str | None) -> Iterator[tuple[CaseKind, str]]:
    """Yield what there is to tell of a turn, and who did it."""
    for line in turn.lines:
        if (kind := _kind_of(line)) is not None:
            yield kind, line.actor
    reopened = any(line.kind == "reopened" for line in turn.lines)
    if turn.lines and turn.case.owner_unit_id != owner_before and not reopened:
        yield "case.arrived", turn.lines[-1].actor


def _kind_of(line: Line) -> CaseKind | None:
    if line.kind == "reminded":
        return next(kind for level, kind in _REMINDERS.items() if level == line.detail["level"])
    if line.kind == "closed":
        return "case.agreed" if line.detail.get("by") == "citizen" else None
    return _KINDS.get(line.kind)


def _kept_away(turn: CaseTurn) -> Iterator[str]:
    for line in turn.lines:
        if line.kind == "concerned":
            yield line.detail["officer"]
        elif line.kind == "conflict_declared":
            yield line.actor.removeprefix("account:")


def _addressed(
    case: Case, kind: CaseKind, company: Company, away: Collection[str]
) -> list[Person]:
    """Return whom something about a case is meant for, of those who may read it."""
    way = company.upwards(case.owner_unit_id)
    readers = [one for one in company.people if _may_read(one, case, way, away)]
    officer = [one for one in readers if one.account_id == case.officer_id]
    if officer and kind not in _TO_ALL:
        return officer
    return officer + [one for one in _sharers(readers, way, company) if one not in officer]


def _may_read(person: Person, case: Case, way: list[str], away: Collection[str]) -> bool:
    """Ask the policy with the person's grants as far as they reach this case."""
    thing = Thing(
        kind="case",
        unit_id=case.unit_id,
        owner_unit_id=case.owner_unit_id,
        officer_id=case.officer_id,
        restricted=case.restricted,
        severity=case.severity,
        parties=frozenset(away),
    )
    return policy(_reaching(person, way, frozenset(way[:1])), "case.read", thing)


def _sharers(readers: list[Person], way: list[str], company: Company) -> list[Person]:
    """Return who shares out the work of the unit, or of the next one above that has somebody. A
    role in the whole installation is held in the office at the top.
    """
    for unit in way:
        places = {unit} if company.above.get(unit) else {unit, WHOLE}
        if found := [one for one in readers if _shares_out(one, places)]:
            return found
    return [one for one in readers if _shares_out(one, {WHOLE})]


def _shares_out(person: Person, units: Collection[str]) -> bool:
    return any(
        grant.unit_id in units and {"case.assign", "case.answer"} <= ROLES[grant.role].actions
        for grant in person.grants
    )
