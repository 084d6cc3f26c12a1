"""What figures are held against: targets, the period before, one another, and without some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from msgspec.structs import replace

from bot.figures.naming import Names
from bot.figures.online import is_of_procedure, online_level
from bot.figures.sheets import Sheet
from survey.campaigns import Target as Planned
from survey.cells import COMPLETED, CSAT, DRIVER, WITHOUT
from survey.comparisons import Difference, change, contrast, sensitivity
from survey.drivers import drivers_of
from survey.edition_sums import INDICATED
from survey.editions import Change, Driven, Place, TargetLine, Variant
from survey.estimates import Estimate
from survey.index import FACTORS, LEVELS, OVERALL
from survey.moments import Cell
from survey.ranking import ranked
from survey.shares import share_of
from survey.targets import Target, judged

__all__ = ["changes", "driven", "online_changes", "ranking", "targets", "variants"]

VariantKind: TypeAlias = Literal[
    "mode_direct_online", "without_refuted", "without_assisted", "without_place"
]
_LEFT_OUT: Final[Mapping[VariantKind, str]] = {
    "without_refuted": "refuted",
    "without_assisted": "assisted",
    "without_place": "place",
}
"""Variant → whose responses it leaves out (`survey.cells.WITHOUT`)."""


def targets(sheet: Sheet, names: Names, planned: Iterable[Planned]) -> tuple[TargetLine, ...]:
    """Return what came of the targets that campaigns were given."""
    found, before = [], Counter[str]()
    for one in planned:
        level = INDICATED.get(one.indicator, one.indicator)
        cell = sheet.cell(level)
        target = Target(indicator=one.indicator, percent=one.percent, source=one.source)
        line = TargetLine(
            indicator=one.indicator,
            label=names.level(level),
            percent=one.percent,
            source=one.source,
            share=sheet.share_of(cell),
            verdict=judged(target, sheet.best(cell)).verdict,
        )
        before[line.key] += 1
        found.append(replace(line, number=before[line.key]))
    return tuple(found)


def changes(sheet: Sheet, earlier: Sheet, names: Names) -> tuple[Change, ...]:
    """Return the change of each level since the period before, and of CSAT; like is compared with
    like: weighted shares only where both are.
    """
    return _changes(sheet, earlier, {level: names.level(level) for level in (*LEVELS, CSAT)})


def online_changes(sheet: Sheet, earlier: Sheet, names: Names) -> tuple[Change, ...]:
    """Return the change of completion, and of the ease of each procedure and of its steps."""
    together = (level for level in sheet.levels() if is_of_procedure(level))
    levels = (COMPLETED, *together)
    return _changes(sheet, earlier, {level: online_level(names, level) for level in levels})


def _changes(sheet: Sheet, earlier: Sheet, labels: Mapping[str, str]) -> tuple[Change, ...]:
    found = []
    for level, label in labels.items():
        now, then = (sheet.raw(sheet.cell(level)), earlier.raw(earlier.cell(level)))
        if now is None or then is None:
            continue
        own, own_then = _weighted(sheet, earlier, level)
        difference = change(own or now, own_then or then)
        found.append(
            Change(
                key=level,
                label=label,
                before=share_of(then, own_then),
                after=share_of(now, own),
                points=difference.points,
                low=difference.within.low,
                high=difference.within.high,
                direction=difference.direction,
            )
        )
    return tuple(found)


def _weighted(sheet: Sheet, earlier: Sheet, level: str) -> tuple[Estimate | None, Estimate | None]:
    """Return the weighted shares of both; none, where one of them has none."""
    own, then = (one.weighted(one.cell(level)) for one in (sheet, earlier))
    return (own, then) if own and then else (None, None)


def ranking(
    sheet: Sheet, cells: Mapping[str, Cell], name: Callable[[str], str]
) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """Return the places of units or officers, and who had too few respondents for one. Like is
    compared with like: weighted shares only where all of them are.
    """
    is_weighted = sheet.are_weighted(cells.values())
    own = {key: sheet.weighted(cell) if is_weighted else None for key, cell in cells.items()}
    order = ranked({key: own[key] or sheet.raw(cell) for key, cell in cells.items()})
    rows = tuple(
        Place(
            key=row.name,
            label=name(row.name),
            share=share_of(sheet.raw(cells[row.name]), own[row.name]),
            first=row.first,
            last=row.last,
            tied=tuple(map(name, row.tied)),
        )
        for row in order.rows
    )
    return rows, tuple(map(name, order.unranked))


def driven(sheet: Sheet, names: Names) -> tuple[Driven, ...]:
    """Return what goes with satisfaction as a whole, the strongest first."""
    told = {factor: sheet.total(DRIVER + factor) for factor in FACTORS}
    indexes = {
        factor: best.share
        for factor in FACTORS
        if (best := sheet.best(sheet.cell(factor))) is not None
    }
    return tuple(
        Driven(
            factor=one.factor,
            label=names.level(one.factor),
            respondents=one.respondents,
            correlation=one.correlation,
            low=one.low,
            high=one.high,
            performance=one.performance,
            quadrant=one.quadrant,
        )
        for one in drivers_of(told, indexes)
    )


def variants(sheet: Sheet) -> tuple[Variant, ...]:
    """Return the overall index reckoned otherwise, beside the usual way, where that differs."""
    return tuple(_variants(sheet))


def _variants(sheet: Sheet) -> Iterator[Variant]:
    direct, online = (sheet.cell(OVERALL, "mode", mode) for mode in ("direct", "online"))
    design, (first, second) = sheet.design_for(direct, online)
    if (found := contrast(design, first, second)) is not None:
        yield _variant("mode_direct_online", found)
    whole = sheet.cell(OVERALL)
    for name, kind in _LEFT_OUT.items():
        kept = sheet.cell(OVERALL, WITHOUT, kind)
        design, (left, all_of_it) = sheet.design_for(kept, whole)
        if left != all_of_it and (found := sensitivity(design, left, all_of_it)) is not None:
            yield _variant(name, found)


def _variant(kind: VariantKind, found: Difference) -> Variant:
    return Variant(
        kind=kind,
        first=share_of(found.first),
        second=share_of(found.second),
        points=found.points,
        low=found.within.low,
        high=found.within.high,
        direction=found.direction,
    )
