"""The dashboard: the index with its interval, in time, by unit and dimension, to responses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.console.figure_found import FIGURES, Found, found_figures
from bot.console.figure_links import responses_href
from bot.console.figure_rows import (
    FIGURE_HEADERS,
    FigureRow,
    figure_rows,
    said,
)
from bot.console.figure_source import figure_thing, figures_of
from bot.console.figure_standing import beside, standing_sheets
from bot.console.figure_wish import (
    DIMENSION_NAMES,
    ChosenFigures,
    last_quarter,
    offered_periods,
)
from bot.console.giving import give, order_of
from bot.console.report_found import named_period
from bot.console.report_units import units_in_reach
from bot.console.routes import Route, Visit
from bot.figures import Cell
from bot.i18n import day_of
from bot.reports.satisfaction.charts import Bar, Chart, trend_chart
from bot.reports.sheets import Sheet
from flows.desk.policy import anywhere
from flows.texts import text_key
from survey.editions import Period, Row
from survey.index import OVERALL
from survey.report_schedule import period_at
from survey.trends import every_month

__all__ = ["ROUTES"]

_FEWEST_POINTS: Final = 2
"""One month is no trend."""


# -- the page


async def dashboard(visit: Visit) -> web.StreamResponse:
    """Show the figures of a unit and some days."""
    found = await found_figures(visit, dict(visit.request.query))
    chosen = found.chosen
    waiting = await figures_of(visit).waiting()
    known = await beside(visit, found)
    return visit.show(
        "figures.html",
        chosen=chosen,
        scope=found.scope,
        period=named_period(visit, chosen.period),
        days=(date.fromisoformat(chosen.first), date.fromisoformat(chosen.last)),
        units_offered=await units_in_reach(visit, "figure.read"),
        periods=list(offered_periods(visit, chosen, _newest(visit, found))),
        dimensions=[(name, visit.text(key)) for name, key in DIMENSION_NAMES.items()],
        by=visit.text(DIMENSION_NAMES[chosen.by]),
        value=_chosen_value(found),
        waiting=waiting,
        has_days=found.shows_small,
        overall=_overall(visit, found),
        known=known,
        beside=list(figure_rows(visit, known.rows, None, _to_responses(visit, found))),
        said=partial(said, visit),
        trend=await _trend(visit, found),
        may_follow=anywhere(visit.actor, "campaign.follow"),
        may_export=visit.may("figure.export", figure_thing(found.scope.unit_id)),
        tables=_tables(visit, found),
    )


def _newest(visit: Visit, found: Found) -> Period:
    """Return the newest quarter that is offered: who may not open responses sees finished ones."""
    today = day_of(visit.now)
    return period_at("quarter", today) if found.shows_small else last_quarter(today)


def _overall(visit: Visit, found: Found) -> FigureRow:
    rows = [Row(key=OVERALL, label="", share=found.overall)]
    [row] = figure_rows(visit, rows, None, _to_responses(visit, found))
    return row


def _tables(visit: Visit, found: Found) -> Mapping[str, list[FigureRow]]:
    """Return the figures as tables: units, factors, criteria of the factor asked for, values."""
    overview, chosen, overall = found.overview, found.chosen, found.overall
    below = _to_responses(visit, found)
    criteria = [one for one in overview.criteria if _is_asked_for(chosen, one)]
    return {
        "units": list(figure_rows(visit, found.units, overall, lambda row: _to_unit(chosen, row))),
        "levels": list(
            figure_rows(visit, overview.levels, overall, lambda row: _to_level(chosen, row))
        ),
        "criteria": list(figure_rows(visit, criteria, overall, below)),
        "values": list(
            figure_rows(
                visit, overview.tables[chosen.by], overall, lambda row: _to_value(chosen, row)
            )
        ),
        "value": list(
            figure_rows(visit, _levels_of_value(found), overall, _in_value(visit, found))
        ),
        "online": list(figure_rows(visit, overview.online, None, below)),
    }


def _chosen_value(found: Found) -> Row | None:
    """Return the value of the dimension that was chosen, if it has figures."""
    rows = found.overview.tables[found.chosen.by]
    return next((row for row in rows if row.key == found.chosen.value), None)


def _levels_of_value(found: Found) -> Iterator[Row]:
    """Yield the whole, parts and factors of the value that was chosen."""
    if (value := _chosen_value(found)) is None:
        return
    labels = {row.key: row.label for row in found.overview.levels}
    for key, share in ((OVERALL, value.share), ("A", value.part), ("B", value.service)):
        if share is not None:
            yield Row(key=key, label=labels[key], share=share)
    yield from value.factors


def _is_asked_for(chosen: ChosenFigures, criterion: Row) -> bool:
    """Tell whether a criterion belongs to the factor and the form that were chosen, if any."""
    form = chosen.value if chosen.by == "form" else ""
    is_of_form = not form or criterion.key.startswith(f"{form}.")
    return is_of_form and chosen.level in ("", OVERALL, *_parts_of(criterion.factor))


def _parts_of(factor: str | None) -> tuple[str, ...]:
    """Return a factor and the part of the index that it belongs to."""
    return () if factor is None else (factor, factor[:1])


def _to_unit(chosen: ChosenFigures, row: Row) -> str:
    return "" if row.key == chosen.unit else f"{FIGURES}?{chosen.query(unit=row.key)}"


def _to_level(chosen: ChosenFigures, row: Row) -> str:
    return f"{FIGURES}?{chosen.query(level=row.key)}#criteria"


def _to_responses(visit: Visit, found: Found) -> Callable[[Row], str]:
    """Return where the responses of a level are, for those who may open any."""
    return lambda row: _led(visit, found, row, Cell(row.key))


def _to_value(chosen: ChosenFigures, row: Row) -> str:
    return f"{FIGURES}?{chosen.query(value=row.key)}#value"


def _in_value(visit: Visit, found: Found) -> Callable[[Row], str]:
    """Return where the responses of a level of the chosen value are."""
    by, value = found.chosen.by, found.chosen.value
    return lambda row: _led(visit, found, row, Cell(row.key, by, value))


def _led(visit: Visit, found: Found, row: Row, cell: Cell) -> str:
    """Return where the responses of a row are; nowhere if it is withheld."""
    return "" if row.share.withheld else responses_href(visit, found.chosen, cell)


async def _trend(visit: Visit, found: Found) -> Chart | None:
    """Return the index in time as a picture; None where there are fewer than two points."""
    rows = await _over_time(visit, found)
    if len(rows) < _FEWEST_POINTS:
        return None
    points = [
        Bar(row.label, said(visit, row.share.best), row.share.best, row.share.low, row.share.high)
        for row in rows
    ]
    key = (
        text_key("console.figures.trend")
        if found.shows_small
        else text_key("console.figures.trend_quarters")
    )
    return trend_chart("trend", visit.text(key), points)


async def _over_time(visit: Visit, found: Found) -> list[Row]:
    """Return the index month by month; for who may not open responses, quarter by quarter."""
    if not found.shows_small:
        return [
            Row(key=period.from_day, label=named_period(visit, period), share=share)
            for period, share in found.by_quarter
        ]
    months = await figures_of(visit).index(found.scope, found.chosen.period, visit.now)
    return [Row(key=day, label=_month(day), share=share) for day, share in every_month(months)]


def _month(day: str) -> str:
    return f"{day[5:7]}/{day[:4]}"


# -- what is seen, as a file


async def export(visit: Visit) -> web.StreamResponse:
    """Give what is seen as a file, once it is written down who took it, and why."""
    form = await visit.form()
    order, query = order_of(form), dict(parse_qsl(form["query"]))
    found = await found_figures(visit, query)
    visit.must("figure.export", figure_thing(found.scope.unit_id))
    known = await beside(visit, found)
    tables = {
        **_tables(visit, found),
        "months": list(figure_rows(visit, await _over_time(visit, found), None, lambda _: "")),
        "beside": list(figure_rows(visit, known.rows, None, lambda _: "")),
    }
    titles = {
        "levels": visit.text(text_key("console.figures.levels")),
        "units": visit.text(text_key("console.figures.units")),
        "criteria": visit.text(text_key("console.figures.criteria")),
        "values": visit.text(DIMENSION_NAMES[found.chosen.by]),
        "value": _of_value(visit, found),
        "months": visit.text(text_key("console.figures.trend")),
        "beside": visit.text(text_key("console.figures.beside")) if known.rows else "",
        "online": visit.text(text_key("console.figures.online")) if tables["online"] else "",
    }
    sheets = [
        *(_sheet(visit, title, tables[name]) for name, title in titles.items() if title),
        *standing_sheets(visit, known),
    ]
    noted = {"unit": found.scope.unit_id or ""}
    stem = visit.text(text_key("console.figures.file"))
    # A .csv holds one table only: what is seen are several, so that it is always a workbook.
    order = order._replace(kind="xlsx")
    return await give(
        visit, order, [_about(visit, found), *sheets], "figure.exported", noted, stem
    )


def _of_value(visit: Visit, found: Found) -> str:
    """Return the title of the figures of the value that was chosen; "": none was."""
    if (value := _chosen_value(found)) is None:
        return ""
    return visit.text(text_key("console.figures.of_value"), name=value.label)


def _about(visit: Visit, found: Found) -> Sheet:
    """Return of whom and when the tables behind are, and what they conclude by."""
    chosen = found.chosen
    trees = {
        "now": text_key("console.report.tree.now"),
        "then": text_key("console.report.tree.then"),
    }
    return Sheet(
        name=visit.text(text_key("console.figures.title"))[:31],
        headers=[visit.text(text_key("console.report.unit")), found.scope.unit_name],
        rows=[
            (visit.text(text_key("console.report.period")), named_period(visit, chosen.period)),
            (visit.text(text_key("console.report.tree")), visit.text(trees[chosen.tree])),
            (
                visit.text(text_key("console.figures.conclusion")),
                visit.text(text_key("console.figures.rule")),
            ),
        ],
        widths=(24, 60),
    )


def _sheet(visit: Visit, title: str, rows: Iterable[FigureRow]) -> Sheet:
    return Sheet(
        name=title[:31],
        headers=[visit.text(key) for key in FIGURE_HEADERS],
        rows=[
            (row.label, _percent(row.share.best), _percent(row.share.raw),
             _percent(row.share.low), _percent(row.share.high), row.share.people,
             row.share.answers, row.judged)
            for row in rows
        ],
    )  # fmt: skip


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)


ROUTES: tuple[Route, ...] = (
    Route("GET", FIGURES, dashboard, "figure.read"),
    Route("POST", f"{FIGURES}/export", export, "figure.export"),
)
