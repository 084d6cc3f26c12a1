"""Editions of few people by chance, with what each figure is a sum of."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from survey.editions import (
    Change,
    Dimension,
    Edition,
    Period,
    Place,
    Proofs,
    Row,
    Scope,
    Share,
    TargetLine,
    UnitRow,
    Variant,
)
from survey.index import FACTORS, LEVELS, OVERALL
from survey.withholding_nests import UNIT, Nests, nested

__all__ = ["Crowd", "Kind", "Person", "crowd"]

CRITERIA = {"mc.1": "A1", "mc.2": "A2", "mc.3": "B1", "mc.4": "B1", "kb.1": "B1", "kb.2": "B5",
            "el.1": "A1", "el.2": "B2"}  # fmt: skip
UNITS = ("a", "b", "c", "d")
TABLES: tuple[Dimension, ...] = ("form", "place", "officer", "procedure", "mode")
MONTHS = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
NOW = MONTHS[3:]
_NO_WEIGHT_BELOW = 30
"""Who were drawn, in a cell with others (docs/method.md)."""

Kind = Literal["mode_direct_online", "without_assisted", "without_refuted"]
Which = Callable[["Person"], bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the people of a cell answered, as bits; of those who were drawn, too."""

    people: int
    rated: int
    drawn: int
    rated_by_drawn: int

    @property
    def is_weighted(self) -> bool:
        return 0 < self.drawn >= min(_NO_WEIGHT_BELOW, self.people)

    @property
    def secrets(self) -> Iterator[int]:
        """What fewer than ten said of whom figures of this cell speak."""
        groups = [(self.people, self.rated)]
        if self.is_weighted:
            groups.append((self.drawn, self.rated_by_drawn))
            groups.append((self.people - self.drawn, self.rated - self.rated_by_drawn))
        return (rated for people, rated in groups if 0 < people < 10)


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    unit: str
    month: str
    form: str
    mode: str
    assisted: bool
    rated: tuple[str, ...]
    place: str
    officer: str
    procedure: str
    drawn: bool = False
    refuted: bool = False

    def answers(self, level: str) -> int:
        """What of a level they rated, one bit an answer."""
        return sum(
            1 << self.number * len(CRITERIA) + place
            for place, (name, factor) in enumerate(CRITERIA.items())
            if name in self.rated and level in (name, factor, factor[0], OVERALL)
        )


