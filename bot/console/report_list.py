"""The desk of reports: what is due and late, the reports of a year, and a new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from aiohttp import web

from bot.console import report_acts, report_page, report_schedule, report_text
from bot.console.day_spans import day_in
from bot.console.forms import Form, number_in
from bot.console.report_found import PATH, desk_of, named_period, path_of, report_thing
from bot.console.report_units import unit_names, units_in_reach
from bot.console.routes import Route, Visit
from bot.i18n import day_of
from bot.reporting import Due, due_reports
from bot.reporting.words import REFUSALS, SPAN_NAMES, STANDING_TONES, STANDINGS, STATES, TONES
from flows.desk.policy import anywhere, scope_of
from flows.texts import text_key
from storage.report_records import ReportRecord
from survey.editions import Period, Scope
from survey.report_life import ReportRefusedError
from survey.report_schedule import SPANS, period_at

__all__ = ["ROUTES"]

_NEW: Final = f"{PATH}/new"
_YEARS: Final = 6
"""How many years back the list offers."""
_PERIODS: Final = 4
"""How many periods of each span a new report offers: the last ones that have ended, and this."""


class _Row(NamedTuple):
    """A report as the list shows it."""

    href: str
    period: str
    unit: str
    number: str
    state: str
    tone: str


class _DueRow(NamedTuple):
    """A report that is owed, as the list shows it."""

    unit: str
    period: str
    due: date
    standing: str
    tone: str
    href: str
    """The report, or where it is made."""
    is_made: bool


async def reports(visit: Visit) -> web.StreamResponse:
    """List what is due and what there is."""
    today, storage = day_of(visit.now), visit.services.storage
    year = number_in(visit.request.query.get("year", "")) or today.year
    reach = scope_of(visit.actor, "report.read").units
    calendar = visit.services.runner.turns.renderer.rules.calendar
    names = await unit_names(visit)
    due = await due_reports(storage, calendar, visit.now, reach)
    return visit.show(
        "reports.html",
        year=year,
        years=[(str(one), str(one)) for one in range(today.year, today.year - _YEARS, -1)],
        rows=[_row(visit, one, names) for one in await storage.reports.listed(reach, year)],
        due=[_due_row(visit, one, names) for one in due],
        may_make=anywhere(visit.actor, "report.change"),
        may_plan=anywhere(visit.actor, "report.plan"),
    )


def _row(visit: Visit, record: ReportRecord, names: dict[str | None, str]) -> _Row:
    return _Row(
        href=path_of(record),
        period=named_period(visit, record.period),
        unit=names.get(record.unit_id, record.scope.unit_name),
        number="" if record.number is None else f"{record.number:02}/{record.letterhead.symbol}",
        state=visit.text(STATES[record.life.state]),
        tone=TONES.get(record.life.state, "quiet"),
    )


def _due_row(visit: Visit, due: Due, names: dict[str | None, str]) -> _DueRow:
    period = due.period
    new = f"{_NEW}?unit={due.duty.unit_id or ''}&period={period.span}/{period.from_day}"
    return _DueRow(
        unit=names.get(due.duty.unit_id, due.duty.unit_id or ""),
        period=named_period(visit, period),
        due=due.due,
        standing=visit.text(STANDINGS[due.standing]),
        tone=STANDING_TONES.get(due.standing, "quiet"),
        href=new if due.report is None else path_of(due.report),
        is_made=due.report is not None,
    )


# -- a new one


class _Wish(NamedTuple):
    """What somebody wants a report of; `period`: span and first day, or empty for the days."""

    unit: str = ""
    period: str = ""
    first: str = ""
    last: str = ""
    tree: str = "now"

    @classmethod
    def of(cls, form: Form) -> _Wish:
        first, last = day_in(form["from"]), day_in(form["to"])
        return cls(form["unit"], form["period"], first, last, form["tree"] or "now")

    @property
    def meant(self) -> Period | None:
        """The period; None: no days, or the wrong way round."""
        name, _, day = self.period.partition("/")
        span = next((one for one in SPANS if one == name), None)
        if span is not None and day_in(day):
            return period_at(span, date.fromisoformat(day))
        if self.first and self.last and self.first <= self.last:
            return Period(span="other", from_day=self.first, to_day=self.last)
        return None


async def new(visit: Visit) -> web.StreamResponse:
    """Ask of which unit and period."""
    query = visit.request.query
    usual = next(_offered(visit))[0]
    return await _ask(visit, _Wish(query.get("unit", ""), query.get("period", usual)))


async def _ask(visit: Visit, wish: _Wish, fault: str = "") -> web.Response:
    return visit.show(
        "report_new.html",
        status=422 if fault else 200,
        wish=wish,
        units=await units_in_reach(visit, "report.change"),
        periods=[*_offered(visit), ("", visit.text(text_key("console.report.span.other")))],
        fault=visit.text(fault) if fault else "",
    )


def _offered(visit: Visit) -> Iterator[tuple[str, str]]:
    """Yield the newest periods of each span: those that ended first."""
    for span in SPANS:
        day = day_of(visit.now)
        for _ in range(_PERIODS):
            period = period_at(span, day)
            begun = date.fromisoformat(period.from_day)
            if period.to_day < day_of(visit.now).isoformat():
                name = f"{visit.text(SPAN_NAMES[span])}: {named_period(visit, period)}"
                yield f"{span}/{period.from_day}", name
            day = begun - timedelta(days=1)


async def make(visit: Visit) -> web.StreamResponse:
    """Make a draft with the figures as they are now."""
    wish = _Wish.of(await visit.form())
    period, unit = wish.meant, wish.unit or None
    if unit is not None:
        visit.must("report.change", report_thing(unit))
    names, may = await unit_names(visit), visit.may("report.change", report_thing(unit))
    if period is None or unit not in names or not may:
        return await _ask(visit, wish, text_key("console.report.fault.period"))
    scope = Scope(
        unit_id=unit, unit_name=names[unit], tree="then" if wish.tree == "then" else "now"
    )
    try:
        made = await desk_of(visit).make(scope, period)
    except ReportRefusedError as refused:
        return await _ask(visit, wish, REFUSALS[refused.refusal])
    return visit.go(path_of(made), text_key("console.report.made"))


ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, reports, "report.read"),
    Route("GET", _NEW, new, "report.change"),
    Route("POST", _NEW, make, "report.change"),
    *report_schedule.ROUTES,
    *report_page.ROUTES,
    *report_acts.ROUTES,
    *report_text.ROUTES,
)
