"""Which published cells are sums of others: what somebody who subtracts can reckon with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from survey.editions import Dimension, Edition, Row, Share, UnitRow
from survey.index import LEVELS, OVERALL, PARTS
from survey.suppression import LEAST
from survey.withholding_sums import Sum, withheld_sums

__all__ = ["INDICATED", "CellSums", "sums_of", "sums_of_edition"]

INDICATED: Mapping[str, str] = {"policy": "A", "service": "B"}
"""How campaigns name levels of the index (`bot.campaigns.words.INDICATORS`)."""

_OF_VALUES: Final = (OVERALL, *PARTS)
"""Levels that a value of a dimension has."""


@dataclass(slots=True)
class CellSums:
    """Cells by name, with who is in them, and their sums."""

    people: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)
    """Cells that were withheld before; nobody knows how many people are in them."""
    _answers: dict[str, int] = field(default_factory=dict)
    _rests: set[str] = field(default_factory=set)

    def put(self, name: str, share: Share | None) -> None:
        """Add a cell; of few people where few of them were drawn and are weighted."""
        if share is not None:
            if share.withheld:
                self.withheld.add(name)
            heads = [one for one in (share.respondents, share.drawn) if one]
            self.people[name] = min(heads, default=0)
            self._answers[name] = share.answers

    def tell(
        self, whole: str, parts: Iterable[str], *, apart: bool, rest_is_told: bool = True
    ) -> None:
        """Add a sum, of the parts that are cells. What the whole has beside them is a cell that is
        nowhere printed. `apart`: the parts share nobody, or nearly so; else they are answers of
        the same people to other questions. `rest_is_told`: whether what is beside the parts may be
        known from elsewhere; where it is not, and large, the sum tells nothing.
        """
        known = [part for part in parts if part in self.people]
        if whole not in self.people or not known:
            return
        answers = self._answers[whole] - sum(self._answers[part] for part in known)
        if answers > 0 and self.withheld.isdisjoint(known):
            heads = self.people[whole] - sum(self.people[part] for part in known)
            rest = max(heads, 1) if apart else min(self.people[whole], answers)
            if rest >= LEAST and not rest_is_told:
                return
            known.append(self._put_rest(f"{whole}/rest/{known[0]}", rest, answers))
        self.sums.append(Sum((whole, *known), apart))

    def _put_rest(self, name: str, people: int, answers: int) -> str:
        self.people[name], self._answers[name] = people, answers
        self._rests.add(name)
        return name

    def put_said(self, name: str, people: int, answers: int) -> None:
        """Add a cell that was printed or withheld elsewhere, as it stays."""
        self._put_rest(name, people, answers)

    def answers(self, name: str) -> int:
        """Return how many ratings a cell is of."""
        return self._answers[name]

    def tell_elsewhere(self, whole: str, parts: Sequence[str]) -> None:
        """Add a sum that is printed somewhere else, where nothing can be withheld any more."""
        self.people[whole] = sum(self.people[part] for part in parts)
        self._rests.add(whole)
        self.sums.append(Sum((whole, *parts), apart=True))

    def hidden(self) -> frozenset[str]:
        """Return the names of cells that must not be published."""
        return withheld_sums(self.people, self.sums, self._rests) - self._rests


def sums_of(
    levels: Sequence[Row], units: Sequence[UnitRow], tables: Mapping[Dimension, Sequence[Row]]
) -> CellSums:
    """Return the cells `level/KEY`, `unit/UNIT/KEY` and `DIMENSION/VALUE/KEY` and their sums."""
    found = CellSums()
    _put_levels(found, "level/", levels)
    for unit in units:
        _put_levels(found, f"unit/{unit.unit_id}/", unit.levels)
    for key in LEVELS:
        names = [f"unit/{unit.unit_id}/{key}" for unit in units]
        found.tell(f"level/{key}", names, apart=True)
    for dimension, rows in tables.items():
        _put_table(found, dimension, rows)
    for row in tables.get("form", ()):
        _put_criteria(found, row.key, levels)
    for dimension, rows in tables.items():
        _put_nested(found, dimension, rows)
    return found


def _put_levels(found: CellSums, prefix: str, rows: Iterable[Row]) -> None:
    """Put levels that are pooled: criteria into factors, factors into parts, parts into all."""
    below = {OVERALL: [*PARTS]} | {part: [*factors] for part, factors in PARTS.items()}
    for row in rows:
        found.put(prefix + row.key, row.share)
        if row.factor is not None:
            below.setdefault(row.factor, []).append(row.key)
    for whole, parts in below.items():
        found.tell(prefix + whole, [prefix + part for part in parts], apart=False)


def _put_table(found: CellSums, dimension: str, rows: Sequence[Row]) -> None:
    values = [f"{dimension}/{row.key}" for row in rows]
    for value, row in zip(values, rows, strict=True):
        for key, share in ((OVERALL, row.share), ("A", row.part), ("B", row.service)):
            found.put(f"{value}/{key}", share)
        found.tell(f"{value}/{OVERALL}", [f"{value}/{part}" for part in PARTS], apart=False)
    if all(any(name.startswith("unit/") for name in row.within) for row in rows):
        return  # told unit by unit, and the units of the whole
    for key in _OF_VALUES:
        found.tell(f"level/{key}", [f"{value}/{key}" for value in values], apart=True)


def _put_nested(found: CellSums, dimension: str, rows: Iterable[Row]) -> None:
    """Tell what units and values of other dimensions are made of: places and officers of a unit,
    groups and procedures of a form, channels of a mode. Values that belong to several are among
    what each of these has beside the others, which is printed nowhere.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in row.within:
            parts[name].append(f"{dimension}/{row.key}")
    for name, values in parts.items():
        for key in _OF_VALUES:
            cells = [f"{value}/{key}" for value in values]
            found.tell(f"{name}/{key}", cells, apart=True, rest_is_told=False)


