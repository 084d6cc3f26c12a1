"""What a paragraph of a report stands on, in words: the paths of its figures, followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from bot.console.figure_links import responses_href
from bot.console.figure_wish import DIMENSION_NAMES, ChosenFigures
from bot.console.routes import Visit
from bot.figures.tracing import cell_at
from flows.texts import text_key
from storage.report_records import ReportRecord
from survey.editions import Edition
from survey.figure_paths import figure_at

__all__ = ["Standing", "stands_on"]

_NAMES: Final[Mapping[str, str]] = {
    "changes": text_key("console.report.figure.changes"),
    "completion": text_key("console.report.figure.completion"),
    "counts": text_key("console.report.figure.counts"),
    "csat": text_key("console.report.figure.csat"),
    "drivers": text_key("console.report.figure.drivers"),
    "faces": text_key("console.report.figure.faces"),
    "levels": text_key("console.report.figure.levels"),
    "median_minutes": text_key("console.report.figure.median_minutes"),
    "missing": text_key("console.report.figure.missing"),
    "officers": text_key("console.report.figure.officers"),
    "period": text_key("console.report.figure.period"),
    "pins": text_key("console.report.figure.pins"),
    "plans": text_key("console.report.figure.plans"),
    "proofs": text_key("console.report.figure.proofs"),
    "ranking": text_key("console.report.figure.ranking"),
    "scope": text_key("console.report.figure.scope"),
    "served": text_key("console.report.figure.served"),
    "steps": text_key("console.report.figure.steps"),
    "tables": text_key("console.report.figure.tables"),
    "targets": text_key("console.report.figure.targets"),
    "themes": text_key("console.report.figure.themes"),
    "trend": text_key("console.report.figure.trend"),
    "units": text_key("console.report.figure.units"),
    "unranked": text_key("console.report.figure.ranking"),
    "variants": text_key("console.report.figure.variants"),
}
"""By the first part of a path: the fields of `survey.editions.Edition`."""


class Standing(NamedTuple):
    """A figure of a paragraph; `href`: where its responses are as they are now, "" for none."""

    name: str
    href: str


def stands_on(
    visit: Visit, record: ReportRecord, edition: Edition, paths: Iterable[str]
) -> list[Standing]:
    """Return the figures of a paragraph, each name once."""
    chosen = ChosenFigures(
        unit=record.scope.unit_id or "",
        first=record.period.from_day,
        last=record.period.to_day,
        tree=record.scope.tree,
    )
    found: dict[str, str] = {}
    for path in paths:
        cell = cell_at(edition, path)
        href = "" if cell is None else responses_href(visit, chosen, cell)
        found.setdefault(_name_of(visit, edition, path), href)
    return [Standing(name, href) for name, href in found.items()]


def _name_of(visit: Visit, edition: Edition, path: str) -> str:
    first, *rest = path.split("/")
    name = visit.text(_NAMES[first]) if first in _NAMES else first
    labels = [_label(visit, edition, path, depth) for depth in range(2, len(rest) + 2)]
    found = ", ".join(label for label in labels if label)
    return f"{name}: {found}" if found else name


def _label(visit: Visit, edition: Edition, path: str, depth: int) -> str:
    """Return what the edition calls the thing that so many parts of a path lead to."""
    parts = path.split("/")[:depth]
    if parts[0] == "tables" and depth == 2:
        return next(
            (visit.text(key) for name, key in DIMENSION_NAMES.items() if name == parts[1]), ""
        )
    try:
        return str(getattr(figure_at(edition, "/".join(parts)), "label", ""))
    except KeyError:
        return ""  # what the rules of then named and this program does not know
