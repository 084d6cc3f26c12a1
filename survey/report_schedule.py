"""Who reports which span by which day, and when somebody is reminded of it (domain R34, R35)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from survey.editions import Period

__all__ = [
    "MOST_DAYS",
    "SPANS",
    "STEPS",
    "Duty",
    "DutySpan",
    "Standing",
    "Step",
    "due_day",
    "ended_periods",
    "period_at",
    "standing",
    "step_on",
]

DutySpan: TypeAlias = Literal["quarter", "half_year", "year"]
SPANS: Final[tuple[DutySpan, ...]] = get_args(DutySpan)
_MONTHS: Final[dict[DutySpan, int]] = {"quarter": 3, "half_year": 6, "year": 12}

MOST_DAYS: Final = 60
"""Working days after a period's end by which it can be due at the latest: a quarter's report comes
before the next quarter ends.
"""

Step: TypeAlias = Literal["soon", "late", "later"]
STEPS: Final[tuple[tuple[Step, int], ...]] = (("soon", -3), ("late", 1), ("later", 5))
"""When whoever owes a report is reminded: working days after the due day. Of what is late their
superior hears as well.
"""

Standing: TypeAlias = Literal["waiting", "soon", "late", "issued", "issued_late"]

WorkdayAfter: TypeAlias = Callable[[date, int], date]
"""`flows.workdays.Calendar.add`: the n-th working day after a day."""


class Duty(Struct, frozen=True, kw_only=True):
    """A unit has to report each span; `days`: working days after its end, 1–`MOST_DAYS`."""

    id: str
    unit_id: str | None
    """None: the whole office."""
    span: DutySpan
    days: int
    since: str
    """ISO; periods that ended before are not asked for."""


def period_at(span: DutySpan, day: date) -> Period:
    """Return the calendar period of a span that a day belongs to."""
    months = _MONTHS[span]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = _first_after(first, months) - timedelta(days=1)
    return Period(span=span, from_day=first.isoformat(), to_day=last.isoformat())


def _first_after(first: date, months: int) -> date:
    whole = first.month - 1 + months
    return date(first.year + whole // 12, whole % 12 + 1, 1)


def ended_periods(duty: Duty, today: date) -> Iterator[Period]:
    """Yield the periods that ended before `today` and that the duty asks for, the newest first:
    all of them, since what is not reported stays owed (R34, R35).
    """
    since, day = date.fromisoformat(duty.since), today
    while True:
        begun = date.fromisoformat(period_at(duty.span, day).from_day)
        period = period_at(duty.span, begun - timedelta(days=1))
        if date.fromisoformat(period.to_day) < since:
            return
        yield period
        day = date.fromisoformat(period.from_day)


def due_day(duty: Duty, period: Period, add: WorkdayAfter) -> date:
    """Return the last day on which the report of a period is in time."""
    return add(date.fromisoformat(period.to_day), duty.days)


def standing(due: date, issued_on: date | None, today: date, add: WorkdayAfter) -> Standing:
    """Return how a report stands against its day."""
    if issued_on is not None:
        return "issued" if issued_on <= due else "issued_late"
    if today > due:
        return "late"
    return "soon" if add(today, -STEPS[0][1]) >= due else "waiting"


def step_on(due: date, today: date, add: WorkdayAfter) -> Step | None:
    """Return the newest step whose day has come; None: it is too early for any.

    A step that a stopped service missed is made up by the newest one alone.
    """
    if today > due:
        return "later" if add(due, STEPS[2][1]) <= today else "late"
    return "soon" if add(today, -STEPS[0][1]) >= due else None
