"""Withholds cells that are sums of one another: what is small, and what would give it away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from msgspec import Struct

from survey.suppression import LEAST, determined

__all__ = ["Sum", "withheld_sums"]

_Cells: TypeAlias = frozenset[str]


class Sum(Struct, frozen=True):
    """A cell that others add up to."""

    cells: tuple[str, ...]
    """The whole, then its parts."""
    apart: bool
    """Whether the parts share nobody; else they are answers of the same people, of whom only as
    many are known to be in several as in the largest."""


def withheld_sums(
    people: Mapping[str, int],
    sums: Sequence[Sum],
    fixed: Collection[str] = (),
    loss: Mapping[str, int] | None = None,
    least: int = LEAST,
    unknown: Collection[str] = (),
) -> frozenset[str]:
    """Return what must be withheld of cells that are sums of one another. Every sum is known to
    whoever reads the cells, whichever of them are printed. `fixed`: cells that nobody withholds,
    such as what a whole has beside its parts; large ones are told by the others, small ones kept.
    `loss`: how bad it is to withhold a cell, 0 unless it is told; of a sum one goes first with
    which least is lost. `unknown`: cells that nobody prints, which are known only where others
    tell them, and tell nothing of anybody where they are large.
    """
    small = frozenset(cell for cell, number in people.items() if 0 < number < least)
    free = {cell for cell, number in people.items() if number and cell not in fixed} - small
    loose = frozenset(cell for cell in unknown if people[cell] >= least)
    system, hidden = _System(people, sums, least, loss or {}, loose), {*small, *loose}
    while telling := [part for part in system.parts(hidden) if system.telling(part)]:
        spare = [cell for part in telling for cell in system.spare(part, hidden, free)]
        if not spare:
            break  # nothing that is printed has to do with what is hidden
        hidden.update(spare)
    for cell in sorted(hidden - small - loose, key=lambda one: (-people[one], one)):
        rest = system.around(cell, hidden) - {cell}
        if not any(map(system.telling, system.parts(rest))):
            hidden.remove(cell)  # others that went later do for it
    return frozenset(hidden) - loose


class _System:
    """Sums by the cells that they hold. Hidden cells that no sum has to do with one another are
    judged apart, and each such part once: a country has thousands of them.
    """

    def __init__(
        self,
        people: Mapping[str, int],
        sums: Iterable[Sum],
        least: int,
        loss: Mapping[str, int],
        loose: _Cells,
    ) -> None:
        self._people, self._least, self._loss = people, least, loss
        self._loose = loose
        self._sums = tuple(sums)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._sums):
            for cell in one.cells:
                self._holding[cell].append(number)
        self._judged: dict[_Cells, list[Sum]] = {}

    def around(self, cell: str, hidden: AbstractSet[str]) -> _Cells:
        """Return the hidden cells that have to do with one, itself included."""
        found, ahead, seen = {cell}, [cell], set[int]()
        while ahead:
            for number in {*self._holding[ahead.pop()]} - seen:
                new = {one for one in self._sums[number].cells if one in hidden} - found
                seen.add(number)
                found |= new
                ahead += new
        return frozenset(found)

    def parts(self, hidden: AbstractSet[str]) -> list[_Cells]:
        """Return hidden cells in parts that have nothing to do with one another."""
        found: list[_Cells] = []
        seen: set[str] = set()
        for cell in sorted(hidden):
            if cell not in seen:
                found.append(part := self.around(cell, hidden))
                seen |= part
        return found

    def telling(self, part: _Cells) -> list[Sum]:
        """Return the sums that give hidden cells away, by themselves or together with others."""
        if part not in self._judged:
            self._judged[part] = self._found_telling(part)
        return self._judged[part]

    def _found_telling(self, part: _Cells) -> list[Sum]:
        told = [(one, [cell for cell in one.cells if cell in part]) for one in self._of(part)]
        found = [one for one, cells in told if self._tells_by_itself(one, cells)]
        if found:
            return found  # no need to solve them all: that takes long
        known = determined(
            {cell: 1 if cell == one.cells[0] else -1 for cell in cells} for one, cells in told
        )
        return [one for one, cells in told if not (known - self._loose).isdisjoint(cells)]

    def _tells_by_itself(self, one: Sum, cells: Sequence[str]) -> bool:
        """Tell whether a sum gives its one hidden cell away, or that few people are in some."""
        is_alone = len(cells) == 1 and cells[0] not in self._loose
        return is_alone or self._are_few(one, cells)

    def _of(self, part: _Cells) -> list[Sum]:
        """Return the sums that hold cells of a part, in their order."""
        numbers = {number for cell in part for number in self._holding[cell]}
        return [self._sums[number] for number in sorted(numbers)]

    def _are_few(self, one: Sum, cells: Sequence[str]) -> bool:
        """Tell whether too few people may be in some parts of a sum together."""
        if one.cells[0] in cells:
            return False
        numbers = [self._people[cell] for cell in cells]
        return (sum(numbers) if one.apart else max(numbers)) < self._least

    def spare(self, part: _Cells, hidden: AbstractSet[str], free: AbstractSet[str]) -> list[str]:
        """Return the cell to withhold next for a part, if there is one: where its other sums need
        one too, which closes circles and hides least; else the smallest.
        """
        for one in (*self.telling(part), *self._of(part)):
            choices = [cell for cell in one.cells if cell in free and cell not in hidden]
            if choices:
                order = {
                    cell: (self._loss.get(cell, 0), self._alone(cell, hidden), self._people[cell])
                    for cell in choices
                }
                return [min(choices, key=lambda one: (order[one], one))]
        return []

    def _alone(self, cell: str, hidden: AbstractSet[str]) -> int:
        """Return in how many of its sums a cell would be the only hidden one."""
        return sum(hidden.isdisjoint(self._sums[one].cells) for one in self._holding[cell])
