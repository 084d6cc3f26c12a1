"""Quotas of area and mode: what is wanted of each cell, and where the next answer comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from msgspec import Struct

from survey.sampling import apportioned

__all__ = ["UNKNOWN", "Cell", "Fill", "Stratum", "by_need", "quotas", "spread", "steered"]

UNKNOWN = ""
"""The area or mode of a row that does not tell it."""


class Cell(NamedTuple):
    """What quotas are about: `urban`, `rural`, `special`; `direct`, `online`; or `UNKNOWN`."""

    area: str
    mode: str


class Stratum(NamedTuple):
    """The part of a frame that lots are drawn within."""

    group: str
    unit: str
    area: str
    mode: str

    @property
    def cell(self) -> Cell:
        """Return the cell of its group's quota table that it counts in."""
        return Cell(self.area, self.mode)


def quotas(
    total: int, room: Mapping[Cell, int], ordered: Mapping[Cell, int] | None = None
) -> dict[Cell, int]:
    """Return the answers wanted of each cell. `room`: what the frame has of it.

    The modes share equally, as far as the frame can give it (R10: 50 % direct, 50 % online); what
    does not tell its mode takes its part of the frame first. Within a mode the areas share as in
    the frame. What somebody `ordered` of a cell stands, as part of what its mode gets; the sum is
    the total, or what was ordered where that is more.
    """
    fixed = {cell: min(wanted, room.get(cell, 0)) for cell, wanted in (ordered or {}).items()}
    free = {cell: size for cell, size in sorted(room.items()) if cell not in fixed}
    found = dict(fixed)
    for mode, wanted in _of_modes(total, room, fixed).items():
        cells = [cell for cell in free if cell.mode == mode]
        sizes = [free[cell] for cell in cells]
        left = wanted - _of_mode(mode, fixed)
        parts = apportioned(left, sizes, [0] * len(cells), sizes)
        found.update(zip(cells, parts, strict=True))
    return dict(sorted(found.items()))


def _of_modes(total: int, room: Mapping[Cell, int], fixed: Mapping[Cell, int]) -> dict[str, int]:
    """Return the answers wanted of each mode: none gets less than was ordered of its cells, nor
    more than that and the room of its other ones.
    """
    modes = sorted({cell.mode for cell in room} | {cell.mode for cell in fixed})
    sizes = {mode: _of_mode(mode, room) for mode in modes}
    named = [mode for mode in modes if mode != UNKNOWN and sizes[mode]]
    known = sum(sizes[mode] for mode in named)
    weights = [
        Fraction(known, len(named)) if mode in named else Fraction(sizes[mode]) for mode in modes
    ]
    most = {**room, **fixed}
    least = [_of_mode(mode, fixed) for mode in modes]
    caps = [_of_mode(mode, most) for mode in modes]
    return dict(zip(modes, apportioned(total, weights, least, caps), strict=True))


def _of_mode(mode: str, cells: Mapping[Cell, int]) -> int:
    return sum(size for cell, size in cells.items() if cell.mode == mode)


def spread(
    units: Mapping[str, int],
    cells: Mapping[Cell, int],
    room: Mapping[tuple[str, Cell], int],
    ordered: Collection[Cell] = (),
) -> dict[tuple[str, Cell], int]:
    """Return the answers wanted of each unit's cells: what each unit owes is met exactly, what
    each cell owes as far as the frame can give it. No cell gets more than was `ordered` of it,
    though a unit that has nothing else then falls short.

    Units with the least to choose from go first; each splits what it owes by what is still wanted
    of the cells, so that the later ones make up for what the earlier ones do not have.
    """
    wanted = dict(cells)
    found: dict[tuple[str, Cell], int] = {}
    for unit in sorted(units, key=lambda one: (_freedom(one, units[one], room), one)):
        own = [cell for cell in sorted(cells) if room.get((unit, cell), 0)]
        weights = [max(0, wanted[cell]) for cell in own]
        caps = [
            min(room[unit, cell], open_) if cell in ordered else room[unit, cell]
            for cell, open_ in zip(own, weights, strict=True)
        ]
        parts = apportioned(units[unit], weights, [0] * len(own), caps)
        for cell, part in zip(own, parts, strict=True):
            found[unit, cell] = part
            wanted[cell] -= part
    return found


def _freedom(unit: str, owed: int, room: Mapping[tuple[str, Cell], int]) -> tuple[int, Fraction]:
    """Return how many cells a unit has, and how much room in them for each answer it owes."""
    own = [size for (of, _), size in room.items() if of == unit and size]
    return len(own), Fraction(sum(own), max(1, owed))


# -- while answers come in


class Fill(Struct, frozen=True):
    """How far a stratum is: answers wanted and in hand, and reserves that can still be asked."""

    stratum: Stratum
    wanted: int
    answered: int
    reserves: int


def by_need(fills: Iterable[Fill]) -> list[Fill]:
    """Return the strata that have reserves, the neediest first: those of the cell of their group
    that is filled least (direct against online, urban against rural), and among them the stratum
    that is filled least itself.
    """
    known = list(fills)
    wanted: dict[tuple[str, Cell], int] = {}
    answered: dict[tuple[str, Cell], int] = {}
    for one in known:
        of = one.stratum.group, one.stratum.cell
        wanted[of] = wanted.get(of, 0) + one.wanted
        answered[of] = answered.get(of, 0) + one.answered

    def need(one: Fill) -> tuple[Fraction, Fraction, Stratum]:
        of = one.stratum.group, one.stratum.cell
        return _share(answered[of], wanted[of]), _share(one.answered, one.wanted), one.stratum

    return sorted((one for one in known if one.reserves), key=need)


def _share(answered: int, wanted: int) -> Fraction:
    """Return how full something is; what nothing is wanted of is full."""
    return Fraction(answered, wanted) if wanted else Fraction(answered + 1)


def steered(
    fills: Iterable[Fill], count: int, lost: Mapping[Stratum, int] | None = None
) -> dict[Stratum, int]:
    """Return from which strata the next `count` people to ask come, and how many from each.

    `lost`: of which strata people have dropped out; those are replaced from their own stratum
    while it has reserves (substitution). Each of the others comes from whatever is neediest then,
    each person asked being taken for an answer; there may be fewer than `count` reserves in all.
    """
    now = {one.stratum: one for one in fills}
    taken: dict[Stratum, int] = {}
    for stratum, dropped in sorted((lost or {}).items()):
        known = now.get(stratum)
        own = min(dropped, count, known.reserves) if known else 0
        if known and own:
            now[stratum] = _asked(known, own)
            taken[stratum] = own
            count -= own
    for _ in range(count):
        neediest = next(iter(by_need(now.values())), None)
        if neediest is None:
            break
        now[neediest.stratum] = _asked(neediest, 1)
        taken[neediest.stratum] = taken.get(neediest.stratum, 0) + 1
    return taken


def _asked(one: Fill, people: int) -> Fill:
    return Fill(one.stratum, one.wanted, one.answered + people, one.reserves - people)
