"""Where cells belong: to the unit as of then, or to the one that stands on a period's last day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, Protocol, TypeAlias, TypeVar

from survey.editions import Period, Scope
from survey.restating import LONGEST_BEFORE, day_of_service, restate
from survey.unit_tree import UnitTree

__all__ = ["UNPLACED", "Held", "Placeable", "Placing"]

UNPLACED: Final = ""
"""The unit of what belongs to none: it counts in the whole, and in no line of a unit."""

Held: TypeAlias = Literal["all", "part", "none"]


class Placeable(Protocol):
    """A response, a case, or any that agree in where they belong."""

    @property
    def unit_id(self) -> str:
        """The unit as of then; "": none."""

    @property
    def commune(self) -> str | None:
        """It tells the parts of a split unit apart."""

    @property
    def day(self) -> str:
        """ISO, of Vietnam: when the form was issued, or the case was made."""

    @property
    def served_from(self) -> str:
        """First day of the service that it is about."""


_P = TypeVar("_P", bound=Placeable)


@dataclass(frozen=True, slots=True)
class Placing:
    """Which unit of a scope figures belong to."""

    tree: UnitTree
    scope: Scope
    period: Period
    today: date
    """The day whose units they are, where units are those of now."""
    _covered: Mapping[str, Collection[str]] = field(init=False, repr=False)
    """Unit → the communes that it ever covered."""
    _turns: tuple[date, ...] = field(init=False, repr=False)
    """The days on which units or what they cover change."""
    _units: frozenset[str] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Turn round who covers what, and find the units of the scope."""
        covered: dict[str, set[str]] = defaultdict(set)
        for commune, line in self.tree.covers.items():
            for _, unit in line:
                if unit is not None:
                    covered[unit].add(commune)
        object.__setattr__(self, "_covered", covered)
        object.__setattr__(self, "_turns", tuple(sorted({*_changes(self.tree)})))
        object.__setattr__(self, "_units", self._found_units())

    def units(self) -> frozenset[str] | None:
        """Return the units of the scope, of then: those that belong to it on any day of the
        period; None: all that there are, and none.
        """
        return self._units

    def _found_units(self) -> frozenset[str] | None:
        top = self.scope.unit_id
        if top is None:
            return None
        if not self.is_then:
            there = self.tree.as_of(self.today)
            return frozenset({top, *(there.below(top) if top in there.units else ())})
        ends = (date.fromisoformat(self.period.from_day), date.fromisoformat(self.period.to_day))
        days = self._days(*ends)
        below = (one for one in self.tree.units if any(self.is_below(one, day) for day in days))
        return frozenset({top, *below})

    def _days(self, first: date, last: date) -> frozenset[date]:
        """Return days that stand for all days of a span: between them nothing changes."""
        return frozenset({first, last, *(day for day in self._turns if first < day < last)})

    @property
    def is_rearranged(self) -> bool:
        """Whether units, or what they cover, changed on a day of the period after its first."""
        first, last = map(date.fromisoformat, (self.period.from_day, self.period.to_day))
        return any(first < day <= last for day in self._turns)

    @property
    def is_then(self) -> bool:
        """Whether units are those of the day that each response belongs to."""
        return self.scope.tree == "then"

    def is_below(self, unit_id: str, day: date) -> bool:
        """Tell whether a unit is the scope's or below it on a day."""
        return self.scope.unit_id is None or self.scope.unit_id in self.lineage(unit_id, day)

    def lineage(self, unit_id: str, day: date) -> Iterator[str]:
        """Yield a unit and those above it on a day; where it is not there, on the nearest day on
        which it is: forms are issued before and after the service that they are about.
        """
        known = self.tree.units.get(unit_id)
        at = day if known is None else known.nearest(day)
        above: str | None = unit_id
        while above is not None:
            yield above
            state = self.tree.unit(above, at)
            above = None if state is None else state.parent

    def of_cell(self, unit_id: str, month: str) -> str | None:
        """Return the unit that the cells of a unit and month belong to; None: that depends on the
        day or the commune of each response.
        """
        first = date.fromisoformat(f"{month}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return _only(self._at(unit_id, first, last))

    def _at(self, unit_id: str, first: date, last: date) -> frozenset[str]:
        """Return all units that something of these days may belong to: services may be earlier."""
        since = first if self.is_then else first - LONGEST_BEFORE
        return frozenset().union(*(self._on(unit_id, day) for day in self._days(since, last)))

    def of_day(self, unit_id: str, day: date) -> str | None:
        """Return the unit that a unit's day belongs to; None: that depends on communes."""
        return _only(self._on(unit_id, day))

    def _on(self, unit_id: str, day: date) -> frozenset[str]:
        if self.is_then:
            return frozenset({self._then(unit_id, day)})
        if unit_id not in self.tree.units or self._is_its_own(unit_id):
            return frozenset({unit_id})
        communes = (None, *self._covered.get(unit_id, ()))
        return frozenset(self._now(unit_id, one, day) for one in communes)

    def _is_its_own(self, unit_id: str) -> bool:
        """Tell whether a unit stands and covers all that it ever did: whatever it was, it is its
        own still.
        """
        communes = self._covered.get(unit_id, ())
        return self.tree.unit(unit_id, self.today) is not None and all(
            self.tree.covering(one, self.today) == unit_id for one in communes
        )

    def of_response(self, one: Placeable) -> str:
        """Return the unit that one response belongs to."""
        day = date.fromisoformat(one.day)
        if self.is_then:
            return self._then(one.unit_id, day)
        if one.unit_id not in self.tree.units:
            return one.unit_id
        served = day_of_service(day, date.fromisoformat(one.served_from))
        return self._now(one.unit_id, one.commune, served)

    def within(self, some: Iterable[_P]) -> Iterator[_P]:
        """Yield what belongs to the scope."""
        units = self._units
        return (one for one in some if units is None or self.of_response(one) in units)

    def _then(self, unit_id: str, day: date) -> str:
        return unit_id if self.is_below(unit_id, day) else UNPLACED

    def _now(self, unit_id: str, commune: str | None, then: date) -> str:
        return restate(self.tree, unit_id, commune, then, self.today).unit or UNPLACED

    def candidates(self) -> frozenset[str] | None:
        """Return the units of then of which something in the period may belong to the scope;
        None: all. What does is told one by one (`within`).
        """
        units = self.units()
        if units is None or self.is_then:
            return units
        ends = (date.fromisoformat(self.period.from_day), date.fromisoformat(self.period.to_day))
        former = (one for one in self.tree.units if not units.isdisjoint(self._at(one, *ends)))
        return units.union(former)

    def held(self, unit_id: str, first: date, last: date) -> Held:
        """Return how much of a span of days of a unit of then the scope has, in one unit or, where
        that was split, in several; what nobody can tell the unit of is left out of account.
        """
        units = self._units
        if units is None:
            return "all"
        if self.is_then:
            return "all" if unit_id in units else "none"
        days = (self._on(unit_id, day) for day in self._days(first, last))
        places = frozenset().union(*days) - {UNPLACED}
        if places.isdisjoint(units):
            return "none"
        return "all" if places <= units else "part"

    def kept(self, placed: Mapping[str, str]) -> frozenset[str]:
        """Return the units of then whose unit is one of the scope."""
        units = self.units()
        return frozenset(then for then, now in placed.items() if units is None or now in units)


def _changes(tree: UnitTree) -> Iterator[date]:
    for known in tree.units.values():
        yield from (state.since for state in known.states)
        if known.ended is not None:
            yield known.ended
    for line in tree.covers.values():
        yield from (since for since, _ in line)


def _only(units: Collection[str]) -> str | None:
    """Return the one that there is; None: there are several."""
    return next(iter(units)) if len(units) == 1 else None
