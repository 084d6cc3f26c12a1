"""The life of a case: `decide` says what an act makes of it, or refuses (domain §4.2, §4.3)."""

from __future__ import annotations

from msgspec.structs import replace

from flows.desk.case_acts import Act, Agreed, Disagreed, Passed, Redate, Supplied
from flows.desk.case_clock import moved, settled
from flows.desk.case_moment import Moment
from flows.desk.cases import Case, CaseTurn
from flows.desk.citizen_acts import by_citizen
from flows.desk.officer_acts import by_officer
from flows.identifiers import Instant
from flows.workdays import Calendar

__all__ = ["decide"]


def decide(case: Case, act: Act, *, actor: str, now: Instant, calendar: Calendar) -> CaseTurn:
    """Return what `act` makes of `case` at `now`.

    `actor` is the account's id for an officer's act; citizens' and time's acts do not look at
    it. What time has ended by `now` ends first, so that the outcome is the same whether the
    clock's job ran in between or not. Whether the actor may do it at all is the policy's
    (`flows.desk.policy`), asked before. A turn without lines has changed nothing.

    Raises:
        CaseRefusedError: the act is not possible now; nothing has changed.

    """
    moment = Moment(actor, now, calendar)
    timed = settled(case, moment)
    done = _done(timed.case, act, moment)
    lines = timed.lines + done.lines
    if not lines:
        return CaseTurn(case)
    grown = replace(done.case, version=case.version + 1, lines=case.lines + len(lines))
    return CaseTurn(grown, lines, timed.news + done.news)


def _done(case: Case, act: Act, moment: Moment) -> CaseTurn:
    if isinstance(act, Passed):
        return CaseTurn(case)
    if isinstance(act, Redate):
        return moved(case, act.before, moment)
    if isinstance(act, Agreed | Disagreed | Supplied):
        return by_citizen(case, act, moment)
    return by_officer(case, act, moment)