def _put_criteria(found: CellSums, form: str, levels: Iterable[Row]) -> None:
    """Tell that the parts of a form are the criteria that it asks."""
    own = [row for row in levels if row.factor and row.key.startswith(f"{form}.")]
    for part, factors in PARTS.items():
        names = [f"level/{row.key}" for row in own if row.factor in factors]
        found.tell(f"form/{form}/{part}", names, apart=False)


def sums_of_edition(edition: Edition) -> CellSums:
    """Return the cells of an edition: those of its tables, `before/KEY`, `month/DAY`,
    `target/INDICATOR` and `VARIANT/overall`.
    """
    found = sums_of(edition.levels, edition.units, edition.tables)
    before = [Row(key=one.key, label="", share=one.before) for one in edition.changes]
    _put_levels(found, "before/", before)
    _put_months(found, edition)
    for one in edition.targets:
        if INDICATED.get(one.indicator, one.indicator) not in LEVELS:
            found.put(f"target/{one.indicator}", one.share)
            found.tell(f"level/{OVERALL}", [f"target/{one.indicator}"], apart=True)
    for variant in edition.variants:
        if variant.kind != "mode_direct_online":  # who is left out is what the whole has beside it
            found.put(f"{variant.kind}/{OVERALL}", variant.first)
            found.tell(f"level/{OVERALL}", [f"{variant.kind}/{OVERALL}"], apart=True)
    return found


def _put_months(found: CellSums, edition: Edition) -> None:
    """Tell of what months are the sum: of the period, of the one before it, and each earlier
    quarter, which has a report of its own.
    """
    own: list[str] = []
    earlier: list[str] = []
    for day, share in edition.trend:
        found.put(f"month/{day}", share)
        (own if day >= edition.period.from_day else earlier).append(day)
    found.tell(f"level/{OVERALL}", _named(own), apart=True)
    found.tell(f"before/{OVERALL}", _named(earlier[-len(own) :] if own else []), apart=True)
    for quarter in sorted({_quarter(day) for day in earlier}):
        months = [day for day in earlier if _quarter(day) == quarter]
        found.tell_elsewhere(f"quarter/{quarter}", _named(months))


def _named(days: Iterable[str]) -> list[str]:
    return [f"month/{day}" for day in days]


def _quarter(day: str) -> str:
    year, month, _ = day.split("-")
    return f"{year}-{(int(month) - 1) // 3 + 1}"