def crowd(chance: random.Random, most: int = 300, drawn: float = 0.0) -> Crowd:
    """Sixty people or more, unevenly over units, places, months, forms and questions; `drawn`: how
    many of them were drawn from a frame, 0–1.
    """
    people = [_person(chance, number) for number in range(chance.randint(most // 5, most))]
    calls = random.Random()  # of its own, so that whoever is called changes nothing else
    calls.setstate(chance.getstate())
    share = calls.choice((0.0, 0.03, 0.15))
    return Crowd(
        replace(one, drawn=chance.random() < drawn, refuted=calls.random() < share)
        for one in people
    )


def _person(chance: random.Random, number: int) -> Person:
    form = chance.choices(("mc", "kb", "el"), (8, 1, 2))[0]
    asked = [name for name in CRITERIA if name.startswith(form)]
    unit = chance.choices((*UNITS, ""), (40, 20, 5, 3, 1))[0]
    return Person(
        number=number,
        unit=unit,
        month=chance.choices(MONTHS, (4, 1, 5, 20, 3, 20))[0],
        form=form,
        mode=chance.choices(("direct", "online"), (9, 1))[0],
        assisted=chance.random() < 0.1,
        rated=tuple(chance.sample(asked, chance.choice((len(asked), 1)))),
        place=unit and unit + chance.choices("xyz", (12, 4, 1))[0],
        officer=unit and chance.choices((f"{unit}1", f"{unit}2", ""), (3, 1, 3))[0],
        procedure=chance.choices((f"{form}-i", f"{form}-j", "any"), (6, 2, 1))[0],
    )


class Crowd:
    """People, their edition, and what its figures are sums of."""

    def __init__(
        self, people: Iterable[Person], months: Sequence[str] = NOW, unit: str | None = None
    ) -> None:
        self.everybody = [*people]
        self.people = [one for one in self.everybody if unit in (None, one.unit)]
        self.now, self.unit = months, unit
        self._numbers: dict[int, float] = {}
        self.sums: dict[float, int] = {}
        self.secrets: set[int] = set()
        self.edition = self._edition()

    def report(self, months: Sequence[str] = NOW, unit: str | None = None) -> Crowd:
        """The same people's edition of other months, or of one unit."""
        return Crowd(self.everybody, months, unit)

    def shown(self, edition: Edition) -> Iterator[int]:
        """The sums that an edition tells, of this one with something left out: by shares, by the
        ends of their intervals, and by differences of which one side is known.
        """
        told: list[float] = []
        for one in edition.changes:
            told += (one.points, one.low, one.high)
        for other in edition.variants:
            told += (other.points, other.low, other.high)
        for share in _shares(edition):
            told += filter(None, (share.raw, share.raw_low, share.weighted, share.low))
        yield from (self.sums[number] for number in told)

    def _told(self, rated: int) -> float:
        """One number of its own for each set of answers stands for the figure."""
        number = self._numbers.setdefault(rated, 1.0 + len(self._numbers))
        self.sums[number] = rated
        return number

    def _cell(self, level: str, which: Which | None = None) -> Cell:
        own = [(one, rated) for one in self.people
               if (which(one) if which else one.month in self.now)
               and (rated := one.answers(level))]  # fmt: skip
        drawn = [rated for one, rated in own if one.drawn]
        cell = Cell(len(own), sum(rated for _, rated in own), len(drawn), sum(drawn))
        self.secrets.update(cell.secrets)
        return cell

    def _share(self, cell: Cell, *, is_weighted: bool = True) -> Share:
        """The share of a cell; `is_weighted`: weighted too, if it can be."""
        if not cell.people:
            return Share()
        raw = self._told(cell.rated)
        share = Share(raw=raw, raw_low=raw, low=raw, answers=cell.rated.bit_count(),
                      respondents=cell.people)  # fmt: skip
        if not is_weighted or not cell.is_weighted:
            return share
        weighted = self._told(cell.rated_by_drawn)
        return msgspec.structs.replace(share, weighted=weighted, low=weighted, drawn=cell.drawn)

    def _differing(self, first: Cell, second: Cell) -> dict[str, Any]:
        """What a difference tells: like of like, weighted where both are."""
        is_weighted = first.is_weighted and second.is_weighted
        one, other = (self._told(cell.rated_by_drawn if is_weighted else cell.rated)
                      for cell in (first, second))  # fmt: skip
        return {"points": one, "low": other, "high": other, "direction": "not_proven"}

    def _of(self, level: str, **wanted: object) -> Cell:
        return self._cell(
            level,
            lambda one: (
                one.month in self.now
                and all(getattr(one, name) == value for name, value in wanted.items())
            ),
        )

    def _in(self, month: str) -> Cell:
        return self._cell(OVERALL, lambda one: one.month == month)

    def _trend(self) -> tuple[tuple[str, Share], ...]:
        months = {month: self._in(month) for month in MONTHS if month <= self.now[-1]}
        is_weighted = all(cell.is_weighted for cell in months.values() if cell.people)
        return tuple(
            (f"{month}-01", self._share(cell, is_weighted=is_weighted))
            for month, cell in months.items()
        )

    def _tables(self) -> Iterator[tuple[Dimension, tuple[Row, ...]]]:
        nests = nested({name: value for name in (UNIT, *TABLES) if (value := getattr(one, name))}
                       for one in self.people if one.month in self.now)  # fmt: skip
        for dimension in TABLES:
            values = sorted({value for name, value in nests if name == dimension})
            yield dimension, tuple(self._value(dimension, value, nests) for value in values)

    def _value(self, dimension: str, value: str, nests: Nests) -> Row:
        told = {level: self._share(self._of(level, **{dimension: value})) for level in LEVELS}
        factors = tuple(Row(key=one, label="", share=told[one]) for one in FACTORS)
        return Row(key=value, label="", share=told[OVERALL], part=told["A"], service=told["B"],
                   factors=factors, within=nests[dimension, value])  # fmt: skip

    def _edition(self) -> Edition:
        self._of(OVERALL, unit="")  # whoever is in no unit is nowhere printed
        self._of(OVERALL, assisted=True)
        self._of(OVERALL, refuted=True)
        return Edition(
            id="",
            scope=Scope(unit_id=self.unit, unit_name=""),
            period=Period(
                span="other", from_day=f"{self.now[0]}-01", to_day=f"{self.now[-1]}-30"
            ),
            made_at=0,
            pins=(),
            counts=(),
            levels=(
                *(Row(key=level, label="", share=self._share(self._cell(level)))
                  for level in LEVELS),
                *(Row(key=name, label="", share=self._share(self._cell(name)), factor=factor)
                  for name, factor in CRITERIA.items()),
            ),
            csat=Share(),
            units=tuple(map(self._unit, self._units)),
            tables=dict(self._tables()),
            targets=tuple(
                TargetLine(indicator=name, label="", percent=85, source="",
                           share=self._share(self._cell(level)), verdict="reached")
                for name, level in (("policy", "A"), *((one, one) for one in FACTORS))
            ),
            changes=tuple(self._changes()),
            ranking=self._ranking(),
            variants=tuple(self._variants()),
            proofs=Proofs(by_level=(0, 0, 0, 0, 0), by_kind=(), suspicions=()),
            trend=self._trend(),
        )  # fmt: skip

    @property
    def _units(self) -> tuple[str, ...]:
        return UNITS if self.unit is None else (self.unit,)

    def _unit(self, unit: str) -> UnitRow:
        cells = {level: self._of(level, unit=unit) for level in LEVELS}
        rows = (Row(key=level, label="", share=self._share(cell)) for level, cell in cells.items())
        return UnitRow(unit_id=unit, label=unit, levels=tuple(rows))

    def _ranking(self) -> tuple[Place, ...]:
        cells = {unit: self._of(OVERALL, unit=unit) for unit in self._units}
        is_weighted = all(cell.is_weighted for cell in cells.values() if cell.people)
        return tuple(
            Place(key=unit, label=unit, share=self._share(cell, is_weighted=is_weighted), first=1,
                  last=4, tied=())
            for unit, cell in cells.items()
        )  # fmt: skip

    def _changes(self) -> Iterator[Change]:
        for level in LEVELS:
            then, now = self._cell(level, lambda one: one.month < self.now[0]), self._cell(level)
            if then.people and now.people:
                is_weighted = then.is_weighted and now.is_weighted
                before, after = (self._share(one, is_weighted=is_weighted) for one in (then, now))
                yield Change(key=level, label="", before=before, after=after,
                             **self._differing(now, then))  # fmt: skip

    def _variants(self) -> Iterator[Variant]:
        modes = tuple(self._of(OVERALL, mode=mode) for mode in ("direct", "online"))
        whole = self._cell(OVERALL)
        pairs: tuple[tuple[Kind, Any], ...] = (
            ("mode_direct_online", modes),
            ("without_assisted", (self._of(OVERALL, assisted=False), whole)),
            ("without_refuted", (self._of(OVERALL, refuted=False), whole)),
        )
        for kind, (one, other) in pairs:
            if one.people and other.people and one != other:
                is_weighted = one.is_weighted and other.is_weighted
                first, second = (
                    self._estimate(cell, is_weighted=is_weighted) for cell in (one, other)
                )
                yield Variant(kind=kind, first=first, second=second,
                              **self._differing(one, other))  # fmt: skip

    def _estimate(self, cell: Cell, *, is_weighted: bool) -> Share:
        """The share that is compared, which stands where others have the one as answered."""
        people, rated = (
            (cell.drawn, cell.rated_by_drawn) if is_weighted else (cell.people, cell.rated)
        )
        return self._share(Cell(people, rated, 0, 0))


def _shares(edition: Edition) -> Iterator[Share]:
    rows = [*edition.levels, *(row for unit in edition.units for row in unit.levels)]
    for row in [*rows, *(row for table in edition.tables.values() for row in table)]:
        yield from filter(None, (row.share, row.part, row.service))
        yield from (factor.share for factor in row.factors)
    yield from (one.share for one in edition.targets)
    yield from (one.share for one in edition.ranking)
    for variant in edition.variants:
        yield from (variant.first, variant.second)
    for change in edition.changes:
        yield from filter(None, (change.before, change.after))
    yield from (share for _, share in edition.trend)
