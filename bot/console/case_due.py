"""How pressing a case is, in words: working days left or late, with a tone for the eye."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

from flows.identifiers import Instant
from flows.texts import plural_key, text_key
from flows.workdays import Calendar, local_date

__all__ = ["SETTLED", "Due", "Tone", "due_of", "workdays_after"]

Tone: TypeAlias = Literal["late", "near", "calm", "none"]

SETTLED = frozenset({"answered", "closed"})
"""States in which the office owes nothing: the citizen has the word, or the case is over."""

_NEAR = 1  # working day left: from here on it is said in the colour of a warning


class Due(NamedTuple):
    """`key` with `days` says it; `tone` colours it: colour never stands alone (WCAG 1.4.1)."""

    key: str
    days: int
    tone: Tone


def workdays_after(calendar: Calendar, first: date, last: date) -> int:
    """Return how many working days follow `first`, `last` included; 0 where it is not later."""
    days = range(1, (last - first).days + 1)
    return sum(calendar.is_workday(first + timedelta(days=number)) for number in days)


def due_of(state: str, due_at: Instant | None, now: Instant, calendar: Calendar) -> Due:
    """Say how much time a case has, in the working days in which it was promised."""
    if state in SETTLED or due_at is None:
        return Due(text_key("console.case.due.none"), 0, "none")
    if state == "waiting":
        return Due(text_key("console.case.due.paused"), 0, "none")
    today, last = local_date(now), local_date(due_at)
    if due_at <= now:
        return _late(workdays_after(calendar, last, today))
    if today == last:
        return Due(text_key("console.case.due.today"), 0, "near")
    left = max(1, workdays_after(calendar, today, last))
    return Due(plural_key("console.case.due.left"), left, "near" if left <= _NEAR else "calm")


def _late(days: int) -> Due:
    if not days:  # since closing time, or a free day: no working day has passed yet
        return Due(text_key("console.case.due.just_late"), 0, "late")
    return Due(plural_key("console.case.due.late"), days, "late")
