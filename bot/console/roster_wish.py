"""A line of the roster as a form gave it: how it is read, what is wrong with it, its record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final, cast, get_args

import msgspec

from bot.console.forms import Form, number_in
from flows.identifiers import Instant
from flows.spelling import fold
from flows.texts import text_key
from storage.staff_records import RosterRecord
from survey.office_lists import day_in, minute_in
from survey.roster import ALL_WEEK, RosterKind, RosterRow

__all__ = ["RosterWish", "clock", "faults_of"]

_LONGEST: Final = 366
"""Days of one line: who serves longer is entered anew, so that a mistake ends by itself."""
_MIDNIGHT: Final = 24 * 60


class RosterWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to be in the roster, as text; `line`: what it takes the place of."""

    line: str = ""
    kind: str = "duty"
    officer: str = ""
    counter: str = ""
    from_day: str = ""
    to_day: str = ""
    starts: str = ""
    ends: str = ""
    weekdays: int = ALL_WEEK
    stands_for: str = ""

    @classmethod
    def of(cls, form: Form) -> RosterWish:
        """Read a form; whether it can be stored is asked of `faults_of`."""
        names = [name for name in cls.__struct_fields__ if name != "weekdays"]
        return cls(**{name: form[name] for name in names}, weekdays=_weekdays(form))

    @classmethod
    def like(cls, row: RosterRow, *, changes: bool = False) -> RosterWish:
        """Return what a line of the roster says; with `changes`, to take its place."""
        return cls(
            line=str(row.id) if changes else "",
            kind=row.kind,
            officer=row.officer_id,
            counter=row.counter_id or "",
            from_day=row.from_day.isoformat(),
            to_day=row.to_day.isoformat(),
            starts=clock(row.starts_min),
            ends=clock(row.ends_min),
            weekdays=row.weekdays,
            stands_for=row.stands_for or "",
        )

    def fields(self) -> dict[str, str]:
        """Return the fields of a form that says the same."""
        return {name: str(getattr(self, name)) for name in self.__struct_fields__}

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day; one day, where no last is given."""
        first = day_in(self.from_day)
        return first, day_in(self.to_day) if self.to_day else first

    @property
    def minutes(self) -> tuple[int | None, int | None]:
        """From when to when; the whole day, where no time is given."""
        starts = minute_in(self.starts, fold) if self.starts else 0
        return starts, minute_in(self.ends, fold) if self.ends else _MIDNIGHT

    def made(self, place_id: str, at: Instant, by: str) -> RosterRecord:
        """Return the line; only of a wish without faults."""
        (first, last), (starts, ends) = self.days, self.minutes
        is_absence = self.kind == "absence"
        return RosterRecord(
            id=0,
            officer_id=self.officer,
            place_id=None if is_absence else place_id,
            counter_id=None if is_absence else self.counter or None,
            from_day=cast("date", first),
            to_day=cast("date", last),
            starts_min=cast("int", starts),
            ends_min=cast("int", ends),
            weekdays=self.weekdays,
            kind=cast("RosterKind", self.kind),
            stands_for=self.stands_for if self.kind == "delegation" else None,
            at=at,
            by=by,
        )


def clock(minute: int) -> str:
    """Return a minute of the day as people write it; its end is the midnight that it is."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _weekdays(form: Form) -> int:
    ticked = [int(day) for day in form.all("weekday") if day in "0123456" and len(day) == 1]
    if ticked:
        return sum(1 << day for day in set(ticked))
    return number_in(form["weekdays"]) & ALL_WEEK or ALL_WEEK


def faults_of(
    wish: RosterWish, officers: Collection[str], counters: Collection[str]
) -> dict[str, str]:
    """Return what is wrong, a text key for each field. `officers`: who can be put there."""
    (first, last), (starts, ends) = wish.days, wish.minutes
    span = (last - first).days if first and last else 0
    is_delegation = wish.kind == "delegation"
    wrong = {
        "kind": wish.kind not in get_args(RosterKind),
        "officer": wish.officer not in officers,
        "counter": bool(wish.counter) and wish.counter not in counters,
        "from_day": first is None,
        "to_day": last is None or not 0 <= span <= _LONGEST,
        "starts": starts is None,
        "ends": ends is None or (starts is not None and ends <= starts),
        "stands_for": is_delegation
        and (wish.stands_for not in officers or wish.stands_for == wish.officer),
    }
    return {field: _FAULTS[field] for field, is_wrong in wrong.items() if is_wrong}


_FAULTS: Final = {
    "kind": text_key("console.roster.fault.kind"),
    "officer": text_key("console.roster.fault.officer"),
    "counter": text_key("console.roster.fault.counter"),
    "from_day": text_key("console.roster.fault.from_day"),
    "to_day": text_key("console.roster.fault.to_day"),
    "starts": text_key("console.roster.fault.starts"),
    "ends": text_key("console.roster.fault.ends"),
    "stands_for": text_key("console.roster.fault.stands_for"),
}
