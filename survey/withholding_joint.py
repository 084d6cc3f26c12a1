"""Withholds of an edition what it would give away together with reports that were issued before.

Cells of several editions are sums of one another where units or periods lie within others: a
quarter's of its half-year, a unit's report of the province's. What was issued stays as it is, so
that only the new edition can hold back. Where it says the same as others did, but meanwhile a few
more or fewer people are counted, nothing can be held back without losing the whole: that is a
`Drift`, said to whoever issues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from survey.cell_sums import CellSums
from survey.edition_sums import sums_of_edition
from survey.editions import Edition
from survey.suppression import LEAST, determined
from survey.withholding_regions import (
    Below,
    Placed,
    Region,
    are_apart,
    is_within,
    placed_cells,
    region_of,
)
from survey.withholding_sums import Sum
from survey.word_sums import WORDS, put_words

__all__ = ["Drift", "Said", "drifts", "hidden_beside"]

_FEW: Final = LEAST - 1
"""People that a cell is taken for which an issued report withheld: how many they are is not told.
"""


class Said(Struct, frozen=True, kw_only=True):
    """An edition that left the office as it is."""

    name: str
    """What its report is called."""
    edition: Edition


class Drift(NamedTuple):
    """A figure that differs from an issued one by fewer than ten people."""

    report: str
    cell: str


class _Line(NamedTuple):
    """A cell with others that lie within it."""

    whole: Placed
    parts: list[Placed]
    is_all: bool
    """Whether the parts are all of it, as far as is known."""
    is_exact: bool
    """And nobody can be beside them, such as those of no unit are."""


class _Kind:
    """Cells of one kind, by where they are looked for: all with all others would be millions."""

    def __init__(self, cells: Iterable[Placed]) -> None:
        self.by_unit: dict[str | None, list[Placed]] = defaultdict(list)
        self.by_days: dict[tuple[str, str], dict[str | None, list[tuple[int, Placed]]]]
        self.by_days = defaultdict(lambda: defaultdict(list))
        for place, one in enumerate(cells):
            self.by_unit[one.region.unit].append(one)
            self.by_days[one.region[1:]][one.region.unit].append((place, one))

    def of_days(self, whole: Placed, units: Iterable[str | None]) -> list[Placed]:
        """Return the cells of the same days of some units, in the order in which they came."""
        there = self.by_days[whole.region[1:]]
        return [one for _, one in sorted(pair for unit in units for pair in there.get(unit, ()))]


class _Joint:
    """Cells of several editions, and which of them are sums of others."""

    def __init__(
        self, edition: Edition, others: Sequence[Said], below: Below, between: Sequence[Edition]
    ) -> None:
        self.below = below
        self.editions = [edition, *(one.edition for one in others), *between]
        self.sums = _sums_of(edition)
        self.told: set[str] = set()
        self.hidden: set[str] = set()
        self.cells = [*placed_cells(edition, self.sums, 0)]
        for part, one in enumerate(others, start=1):
            self._put(one.edition, part)
        self._days = set[tuple[str, str]]()
        issued = {region_of(one.edition): part for part, one in enumerate(others, start=1)}
        self._really: dict[str, int] = {}
        for part, given in enumerate(between, start=1 + len(others)):
            if (known := issued.get(region_of(given))) is not None:
                self._put_real(given, known)
            else:
                self._put_between(given, part)
        self._inside: dict[str | None, list[str | None]] = {}
        self._known = {one.region.unit for one in self.cells}

    def _put(self, edition: Edition, part: int) -> None:
        own = _sums_of(edition)
        for cell in placed_cells(edition, own, part):
            name = cell.name.partition(":")[2]
            is_hidden = name in own.withheld
            people = _FEW if is_hidden else own.people[name]
            self.sums.put_said(cell.name, people, own.answers(name))
            if drawn := own.people_drawn(name):
                at_most = own.are_at_most(name)
                self.sums.put_said_drawn(cell.name, drawn, at_most=at_most)
            self.cells.append(cell)
            self.told.add(cell.name)
            if is_hidden:
                self.hidden.add(cell.name)
        for one in own.sums:
            # Levels are made of those below them, and every response has a form; beside other
            # values there may be what nobody printed, so that they tell nothing for sure.
            first, last = one.cells[0], one.cells[-1]
            is_of_forms = first.startswith("level/") and last.startswith("form/")
            is_exact = not one.apart or is_of_forms
            if is_exact and len(own.withheld.intersection(one.cells)) > 1:
                names = tuple(f"{part}:{name}" for name in one.cells)
                self.sums.sums.append(Sum(names, one.apart))

    def _put_between(self, edition: Edition, part: int) -> None:
        """Put the cells of days that nobody printed: only what follows of them is known."""
        own = _sums_of(
            replace(edition, targets=(), changes=(), online_changes=(), variants=(), trend=())
        )
        self.sums.put_unprinted(own, f"{part}:")
        self.cells += placed_cells(edition, own, part)
        self._days.add((edition.period.from_day, edition.period.to_day))

    def _put_real(self, edition: Edition, part: int) -> None:
        """Keep how many people are in what an issued report withheld."""
        for name, people in _sums_of(edition).people.items():
            if (known := f"{part}:{name}") in self.hidden:
                self._really[known] = people

    def tell_few(self, line: _Line) -> None:
        """Add what hidden cells are of one another, where a few people or none are in the whole
        beside its parts: a form that is asked in one unit alone is the whole's.
        """
        names = [one.name for one in (line.whole, *line.parts)]
        if all(name not in self.hidden or name in self._really for name in names):
            whole, *parts = (self._really.get(name, self.sums.people[name]) for name in names)
            if 0 <= (rest := whole - sum(parts)) < LEAST:
                self.sums.tell_rest(names[0], names[1:], rest, is_told=False)

    def lines(self) -> Iterator[_Line]:
        """Yield cells with those of others that lie within them, in time or among units."""
        kinds: dict[str, list[Placed]] = defaultdict(list)
        for cell in self.cells:
            kinds[cell.kind].append(cell)
        for cells in kinds.values():
            yield from self._same(cells)
            kind = _Kind(cells)
            for whole in cells:
                yield from self._shorter(whole, kind.by_unit[whole.region.unit])
                yield from self._smaller(whole, kind)

    def _same(self, cells: Iterable[Placed]) -> Iterator[_Line]:
        first: dict[Region, Placed] = {}
        for one in cells:
            if (known := first.setdefault(one.region, one)) is not one:
                yield _Line(known, [one], is_all=True, is_exact=True)

    def _shorter(self, whole: Placed, cells: Iterable[Placed]) -> Iterator[_Line]:
        within = [one for one in cells if one.part != whole.part and is_within(one, whole)]
        found: list[Placed] = []
        for one in sorted(within, key=lambda one: (-one.region.days, one.region.from_day)):
            if all(are_apart(one.region, other.region) for other in found):
                found.append(one)
        if found:
            is_all = self._days_of(whole.region, found) == whole.region.days
            yield _Line(whole, found, is_all=is_all, is_exact=is_all)

    def _days_of(self, whole: Region, found: Sequence[Placed]) -> int:
        """Return how many days of a region are those of cells, or of pieces without anybody."""
        rest = (whole._replace(from_day=first, to_day=last) for first, last in self._days)
        empty = [
            one
            for one in rest
            if whole.from_day <= one.from_day
            and one.to_day <= whole.to_day
            and all(are_apart(one, other.region) for other in found)
        ]
        return sum(one.days for one in (*empty, *(other.region for other in found)))

    def _smaller(self, whole: Placed, kind: _Kind) -> Iterator[_Line]:
        top = self._units(whole.region.unit)
        left, found = set(top), list[Placed]()
        below = kind.of_days(whole, self._below(whole.region.unit))
        inside = [one for one in below if one.part != whole.part]
        for one in sorted(inside, key=lambda one: -len(self._units(one.region.unit))):
            own = self._units(one.region.unit)
            if own <= left:
                found.append(one)
                left -= own
        if found:
            heard = {unit.unit_id for unit in self.editions[whole.part].units} or top
            yield _Line(whole, found, is_all=not left & heard, is_exact=False)

    def _units(self, unit: str | None) -> frozenset[str]:
        return self.below.get(unit, frozenset(() if unit is None else (unit,)))

    def _below(self, unit: str | None) -> list[str | None]:
        """Return the units of any cell that are a part of a unit."""
        if unit not in self._inside:
            top = self._units(unit)
            self._inside[unit] = [one for one in self._known if self._units(one) < top]
        return self._inside[unit]


def _sums_of(edition: Edition) -> CellSums:
    found = sums_of_edition(edition)
    put_words(found, edition)
    return found


def hidden_beside(
    edition: Edition, others: Sequence[Said], below: Below, between: Sequence[Edition] = ()
) -> frozenset[str]:
    """Return the cells of an edition (`survey.cell_sums`) that must not be shown beside others.
    `between`: editions of the `survey.withholding_pieces` of them all, which nobody prints, and
    those that were issued as they are in full, as far as they are known.
    """
    joint = _Joint(edition, others, below, between)
    for line in joint.lines():
        names = [one.name for one in line.parts]
        is_told = joint.hidden.isdisjoint((line.whole.name, *names))
        if line.is_exact or (line.is_all and not is_told):
            joint.sums.sums.append(Sum((line.whole.name, *names), apart=True))
            joint.sums.tell_drawn(line.whole.name, names, joint.hidden)
        elif is_told:
            joint.sums.tell(line.whole.name, names, apart=True, rest_is_told=False)
        else:
            joint.tell_few(line)
        if not is_told and line.whole.kind.startswith(WORDS):
            _tell_of_hidden(joint, line)
    _give_up(joint)
    return joint.sums.hidden()


def _tell_of_hidden(joint: _Joint, line: _Line) -> None:
    """Add how many forms the hidden parts have together: it follows from what others count."""
    told = [one.name for one in line.parts if one.name not in joint.hidden]
    if line.whole.name not in joint.hidden:
        joint.sums.tell(line.whole.name, told, apart=True, rest_is_told=False)


def _give_up(joint: _Joint) -> None:
    """Take for known what issued reports give away by themselves: no one can take it back."""
    others = joint.told | joint.sums.unprinted
    unknown = joint.hidden | joint.sums.unprinted
    told = [
        one.cells
        for one in joint.sums.sums
        if others.issuperset(one.cells) and not (_is_of_piece(joint, one) and one.apart)
    ]
    for name in determined(
        {cell: 1 if cell == cells[0] else -1 for cell in cells if cell in unknown}
        for cells in told
    ):
        joint.sums.people[name] = LEAST


def _is_of_piece(joint: _Joint, one: Sum) -> bool:
    """Tell whether a sum is of values of one piece, of which some may be of several."""
    parts = {cell.partition(":")[0] for cell in one.cells}
    return len(parts) == 1 and joint.sums.unprinted.issuperset(one.cells)


def drifts(edition: Edition, others: Sequence[Said], below: Below) -> tuple[Drift, ...]:
    """Return where an edition says what issued ones said, of a few people more or fewer."""
    joint = _Joint(edition, others, below, ())
    found = (
        Drift(others[other.part - 1].name, own.name)
        for line in joint.lines()
        if line.is_exact and _is_few(joint, line)
        for own in (line.whole, *line.parts)
        if own.part == 0
        for other in (line.whole, *line.parts)
        if other.part
    )
    return tuple(dict.fromkeys(found))


def _is_few(joint: _Joint, line: _Line) -> bool:
    names = [one.name for one in line.parts]
    people = joint.sums.people
    between = abs(people[line.whole.name] - sum(people[name] for name in names))
    return 0 < between < LEAST and joint.hidden.isdisjoint((line.whole.name, *names))
