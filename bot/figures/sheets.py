"""Figures out of cells: shares as answered, and weighted to the frames that were drawn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.figures.gathering import Gathered
from survey.cells import ALL, RESPONDED
from survey.designs import Design, Stratum
from survey.editions import Share
from survey.estimates import Estimate, estimated
from survey.index import OVERALL
from survey.moments import NOBODY, Cell, Moments
from survey.ranking import LEAST
from survey.shares import share_of

__all__ = ["Sheet"]


@dataclass(slots=True)
class Sheet:
    """All cells of a scope and period, and the designs that they are of."""

    gathered: Gathered
    frames: Mapping[str, int]
    """Stratum → its N_h, of the sealed frames."""
    _cells: dict[tuple[str, str, str, str | None], dict[str, Moments]] = field(init=False)
    _raw: Design = field(init=False)
    _framed: Design = field(init=False)

    def __post_init__(self) -> None:
        """Add up what belongs together, with and without its unit."""
        cells: dict[tuple[str, str, str, str | None], dict[str, Moments]] = defaultdict(dict)
        for key, moments in self.gathered:
            for unit in (None, key.unit_id):
                cell = cells[key.dimension, key.value, key.level, unit]
                cell[key.stratum] = cell.get(key.stratum, NOBODY) + moments
        self._cells = dict(cells)
        responded = self.cell(RESPONDED)
        people = sum(one.respondents for one in responded.values())
        self._raw = {"": Stratum(people)} if people else {}
        self._framed = {
            name: Stratum(one.respondents, max(self.frames[name], one.respondents))
            for name, one in responded.items()
            if name in self.frames and one.respondents
        }

    def cell(
        self, level: str, dimension: str = ALL, value: str = "", unit: str | None = None
    ) -> Cell:
        """Return a cell by stratum; empty where nobody is in it."""
        return self._cells.get((dimension, value, level, unit), {})

    def total(self, level: str, unit: str | None = None) -> Moments:
        """Return the sums of a level over all strata."""
        return sum(self.cell(level, unit=unit).values(), start=NOBODY)

    def forms(self, dimension: str, value: str) -> int:
        """Return how many responses have a value of a dimension."""
        return sum(one.rated for one in self.cell(RESPONDED, dimension, value).values())

    def values(self, dimension: str, level: str = OVERALL) -> list[str]:
        """Return the values of a dimension that a level has answers of."""
        return sorted(
            {value for one, value, own, _ in self._cells if (one, own) == (dimension, level)}
        )

    def places(self, dimension: str) -> list[tuple[str, str]]:
        """Return the values of a dimension, each with every unit that it has responses of; "": of
        no unit.
        """
        return sorted(
            {(value, unit) for one, value, _, unit in self._cells
             if one == dimension and unit is not None}
        )  # fmt: skip

    def levels(self) -> list[str]:
        """Return the levels that somebody rated."""
        return sorted({level for dimension, _, level, _ in self._cells if dimension == ALL})

    def units(self) -> list[str]:
        """Return the units that somebody's figures belong to."""
        return sorted({unit for *_, unit in self._cells if unit})

    def strata(self) -> frozenset[str]:
        """Return the strata that somebody was heard from."""
        return frozenset(self.cell(RESPONDED))

    def raw(self, cell: Cell) -> Estimate | None:
        """Return a share as answered."""
        together = sum(cell.values(), start=NOBODY)
        return estimated(self._raw, {"": together}) if together.respondents else None

    def weighted(self, cell: Cell) -> Estimate | None:
        """Return a share weighted to the frames, of those who were drawn from one: the others
        stand for nobody else. None: nobody was, or too few among others (docs/method.md).
        """
        own = {name: moments for name, moments in cell.items() if name in self._framed}
        found = estimated(self._framed, own) if own else None
        together = sum(cell.values(), start=NOBODY).respondents
        return found if found and found.respondents >= min(LEAST, together) else None

    def best(self, cell: Cell) -> Estimate | None:
        """Return the share to judge by."""
        return self.weighted(cell) or self.raw(cell)

    def design_for(self, *cells: Cell) -> tuple[Design, tuple[Cell, ...]]:
        """Return the design to compare cells by, and the cells as it has them: weighted where each
        of them is, else as answered, which is as the report has them.
        """
        if self.are_weighted(cells):
            own = ({n: m for n, m in cell.items() if n in self._framed} for cell in cells)
            return self._framed, tuple(own)
        return self._raw, tuple(_together(cell) for cell in cells)

    def are_weighted(self, cells: Iterable[Cell]) -> bool:
        """Tell whether all cells that somebody is in have a weighted share, so that like can be
        held against like by it.
        """
        heard = [cell for cell in cells if self.raw(cell) is not None]
        return bool(heard) and all(self.weighted(cell) is not None for cell in heard)

    def share(
        self, level: str, dimension: str = ALL, value: str = "", unit: str | None = None
    ) -> Share:
        """Return a figure of the sheet."""
        return self.share_of(self.cell(level, dimension, value, unit))

    def share_of(self, cell: Cell) -> Share:
        """Return the figure of a cell."""
        return share_of(self.raw(cell), self.weighted(cell))


def _together(cell: Cell) -> Cell:
    together = sum(cell.values(), start=NOBODY)
    return {"": together} if together.respondents else {}
