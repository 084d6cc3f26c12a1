"""Which tables and charts go with which section of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from bot.reports.satisfaction.blocks import Block, Note
from bot.reports.satisfaction.cells import Column, Table, marks, shown
from bot.reports.satisfaction.charts import Bar, Chart, interval_chart, trend_chart
from bot.reports.satisfaction.standing_tables import (
    driver_table,
    face_table,
    procedure_table,
    step_table,
    theme_table,
    unit_table,
)
from bot.reports.satisfaction.tables import (
    change_table,
    count_table,
    factor_table,
    month_of,
    note,
    online_change_table,
    target_table,
    trend_table,
)
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.editions import Edition, Row, Share
from survey.findings.units import overall_target
from survey.index import LEVELS
from survey.report_parts import SectionName
from survey.trends import every_month

__all__ = ["charts_of", "tables_of", "with_marks"]

Maker: TypeAlias = Callable[[Edition, Voice], Table]

_TABLES: Final[Mapping[SectionName, tuple[Maker, ...]]] = {
    "conduct": (count_table,),
    "level": (factor_table, target_table),
    "change": (change_table, trend_table),
    "weaknesses": (driver_table,),
    "units": (unit_table,),
    "online": (procedure_table, step_table, online_change_table, face_table),
    "voices": (theme_table,),
}

_ON_A_PAGE: Final = 24
"""Lines of a chart that fit a page."""


def tables_of(name: SectionName, edition: Edition, voice: Voice) -> Iterator[Block]:
    """Return the tables of a section; one without lines is left out, its text says why, and so is
    a course of one month, which is the whole once more. The counts have their total always.
    """
    for maker in _TABLES.get(name, ()):
        table = maker(edition, voice)
        least = 1 if maker is trend_table else 0
        if len(table.rows) > len(table.strong) + least or (name == "level" and table.rows):
            yield from with_marks(table, voice)


def with_marks(table: Table, voice: Voice) -> Iterator[Block]:
    """Return a table and what its marks mean."""
    yield table
    if meaning := marks(voice, [table]):
        yield Note(meaning)


def charts_of(name: SectionName, edition: Edition, voice: Voice) -> Iterator[Chart]:
    """Return the charts of a section."""
    if name == "level":
        yield _factors(edition, voice)
    if name == "change" and len(edition.trend) > 1:
        yield _trend(edition, voice)
    if name == "units" and len(edition.units) > 1:
        yield from _units(edition, voice)


def _factors(edition: Edition, voice: Voice) -> Chart:
    rows = [row for row in edition.levels if row.key in LEVELS]
    bars = [_bar(voice, _named(row), row.share, strong=len(row.key) != 2) for row in rows]
    return interval_chart("factors", voice.say(text_key("report.chart.factors")), bars)


def _named(row: Row) -> str:
    return row.label if row.key == LEVELS[0] else f"{row.key}. {row.label}"


def _units(edition: Edition, voice: Voice) -> Iterator[Chart]:
    """Return the units on charts that each fit a page, and none of more units than a reader can
    compare with their eyes: the table has them.
    """
    bars = [_bar(voice, unit.label, unit.levels[0].share) for unit in edition.units]
    if len(bars) > 3 * _ON_A_PAGE:
        return
    title, line = voice.say(text_key("report.chart.units")), overall_target(edition)
    target = None
    if line is not None:
        said = voice.plain(line.percent)
        label = voice.say(text_key("report.chart.target"), percent=said)
        target = Bar(label, said, share=line.percent / 100)
    for begin in range(0, len(bars), _ON_A_PAGE):
        yield interval_chart("units", title, bars[begin : begin + _ON_A_PAGE], target)


def _trend(edition: Edition, voice: Voice) -> Chart:
    points = [_bar(voice, month_of(day), share) for day, share in every_month(edition.trend)]
    return trend_chart("trend", voice.say(text_key("report.chart.trend")), points)


def _bar(voice: Voice, label: str, share: Share, *, strong: bool = False) -> Bar:
    if share.best is None:
        return Bar(label, note(voice, share), strong=strong)
    said = shown(voice, Column("", "share"), share)
    return Bar(label, said, share.best, share.low, share.high, strong)
