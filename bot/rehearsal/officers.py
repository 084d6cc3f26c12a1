"""The desk in a rehearsal: officers take and answer the cases that come of bad experiences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.accounts import By, add_account, new_account
from bot.desk import Desk
from bot.rehearsal.preparing import MAKER
from bot.runner import Runner
from bot.services import Services
from bot.turns import now_ms
from flows.complaints import CATEGORIES
from flows.desk.case_acts import Answer, Take
from flows.desk.deadlines import REPLY_DAYS
from flows.desk.policy import scope_of
from flows.desk.roles import WHOLE, Actor, Grant, Role
from flows.identifiers import SessionId
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.desk_records import AccountRecord, CaseFilter, CaseRow

__all__ = ["Casework", "work_cases"]

_ABOVE: Final[Sequence[Role]] = ("inspector", "provincial_leader")
"""Who has what is kept from a unit's own officers, one of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Casework:
    """What became of the cases. `by_officer`: how many each of them answered; `above`: how many
    of these went to those above; `terms`: working days to the answer, case by case; `open`: codes
    that nobody could answer.
    """

    opened: int = 0
    by_officer: Mapping[str, int]
    above: int = 0
    terms: Sequence[int] = ()
    open: Sequence[str] = ()

    @property
    def answered(self) -> int:
        """How many were answered."""
        return sum(self.by_officer.values())


@dataclass(frozen=True, slots=True)
class _Officer:
    """Somebody at the desk, as it knows them."""

    account: AccountRecord
    actor: Actor


class _Handing(Runner):
    """Puts what citizens are told into their inbox, and leaves it to the server beside it."""

    async def drain(self, session_id: SessionId) -> int:
        return 0


async def work_cases(services: Services, officers: int) -> Casework:
    """Let so many officers, and those above them, take and answer all that was reported."""
    desk = Desk(replace(services, runner=_Handing(services.runner.turns)))
    below = [await _officer(desk, "intake_officer", number) for number in range(officers)]
    above = [await _officer(desk, role, 0) for role in _ABOVE]
    load = Counter({one.account.name: 0 for one in below})
    cases, done = await _cases(desk, above[-1]), Counter[str]()
    for case in cases:
        for one in (*sorted(below, key=lambda one: load[one.account.name]), *above):
            if await _answered(desk, one, case):
                load[one.account.name] += 1
                done[case.code] += 1
                break
    names = {one.account.name for one in above}
    return Casework(
        opened=len(cases),
        by_officer={name: count for name, count in load.items() if name not in names or count},
        above=sum(load[name] for name in names),
        terms=[_term(case) for case in cases],
        open=[case.code for case in cases if not done[case.code]],
    )


async def _officer(desk: Desk, role: Role, number: int) -> _Officer:
    """Invite somebody whose role counts everywhere."""
    storage, now = desk.services.storage, now_ms()
    name = f"{role}-{number + 1}"
    account = new_account(name, name, [Grant(role, WHOLE)], now)
    unit = UnitOfWork()
    add_account(storage, unit, account, By(MAKER, now))
    await storage.commit(unit)
    return _Officer(account, await desk.actor_of(account))


async def _cases(desk: Desk, reader: _Officer) -> list[CaseRow]:
    """Return the whole queue of somebody who sees all of it, what is due first at its head."""
    scope = scope_of(reader.actor, "case.list")
    found: list[CaseRow] = []
    after: str | None = None
    while True:
        page = await desk.services.storage.cases.queue(scope, CaseFilter(), after=after)
        found += page.rows
        if (after := page.next) is None:
            return found


async def _answered(desk: Desk, officer: _Officer, case: CaseRow) -> bool:
    """Try to take a case and answer it; return whether this officer may."""
    scope = scope_of(officer.actor, "case.answer")
    record = await desk.services.storage.cases.by_code(scope, case.code)
    if record is None:
        return False
    text = desk.services.texts.text("vi", text_key("simulate.campaign.answer"))
    taken = await desk.act(officer, case.code, record.version, Take())
    await desk.act(officer, case.code, taken.version, Answer(text))
    return True


def _term(case: CaseRow) -> int:
    return CATEGORIES[case.category].days or REPLY_DAYS
