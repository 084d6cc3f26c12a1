"""The tables in the body of the report about parts: units, drivers, online steps, themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.reports.satisfaction.cells import Cell, Span, Table
from bot.reports.satisfaction.tables import VERDICTS, Layout, columns
from bot.reports.satisfaction.voice import Voice
from flows.texts import text_key
from survey.drivers import Quadrant
from survey.editions import Edition, FaceLine, ProcedureLine, Share, Theme
from survey.findings.units import against_target, overall_target

__all__ = [
    "driver_table",
    "face_table",
    "procedure_table",
    "step_table",
    "theme_table",
    "unit_table",
]

_QUADRANTS: Final[Mapping[Quadrant, str]] = {
    "work_at": text_key("report.quadrant.work_at"),
    "keep_up": text_key("report.quadrant.keep_up"),
    "low_priority": text_key("report.quadrant.low_priority"),
    "possible_overkill": text_key("report.quadrant.possible_overkill"),
}
_THEMES: Final[Mapping[str, str]] = {
    "complaint": text_key("report.theme.complaint"),
    "weakness": text_key("report.theme.weakness"),
    "wish": text_key("report.theme.wish"),
    "strength": text_key("report.theme.strength"),
    "praised": text_key("report.theme.praised"),
    "criticised": text_key("report.theme.criticised"),
}


def unit_table(edition: Edition, voice: Voice) -> Table:
    """Return the units in the order of the tree; no ranking."""
    target = overall_target(edition)
    layouts: list[Layout] = [
        (text_key("report.column.number"), "text", 0.6),
        (text_key("report.column.unit"), "text", 2.8),
        (text_key("report.column.respondents"), "heads", 1),
        (text_key("report.column.index"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.policy"), "share", 1.1),
        (text_key("report.column.service"), "share", 1),
        (text_key("report.column.against_target"), "text", 1.8),
    ]
    rows: list[list[Cell]] = []
    for number, unit in enumerate(edition.units, start=1):
        whole, policy, service = unit.levels[0].share, unit.levels[1].share, unit.levels[2].share
        found = against_target(unit, target) if target else None
        said = voice.say(VERDICTS[found] if found else text_key("report.verdict.not_compared"))
        rows.append([str(number), unit.label, whole, whole, whole, policy, service, said])
    if target is None:
        rows, layouts = [row[:-1] for row in rows], layouts[:-1]
    title = voice.say(text_key("report.table.units"))
    return Table(key="units", title=title, columns=columns(voice, *layouts), rows=rows)


def driver_table(edition: Edition, voice: Voice) -> Table:
    """Return how each factor goes with satisfaction as a whole."""
    layouts: list[Layout] = [
        (text_key("report.column.factor"), "text", 3.4),
        (text_key("report.column.correlation"), "number", 1.1),
        (text_key("report.column.interval"), "bounds", 1.4),
        (text_key("report.column.index"), "share", 1),
        (text_key("report.column.quadrant"), "text", 2.2),
    ]
    rows: list[list[Cell]] = [
        [f"{one.factor}. {one.label}", one.correlation, Span(one.low, one.high),
         one.performance, voice.say(_QUADRANTS[one.quadrant])]
        for one in edition.drivers
    ]  # fmt: skip
    title = voice.say(text_key("report.table.drivers"))
    return Table(key="drivers", title=title, columns=columns(voice, *layouts), rows=rows)


def step_table(edition: Edition, voice: Voice) -> Table:
    """Return the steps of online procedures."""
    layouts: list[Layout] = [
        (text_key("report.column.step"), "text", 2.4),
        (text_key("report.column.easy"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.passed"), "share", 1),
        (text_key("report.column.reasons"), "text", 2.6),
    ]
    rows: list[list[Cell]] = [
        [one.named, one.easy, one.easy, one.passed, _reasons(one.reasons, voice)]
        for one in edition.steps
    ]  # fmt: skip
    title = voice.say(text_key("report.table.steps"))
    return Table(key="steps", title=title, columns=columns(voice, *layouts), rows=rows)


def _reasons(reasons: Sequence[tuple[str, int]], voice: Voice) -> str:
    return "; ".join(f"{label} ({voice.count(count)})" for label, count in reasons)


def procedure_table(edition: Edition, voice: Voice) -> Table:
    """Return the online procedures: ease, completion, time, and what was hardest."""
    layouts: list[Layout] = [
        (text_key("report.column.procedure"), "text", 2.2),
        (text_key("report.column.easy"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.completed"), "share", 1),
        (text_key("report.column.interval"), "interval", 1.5),
        (text_key("report.column.median"), "text", 1),
        (text_key("report.column.reason"), "text", 2),
    ]
    rows: list[list[Cell]] = [
        [one.label, one.easy, one.easy, one.completion, one.completion, _median(one, voice),
         _reasons(one.reasons[:1], voice)]
        for one in edition.procedures
    ]  # fmt: skip
    title = voice.say(text_key("report.table.procedures"))
    return Table(key="procedures", title=title, columns=columns(voice, *layouts), rows=rows)


def _median(one: ProcedureLine, voice: Voice) -> str:
    """Return the median of minutes, or what it lies beyond."""
    if one.median_minutes is not None:
        return voice.plain(round(one.median_minutes, 1))
    if one.median_over is not None:
        return voice.say(text_key("report.median_over"), minutes=voice.plain(one.median_over))
    return ""


def face_table(edition: Edition, voice: Voice) -> Table:
    """Return how often each face of the kiosk was pressed."""
    layouts: list[Layout] = [
        (text_key("report.column.question"), "text", 3.4),
        (text_key("report.column.unsatisfied"), "count", 1),
        (text_key("report.column.neutral"), "count", 1),
        (text_key("report.column.satisfied"), "count", 1),
        (text_key("report.column.satisfied_part"), "share", 1.2),
    ]
    rows: list[list[Cell]] = [
        [one.label, *_pressed(one)]
        for one in edition.faces
        if one.withheld or sum(one.presses) > 0
    ]
    title = voice.say(text_key("report.table.faces"))
    return Table(key="faces", title=title, columns=columns(voice, *layouts), rows=rows)


def _pressed(line: FaceLine) -> list[Cell]:
    if line.withheld:
        return [Share(withheld=True)] * 4
    return [*line.presses, line.presses[-1] / sum(line.presses)]


def theme_table(edition: Edition, voice: Voice) -> Table:
    """Return the themes of comments with their counts, the most frequent first."""
    layouts: list[Layout] = [
        (text_key("report.column.kind"), "text", 1.6),
        (text_key("report.column.theme"), "text", 3.6),
        (text_key("report.column.factor"), "text", 0.8),
        (text_key("report.column.times"), "count", 1),
    ]
    rows: list[list[Cell]] = [
        [voice.say(_THEMES[one.kind]), one.label, one.factor or "", one.count]
        for one in _ordered(edition.themes)
    ]
    title = voice.say(text_key("report.table.themes"))
    return Table(key="themes", title=title, columns=columns(voice, *layouts), rows=rows)


def _ordered(themes: Sequence[Theme]) -> list[Theme]:
    kinds = list(_THEMES)
    return sorted(themes, key=lambda one: (kinds.index(one.kind), -one.count, one.key))
