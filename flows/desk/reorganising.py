"""What becomes of a case when the unit that answers for it is no more (domain §5)."""

from __future__ import annotations

from msgspec.structs import replace

from flows.desk.case_clock import CLOCK
from flows.desk.cases import Case, CaseTurn, Line
from flows.desk.recusals import without_officer

__all__ = ["handed_on"]


def handed_on(case: Case, unit: str, name: str, *, keeps_officer: bool) -> CaseTurn:
    """Return the case as that of the unit that took over, with its term, and its answer if one
    was given. `keeps_officer`: whoever has it may answer for that unit too.

    The citizen is told nothing: to them the office has another name, and their term is the same.
    """
    kept = case if keeps_officer else without_officer(case)
    detail = {"unit": unit, "agency": name, "by": "reorganisation"}
    after = replace(kept, owner_unit_id=unit, version=case.version + 1, lines=case.lines + 1)
    return CaseTurn(after, (Line(kind="forwarded", actor=CLOCK, detail=detail),))
