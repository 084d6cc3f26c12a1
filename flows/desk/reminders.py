"""Notices about a case's term: not begun, nearly over, over (domain §4.2, invariant I15)."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from flows.desk.cases import RUNNING, Case
from flows.desk.deadlines import rules_of, term_days
from flows.identifiers import Instant
from flows.workdays import Calendar, closing, deadline, local_date

__all__ = ["LEVELS", "Level", "Notice", "due_notices", "notices"]

Level: TypeAlias = Literal["first", "warning", "breach"]
"""`first`: nobody has begun, where the category wants that at once. `warning`: 70 % of the term
has gone. `breach`: all of it has.
"""
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""In the order in which they come; each is given once a term."""

_OFFICE_DAY: Final = 9 * 60 * 60 * 1000
"""08:00 to 17:00."""
_LEFT_AT_WARNING: Final = _OFFICE_DAY * 30 // 100
"""Office time that 30 % of one day are; a term of n days has n times that left."""
_NOT_BEGUN: Final = ("new", "assigned")


class Notice(Struct, frozen=True):
    """A notice to whoever the case belongs to, and when it is due."""

    level: Level
    at: Instant

    @property
    def rank(self) -> int:
        """Its place in the ladder, from 1: what `Case.noticed` counts."""
        return LEVELS.index(self.level) + 1


def notices(case: Case, calendar: Calendar) -> tuple[Notice, ...]:
    """Return the notices that are still to be given in this term, in their order.

    While the clock stands still, and after the answer, there are none. A case that was sorted anew
    keeps its shorter term: where its warning comes first, that says all that `first` would.
    """
    if case.state not in RUNNING or case.due_at is None:
        return ()
    warning = Notice("warning", _warning_at(case.due_at, term_days(case), calendar))
    ladder = [warning, Notice("breach", case.due_at)]
    first_days = rules_of(case).first_days
    if first_days and case.state in _NOT_BEGUN:
        first = Notice("first", deadline(calendar, case.term_at, first_days))
        ladder = [first, *ladder] if first.at < warning.at else ladder
    return tuple(notice for notice in ladder if notice.rank > case.noticed)


def due_notices(case: Case, now: Instant, calendar: Calendar) -> tuple[Notice, ...]:
    """Return the notices whose time has come by `now`, however long ago."""
    return tuple(notice for notice in notices(case, calendar) if notice.at <= now)


def _warning_at(due: Instant, days: int, calendar: Calendar) -> Instant:
    """Return when 30 % of `days` working days are left until `due`, counted in office hours."""
    whole, part = divmod(days * _LEFT_AT_WARNING, _OFFICE_DAY)
    return Instant(closing(calendar.before(local_date(due), whole)) - part)
