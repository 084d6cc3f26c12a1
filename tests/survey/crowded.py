"""Editions of few people by chance, with what each figure is a sum of."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

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

__all__ = ["Crowd", "Person", "crowd"]

CRITERIA = {"mc.1": "A1", "mc.2": "A2", "mc.3": "B1", "mc.4": "B1", "kb.1": "B1", "kb.2": "B5",
            "el.1": "A1", "el.2": "B2"}  # fmt: skip
UNITS = ("a", "b", "c", "d")
TABLES: tuple[Dimension, ...] = ("form", "place", "officer", "procedure", "mode")
MONTHS = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
NOW = MONTHS[3:]
_CHANGE = {"points": 0.0, "low": 0.0, "high": 0.0, "direction": "not_proven"}

Which = Callable[["Person"], bool]


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

    def answers(self, level: str) -> int:
        """What of a level they rated, one bit an answer."""
        return sum(
            1 << self.number * len(CRITERIA) + place
            for place, (name, factor) in enumerate(CRITERIA.items())
            if name in self.rated and level in (name, factor, factor[0], OVERALL)
        )


def crowd(chance: random.Random, most: int = 300) -> Crowd:
    """Sixty people or more, unevenly over units, places, months, forms and questions."""
    return Crowd([_person(chance, number) for number in range(chance.randint(most // 5, most))])


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
        self.people = [one for one in people if unit in (None, one.unit)]
        self.now, self.unit = months, unit
        self.sums: dict[Share, int] = {}
        self.secrets: set[int] = set()
        self.edition = self._edition()

    def report(self, months: Sequence[str] = NOW, unit: str | None = None) -> Crowd:
        """The same people's edition of other months, or of one unit."""
        return Crowd(self.people, months, unit)

    def shown(self, edition: Edition) -> Iterator[int]:
        """The sums that an edition tells, of this one with something left out."""
        for share in _shares(edition):
            if share.raw is not None:
                yield self.sums[share]
        for one in edition.changes:
            yield self.sums[self._share(one.key)]

    def _share(self, level: str, which: Which | None = None) -> Share:
        own = {one.number: one.answers(level) for one in self.people
               if (which(one) if which else one.month in self.now)}  # fmt: skip
        rated = sum(own.values())
        heads = sum(map(bool, own.values()))
        if not heads:
            return Share()
        if heads < 10:
            self.secrets.add(rated)
        # One number of its own for each set of answers stands for the figure.
        share = Share(raw=float(hash(rated)), answers=rated.bit_count(), respondents=heads)
        self.sums[share] = rated
        return share

    def _of(self, level: str, **wanted: object) -> Share:
        return self._share(
            level,
            lambda one: (
                one.month in self.now
                and all(getattr(one, name) == value for name, value in wanted.items())
            ),
        )

    def _in(self, month: str) -> Share:
        return self._share(OVERALL, lambda one: one.month == month)

    def _tables(self) -> Iterator[tuple[Dimension, tuple[Row, ...]]]:
        nests = nested({name: value for name in (UNIT, *TABLES) if (value := getattr(one, name))}
                       for one in self.people if one.month in self.now)  # fmt: skip
        for dimension in TABLES:
            values = sorted({value for name, value in nests if name == dimension})
            yield dimension, tuple(self._value(dimension, value, nests) for value in values)

    def _value(self, dimension: str, value: str, nests: Nests) -> Row:
        whole, part, service = (
            self._of(level, **{dimension: value}) for level in (OVERALL, "A", "B")
        )
        return Row(key=value, label="", share=whole, part=part, service=service,
                   within=nests[dimension, value])  # fmt: skip

    def _edition(self) -> Edition:
        self._of(OVERALL, unit="")  # whoever is in no unit is nowhere printed
        self._of(OVERALL, assisted=True)
        direct, online = (self._of(OVERALL, mode=mode) for mode in ("direct", "online"))
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
                *(Row(key=level, label="", share=self._share(level)) for level in LEVELS),
                *(Row(key=name, label="", share=self._share(name), factor=factor)
                  for name, factor in CRITERIA.items()),
            ),
            csat=Share(),
            units=tuple(map(self._unit, self._units)),
            tables=dict(self._tables()),
            targets=tuple(
                TargetLine(indicator=name, label="", percent=85, source="",
                           share=self._share(level), verdict="reached")
                for name, level in (("policy", "A"), *((one, one) for one in FACTORS))
            ),
            changes=tuple(self._changes()),
            ranking=tuple(map(self._place, self._units)),
            variants=(
                Variant(kind="mode_direct_online", first=direct, second=online, **_CHANGE),  # type: ignore[arg-type]  # fields of a test, by name
                Variant(kind="without_assisted", first=self._of(OVERALL, assisted=False),
                        second=self._share(OVERALL), **_CHANGE),  # type: ignore[arg-type]  # the same
            ),
            proofs=Proofs(by_level=(0, 0, 0, 0, 0), by_kind=(), suspicions=()),
            trend=tuple(
                (f"{month}-01", self._in(month)) for month in MONTHS if month <= self.now[-1]
            ),
        )  # fmt: skip

    @property
    def _units(self) -> tuple[str, ...]:
        return UNITS if self.unit is None else (self.unit,)

    def _unit(self, unit: str) -> UnitRow:
        rows = (Row(key=level, label="", share=self._of(level, unit=unit)) for level in LEVELS)
        return UnitRow(unit_id=unit, label=unit, levels=tuple(rows))

    def _place(self, unit: str) -> Place:
        share = self._of(OVERALL, unit=unit)
        return Place(key=unit, label=unit, share=share, first=1, last=4, tied=())

    def _changes(self) -> Iterator[Change]:
        for level in LEVELS:
            before = self._share(level, lambda one: one.month < self.now[0])
            if before.raw is not None and self._share(level).raw is not None:
                yield Change(key=level, label="", before=before, **_CHANGE)  # type: ignore[arg-type]  # the same


def _shares(edition: Edition) -> Iterator[Share]:
    rows = [*edition.levels, *(row for unit in edition.units for row in unit.levels)]
    for row in [*rows, *(row for table in edition.tables.values() for row in table)]:
        yield from filter(None, (row.share, row.part, row.service))
    yield from (one.share for one in edition.targets)
    yield from (one.share for one in edition.ranking)
    for variant in edition.variants:
        yield from (variant.first, variant.second)
    yield from (one.before for one in edition.changes)
    yield from (share for _, share in edition.trend)
