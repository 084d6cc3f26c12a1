"""What time does to a case: the waiting ends, notices fall due, silence closes."""

from __future__ import annotations

from msgspec.structs import replace

from flows.desk.case_moment import Moment, idle_state, news
from flows.desk.cases import RUNNING, Case, CaseTurn, Line, News
from flows.desk.deadlines import ends_at, redated, resumed
from flows.desk.reminders import Notice, due_notices, notices
from flows.identifiers import Instant
from flows.workdays import Calendar

__all__ = ["CLOCK", "going_on", "moved", "next_at", "settled", "term_detail"]

CLOCK = "clock"
"""Who did what no person did."""


def next_at(case: Case, calendar: Calendar) -> Instant | None:
    """Return when time next does something to the case; None: it never does."""
    end = ends_at(case, calendar)
    moments = [notice.at for notice in notices(case, calendar)]
    return min(moments if end is None else [*moments, end], default=None)


def settled(case: Case, moment: Moment) -> CaseTurn:
    """Return what time has made of the case by now, the same however late it is asked."""
    return _noticed(_ended(case, moment), moment)


def going_on(case: Case, until: Instant, calendar: Calendar) -> Case:
    """Return the case after its waiting, which ended at `until`: the term goes on."""
    return replace(
        case,
        state="in_progress" if case.officer_id else idle_state(case),
        due_at=resumed(case, until, calendar),
        waiting_since=None,
    )


def moved(case: Case, before: Calendar, moment: Moment) -> CaseTurn:
    """Return the case with its term counted anew, where another calendar makes it end later. The
    citizen is told the new day, unless their own reply is waited for or another authority's.
    """
    due = redated(case, moment.now, before, moment.calendar)
    if due == case.due_at:
        return CaseTurn(case)
    after = replace(case, due_at=due)
    detail = {"from": str(case.due_at), **term_detail(after, moment.calendar)}
    line = Line(kind="redated", actor=CLOCK, detail=detail)
    told = News(kind="redated", code=case.code, due_at=due)
    tells = case.reply_promised and case.state in RUNNING - {"forwarded"}
    return CaseTurn(after, (line,), news(case, told) if tells else ())


def term_detail(case: Case, calendar: Calendar) -> dict[str, str]:
    """Return the term for a line of the history, with what it can be derived from again."""
    due = "" if case.due_at is None else str(case.due_at)
    return {"due_at": due, "calendar": calendar.version}


def _ended(case: Case, moment: Moment) -> CaseTurn:
    end = ends_at(case, moment.calendar)
    if end is None or end > moment.now:
        return CaseTurn(case)
    if case.state == "waiting":
        on = going_on(case, end, moment.calendar)
        detail = {"until": str(end), **term_detail(on, moment.calendar)}
        return CaseTurn(on, (Line(kind="waiting_over", actor=CLOCK, detail=detail),))
    silence = Line(kind="closed", actor=CLOCK, detail={"by": "silence", "at": str(end)})
    told = news(case, News(kind="closed", code=case.code))
    return CaseTurn(replace(case, state="closed"), (silence,), told)


def _noticed(turn: CaseTurn, moment: Moment) -> CaseTurn:
    case, given = turn.case, due_notices(turn.case, moment.now, moment.calendar)
    if not given:
        return turn
    lines = tuple(_reminder(notice) for notice in given)
    late = given[-1].level == "breach"
    told = news(case, News(kind="late", code=case.code, due_at=case.due_at)) if late else ()
    after = replace(case, noticed=given[-1].rank)
    return CaseTurn(after, turn.lines + lines, turn.news + told)


def _reminder(notice: Notice) -> Line:
    detail = {"level": notice.level, "at": str(notice.at)}
    return Line(kind="reminded", actor=CLOCK, detail=detail)
