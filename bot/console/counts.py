"""Forms issued, returned, valid and invalid per unit and period, within one's units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from bot.console import count_table_acts, count_table_page
from bot.console.day_spans import day_in
from bot.console.figure_links import responses_href
from bot.console.figure_wish import ChosenFigures
from bot.console.giving import give, order_of
from bot.console.routes import Route, Visit
from bot.counting import Period, issued_in
from bot.figures import Aside, Cell
from bot.i18n import day_of
from bot.reports.count_report import CountReport, count_report, count_sheets
from bot.reports.count_words import REASONS
from bot.units import known_units
from flows.desk.policy import anywhere, scope_of
from flows.texts import text_key
from storage.counting_records import CountTable

__all__ = ["ROUTES"]

_PATH: Final = "/console/counts"
_NOW: Final = "now"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What stands in the address: a period, whose days both belong to it, and which units."""

    period: Period
    is_now: bool
    """Units that stand today, instead of those of then."""
    is_backwards: bool = False

    @property
    def query(self) -> str:
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        return urlencode({"from": first, "to": last, "units": _NOW if self.is_now else "then"})


def _chosen(query: Mapping[str, str], today: date) -> _Chosen:
    """Read an address; without days the quarter that today belongs to is meant."""
    first, last = day_in(query.get("from", "")), day_in(query.get("to", ""))
    begun = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    since = date.fromisoformat(first) if first else begun
    until = date.fromisoformat(last) if last else max(today, since)
    backwards = until < since
    period = Period(until, since) if backwards else Period(since, until)
    return _Chosen(period, query.get("units") == _NOW, backwards)


async def counts(visit: Visit) -> web.StreamResponse:
    """Show the table of a period."""
    chosen = _chosen(visit.request.query, day_of(visit.now))
    report = await _report(visit, chosen)
    storage = visit.services.storage
    reach = scope_of(visit.actor, "count.read").units
    return visit.show(
        "counts.html",
        chosen=chosen,
        report=report,
        reasons=[
            (reason, visit.text(REASONS[reason]), _href(visit, chosen, reason))
            for reason in report.reasons
        ],
        rules=visit.services.settings.valid,
        trial=visit.services.settings.trial,
        tables=[(one, *_days(one)) for one in await storage.count_tables.listed(reach)],
        may_change=anywhere(visit.actor, "count.change"),
    )


def _href(visit: Visit, chosen: _Chosen, reason: str) -> str:
    """Return where the responses are that do not count for a reason; "" for who may see none."""
    reach = scope_of(visit.actor, "count.read").units
    wish = ChosenFigures(
        unit=next((top for top, below in visit.actor.units.items() if below == reach), ""),
        first=chosen.period.first.isoformat(),
        last=chosen.period.last.isoformat(),
        tree="now" if chosen.is_now else "then",
    )
    return responses_href(visit, wish, Cell(aside=Aside("outcome", reason)))


def _days(table: CountTable) -> tuple[date, date]:
    return date.fromisoformat(table.from_day), date.fromisoformat(table.to_day)


async def _report(visit: Visit, chosen: _Chosen) -> CountReport:
    storage, services = visit.services.storage, visit.services
    forms = services.runner.turns.renderer.rules.forms
    reach = scope_of(visit.actor, "count.read").units
    groups = await issued_in(storage, forms, chosen.period, services.settings.valid, reach)
    names = {unit.id: unit.name for unit in await storage.places.units()}
    on = day_of(visit.now) if chosen.is_now else chosen.period.last
    tree = (await known_units(storage, visit.now)).tree
    return count_report(visit.text, groups, tree, names, on, now=chosen.is_now)


async def export(visit: Visit) -> web.StreamResponse:
    """Give the table as a file."""
    form = await visit.form()
    order = order_of(form)
    chosen = _chosen(dict(parse_qsl(form["query"])), day_of(visit.now))
    report = await _report(visit, chosen)
    noted = {"tree": str(report.tree_version)}
    stem = visit.text(text_key("console.counts.file"))
    return await give(
        visit, order, count_sheets(visit.text, report), "count.exported", noted, stem
    )


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, counts, "count.read"),
    Route("POST", f"{_PATH}/export", export, "count.read"),
    *count_table_page.ROUTES,
    *count_table_acts.ROUTES,
)
