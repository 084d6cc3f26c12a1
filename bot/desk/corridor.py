"""The officers' corridor: load in scope, ask the policy, decide, commit, tell the citizen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import msgspec

from bot.desk.news import commit_turn, post_news
from bot.desk.things import actor_in, thing_of
from bot.handlers.case_rows import loaded, put_turn
from bot.handlers.noticing import notify
from bot.handlers.rating import rated_accounts, service_of
from bot.handlers.recusing import citizens_words, company_of, put_parties
from bot.services import Services
from flows.complaints import CATEGORIES
from flows.desk.case_acts import (
    ACTION_OF,
    AUDITED_AS,
    Assign,
    DeclareConflict,
    FindConflict,
    Forward,
    LiftConflict,
    OfficerAct,
    Recategorise,
)
from flows.desk.case_life import decide
from flows.desk.cases import CaseRefusedError, CaseTurn
from flows.desk.policy import Thing, policy, scope_of
from flows.desk.recusals import BY_OFFICERS, Cause, raised
from flows.desk.roles import Action, Actor
from flows.redaction import redact
from flows.texts import text_key
from storage.base import ComplaintRecord, StaleSessionError, UnitOfWork
from storage.complaints import CHECKED_SEVERITY
from storage.desk_records import AccountRecord

__all__ = ["PERSONAL", "Desk", "NotHereError", "Personal", "Visitor"]

Personal = Literal["name", "address", "phone", "story"]
PERSONAL: Final[tuple[Personal, ...]] = ("name", "address", "phone", "story")
"""What is masked until somebody says why they look (invariant I19); `story`: the telephone numbers
in everything that was written about a case.
"""

_LONGEST_REASON: Final = 200  # characters


class NotHereError(Exception):
    """There is no such thing, or none that this actor may do this to: both look alike (I20)."""


class Visitor(Protocol):
    """Who acts."""

    @property
    def account(self) -> AccountRecord: ...
    @property
    def actor(self) -> Actor: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What officers do to cases. Whatever they may not do looks as if it were not there."""

    services: Services

    async def actor_of(self, account: AccountRecord) -> Actor:
        """Return who an account is to the policy, with the units of its grants as of now."""
        return actor_in(await self.services.storage.places.units(), account)

    # -- acts

    async def act(
        self, visitor: Visitor, code: str, version: int, act: OfficerAct
    ) -> ComplaintRecord:
        """Do an act on a case, and return its row. `version` is the one that the officer saw.

        Case, history, audit and the message to the citizen are one transaction (I4, I21); the
        message has its turn right after, or by the sweeper if this process dies in between.

        Raises:
            NotHereError: no such case for this actor and act.
            StaleSessionError: it changed since the officer saw it; nothing was written.
            CaseRefusedError: it cannot be done in the state that the case is in.

        """
        action = ACTION_OF[type(act)]
        record, thing = await self._found(visitor, action, code)
        if record.version != version:
            raise StaleSessionError
        act = await self._placed(act, thing)
        if isinstance(act, LiftConflict):
            await self._must_be_mistaken(record, act.officer_id)
        unit = UnitOfWork()
        turn = await self._decide(visitor, record, act)
        concerned, freed = _concerned(visitor, act), _freed(act)
        parties = thing.parties.union(one for _, one in concerned).difference(freed.values())
        if parties:
            turn = raised(turn, parties, await company_of(self.services.storage))
        turns = self.services.runner.turns
        now, calendar = turns.clock(), turns.renderer.rules.calendar
        after = put_turn(turns.storage, unit, record, turn, now, calendar)
        await notify(turns.storage, unit, record, turn, parties, now)
        for cause, account_id in concerned:
            put_parties(turns.storage, unit, record.id, [account_id], cause)
        for account_id in freed.values():
            turns.storage.complaints.drop_party(unit, record.id, account_id)
        states = {"state_before": record.state, "state": after.state}
        detail: dict[str, str] = {**states, **dict(concerned), **freed}
        self._note(unit, visitor, AUDITED_AS[type(act)], record, detail)
        post_news(self.services.runner, unit, record, turn)
        await commit_turn(self.services, unit, record, turn)
        return after

    async def _found(
        self, visitor: Visitor, action: Action, code: str
    ) -> tuple[ComplaintRecord, Thing]:
        storage = self.services.storage
        record = await storage.cases.by_code(scope_of(visitor.actor, action), code)
        if record is None:
            raise NotHereError
        thing = thing_of(record, await storage.complaints.parties(record.id))
        if not policy(visitor.actor, action, thing):
            raise NotHereError
        return record, thing

    async def _decide(
        self, visitor: Visitor, record: ComplaintRecord, act: OfficerAct
    ) -> CaseTurn:
        turns = self.services.runner.turns
        case = await loaded(turns.storage, record)
        return decide(
            case,
            act,
            actor=visitor.account.id,
            now=turns.clock(),
            calendar=turns.renderer.rules.calendar,
        )

    async def _placed(self, act: OfficerAct, thing: Thing) -> OfficerAct:
        """Return the act with those it names looked up: an officer who may answer the case, a unit
        of ours, the province where a case turns out to be critical (domain §4.2).

        Raises:
            NotHereError: they are not there, or may not.
            CaseRefusedError: the unit could not keep the case.

        """
        if isinstance(act, Assign):
            await self._must_answer(act.officer_id, thing)
        elif isinstance(act, FindConflict):
            if await self.services.storage.accounts.by_id(act.officer_id) is None:
                raise NotHereError
        elif isinstance(act, Forward) and act.unit_id is not None:
            await self._must_stay(act.unit_id, thing)
        elif isinstance(act, Recategorise) and _is_critical(act.category):
            root = await self.services.storage.places.root_unit()
            return msgspec.structs.replace(act, owner_unit_id=root[0] if root else None)
        return act

    async def _must_stay(self, unit_id: str, thing: Thing) -> None:
        """Go on only if a unit of ours may have the case: from one whose head is concerned it
        would go straight on, and the citizen be told of the wrong unit.

        Raises:
            NotHereError: there is no such unit.
            CaseRefusedError: a head of it is concerned in the case.

        """
        storage = self.services.storage
        units = await storage.places.units()
        if unit_id not in {unit.id for unit in units if unit.ended_day is None}:
            raise NotHereError
        if (await company_of(storage)).seat(unit_id, thing.parties) != unit_id:
            raise CaseRefusedError(text_key("desk.refused.other_unit"))

    async def _must_be_mistaken(self, record: ComplaintRecord, account_id: str) -> None:
        """Go on only if an account was kept away by what officers said or a roster that was put
        right since, not by the story.

        Raises:
            NotHereError: it was not kept away by anybody.
            CaseRefusedError: its name stands in what the citizen wrote, in the case or in the
                survey beside it, or the roster has it at the counter.

        """
        storage = self.services.storage
        cause = (await storage.complaints.parties(record.id)).get(account_id)
        if cause is None:
            raise NotHereError
        rules = self.services.runner.turns.renderer.rules
        texts = await citizens_words(storage, rules, record)
        company, case = await company_of(storage), await loaded(storage, record)
        if cause not in BY_OFFICERS or account_id in company.named(case, texts):
            raise CaseRefusedError(text_key("desk.refused.named"))
        if account_id in await rated_accounts(storage, await service_of(storage, record)):
            raise CaseRefusedError(text_key("desk.refused.rated"))

    async def _must_answer(self, account_id: str, thing: Thing) -> None:
        account = await self.services.storage.accounts.by_id(account_id)
        if account is None or account.state != "active":
            raise NotHereError
        # An officer who sees only their own cases is given this one by this very act.
        given = msgspec.structs.replace(thing, officer_id=account_id)
        if not policy(await self.actor_of(account), "case.answer", given):
            raise NotHereError

    # -- who it is

    async def reveal(self, visitor: Visitor, code: str, field: str, reason: str) -> str | None:
        """Return one thing that a citizen left, once it is written down who looked, and why.

        Raises:
            NotHereError: no such case for this actor, or no such field.

        """
        record, _ = await self._found(visitor, "case.reveal", code)
        if field not in PERSONAL:
            raise NotHereError
        why = redact(reason).text[:_LONGEST_REASON]
        unit = UnitOfWork()
        self._note(unit, visitor, "case.reveal", record, {"field": field, "reason": why})
        await self.services.runner.guarded_commit(unit)
        value: str | None = getattr(record, field)
        return value

    def _note(
        self,
        unit: UnitOfWork,
        visitor: Visitor,
        action: str,
        record: ComplaintRecord,
        detail: Mapping[str, str],
    ) -> None:
        turns = self.services.runner.turns
        turns.storage.audit.note(
            unit,
            at=turns.clock(),
            actor=f"account:{visitor.account.id}",
            action=action,
            target=record.code,
            detail=detail,
            demo=record.demo,
        )


def _concerned(visitor: Visitor, act: OfficerAct) -> tuple[tuple[Cause, str], ...]:
    """Return whom an act keeps away from its case, and how that came to be known."""
    if isinstance(act, DeclareConflict):
        return (("declared", visitor.account.id),)
    return (("found", act.officer_id),) if isinstance(act, FindConflict) else ()


def _freed(act: OfficerAct) -> dict[str, str]:
    """Return whom an act lets see its case again, as the audit log says it."""
    return {"freed": act.officer_id} if isinstance(act, LiftConflict) else {}


def _is_critical(category: str) -> bool:
    known = CATEGORIES.get(category)
    return known is not None and known.severity >= CHECKED_SEVERITY
