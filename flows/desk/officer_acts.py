"""What officers do to a case, and in which states they can (domain §4.2, §4.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from flows.complaints import CATEGORIES, as_denunciation
from flows.desk.case_acts import (
    Answer,
    Ask,
    Assign,
    Close,
    DeclareConflict,
    FindConflict,
    Forward,
    LiftConflict,
    Note,
    OfficerAct,
    Recategorise,
    Release,
    Take,
)
from flows.desk.case_clock import going_on, term_detail
from flows.desk.case_moment import (
    NAME_LENGTH,
    NOTE_LENGTH,
    SPOKEN_LENGTH,
    Moment,
    idle_state,
    line_of,
    news,
    written,
)
from flows.desk.cases import (
    OPEN,
    Case,
    CaseRefusedError,
    CaseTurn,
    News,
    State,
)
from flows.desk.conflict_acts import CONFLICT_ACTS
from flows.desk.deadlines import FOLLOW_UP_DAYS, REPLY_DAYS, is_own_verdict, silent_until
from flows.desk.recusals import without_officer
from flows.texts import text_key
from flows.workdays import deadline

__all__ = ["POSSIBLE_IN", "by_officer"]


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_UNBEGUN = _states("new", "assigned", "reopened")
_AT_HAND = _UNBEGUN | _states("in_progress")

POSSIBLE_IN: Final[Mapping[type[OfficerAct], frozenset[State]]] = {
    Take: _AT_HAND | _states("waiting", "forwarded"),
    Release: OPEN,
    Assign: _AT_HAND | _states("waiting", "forwarded"),
    Note: OPEN,
    Ask: _states("in_progress"),
    Answer: _states("in_progress", "waiting", "forwarded"),
    Forward: _AT_HAND | _states("forwarded"),
    Close: _AT_HAND | _states("forwarded", "answered"),
    Recategorise: _AT_HAND,
    DeclareConflict: OPEN,
    FindConflict: OPEN,
    LiftConflict: OPEN,
}
"""Elsewhere the state says no (`_NOT_IN`); some acts look further than at the state."""

_TAKE_FIRST = text_key("desk.refused.take_first")
_NOT_IN: Final[Mapping[State, str]] = {
    "new": _TAKE_FIRST,
    "assigned": _TAKE_FIRST,
    "reopened": _TAKE_FIRST,
    "waiting": text_key("desk.refused.waiting"),
    "forwarded": text_key("desk.refused.forwarded"),
    "answered": text_key("desk.refused.answered"),
    "closed": text_key("desk.refused.closed"),
}


def by_officer(case: Case, act: OfficerAct, moment: Moment) -> CaseTurn:
    """Return what an officer's act makes of the case, or raise CaseRefusedError."""
    if case.state not in POSSIBLE_IN[type(act)]:
        raise CaseRefusedError(_NOT_IN[case.state])
    return _DONE_BY[type(act)](case, act, moment)


def _take(case: Case, _act: Take, moment: Moment) -> CaseTurn:
    if case.officer_id not in (None, moment.actor):
        raise CaseRefusedError(text_key("desk.refused.taken"))
    if case.officer_id and case.state not in (*_UNBEGUN, "forwarded"):
        raise CaseRefusedError(text_key("desk.refused.yours"))
    waits = case.state == "waiting"
    after = replace(case, officer_id=moment.actor, state="waiting" if waits else "in_progress")
    begun = case.state in _UNBEGUN
    told = news(case, News(kind="taken", code=case.code, due_at=case.due_at)) if begun else ()
    # The button says so, and the history keeps it: "owner must declare no conflict" (domain §4.2).
    return CaseTurn(after, line_of(moment, "taken", by="unconcerned"), told)


def _release(case: Case, _act: Release, moment: Moment) -> CaseTurn:
    if case.officer_id is None:
        raise CaseRefusedError(text_key("desk.refused.nobodys"))
    return CaseTurn(without_officer(case), line_of(moment, "released", officer=case.officer_id))


def _assign(case: Case, act: Assign, moment: Moment) -> CaseTurn:
    if case.officer_id == act.officer_id:
        raise CaseRefusedError(text_key("desk.refused.assigned"))
    state: State = "assigned" if case.state in _AT_HAND else case.state
    after = replace(case, officer_id=act.officer_id, state=state)
    return CaseTurn(after, line_of(moment, "assigned", officer=act.officer_id))


def _note(case: Case, act: Note, moment: Moment) -> CaseTurn:
    return CaseTurn(case, line_of(moment, "noted", written(act.text, NOTE_LENGTH)))


def _ask(case: Case, act: Ask, moment: Moment) -> CaseTurn:
    text = written(act.text, SPOKEN_LENGTH)
    if not case.reachable:
        raise CaseRefusedError(text_key("desk.refused.out_of_reach"))
    after = replace(case, state="waiting", waiting_since=moment.now)
    told = news(case, News(kind="asked", code=case.code, text=text))
    return CaseTurn(after, line_of(moment, "asked", text), told)


