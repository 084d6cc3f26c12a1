"""What officers say of conflicts of interest, their own and others' (domain §4.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flows.desk.case_acts import DeclareConflict, FindConflict, LiftConflict
from flows.desk.case_moment import NOTE_LENGTH, Moment, line_of, written
from flows.desk.cases import Case, CaseTurn
from flows.desk.recusals import without_officer

__all__ = ["CONFLICT_ACTS"]


def _declare(case: Case, act: DeclareConflict, moment: Moment) -> CaseTurn:
    """Take the case out of the officer's hands; they never see it again by the policy."""
    reason = written(act.reason, NOTE_LENGTH)
    after = without_officer(case) if case.officer_id == moment.actor else case
    return CaseTurn(after, line_of(moment, "conflict_declared", reason))


def _find(case: Case, act: FindConflict, moment: Moment) -> CaseTurn:
    """Take the case out of the hands of somebody who is concerned, as others have found."""
    reason = written(act.reason, NOTE_LENGTH)
    after = without_officer(case) if case.officer_id == act.officer_id else case
    detail = {"officer": act.officer_id, "cause": "found"}
    return CaseTurn(after, line_of(moment, "concerned", reason, **detail))


def _lift(case: Case, act: LiftConflict, moment: Moment) -> CaseTurn:
    """Write down that somebody was kept away by mistake, and why; the case stays as it is. They
    cannot do this for themselves: what they would lift is not there for them.
    """
    reason = written(act.reason, NOTE_LENGTH)
    return CaseTurn(case, line_of(moment, "conflict_lifted", reason, officer=act.officer_id))


CONFLICT_ACTS: Final[Mapping[type, Callable[[Case, Any, Moment], CaseTurn]]] = {
    DeclareConflict: _declare,
    FindConflict: _find,
    LiftConflict: _lift,
}
