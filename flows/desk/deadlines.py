"""The clock of a case: its term in working days, which stands still in `waiting` (invariant I15).

A working day counts when it closes (17:00 in Vietnam) while the case is not waiting; the day on
which a term begins never counts. So a due time is a function of the term's beginning, its days,
the pauses and the calendar, in whichever order and however late they are looked at.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Protocol

from flows.complaints import CATEGORIES, Category, as_denunciation
from flows.desk.cases import GRAVE, RUNNING, Case
from flows.identifiers import Instant
from flows.time_units import DAY
from flows.workdays import Calendar, closing, deadline, local_date

__all__ = [
    "FOLLOW_UP_DAYS",
    "REPLY_DAYS",
    "SOON",
    "WAITING_DAYS",
    "Timed",
    "ends_at",
    "is_late",
    "is_own_verdict",
    "redated",
    "resumed",
    "rules_of",
    "silent_until",
    "term_days",
]

REPLY_DAYS: Final = 10
"""Working days: the law's term for an answer (Luật Tiếp công dân Đ28), and the citizen's to agree
or to object before an answered case closes.
"""
WAITING_DAYS: Final = 10
"""Days that a case waits for what the citizen was asked; then it goes on (domain §4.2)."""
FOLLOW_UP_DAYS: Final = 10
"""Working days until the desk looks again at a case that another authority has."""

SOON: Final = 3 * DAY
"""How long before the end of its term a case is put forward: a weekend and a working day, so that
nobody first hears of a term when it is over.
"""


def rules_of(case: Case) -> Category:
    """Return the line of the category tree that holds for the case (domain §4.2)."""
    category = CATEGORIES[case.category]
    return as_denunciation(category) if case.restricted and not category.restricted else category


def term_days(case: Case) -> int:
    """Return the working days of the case's present term."""
    if case.state == "forwarded":
        return FOLLOW_UP_DAYS
    return rules_of(case).days or REPLY_DAYS


class Timed(Protocol):
    """What has a term: a case, or the row of one."""

    @property
    def state(self) -> str: ...
    @property
    def due_at(self) -> Instant | None: ...


def is_late(case: Timed, now: Instant) -> bool:
    """Return whether the case should have been answered by `now` and was not."""
    return case.state in RUNNING and case.due_at is not None and case.due_at <= now


def is_own_verdict(case: Case) -> bool:
    """Return whether a grave case was answered by the very unit that it is about. The citizen's
    silence does not close it: their unit would close it on its own team (domain §4.2).
    """
    own = case.owner_unit_id == case.unit_id
    return case.state == "answered" and own and case.severity >= GRAVE


def silent_until(case: Case, calendar: Calendar) -> Instant | None:
    """Return until when the citizen may agree or object; None: nothing was answered."""
    if case.state != "answered" or case.answered_at is None:
        return None
    return deadline(calendar, case.answered_at, REPLY_DAYS)


def ends_at(case: Case, calendar: Calendar) -> Instant | None:
    """Return when time alone ends the case's state: `waiting` goes on, `answered` closes."""
    if case.waiting_since is not None:
        return Instant(case.waiting_since + WAITING_DAYS * DAY)
    return None if is_own_verdict(case) else silent_until(case, calendar)


def resumed(case: Case, until: Instant, calendar: Calendar) -> Instant | None:
    """Return when a waiting case is due, once the waiting has ended at `until`.

    What was left of the term when the waiting began is left now. A case that was late by then
    stays late.
    """
    since, due = case.waiting_since, case.due_at
    if since is None or due is None or due <= since:
        return due
    left = _working_days(calendar, _first_to_count(since, case), local_date(due))
    return closing(calendar.add(_first_to_count(until, case) - timedelta(days=1), left))


def redated(case: Case, now: Instant, before: Calendar, calendar: Calendar) -> Instant | None:
    """Return when a case is due once `calendar` has taken the place of `before`: what was left
    of its term is left now. Never earlier than it was: that day was announced. A case that is
    late stays late, and where the clock stands still it goes on from where it stopped.
    """
    since, due = case.waiting_since or now, case.due_at
    if case.state not in RUNNING | {"waiting"} or due is None or due <= since:
        return due
    first = _first_to_count(since, case)
    left = _working_days(before, first, local_date(due))
    return max(due, closing(calendar.add(first - timedelta(days=1), left)))


def _first_to_count(moment: Instant, case: Case) -> date:
    """Return the first day that closes after `moment` and is not the one the term began on."""
    day = local_date(moment)
    if closing(day) <= moment:
        day += timedelta(days=1)
    return max(day, local_date(case.term_at) + timedelta(days=1))


def _working_days(calendar: Calendar, first: date, last: date) -> int:
    days = (last - first).days + 1
    return sum(calendar.is_workday(first + timedelta(days=n)) for n in range(days))
