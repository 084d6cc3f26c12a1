"""Invitations by transaction: who is asked about what, and nobody twice in too few days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from bot.i18n import start_of
from bot.invitations import PERSONAL_DAYS, Invitation, Invited, create_invitation, renewed
from bot.settings import Settings
from flows.identifiers import Instant
from flows.rulebook import Rulebook
from flows.time_units import DAY
from flows.workdays import local_date
from storage.base import InvitationRecord, Storage, UnitOfWork
from storage.transaction_records import TransactionRecord
from survey.people import People
from survey.procedures import Procedure, in_force

__all__ = [
    "Asked",
    "InvitingRules",
    "Outcome",
    "about",
    "ask",
    "asked_since",
    "invite",
    "inviting_rules",
    "survey_of",
]


Outcome: TypeAlias = Literal[
    "invited",  # a new invitation
    "renewed",  # it was invited before and nobody has opened that: a new link in its place
    "opened",  # the link given before was opened: it stays with whoever has it
    "revoked",  # its invitation was taken back: it gets no other
    "asked_lately",  # this person was asked about another transaction a short while ago
    "no_survey",  # no survey is made for it
]


@dataclass(frozen=True, slots=True)
class InvitingRules:
    """By what it is decided. `surveys`: the forms that people can be invited to now."""

    surveys: frozenset[str]
    procedures: Sequence[Procedure]
    every_days: int = 90
    """Nobody is asked twice within so many days (domain R9, design §5)."""
    language: str = "vi"
    trial: bool = False
    """Nothing is official yet: it counts for nothing, and keeps nobody from being asked later."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one transaction. `invitation` holds the link, which is known this once only."""

    transaction: TransactionRecord
    outcome: Outcome
    invitation: Invitation | None = None


_BY_MODE: Final[Mapping[str | None, str]] = {"online": "el", "direct": "mc", None: "mc"}
_OF_EMPLOYERS: Final = "dn"


def survey_of(one: TransactionRecord, procedure: Procedure | None) -> str:
    """Return the survey about a transaction: its procedure's own; else the employers', that of
    online dealings, or that of the one-stop desk.
    """
    if procedure is not None and procedure.form:
        return procedure.form
    return _OF_EMPLOYERS if one.frame == "employer" else _BY_MODE[one.mode]


async def inviting_rules(
    storage: Storage, rules: Rulebook, settings: Settings, *, trial: bool = False
) -> InvitingRules:
    """Return by what it is decided who is invited to what, as of now. `trial`: what is sent now is
    one, whether or not the office works officially.
    """
    surveys = (name for name in rules.latest if rules.form(name).kind == "survey")
    return InvitingRules(
        surveys=frozenset(surveys),
        procedures=await storage.procedures.lines(),
        every_days=settings.invite_every_days,
        trial=trial or settings.trial,
    )


async def invite(
    storage: Storage,
    transactions: Sequence[TransactionRecord],
    rules: InvitingRules,
    now: Instant,
    unit: UnitOfWork,
) -> list[Asked]:
    """Add an invitation for each transaction to the unit of work; return what comes of each.

    The unit is the caller's to commit. Two who ask the same person at once: the second commit
    raises `AskedLatelyError`, and nothing of its unit was written; to try again finds out who it
    was. A link that was opened meanwhile raises `StaleSessionError` likewise.
    """
    known = await storage.invitations.of_transactions([one.id for one in transactions])
    seen: People[bytes] = People()
    made: list[Asked] = []
    for one in transactions:
        before = known.get(one.id)
        if before is not None:
            made.append(_again(storage, unit, one, before, rules, now))
        else:
            made.append(await _first(storage, unit, one, rules, now, seen))
    return made


def _again(
    storage: Storage,
    unit: UnitOfWork,
    one: TransactionRecord,
    before: InvitationRecord,
    rules: InvitingRules,
    now: Instant,
) -> Asked:
    if before.session_id is not None or before.revoked_at is not None:
        return Asked(one, "revoked" if before.session_id is None else "opened")
    if before.form not in rules.surveys:
        return Asked(one, "no_survey")
    again = renewed(before, _end(now))
    storage.invitations.renew(unit, again.record)
    return Asked(one, "renewed", again)


async def _first(
    storage: Storage,
    unit: UnitOfWork,
    one: TransactionRecord,
    rules: InvitingRules,
    now: Instant,
    seen: People[bytes],
) -> Asked:
    day = date.fromisoformat(one.done_on)
    procedure = in_force(rules.procedures, day).get(one.procedure or "")
    form = survey_of(one, procedure)
    if form not in rules.surveys:
        return Asked(one, "no_survey")
    since = asked_since(now, rules.every_days)
    if await _last_asked(storage, one) > since or not seen.take(one.person_index, one.phone_index):
        return Asked(one, "asked_lately")
    invitation = create_invitation(about(one, form, rules, now), now)
    storage.invitations.add(unit, invitation.record)
    if not rules.trial:
        ask(storage, unit, one, invitation.record.id, now, rules.every_days)
    return Asked(one, "invited", invitation)


async def _last_asked(storage: Storage, one: TransactionRecord) -> Instant:
    """Return when a transaction's person was asked last, as far as is known; 0: never."""
    who = one.person_index or one.phone_index
    found = [await storage.asked.when(who)] if who is not None else []
    if one.person_index is not None and one.phone_index is not None:
        found.append(await storage.asked.when(one.phone_index, alone=True))
    return max((at for at in found if at is not None), default=Instant(0))


def asked_since(now: Instant, every_days: int) -> Instant:
    """Return since when whoever was asked is not asked again."""
    return Instant(now - every_days * DAY)


def ask(
    storage: Storage,
    unit: UnitOfWork,
    one: TransactionRecord,
    invitation_id: str,
    now: Instant,
    every_days: int,
) -> None:
    """Write down that the person of a transaction is asked. A commit raises `AskedLatelyError` if
    they were within so many days, by another invitation.

    The number is written down too, for when nothing else is told of its person. Families share
    telephones, so that somebody else of the same number was asked keeps nobody from being asked;
    but where nothing but the number was told of whom was asked, it may be this person.
    """
    who = one.person_index or one.phone_index
    if who is None:
        return
    since = asked_since(now, every_days)
    storage.asked.ask(unit, who, now, invitation_id, not_since=since)
    if one.person_index is not None and one.phone_index is not None:
        storage.asked.ask(unit, one.phone_index, now, invitation_id, not_since=since, shared=True)


def _end(now: Instant) -> Instant:
    """Return until when a link that is given out now can be used."""
    return start_of(local_date(now) + timedelta(days=PERSONAL_DAYS + 1))


def about(one: TransactionRecord, form: str, rules: InvitingRules, now: Instant) -> Invited:
    """Return what an invitation to a form says about a transaction."""
    day = date.fromisoformat(one.done_on)
    procedure = in_force(rules.procedures, day).get(one.procedure or "")
    return Invited(
        kind="personal",
        form=form,
        language=rules.language,
        unit_id=one.unit_id,
        place_id=one.place_id,
        counter_id=one.counter_id,
        service=procedure.name if procedure is not None else one.procedure,
        period_from=day,
        period_to=day,
        expires_at=_end(now),
        procedure=one.procedure,
        transaction_id=one.id,
        commune=one.commune,
        trial=rules.trial,
    )
