"""The tables in the body of the report about the whole: counts, factors, change, targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.reports.satisfaction.cells import Cell, Column, Kind, Span, Table, is_inferred
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.comparisons import Direction
from survey.counts import Counts, total
from survey.editions import Change, Edition, Share
from survey.index import LEVELS
from survey.targets import Verdict
from survey.trends import every_month

__all__ = [
    "DIRECTIONS", "VERDICTS", "Layout", "capital", "change_table", "code_of", "columns",
    "count_table", "factor_table", "is_weighted", "month_of", "note", "online_change_table",
    "target_table", "told", "trend_table",
]  # fmt: skip

VERDICTS: Final[Mapping[Verdict, str]] = {
    "reached": text_key("report.verdict.reached"),
    "not_reached": text_key("report.verdict.not_reached"),
    "not_proven": text_key("report.not_proven"),
}
DIRECTIONS: Final[Mapping[Direction, str]] = {
    "higher": text_key("report.direction.higher"),
    "lower": text_key("report.direction.lower"),
    "not_proven": text_key("report.not_proven"),
}

Layout = tuple[str, Kind, float]
"""Text key of the heading, kind, part of the width."""


def capital(text: str) -> str:
    """Return a label as it begins a line."""
    return text[:1].upper() + text[1:]


def code_of(key: str) -> str:
    """Return a criterion as people call it: MC5 of "mc.MC5"; levels are called by their key."""
    return key.rpartition(".")[2]


def columns(voice: Voice, *layouts: Layout) -> list[Column]:
    """Return columns with their headings said."""
    return [Column(voice.say(key), kind, weight) for key, kind, weight in layouts]


def is_weighted(edition: Edition) -> bool:
    """Whether there is a frame, so that raw figures stand beside the weighted ones."""
    return any(row.share.weighted is not None for row in edition.levels)


def count_table(edition: Edition, voice: Voice) -> Table:
    """Return forms issued, returned, valid and invalid by unit, with totals (R32)."""
    layouts: list[Layout] = [
        (text_key("report.column.number"), "text", 0.6),
        (text_key("report.column.unit"), "text", 3.0),
        (text_key("report.column.issued"), "count", 1),
        (text_key("report.column.returned"), "count", 1),
        (text_key("report.column.valid"), "count", 1),
        (text_key("report.column.invalid"), "count", 1),
        (text_key("report.column.not_returned"), "count", 1),
        (text_key("report.column.return_rate"), "share", 1.1),
        (text_key("report.column.planned"), "count", 1),
    ]
    rows = [
        _counted(str(number), row.label, row.counts, row.planned)
        for number, row in enumerate(edition.counts, start=1)
    ]
    planned = sum(row.planned for row in edition.counts if row.planned)
    whole = total(row.counts for row in edition.counts)
    rows.append(_counted("", voice.say(text_key("report.total")), whole, planned or None))
    if not planned:
        rows, layouts = [row[:-1] for row in rows], layouts[:-1]
    return Table(
        key="counts",
        title=voice.say(text_key("report.table.counts")),
        columns=columns(voice, *layouts),
        rows=rows,
        strong=frozenset({len(rows) - 1}),
    )


def _counted(number: str, label: str, counts: Counts, planned: int | None) -> list[Cell]:
    return [
        number,
        label,
        counts.issued,
        counts.returned,
        counts.valid,
        counts.invalid,
        counts.not_returned,
        counts.return_rate,
        planned,
    ]


def factor_table(edition: Edition, voice: Voice) -> Table:
    """Return the index by part and factor, none of which is ever dropped (R39)."""
    layouts: list[Layout] = [
        (text_key("report.column.code"), "text", 0.6),
        (text_key("report.column.content"), "text", 3.4),
        (text_key("report.column.index"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.raw"), "raw", 1),
        (text_key("report.column.respondents"), "heads", 1),
        (text_key("report.column.note"), "text", 1.3),
    ]
    rows = [row for row in edition.levels if row.key in LEVELS]
    cells: list[list[Cell]] = [
        [
            "" if row.key == "overall" else row.key,
            row.label,
            row.share,
            row.share,
            row.share,
            row.share,
            note(voice, row.share),
        ]
        for row in rows
    ]
    table = Table(
        key="factors",
        title=voice.say(text_key("report.table.factors")),
        columns=columns(voice, *layouts),
        rows=cells,
        strong=frozenset(number for number, row in enumerate(rows) if len(row.key) != 2),
    )
    return told(table, edition)


def told(table: Table, edition: Edition) -> Table:
    """Return a table without the raw figures, where there are no others, and without notes,
    where there are none.
    """
    last = len(table.columns) - 1
    kept = [
        number
        for number, column in enumerate(table.columns)
        if (column.kind != "raw" or is_weighted(edition))
        and (number != last or any(row[last] for row in table.rows))
    ]
    return replace(
        table,
        columns=[table.columns[number] for number in kept],
        rows=[[row[number] for number in kept] for row in table.rows],
    )


def note(voice: Voice, share: Share) -> str:
    """Return in words why a figure is missing, or how far it goes."""
    if share.withheld:
        return voice.say(text_key("report.mark.withheld"))
    if share.best is None:
        return voice.say(text_key("report.mark.none"))
    if is_inferred(share):
        return voice.say(text_key("report.mark.inferred"))
    return "" if share.proven else voice.say(text_key("report.not_proven"))


def change_table(edition: Edition, voice: Voice) -> Table:
    """Return the change of each level since the period before."""
    title = voice.say(text_key("report.table.changes"))
    return _changes("changes", title, edition, edition.changes, voice)


def online_change_table(edition: Edition, voice: Voice) -> Table:
    """Return the change of online procedures and their steps since the period before."""
    title = voice.say(text_key("report.table.online_changes"))
    return _changes("online_changes", title, edition, edition.online_changes, voice)


def _changes(
    key: str, title: str, edition: Edition, changes: Iterable[Change], voice: Voice
) -> Table:
    layouts: list[Layout] = [
        (text_key("report.column.content"), "text", 3.2),
        (text_key("report.column.before"), "share", 1),
        (text_key("report.column.after"), "share", 1),
        (text_key("report.column.points"), "points", 1.2),
        (text_key("report.column.points_interval"), "interval", 1.5),
        (text_key("report.column.conclusion"), "text", 1.5),
    ]
    now = {row.key: row.share for row in edition.levels}
    rows: list[list[Cell]] = [
        [one.label, one.before, one.after or now.get(one.key), one.points, Span(one.low, one.high),
         voice.say(DIRECTIONS[one.direction])]
        for one in changes
    ]  # fmt: skip
    return Table(key=key, title=title, columns=columns(voice, *layouts), rows=rows)


def trend_table(edition: Edition, voice: Voice) -> Table:
    """Return the index of each month, those in which nobody answered among them."""
    layouts: list[Layout] = [
        (text_key("report.column.month"), "text", 1.2),
        (text_key("report.column.index"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.note"), "text", 1.8),
    ]
    rows: list[list[Cell]] = [
        [month_of(day), share, share, note(voice, share)]
        for day, share in every_month(edition.trend)
    ]
    title = voice.say(text_key("report.table.trend"))
    return told(
        Table(key="trend", title=title, columns=columns(voice, *layouts), rows=rows), edition
    )


def month_of(day: str) -> str:
    """Return the month of an ISO day as it is written: 01/2026."""
    return f"{date.fromisoformat(day):%m/%Y}"


def target_table(edition: Edition, voice: Voice) -> Table:
    """Return the targets with what came of them (R40)."""
    layouts: list[Layout] = [
        (text_key("report.column.indicator"), "text", 2.4),
        (text_key("report.column.source"), "text", 2.4),
        (text_key("report.column.target"), "share", 1),
        (text_key("report.column.result"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.conclusion"), "text", 1.4),
    ]
    rows: list[list[Cell]] = [
        [one.label, one.source, one.percent / 100, one.share, one.share,
         voice.say(VERDICTS[one.verdict])]
        for one in edition.targets
    ]  # fmt: skip
    title = voice.say(text_key("report.table.targets"))
    return Table(key="targets", title=title, columns=columns(voice, *layouts), rows=rows)
