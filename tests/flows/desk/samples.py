"""Cases, actors and moments that the tests of the desk start from."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from flows.desk.case_acts import Act, CitizenAct, OfficerAct
from flows.desk.case_life import decide
from flows.desk.cases import Case, CaseRefusedError, CaseTurn, State
from flows.desk.roles import Actor, Grant, Role
from flows.identifiers import Instant
from flows.workdays import Calendar, calendar_of

WEEKDAYS: Calendar = calendar_of((), version="weekdays only")

TREE = {
    "province": frozenset({"province", "west", "east", "west-1"}),
    "west": frozenset({"west", "west-1"}),
    "east": frozenset({"east"}),
    "west-1": frozenset({"west-1"}),
}
"""A province with two offices; one of them has an office below."""
ABOVE = {
    "west": frozenset({"province"}),
    "east": frozenset({"province"}),
    "west-1": frozenset({"west", "province"}),
}


def at(text: str) -> Instant:
    """Return a moment that is written as the clock in Vietnam shows it."""
    return Instant(int(datetime.fromisoformat(f"{text}+07:00").timestamp() * 1000))


MONDAY = at("2026-03-02 09:00")

NEW = Case(
    id="case-1",
    code="ABCDE-FGHJK-7",
    state="new",
    kind="report",
    category="PA01",
    severity=2,
    restricted=False,
    reply_promised=True,
    unit_id="west",
    owner_unit_id="west",
    owner_role="unit_head",
    due_at=at("2026-03-09 17:00"),
    created_at=MONDAY,
    term_at=MONDAY,
    reachable=True,
)
"""A report about the conduct of staff, sent on a Monday morning: five working days."""

IN_HAND = replace(NEW, state="in_progress", officer_id="lan")
WAITING = replace(IN_HAND, state="waiting", waiting_since=at("2026-03-03 10:00"))
ANSWERED = replace(IN_HAND, state="answered", answered_at=at("2026-03-04 10:00"))

TUESDAY = at("2026-03-03 10:00")
ASSIGNED = replace(NEW, state="assigned", officer_id="lan")
REOPENED = replace(NEW, state="reopened", reopened=1)
FORWARDED = replace(IN_HAND, state="forwarded")
CLOSED = replace(ANSWERED, state="closed")


def actor(*grants: tuple[Role, str], name: str = "lan") -> Actor:
    """Return an account with these roles, in units of `TREE`."""
    held = tuple(Grant(role, unit) for role, unit in grants)
    return Actor(name, held, TREE, top="province", above=ABOVE)


CASES: dict[State, Case] = {
    case.state: case
    for case in (NEW, ASSIGNED, IN_HAND, WAITING, FORWARDED, ANSWERED, REOPENED, CLOSED)
}
"""A case in each of its states."""


def done(
    case: Case,
    act: Act,
    now: Instant = MONDAY,
    *,
    by: str = "lan",
    calendar: Calendar = WEEKDAYS,
) -> CaseTurn:
    """Return what the act makes of the case."""
    return decide(case, act, actor=by, now=now, calendar=calendar)


def refused(
    case: Case, act: OfficerAct | CitizenAct, by: str = "lan", now: Instant = TUESDAY
) -> str:
    with pytest.raises(CaseRefusedError) as caught:
        done(case, act, now, by=by)
    return caught.value.key.removeprefix("desk.refused.")


def only_line(turn: CaseTurn) -> tuple[str, str, dict[str, str], str | None]:
    [line] = turn.lines
    return line.kind, line.actor, dict(line.detail), line.text


def refused_at(case: Case, act: CitizenAct, now: Instant) -> str:
    with pytest.raises(CaseRefusedError) as caught:
        done(case, act, now)
    assert caught.value.params == {"code": case.code}
    return caught.value.key.removeprefix("desk.refused.")
