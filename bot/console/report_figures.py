"""What a paragraph of a report stands on, in words: the paths of its figures, followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from bot.console.case_filters import EVERY, Chosen
from bot.console.cases import cases_href
from bot.console.figure_links import responses_href
from bot.console.figure_wish import DIMENSION_NAMES, ChosenFigures
from bot.console.routes import Visit
from bot.figures import Cell
from bot.figures.tracing import Trace, traces
from bot.reports.aside_words import aside_name
from bot.reports.count_words import COLUMNS
from bot.reports.satisfaction.tables import month_of
from flows.desk.policy import anywhere
from flows.texts import text_key
from storage.report_records import ReportRecord
from survey.cells import CALLED, KIND
from survey.editions import Edition
from survey.figure_paths import figure_at

__all__ = ["Link", "Standing", "stands_on"]

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
    "online_changes": text_key("console.report.figure.changes"),
    "officers": text_key("console.report.figure.officers"),
    "period": text_key("console.report.figure.period"),
    "pins": text_key("console.report.figure.pins"),
    "plans": text_key("console.report.figure.plans"),
    "procedures": text_key("console.report.figure.procedures"),
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
    "words": text_key("console.report.figure.words"),
}
"""By the first part of a path: the fields of `survey.editions.Edition`."""


_KINDS: Final[Mapping[str, str]] = {
    "personal": text_key("count.kind.personal"),
    "place": text_key("count.kind.place"),
    "assisted": text_key("count.kind.assisted"),
    "none": text_key("count.kind.none"),
}


class Link(NamedTuple):
    """Where one part of a figure leads; `href`: "" for who may not go there."""

    name: str
    href: str


class Standing(NamedTuple):
    """A figure of a paragraph; `href`: where what it is made of is as it is now, "" for none."""

    name: str
    href: str
    parts: tuple[Link, ...] = ()
    """Of a figure that is made of several, instead of its own link."""


def stands_on(
    visit: Visit, record: ReportRecord, edition: Edition, paths: Iterable[str]
) -> list[Standing]:
    """Return the figures of a paragraph, each name once."""
    found: dict[str, Standing] = {}
    for path in paths:
        one = _standing(visit, record, edition, path)
        found.setdefault(one.name, one)
    return list(found.values())


def _standing(visit: Visit, record: ReportRecord, edition: Edition, path: str) -> Standing:
    led, name = traces(edition, path), _name_of(visit, edition, path)
    if len(led) == 1 and (beside := _beside(visit, led[0].cell)):
        name = f"{name}: {beside}"
    links = [_href(visit, record, one) for one in led]
    if len(led) == 1 and "/" in path:
        return Standing(name, links[0])
    labels = [_part_name(visit, edition, path, one.cell) for one in led if one.cell is not None]
    if len(labels) != len(links) or not all(labels):
        return Standing(name, links[0] if links else "")
    return Standing(name, "", tuple(map(Link, labels, links)))


def _href(visit: Visit, record: ReportRecord, trace: Trace) -> str:
    """Return where the responses or the cases of a figure are; "" for who may see none (I20)."""
    period, unit = record.period, record.scope.unit_id or ""
    if trace.cell is None:
        if not anywhere(visit.actor, "case.list"):
            return ""
        return cases_href(Chosen(state=EVERY, category=trace.category, since=period.from_day,
                                 until=period.to_day, told=unit))  # fmt: skip
    chosen = ChosenFigures(
        unit=unit, first=period.from_day, last=period.to_day, tree=record.scope.tree
    )
    return responses_href(visit, chosen, trace.cell)


def _beside(visit: Visit, cell: Cell | None) -> str:
    """Return what is told beside figures; "" where a cell is of a figure itself."""
    if cell is not None and cell.aside is not None:
        return aside_name(visit.text, cell.aside)
    is_called = cell is not None and cell.dimension == CALLED
    return visit.text(text_key("figures.cell.refuted")) if is_called else ""


def _part_name(visit: Visit, edition: Edition, path: str, cell: Cell) -> str:
    """Return what one part of a figure is called; "" where the whole of it is the part."""
    if beside := _beside(visit, cell):
        return beside
    if path.startswith("counts"):
        return visit.text(COLUMNS["valid"])
    if cell.month:
        return month_of(f"{cell.month}-01")
    if cell.dimension == KIND:
        return visit.text(_KINDS[cell.value]) if cell.value in _KINDS else cell.value
    path = f"tables/{cell.dimension}/{cell.value}"
    return (_label(visit, edition, path, 3) or cell.value) if cell.dimension else ""


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
