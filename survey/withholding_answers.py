"""Which answers the cells of editions are of: what whoever subtracts them reckons with.

A share is the satisfied among some answers. What several shares say of a few people follows from
which answers each of them is of. An answer is a bit here and a cell an integer; answers that are
in the same cells everywhere are one bit.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Final, Literal, NamedTuple, TypeAlias

from survey.cell_sums import DRAWN, UNDRAWN
from survey.cells import COMPLETED, PARTICIPANTS, PASSED, Counted, steps_of, tallies_of
from survey.earlier import before
from survey.editions import DIMENSIONS, Period, Tree
from survey.index import OVERALL
from survey.suppression import LEAST
from survey.withholding_nests import UNIT
from survey.withholding_reckoning import places_in
from survey.withholding_regions import Region

__all__ = ["DAYS", "MONTHS", "Answers", "Heard", "Span", "Spoken"]

Span: TypeAlias = Literal["own", "before", "trend"]
"""The days of an edition, of the period that it is compared with, or of its months."""
_SPANS: Final[Mapping[str, Span]] = {"before": "before", "month": "trend"}
_WITHOUT: Final = ("without_assisted", "without_place", "without_refuted")
"""Variants (`survey.editions.Variant.kind`) that leave somebody out."""
_ORGANISATION: Final = "organisation"
_MONTH: Final = 7
"""Characters of a month: `2026-01`."""
MONTHS: Final = "month"
"""The table of months."""
DAYS: Final = "days"
"""The table of parts of months that reports cut, or periods that they compare theirs with, which
begin or end within a month; whole months have none.
"""


_Value: TypeAlias = tuple[str, str]
"""A table, and a value of it: of a dimension, of units, of months, or a variant."""


class Spoken(NamedTuple):
    """Whom figures of an edition are of."""

    region: Region
    """That of the edition, whichever of its days they are of."""
    span: Span
    tree: Tree = "now"
    """Of when its units are: of the same unit and days other people may be told by the other."""


class Heard(NamedTuple):
    """Whose answers these figures are made of."""

    units: Mapping[str, str]
    """Response → the unit that it belongs to there."""
    strata: frozenset[str]
    """Whoever is of one of these was drawn from a frame: a weighted share is of these people."""


class _Level(NamedTuple):
    """What tells whether an answer is one to a level."""

    name: str


class _Bundle(NamedTuple):
    """What responses have in common whose answers are in the same cells."""

    form: str
    is_of_people: bool
    keys: frozenset[Hashable]


class Answers:
    """Answers of responses as bits, and whose they are."""

    def __init__(self, responses: Iterable[Counted], heard: Mapping[Spoken, Heard]) -> None:
        self._places: dict[Hashable, array[int]] = defaultdict(lambda: array("L"))
        self._bits: dict[tuple[_Bundle, str], int] = {}
        self._people: list[set[str]] = []
        self._values: dict[Spoken, set[_Value]] = {one: set() for one in heard}
        self._strata: dict[Spoken, set[str]] = {one: set() for one in heard}
        days = _Days(heard)
        for one in responses:
            keys = set[Hashable]()
            for spoken, some in heard.items():
                if (unit := some.units.get(one.response_id)) is not None:
                    values = {*_values_of(one, spoken.span, unit), *days.of(one.day)}
                    self._values[spoken] |= values
                    keys.update((spoken, *(_key(spoken, value) for value in values)))
                    if one.stratum in some.strata:
                        self._strata[spoken].add(one.stratum)
                        keys |= {(spoken, "drawn"), (spoken, "stratum", one.stratum)}
            if keys:
                is_of_people = one.audience not in {"", _ORGANISATION}
                self._put(one, _Bundle(one.form, is_of_people, frozenset(keys)))
        self._pack(range(len(self._people)))
        given = Counter(person for people in self._people for person in people)
        self._most = (LEAST - 1) * max(given.values(), default=0)
        """Of more answers than these ten people are."""

    def _put(self, one: Counted, bundle: _Bundle) -> None:
        for name, rating in one.ratings.items():
            self._put_answer(one, bundle, name, tallies_of(one.form, {name: rating}))
        if one.outcome is not None:
            self._put_answer(one, bundle, COMPLETED, (COMPLETED, f"{COMPLETED}/{one.form}"))
        for step in sorted(steps_of(one)):
            self._put_answer(one, bundle, PASSED + step, (f"{PASSED}{one.form}.{step}",))

    def _put_answer(self, one: Counted, bundle: _Bundle, name: str, levels: Iterable[str]) -> None:
        place = self._bits.setdefault((bundle, name), len(self._people))
        if place == len(self._people):
            self._people.append(set())
            for key in (*bundle.keys, *map(_Level, levels)):
                self._places[key].append(place)
            if bundle.is_of_people and OVERALL in levels:
                self._places[_Level(PARTICIPANTS)].append(place)
        self._people[place].add(one.respondent)

    def _pack(self, moved: Mapping[int, int] | Sequence[int]) -> None:
        """Make integers of all that is known, with each answer at its place."""
        size = len(self._people)
        self._masks = {
            key: _packed(map(moved.__getitem__, places), size)
            for key, places in self._places.items()
        }
        self._levels = {
            key.name: mask for key, mask in self._masks.items() if isinstance(key, _Level)
        }

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        """Of which figures of editions, or of pieces that lie between them, answers are known."""
        return (*self._values,)

    @property
    def levels(self) -> Mapping[str, int]:
        """Level (`survey.cells`) → all answers of it."""
        return self._levels

    def all_of(self, spoken: Spoken) -> int:
        """Return all answers that some figures are of."""
        return self._masks.get(spoken, 0)

    def drawn(self, spoken: Spoken) -> int:
        """Return the answers of people who were drawn from a frame that weights these figures."""
        return self._masks.get((spoken, "drawn"), 0)

    def by(self, spoken: Spoken) -> dict[str, dict[str, int]]:
        """Return table → value → the answers of it; "": of responses that have none."""
        found = defaultdict[str, dict[str, int]](dict)
        for table, value in sorted(self._values[spoken]):
            answers = self._masks.get(_key(spoken, (table, value)), 0)
            found[table][value] = answers & self.all_of(spoken)
        return found

    def beside(self, spoken: Spoken) -> tuple[int, ...]:
        """Return the answers that figures have beside those of parts of theirs that are known of
        the same days, if there are any such parts: reports of units below.
        """
        own = self.all_of(spoken)
        parts = [
            part
            for one in self._values
            if one.span == spoken.span == "own" and one.region[1:] == spoken.region[1:]
            if (part := self.all_of(one)) != own and part & own == part
        ]
        return (own & ~reduce(or_, parts),) if parts else ()

    def of(self, name: str, region: Region, tree: Tree = "now") -> int:
        """Return the answers of a cell of an edition of a region; 0: there are none."""
        bare = name.removesuffix(UNDRAWN).removesuffix(DRAWN)
        table, _, rest = bare.partition("/")
        spoken = Spoken(region, _SPANS.get(table, "own"), tree)
        level, key = _wanted(spoken, table, rest)
        found = self.all_of(spoken) & self._levels.get(level, 0)
        if key is not None:
            found &= self._masks.get(key, 0)
        if bare == name:
            return found
        drawn = found & self.drawn(spoken)
        return drawn if name.endswith(DRAWN) else found ^ drawn

    def told_by_both(self, name: str, region: Region, tree: Tree = "now") -> int:
        """Return what somebody who knows how large each stratum is learns of a cell who has both
        its shares: in the weighted one strata of few people count otherwise than in that as
        answered, so that these, and whoever was not drawn, stand apart from all others. 0: no
        stratum in it is of few people, or there is no other one.
        """
        spoken = Spoken(region, "own", tree)
        drawn = self.of(name + DRAWN, region, tree)
        parts = [drawn & self._masks.get((spoken, "stratum", one), 0)
                 for one in sorted(self._strata.get(spoken, ()))]  # fmt: skip
        small = [part for part in parts if self.are_few(part)]
        if not small or sum(map(bool, parts)) < 2:
            return 0
        return reduce(or_, small) | self.of(name + UNDRAWN, region, tree)

    def put_first(self, some: Iterable[int]) -> set[int]:
        """Give the lowest bits to answers that a few people gave, so that these are short numbers;
        return what they are then. No number of before means anything any more.
        """
        few = [[*places_in(one)] for one in some]
        order = dict.fromkeys(place for one in few for place in one)
        order |= dict.fromkeys(range(len(self._people)))
        moved = {place: now for now, place in enumerate(order)}
        self._people = [self._people[place] for place in order]
        self._pack(moved)
        return {sum(1 << moved[place] for place in one) for one in few}

    def people(self, answers: int, most: int | None = None) -> int:
        """Return how many people gave some answers; `most`: there is no need to count further."""
        found = set[str]()
        for place in places_in(answers):
            found |= self._people[place]
            if most is not None and len(found) >= most:
                break
        return len(found)

    def are_few(self, answers: int) -> bool:
        """Tell whether somebody gave these answers, but fewer than ten people."""
        if answers.bit_count() > self._most:
            return False
        return 0 < self.people(answers, LEAST) < LEAST


class _Days:
    """The days within months on which a period begins, of reports or before theirs."""

    def __init__(self, heard: Iterable[Spoken]) -> None:
        found = {day for spoken in heard for day in _begun(spoken)}
        self._cuts = sorted(day for day in found if not day.endswith("-01"))
        self._months = {day[:_MONTH] for day in self._cuts}

    def of(self, day: str) -> Iterator[_Value]:
        """Yield the part of its month that a day is in, if that is cut."""
        if day[:_MONTH] in self._months:
            yield DAYS, f"{day[:_MONTH]}/{bisect_right(self._cuts, day)}"


def _begun(spoken: Spoken) -> Iterator[str]:
    """Yield the first day of an edition, of the period before it, and what comes after both."""
    own = Period(span="other", from_day=spoken.region.from_day, to_day=spoken.region.to_day)
    for period in (own, before(own)):
        yield period.from_day
        yield (date.fromisoformat(period.to_day) + timedelta(days=1)).isoformat()


def _wanted(spoken: Spoken, table: str, rest: str) -> tuple[str, Hashable]:
    """Return the level of a cell, and of which value its answers are; None: of all."""
    value, _, level = rest.rpartition("/")
    if table in {"level", "target", "before"}:
        return rest, None
    if table == "month":
        return OVERALL, (MONTHS, rest[:_MONTH])
    return level, _key(spoken, (table, value))


def _key(spoken: Spoken, value: _Value) -> Hashable:
    """Return what a value is known by: units are those of each edition."""
    return (spoken, *value) if value[0] == UNIT else value


def _values_of(one: Counted, span: Span, unit: str) -> Iterator[_Value]:
    """Yield the tables that a response is in, and of which of their values."""
    yield UNIT, unit
    yield MONTHS, one.month
    if span == "own":
        yield from ((name, one.labels.get(name, "")) for name in DIMENSIONS)
        yield "assisted" if one.is_assisted else _WITHOUT[0], ""
        yield "of_place" if one.kind == "place" else _WITHOUT[1], ""
        yield "refuted" if one.refuted else _WITHOUT[2], ""


def _packed(places: Iterable[int], size: int) -> int:
    """Return an integer with bits at some places."""
    found = bytearray(size // 8 + 1)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")
