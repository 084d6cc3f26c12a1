"""Of which units and days the cells of editions are, so that several can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from survey.cell_sums import CellSums
from survey.earlier import before, month_end
from survey.editions import Edition, Period
from survey.index import OVERALL
from survey.word_sums import ASKED

__all__ = ["Below", "Placed", "Region", "are_apart", "is_within", "placed_cells", "region_of"]


Below: TypeAlias = Mapping[str | None, frozenset[str]]
"""Unit → itself and all units below it; None: all."""


class Region(NamedTuple):
    """A unit, None: all, and some days, both ends included."""

    unit: str | None
    from_day: str
    to_day: str

    @property
    def days(self) -> int:
        """How many days it has."""
        first, last = map(date.fromisoformat, (self.from_day, self.to_day))
        return (last - first).days + 1


class Placed(NamedTuple):
    """A cell, and where it belongs."""

    name: str
    region: Region
    kind: str
    """What of the region: a level, or a level of a value of a dimension."""
    part: int
    """Which edition it is of; 0: the new one."""


def placed_cells(edition: Edition, sums: CellSums, part: int) -> Iterator[Placed]:
    """Yield the cells of an edition that can be read somewhere else too."""
    prefix = f"{part}:" if part else ""
    homes = _homes(edition)
    for name in [*sums.people]:
        placed = _placed(name, edition, homes)
        if placed is not None and (sums.people[name] or name in sums.withheld):
            yield Placed(prefix + name, *placed, part)


def _homes(edition: Edition) -> dict[str, str]:
    """Return the unit of each value that lies within one, such as of officers: whoever's report
    it stands in, it is the same.
    """
    return {
        f"{dimension}/{row.key}": name.removeprefix("unit/")
        for dimension, rows in edition.tables.items()
        for row in rows
        for name in row.within
        if name.startswith("unit/")
    }


def _placed(name: str, edition: Edition, homes: Mapping[str, str]) -> tuple[Region, str] | None:
    """Return of whom and when a cell is, and what of them; None: of nothing that is printed."""
    table, _, rest = name.partition("/")
    level_of = name.rpartition("/")[2]
    own = region_of(edition)
    if "/rest/" in name or "@" in level_of or table in {"quarter", "target"} or name == ASKED:
        return None
    if table in {"before", "level"}:
        period = edition.period if table == "level" else before(edition.period)
        return _region(edition.scope.unit_id, period), rest
    if table == "unit":
        unit, _, level = rest.rpartition("/")
        return own._replace(unit=unit), level
    if table == "month":
        ends = month_end(date.fromisoformat(rest)).isoformat()
        return own._replace(from_day=rest, to_day=ends), OVERALL
    return own._replace(unit=homes.get(name.rpartition("/")[0], own.unit)), name


def region_of(edition: Edition) -> Region:
    """Return of which unit and days an edition is."""
    return _region(edition.scope.unit_id, edition.period)


def _region(unit: str | None, period: Period) -> Region:
    return Region(unit, period.from_day, period.to_day)


def is_within(one: Placed, whole: Placed) -> bool:
    """Tell whether a cell is of the same unit and of fewer days."""
    inner, outer = one.region, whole.region
    is_inside = outer.from_day <= inner.from_day and inner.to_day <= outer.to_day
    return inner.unit == outer.unit and is_inside and inner != outer


def are_apart(one: Region, other: Region) -> bool:
    """Tell whether two regions have no day in common."""
    return one.to_day < other.from_day or other.to_day < one.from_day
