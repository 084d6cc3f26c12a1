"""A second reckoning of a case's clock, slow and plain, that shares nothing with the first.

It walks through the days one by one in local time, asks a wall calendar of its own whether the
office is open, and at 17:00 looks whether the case is waiting. It knows no moments in
milliseconds, no remainders and no fixed offset from UTC.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays.countries.vietnam import Vietnam

__all__ = ["HANOI", "Pause", "Wall", "wall"]

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
Pause = tuple[datetime, datetime]

_FIVE = time(17, 0)
_ONE_DAY = timedelta(days=1)
_STEP = timedelta(minutes=6)


@dataclass(frozen=True)
class Wall:
    """A calendar on the wall, on which the days of open offices are ringed."""

    open_days: Collection[date]

    def due(self, start: datetime, days: int, pauses: Sequence[Pause]) -> datetime:
        """Return five o'clock of the day on which the last day of the term has passed."""
        day, passed = start.date(), 0
        while passed < days:
            day += _ONE_DAY
            if day in self.open_days:
                five = datetime.combine(day, _FIVE, HANOI)
                passed += not any(since < five <= until for since, until in pauses)
        return datetime.combine(day, _FIVE, HANOI)

    def warning(self, due: datetime, days: int) -> datetime:
        """Walk back through office hours, six minutes at a time, until 30 % of the term is left.

        30 % of a day of nine hours are 27 such steps.
        """
        moment, left = due, 27 * days
        while left:
            if moment.time() == time(8, 0):
                moment = datetime.combine(self._open_before(moment.date()), _FIVE, HANOI)
            moment -= _STEP
            left -= 1
        if moment.time() == time(8, 0):  # the whole day is left: said when the day before ends
            moment = datetime.combine(self._open_before(moment.date()), _FIVE, HANOI)
        return moment

    def _open_before(self, day: date) -> date:
        day -= _ONE_DAY
        while day not in self.open_days:
            day -= _ONE_DAY
        return day


def wall(first: int, last: int, written_over: Mapping[date, bool]) -> Wall:
    """Return the calendar of these years as the holidays package prints it."""
    printed = Vietnam(years=range(first, last + 1))  # type: ignore[no-untyped-call] # none there

    def is_open(day: date) -> bool:
        if day in written_over:
            return written_over[day]
        if day in printed.weekend_workdays:
            return True
        return day.strftime("%a") not in ("Sat", "Sun") and day not in printed

    every = (date(first, 1, 1) + n * _ONE_DAY for n in range((last - first + 1) * 366))
    return Wall({day for day in every if is_open(day)})
