"""What a dashboard is asked for: whose figures, of which days, told apart by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple
from urllib.parse import urlencode

import msgspec

from bot.console.day_spans import day_in
from bot.console.report_found import named_period
from bot.console.routes import Visit
from flows.texts import text_key
from survey.editions import DIMENSIONS, Dimension, Period, Scope
from survey.report_schedule import DutySpan, period_at

__all__ = [
    "DIMENSION_NAMES",
    "ChosenFigures",
    "chosen_figures",
    "last_quarter",
    "offered_periods",
    "rounded",
    "scope_in",
]

DIMENSION_NAMES: Final[Mapping[Dimension, str]] = {
    "form": text_key("console.figures.by.form"),
    "group": text_key("console.figures.by.group"),
    "place": text_key("console.figures.by.place"),
    "officer": text_key("console.figures.by.officer"),
    "procedure": text_key("console.figures.by.procedure"),
    "area": text_key("console.figures.by.area"),
    "mode": text_key("console.figures.by.mode"),
    "channel": text_key("console.figures.by.channel"),
    "evidence": text_key("console.figures.by.evidence"),
}
_QUARTERS: Final = 6
_LONGEST: Final = 60  # characters of a value


class ChosenFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen, as it stands in the address."""

    unit: str = ""
    """Empty: all that its reader may see."""
    first: str = ""
    last: str = ""
    by: Dimension = "form"
    tree: Literal["then", "now"] = "now"
    level: str = ""
    value: str = ""
    """One value of `by`, for the responses that a figure is made of."""

    @property
    def period(self) -> Period:
        """The days; a part of a calendar year knows its name."""
        for span in ("quarter", "half_year", "year"):
            found = period_at(span, date.fromisoformat(self.first))
            if (found.from_day, found.to_day) == (self.first, self.last):
                return found
        return Period(span="other", from_day=self.first, to_day=self.last)

    def query(self, **changes: str) -> str:
        """Return it as the query of an address, with changes."""
        chosen = {**msgspec.structs.asdict(self), **changes}
        return urlencode({name: value for name, value in chosen.items() if value})


def chosen_figures(query: Mapping[str, str], today: date) -> ChosenFigures:
    """Read an address; without days the quarter that today belongs to is meant, and days the
    wrong way round are turned.
    """
    usual = period_at("quarter", today)
    days = [day_in(query.get(name, "")) for name in ("first", "last")]
    first, last = days[0] or usual.from_day, days[1] or max(usual.to_day, days[0])
    by: Dimension = next((one for one in DIMENSIONS if one == query.get("by")), "form")
    return ChosenFigures(
        unit=query.get("unit", "")[:_LONGEST],
        first=min(first, last),
        last=max(first, last),
        by=by,
        tree="then" if query.get("tree") == "then" else "now",
        level=query.get("level", "")[:_LONGEST],
        value=query.get("value", "")[:_LONGEST],
    )


def rounded(chosen: ChosenFigures, today: date) -> ChosenFigures:
    """Return what was chosen for those who may not open responses: the quarter, half-year or years
    around the days, by the units of now, as far as their quarters are over; else the last quarter
    that is. Days less one, two trees, or what one day adds would single people out.
    """
    first, last = map(date.fromisoformat, (chosen.first, chosen.last))
    spans: tuple[DutySpan, ...] = ("quarter", "half_year", "year")
    found = next((one for span in spans if (one := period_at(span, first)).to_day >= chosen.last),
                 None)  # fmt: skip
    begin = found.from_day if found else f"{first.year:04}-01-01"
    end = found.to_day if found else f"{last.year:04}-12-31"
    newest = last_quarter(today)
    if begin > newest.to_day:
        begin, end = newest.from_day, newest.to_day
    return msgspec.structs.replace(chosen, first=begin, last=min(end, newest.to_day), tree="now")


def last_quarter(today: date) -> Period:
    """Return the newest quarter that is over."""
    begun = date.fromisoformat(period_at("quarter", today).from_day)
    return period_at("quarter", begun - timedelta(days=1))


def scope_in(chosen: ChosenFigures, names: Mapping[str | None, str]) -> Scope:
    """Return whose figures were chosen."""
    unit = chosen.unit or None
    return Scope(unit_id=unit, unit_name=names.get(unit, ""), tree=chosen.tree)


class _Offered(NamedTuple):
    """A period that can be chosen by one press."""

    name: str
    query: str
    is_chosen: bool


def offered_periods(visit: Visit, chosen: ChosenFigures, newest: Period) -> Iterator[_Offered]:
    """Yield the quarters up to one, the newest first, and its year."""
    today = day = date.fromisoformat(newest.from_day)
    for _ in range(_QUARTERS):
        period = period_at("quarter", day)
        yield _offer(visit, chosen, period)
        day = date.fromisoformat(period.from_day) - timedelta(days=1)
    yield _offer(visit, chosen, period_at("year", today))


def _offer(visit: Visit, chosen: ChosenFigures, period: Period) -> _Offered:
    days = {"first": period.from_day, "last": period.to_day, "level": "", "value": ""}
    is_chosen = (chosen.first, chosen.last) == (period.from_day, period.to_day)
    return _Offered(named_period(visit, period), chosen.query(**days), is_chosen)
