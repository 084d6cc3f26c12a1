"""Deadlines in working days of Vietnam: arithmetic over a calendar that is passed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

import msgspec

from flows.identifiers import Instant

__all__ = [
    "VIETNAM",
    "Calendar",
    "calendar_of",
    "closing",
    "deadline",
    "local_date",
    "open_after",
    "swaps_in",
    "with_swaps",
]

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""UTC+7 the whole year: Vietnam has had no clock change since 1975."""

_CLOSING_TIME = time(17, 0)
_SATURDAY = 5
_SWAPS = " swaps "  # stands in a version before the number of the newest swap


class Calendar(msgspec.Struct, frozen=True):
    """Days that differ from the ordinary week of Monday to Friday.

    `holidays` are days off (Tết, public holidays, decreed swaps); `workdays` are Saturdays and
    Sundays worked instead. `version` names the calendar, so that a deadline can be recomputed.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    version: str = "weekdays"

    def is_workday(self, day: date) -> bool:
        """Return whether offices are open on `day`."""
        if day in self.workdays:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add(self, start: date, days: int) -> date:
        """Return the `days`-th working day after `start`; `start` itself never counts.

        Labour and reception rules count from the day after receipt. `days` = 0 gives `start`
        if it is a working day, else the next one.

        Raises:
            ValueError: `days` is negative.

        """
        if days < 0:
            message = f"days must be 0 or more, not {days}"
            raise ValueError(message)
        day = start
        while days or not self.is_workday(day):
            day += timedelta(days=1)
            days -= self.is_workday(day) and days > 0
        return day

    def before(self, end: date, days: int) -> date:
        """Return the `days`-th working day (1 or more) before `end`."""
        day = end
        while days:
            day -= timedelta(days=1)
            days -= self.is_workday(day)
        return day


def calendar_of(
    holidays: Iterable[date], workdays: Iterable[date] = (), *, version: str
) -> Calendar:
    """Return a calendar from any iterables of days."""
    return Calendar(frozenset(holidays), frozenset(workdays), version)


def with_swaps(calendar: Calendar, swaps: Mapping[date, bool], number: int) -> Calendar:
    """Return `calendar` with officially decided days laid over it.

    `swaps`: day → whether offices work on it; what they say of a day holds, whatever the calendar
    says. `number` counts the changes of the swaps and becomes part of the version, so that a
    deadline can be derived again.
    """
    worked = {day for day, works in swaps.items() if works}
    free = swaps.keys() - worked
    return Calendar(
        holidays=calendar.holidays | free,
        workdays=(calendar.workdays - free) | worked,
        version=f"{calendar.version}{_SWAPS}{number}",
    )


def swaps_in(version: str) -> int:
    """Return how many changes of swaps a calendar's version counts; 0 of one without swaps."""
    _, _, number = version.rpartition(_SWAPS)
    return int(number) if number.isdecimal() and _SWAPS in version else 0


def local_date(now: Instant) -> date:
    """Return the date in Vietnam at `now`."""
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(VIETNAM).date()


def closing(day: date) -> Instant:
    """Return the end of office hours (17:00 in Vietnam) of `day`."""
    moment = datetime.combine(day, _CLOSING_TIME, VIETNAM)
    return Instant(int(moment.timestamp() * 1000))


def open_after(calendar: Calendar, start: Instant, span_ms: int) -> Instant:
    """Return when `span_ms` of working days, from midnight to midnight in Vietnam, have gone by
    since `start`: what falls on a day off does not count.
    """
    moment, left = start, span_ms
    while True:
        day = local_date(moment)
        midnight = _beginning(day + timedelta(days=1))
        if calendar.is_workday(day):
            if moment + left <= midnight:
                return Instant(moment + left)
            left -= midnight - moment
        moment = midnight


def _beginning(day: date) -> Instant:
    return Instant(int(datetime.combine(day, time(), VIETNAM).timestamp() * 1000))


def deadline(calendar: Calendar, start: Instant, days: int) -> Instant:
    """Return the end of office hours (17:00 in Vietnam) of the `days`-th working day."""
    return closing(calendar.add(local_date(start), days))
