"""What citizens do to their case: reply, agree with the answer, or object to it (domain §4.3)."""

from __future__ import annotations

from msgspec.structs import replace

from flows.desk.case_acts import Agreed, CitizenAct, Disagreed, Supplied
from flows.desk.case_clock import going_on, term_detail
from flows.desk.case_moment import Moment, news
from flows.desk.cases import Case, CaseRefusedError, CaseTurn, Line, News
from flows.desk.deadlines import REPLY_DAYS, rules_of
from flows.texts import text_key
from flows.workdays import deadline

__all__ = ["by_citizen"]

_CITIZEN = "citizen"


def by_citizen(case: Case, act: CitizenAct, moment: Moment) -> CaseTurn:
    """Return what a citizen's act makes of the case, or raise CaseRefusedError."""
    if case.state == "closed":
        raise CaseRefusedError(text_key("desk.refused.closed_for_citizen"), code=case.code)
    if isinstance(act, Supplied):
        return _supplied(case, act, moment)
    if case.state != "answered":
        raise CaseRefusedError(text_key("desk.refused.not_answered"), code=case.code)
    return _agreed(case) if isinstance(act, Agreed) else _disagreed(case, act, moment)


def _supplied(case: Case, act: Supplied, moment: Moment) -> CaseTurn:
    """Take what was asked for. What comes after the waiting has ended is kept all the same, and
    the term, which went on already, stays as it is.
    """
    if case.state == "answered":
        raise CaseRefusedError(text_key("desk.refused.not_asked"), code=case.code)
    waits = case.state == "waiting"
    after = going_on(case, moment.now, moment.calendar) if waits else case
    detail = term_detail(after, moment.calendar)
    line = Line(kind="supplied", actor=_CITIZEN, detail=detail, text=act.text)
    return CaseTurn(after, (line,))


def _agreed(case: Case) -> CaseTurn:
    line = Line(kind="closed", actor=_CITIZEN, detail={"by": "citizen"})
    told = news(case, News(kind="closed", code=case.code))
    return CaseTurn(replace(case, state="closed"), (line,), told)


def _disagreed(case: Case, act: Disagreed, moment: Moment) -> CaseTurn:
    """Reopen: others look at it, further up where there is an up, in a new term of the category
    (domain §4.3: "chuyển cấp trên xem xét").
    """
    due = deadline(moment.calendar, moment.now, rules_of(case).days or REPLY_DAYS)
    after = replace(
        case,
        state="reopened",
        reopened=case.reopened + 1,
        owner_unit_id=act.upper_unit_id or case.owner_unit_id,
        officer_id=None,
        answered_at=None,
        due_at=due,
        term_at=moment.now,
        noticed=0,
    )
    detail = term_detail(after, moment.calendar)
    line = Line(kind="reopened", actor=_CITIZEN, detail=detail, text=act.text)
    is_raised = after.owner_unit_id != case.owner_unit_id
    told = news(after, News(kind="reopened", code=case.code, due_at=due, raised=is_raised))
    return CaseTurn(after, (line,), told)