def _answer(case: Case, act: Answer, moment: Moment) -> CaseTurn:
    text = written(act.text, SPOKEN_LENGTH)
    if case.officer_id is None:
        raise CaseRefusedError(_TAKE_FIRST)
    met = going_on(case, moment.now, moment.calendar)
    after = replace(met, state="answered", answered_at=moment.now)
    told = news(case, News(kind="answered", code=case.code, text=text))
    detail = term_detail(after, moment.calendar)
    return CaseTurn(after, line_of(moment, "answered", text, **detail), told)


def _forward(case: Case, act: Forward, moment: Moment) -> CaseTurn:
    """Pass the case on. Where another authority is competent, passing on was the duty that had a
    term (domain §4.2, PA13 and PA15); after a while the desk looks again.
    """
    reason, agency = written(act.reason, NOTE_LENGTH), written(act.agency, NAME_LENGTH)
    if act.unit_id is not None:
        return _handed_over(case, Forward(act.unit_id, agency, reason), moment)
    due = deadline(moment.calendar, moment.now, FOLLOW_UP_DAYS)
    after = replace(case, state="forwarded", due_at=due, term_at=moment.now, noticed=0)
    detail = {"agency": agency, **term_detail(after, moment.calendar)}
    told = news(case, News(kind="forwarded", code=case.code, agency=agency))
    return CaseTurn(after, line_of(moment, "forwarded", reason, **detail), told)


def _handed_over(case: Case, act: Forward, moment: Moment) -> CaseTurn:
    """Return the case as that of another unit of ours, which takes over the term too."""
    if act.unit_id == case.owner_unit_id:
        raise CaseRefusedError(text_key("desk.refused.same_unit"))
    after = replace(case, owner_unit_id=act.unit_id, officer_id=None, state=idle_state(case))
    told = News(kind="forwarded", code=case.code, agency=act.agency, due_at=case.due_at)
    detail = {"unit": str(act.unit_id), "agency": act.agency}
    return CaseTurn(after, line_of(moment, "forwarded", act.reason, **detail), news(case, told))


def _close(case: Case, act: Close, moment: Moment) -> CaseTurn:
    """Close what needs no answer: none was promised, or another authority gives it; and, as
    another team than that which answered, what silence does not close (`is_own_verdict`).
    """
    reason = written(act.reason, NOTE_LENGTH)
    if case.state == "answered":
        until = silent_until(case, moment.calendar)
        if not is_own_verdict(case) or until is None or moment.now < until:
            raise CaseRefusedError(_NOT_IN["answered"])
    elif case.reply_promised and case.state != "forwarded":
        raise CaseRefusedError(text_key("desk.refused.answer_first"))
    told = news(case, News(kind="closed", code=case.code))
    return CaseTurn(
        replace(case, state="closed"), line_of(moment, "closed", reason, by="officer"), told
    )


def _recategorise(case: Case, act: Recategorise, moment: Moment) -> CaseTurn:
    """Sort anew. What was once restricted stays so; a promised term never becomes longer."""
    category = CATEGORIES.get(act.category)
    if category is None:
        raise CaseRefusedError(text_key("desk.refused.no_category"))
    if act.category == case.category:
        raise CaseRefusedError(text_key("desk.refused.same_category"))
    rules = as_denunciation(category) if case.restricted else category
    after = replace(
        case,
        category=rules.code,
        severity=rules.severity,
        owner_role=rules.owner_role,
        restricted=rules.restricted,
        owner_unit_id=act.owner_unit_id or case.owner_unit_id,
    )
    if (after.restricted, after.owner_unit_id) != (case.restricted, case.owner_unit_id):
        after = without_officer(after)
    after = _hurried(after, rules.days, moment)
    detail = {"from": case.category, "to": rules.code, **term_detail(after, moment.calendar)}
    return CaseTurn(after, line_of(moment, "recategorised", **detail))


def _hurried(case: Case, days: int | None, moment: Moment) -> Case:
    if days is None and not case.reply_promised:
        return replace(case, due_at=None)
    due = deadline(moment.calendar, moment.now, days or REPLY_DAYS)
    if case.due_at is not None and case.due_at <= due:
        return case
    return replace(case, due_at=due, term_at=moment.now, noticed=0)


_DONE_BY: Mapping[type, Callable[[Case, Any, Moment], CaseTurn]] = {
    Take: _take,
    Release: _release,
    Assign: _assign,
    Note: _note,
    Ask: _ask,
    Answer: _answer,
    Forward: _forward,
    Close: _close,
    Recategorise: _recategorise,
    **CONFLICT_ACTS,
}
