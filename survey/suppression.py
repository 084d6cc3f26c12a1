"""Small cells are not published, nor anything from which they could be worked out.

A cell of fewer than ten respondents says too much about each of them. Leaving it out is not enough
where the sum of its line is published: subtracting the others gives it back. So further cells are
left out until no subtraction works (complementary suppression: L. Willenborg, T. de Waal, Elements
of Statistical Disclosure Control, 2001, ch. 4; A. Hundepool and others, Statistical Disclosure
Control, 2012, §4.3–4.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

__all__ = ["LEAST", "Withheld", "determined", "withheld"]

_PRIME: Final = 2**61 - 1
LEAST: Final = 10
"""Respondents below whom a cell is not published."""


class Withheld(Struct, frozen=True):
    """What must not be published of a table."""

    small: frozenset[str]
    """Cells with somebody, but too few."""
    complementary: frozenset[str]
    """Cells that would give a small one away."""
    sums: frozenset[int]
    """Lines whose sum would give one away, since no cell is left to withhold."""

    @property
    def cells(self) -> frozenset[str]:
        """All cells that are withheld."""
        return self.small | self.complementary


def withheld(
    respondents: Mapping[str, int], lines: Sequence[Collection[str]], least: int = LEAST
) -> Withheld:
    """Return what must be withheld of cells whose sums are published by lines: the units of the
    whole; the rows and the columns of a table. Empty cells are published: nobody is in them.

    What remains cannot be subtracted from one another so that a withheld cell comes out, and the
    withheld cells of a line hold at least `least` respondents together.

    Raises:
        KeyError: a line names a cell that is not there.

    """
    small = frozenset(cell for cell, number in respondents.items() if 0 < number < least)
    hidden, shown = set(small), dict(enumerate(lines))
    while (line := _telling(respondents, hidden, shown, least)) is not None:
        spare = [cell for cell in shown[line] if cell not in hidden and respondents[cell]]
        if spare:
            # First where its other lines need one too: that closes circles, and hides least.
            hidden.add(
                min(spare, key=lambda one: (_alone(one, hidden, shown), respondents[one], one))
            )
        else:
            del shown[line]
    return Withheld(
        small, frozenset(hidden) - small, frozenset(range(len(lines))) - frozenset(shown)
    )


def _alone(cell: str, hidden: Collection[str], lines: Mapping[int, Collection[str]]) -> int:
    """Return in how many of its lines a cell would be the only hidden one."""
    return sum(cell in line and not any(one in hidden for one in line) for line in lines.values())


def _telling(
    respondents: Mapping[str, int],
    hidden: Collection[str],
    lines: Mapping[int, Collection[str]],
    least: int,
) -> int | None:
    """Return a line that gives a hidden cell away, by itself or together with others."""
    unknown = {number: [cell for cell in line if cell in hidden] for number, line in lines.items()}
    for number, cells in unknown.items():
        if cells and sum(respondents[cell] for cell in cells) < least:
            return number
    known = determined(dict.fromkeys(cells, 1) for cells in unknown.values())
    telling = [number for number, cells in unknown.items() if known & {*cells}]
    return min(telling, key=lambda number: len(unknown[number]), default=None)


def determined(sums: Iterable[Mapping[str, int]]) -> set[str]:
    """Return the cells that sums of them determine, each given as cell → how often it counts:
    Gauss–Jordan elimination; a cell is determined where a sum of it alone remains. It is reckoned
    modulo a prime: of sums that count cells once or twice none vanishes by it that does not.
    """
    solved: dict[str, dict[str, int]] = {}
    holding: dict[str, set[str]] = defaultdict(set)  # which solved rows hold a cell
    for one in sums:
        row = {cell: factor % _PRIME for cell, factor in one.items()}
        for cell in [cell for cell in row if cell in solved]:
            _subtract(row, solved[cell], row[cell])
        if row:
            lead = min(row, key=lambda cell: (len(holding[cell]), cell))
            inverse = pow(row[lead], -1, _PRIME)
            row = {cell: value * inverse % _PRIME for cell, value in row.items()}
            for name in [*holding[lead]]:
                other = solved[name]
                _subtract(other, row, other[lead])
                for cell in row:
                    (holding[cell].add if cell in other else holding[cell].discard)(name)
            solved[lead] = row
            for cell in row:
                holding[cell].add(lead)
    return {lead for lead, row in solved.items() if len(row) == 1}


def _subtract(row: dict[str, int], other: Mapping[str, int], factor: int) -> None:
    """Take the other row off, so many times."""
    for cell, value in other.items():
        if rest := (row.get(cell, 0) - factor * value) % _PRIME:
            row[cell] = rest
        else:
            row.pop(cell, None)
