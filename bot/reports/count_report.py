"""The table of forms issued, returned, valid and invalid per unit, as pages and files show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.counting import ByUnit, by, by_unit_now
from bot.reports.count_words import KINDS, REASONS
from bot.reports.sheets import Cell, Sheet
from flows.texts import text_key
from storage.counting_records import Group
from survey.counts import Counts, total
from survey.restating import Restated, Why
from survey.unit_names import folded
from survey.unit_tree import UnitTree
from survey.validity import Reason

__all__ = ["CountReport", "Line", "count_report", "count_sheets"]

Say: TypeAlias = Callable[..., str]

_WHYS: Mapping[Why, str] = {
    "unknown": text_key("count.why.unknown"),
    "dissolved": text_key("count.why.dissolved"),
    "split": text_key("count.why.split"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `unit_id` is None where no unit of the tree is meant."""

    name: str
    counts: Counts
    unit_id: str | None = None


@dataclass(frozen=True, slots=True)
class CountReport:
    """What became of the forms of a period. The lines and the unplaced ones add up to `total`;
    so do the kinds.
    """

    lines: Sequence[Line]
    unplaced: Sequence[Line]
    """Forms of units that are split or gone and cannot be told to belong to one of today's."""
    kinds: Sequence[Line]
    total: Counts
    tree_version: int

    @property
    def reasons(self) -> list[Reason]:
        """The reasons that occur, in the order in which they count."""
        return [reason for reason in REASONS if self.total.invalid_by.get(reason)]


@dataclass(frozen=True, slots=True)
class _Naming:
    """How units are called on a day. `known`: names of units that the tree tells nothing of."""

    say: Say
    tree: UnitTree
    on: date
    known: Mapping[str, str]

    def __call__(self, unit_id: str | None) -> str:
        if unit_id is None:
            return self.say(text_key("count.no_unit"))
        unit = self.tree.units.get(unit_id)
        state = unit.lately(self.on) if unit is not None else None
        return self.known.get(unit_id, unit_id) if state is None else state.name

    def why(self, found: Restated) -> str:
        """Return why forms belong to no unit of today, as a sentence."""
        key = _WHYS[found.why or "unknown"]
        return self.say(key, unit=self(found.at), day=found.since)


def count_report(
    say: Say,
    groups: Sequence[Group],
    tree: UnitTree,
    names: Mapping[str, str],
    on: date,
    *,
    now: bool = False,
) -> CountReport:
    """Return the table of some groups; `names`: what units are called that the tree knows
    nothing of. With `now` they are counted by the units that stand on the day `on`, else by those
    of then, under the names that they had on it.
    """
    found = by_unit_now(groups, tree, on) if now else ByUnit(by(groups, _unit_of), {})
    name = _Naming(say, tree, on, names)
    kinds = by(groups, _kind_of)
    units = (Line(name(unit), counts, unit) for unit, counts in found.units.items())
    return CountReport(
        lines=_sorted(units),
        unplaced=_sorted(Line(name.why(one), counts) for one, counts in found.unplaced.items()),
        kinds=[Line(say(key), kinds[kind]) for kind, key in KINDS.items() if kind in kinds],
        total=total((*found.units.values(), *found.unplaced.values())),
        tree_version=tree.version,
    )


def _unit_of(group: Group) -> str | None:
    return group.unit_id


def _kind_of(group: Group) -> str:
    return group.kind


def _sorted(lines: Iterable[Line]) -> list[Line]:
    """Return the lines by name, those without a unit last."""
    return sorted(lines, key=lambda line: (line.unit_id is None, folded(line.name), line.name))


# -- as a file


def count_sheets(say: Say, report: CountReport) -> list[Sheet]:
    """Return the table and the kinds of invitations as sheets: whole numbers, and a share."""
    units = (*report.lines, *report.unplaced, Line(say(text_key("count.total")), report.total))
    return [
        _sheet(say, text_key("count.sheet.units"), report, units),
        _sheet(say, text_key("count.sheet.kinds"), report, report.kinds),
    ]


def _sheet(say: Say, name: str, report: CountReport, lines: Sequence[Line]) -> Sheet:
    headers = [
        say(text_key("count.header.unit")),
        say(text_key("count.header.issued")),
        say(text_key("count.header.returned")),
        say(text_key("count.header.valid")),
        say(text_key("count.header.invalid")),
        say(text_key("count.header.not_returned")),
        say(text_key("count.header.return_rate")),
        *(say(REASONS[reason]) for reason in report.reasons),
    ]
    return Sheet(say(name), headers, (_cells(line, report.reasons) for line in lines), [40])


def _cells(line: Line, reasons: Sequence[Reason]) -> list[Cell]:
    counts = line.counts
    rate = counts.return_rate
    return [
        line.name,
        counts.issued,
        counts.returned,
        counts.valid,
        counts.invalid,
        counts.not_returned,
        None if rate is None else round(rate, 4),
        *(counts.invalid_by.get(reason, 0) for reason in reasons),
    ]
