"""Who owes a report of a unit, and who above them hears that it is late (domain R34, R35)."""

from __future__ import annotations

from flows.desk.parties import Person
from flows.desk.recusals import Company
from flows.desk.roles import ROLES, WHOLE, Action, counting

__all__ = ["owing", "superiors"]


def owing(unit_id: str | None, company: Company) -> tuple[str, ...]:
    """Return the accounts that write a unit's reports: those of that very unit, else of the next
    one above that has any. None: the whole office.
    """
    return _nearest("report.change", company.upwards(unit_id), company)


def superiors(unit_id: str | None, company: Company) -> tuple[str, ...]:
    """Return the accounts that answer for the unit above: they hear of what is late below them.
    Nobody is above the whole office but those who approve its reports.
    """
    return _nearest("report.approve", company.upwards(unit_id)[1:], company)


def _nearest(action: Action, way: list[str], company: Company) -> tuple[str, ...]:
    """Return who may do it at the first of these units that has anybody. A role in the whole
    installation is held in the office at the top.
    """
    for unit in way:
        places = {unit} if company.above.get(unit) else {unit, WHOLE}
        if found := _holding(action, places, company):
            return found
    return _holding(action, {WHOLE}, company)


def _holding(action: Action, places: set[str], company: Company) -> tuple[str, ...]:
    return tuple(one.account_id for one in company.people if _holds(one, action, places))


def _holds(person: Person, action: Action, places: set[str]) -> bool:
    return any(
        grant.unit_id in places and action in ROLES[grant.role].actions
        for grant in counting(person.grants)
    )
