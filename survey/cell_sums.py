"""Which published cells are sums of others: what somebody who subtracts can reckon with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from survey.cells import COMPLETED, EASY, UX
from survey.editions import Dimension, Edition, Row, Share, UnitRow, Variant
from survey.index import LEVELS, OVERALL, PARTS
from survey.suppression import LEAST
from survey.withholding_sums import Sum, withheld_sums

__all__ = ["AS_ANSWERED", "DRAWN", "INDICATED", "CellSums", "sums_of", "sums_of_edition"]

INDICATED: Mapping[str, str] = {"policy": "A", "service": "B"}
"""How campaigns name levels of the index (`bot.campaigns.words.INDICATORS`)."""

AS_ANSWERED: Final = "@raw"
"""After the name of a hidden cell: only the share as answered is, and the weighted one stays."""
DRAWN: Final = "@drawn"
"""After the name of a cell: those of it who were drawn, whose share is the weighted one."""
_UNDRAWN: Final = "@undrawn"
"""After the name of a cell: those of it who were not, whose share is nowhere printed."""


@dataclass(slots=True)
class CellSums:
    """Cells by name, with who is in them, and their sums."""

    people: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)
    """Cells that were withheld before; nobody knows how many people are in them."""
    _answers: dict[str, int] = field(default_factory=dict)
    _rests: set[str] = field(default_factory=set)
    _drawn: dict[str, str] = field(default_factory=dict)
    """Cell → the cell of those of it who were drawn: itself, where all were."""

    def put(self, name: str, share: Share | None) -> None:
        """Add a cell: everybody, whose share as answered is printed; and where only some of them
        were drawn, those, whose weighted share is, and the others, whom the two give away.
        """
        if share is None:
            return
        if share.withheld or (share.raw is None and share.weighted is not None):
            self.withheld.add(name)
        self.people[name], self._answers[name] = share.respondents, share.answers
        if share.drawn:
            self._drawn[name] = name + DRAWN if share.drawn < share.respondents else name
        if 0 < share.drawn < share.respondents:
            self.people[name + DRAWN] = share.drawn
            self._put_rest(name + _UNDRAWN, share.respondents - share.drawn, share.answers)
            self.sums.append(Sum((name, name + DRAWN, name + _UNDRAWN), apart=True))

    def tell(
        self, whole: str, parts: Iterable[str], *, apart: bool, rest_is_told: bool = True
    ) -> None:
        """Add a sum, of the parts that are cells. What the whole has beside them is a cell that is
        nowhere printed. `apart`: the parts share nobody, or nearly so; else they are answers of
        the same people to other questions. `rest_is_told`: whether what is beside the parts may be
        known from elsewhere; where it is not, and large, the sum tells nothing.
        """
        known = [part for part in parts if part in self.people]
        if whole not in self.people or not known:
            return
        answers = self._answers[whole] - sum(self._answers[part] for part in known)
        if answers > 0 and not self.withheld.isdisjoint(known):
            answers = 0
        if answers > 0:
            heads = self.people[whole] - sum(self.people[part] for part in known)
            rest = max(heads, 1) if apart else min(self.people[whole], answers)
            self._tell(Sum((whole, *known), apart), rest, answers, rest_is_told)
        else:
            self.sums.append(Sum((whole, *known), apart))
        if {self._drawn.get(one, one) for one in (whole, *known)} != {whole, *known}:
            self._tell_drawn(Sum((whole, *known), apart), answers, rest_is_told)

    def _tell(self, one: Sum, rest: int, answers: int, rest_is_told: bool) -> None:
        """Add a sum with the people whom it has beside its parts."""
        if rest < LEAST or rest_is_told:
            name = self._put_rest(f"{one.cells[0]}/rest/{one.cells[1]}", rest, answers)
            self.sums.append(Sum((*one.cells, name), one.apart))

    def _tell_drawn(self, one: Sum, answers: int, rest_is_told: bool) -> None:
        """Add the same sum of those who were drawn, who are told apart where they are printed."""
        whole, *parts = one.cells
        known = [self._drawn[part] for part in parts if part in self._drawn]
        if whole not in self._drawn or not known:
            return
        rest = self._drawn_beside(one, answers)
        silent = [part for part in parts if part not in self._drawn]
        if rest and answers <= 0 and len(silent) == 1:
            known.append(self._put_silent(silent[0], min(rest, self.people[silent[0]])))
            rest = 0
        told = Sum((self._drawn[whole], *known), one.apart)
        if rest:
            self._tell(told, rest, rest, rest_is_told)
        else:
            self.sums.append(told)

    def _put_silent(self, name: str, drawn: int) -> str:
        """Add who of a cell were drawn, at least so many, whose share is not printed but follows;
        and the others, whom it gives away beside the share as answered.
        """
        others = self.people[name] - drawn
        if not others:
            self._drawn[name] = name
            return name
        self._drawn[name] = self._put_rest(name + DRAWN, drawn, drawn)
        self._put_rest(name + _UNDRAWN, others, others)
        self.sums.append(Sum((name, name + DRAWN, name + _UNDRAWN), apart=True))
        return name + DRAWN

    def _drawn_beside(self, one: Sum, answers: int) -> int:
        """Return how many who were drawn a sum has at least beside the parts that print them; how
        many ratings they gave is not told.
        """
        whole, *parts = one.cells
        heads = self.people[self._drawn[whole]]
        if one.apart:
            known = (self._drawn[part] for part in parts if part in self._drawn)
            beside = heads - sum(self.people[part] for part in known)
            return beside if beside >= 0 or answers <= 0 else 1  # some are in several parts
        undrawn = self.people[whole] - heads
        silent = [self.people[part] - undrawn for part in parts if part not in self._drawn]
        return max(min(heads, answers), *silent, 0)

    def _put_rest(self, name: str, people: int, answers: int) -> str:
        self.people[name], self._answers[name] = people, answers
        self._rests.add(name)
        return name

    def put_said(self, name: str, people: int, answers: int) -> None:
        """Add a cell that was printed or withheld elsewhere, as it stays."""
        self._put_rest(name, people, answers)

    def put_said_drawn(self, name: str, drawn: int) -> None:
        """Add those of such a cell who were drawn, whose weighted share was printed there."""
        self._drawn[name] = name if drawn == self.people[name] else name + DRAWN
        if drawn != self.people[name]:
            self._put_rest(name + DRAWN, drawn, drawn)

    def people_drawn(self, name: str) -> int:
        """Return how many people of a cell were drawn, where its weighted share is printed."""
        return self.people[self._drawn[name]] if name in self._drawn else 0

    def tell_drawn(self, whole: str, parts: Sequence[str]) -> None:
        """Add what a sum, of parts that share nobody, is of those who were drawn: beside the parts
        that print a weighted share are those of the others, whose number follows.
        """
        known = [self._drawn[part] for part in parts if part in self._drawn]
        own = self._drawn.get(whole)
        if own is None or not known or [own, *known] == [whole, *parts]:
            return
        rest = self.people[own] - sum(self.people[part] for part in known)
        beside = [self._put_rest(f"{own}/rest/{known[0]}", rest, rest)] if rest > 0 else []
        self.sums.append(Sum((own, *known, *beside), apart=True))

    def put_answers(self, name: str, answers: int) -> None:
        """Say how many ratings a cell is of, where its share does not tell: of those of a cell who
        were drawn, say.
        """
        self._answers[name] = answers

    def answers(self, name: str) -> int:
        """Return how many ratings a cell is of."""
        return self._answers[name]

    def drawn(self, name: str) -> str:
        """Return the cell of those of a cell who were drawn; itself, if nobody or all were."""
        return self._drawn.get(name, name)

    def tell_elsewhere(self, whole: str, parts: Sequence[str]) -> None:
        """Add a sum that is printed somewhere else, where nothing can be withheld any more."""
        self._put_rest(whole, sum(self.people[part] for part in parts), 0)
        self.sums.append(Sum((whole, *parts), apart=True))
        drawn = [self._drawn[part] for part in parts if part in self._drawn]
        if parts and len(drawn) == len(parts) and drawn != [*parts]:
            self._put_rest(whole + DRAWN, sum(self.people[part] for part in drawn), 0)
            self.sums.append(Sum((whole + DRAWN, *drawn), apart=True))

    def hidden(self) -> frozenset[str]:
        """Return the names of cells that must not be published; with `AS_ANSWERED`: of those whose
        weighted share may be.
        """
        # With everybody of a cell but those who were drawn only the share as answered is lost.
        dear = {own for name, own in self._drawn.items() if own != name}
        loss = dict.fromkeys(dear, 1) | {
            name: -1 for name, own in self._drawn.items() if own != name
        }
        found = withheld_sums(self.people, self.sums, self._rests, loss) - self._rests
        gone = {name.removesuffix(DRAWN) for name in found if name in dear}
        return frozenset(
            name + AS_ANSWERED if self.drawn(name) in dear - found else name
            for name in (found - dear) | gone
        )


def sums_of(
    levels: Sequence[Row], units: Sequence[UnitRow], tables: Mapping[Dimension, Sequence[Row]]
) -> CellSums:
    """Return the cells `level/KEY`, `unit/UNIT/KEY` and `DIMENSION/VALUE/KEY` and their sums."""
    found = CellSums()
    _put_levels(found, "level/", levels)
    for unit in units:
        _put_levels(found, f"unit/{unit.unit_id}/", unit.levels)
    for key in LEVELS:
        names = [f"unit/{unit.unit_id}/{key}" for unit in units]
        found.tell(f"level/{key}", names, apart=True)
    for dimension, rows in tables.items():
        _put_table(found, dimension, rows)
    for row in tables.get("form", ()):
        _put_criteria(found, row.key, levels)
    for dimension, rows in tables.items():
        _put_nested(found, dimension, rows)
    return found


def _put_levels(found: CellSums, prefix: str, rows: Iterable[Row]) -> None:
    """Put levels that are pooled: criteria into factors, factors into parts, parts into all."""
    below = {OVERALL: [*PARTS]} | {part: [*factors] for part, factors in PARTS.items()}
    for row in rows:
        found.put(prefix + row.key, row.share)
        if row.factor is not None:
            below.setdefault(row.factor, []).append(row.key)
    for whole, parts in below.items():
        found.tell(prefix + whole, [prefix + part for part in parts], apart=False)


def _put_table(found: CellSums, dimension: str, rows: Sequence[Row]) -> None:
    values = [f"{dimension}/{row.key}" for row in rows]
    for value, row in zip(values, rows, strict=True):
        _put_levels(found, f"{value}/", _levels_of(row))
    if all(any(name.startswith("unit/") for name in row.within) for row in rows):
        return  # told unit by unit, and the units of the whole
    for key in LEVELS:
        found.tell(f"level/{key}", [f"{value}/{key}" for value in values], apart=True)


def _levels_of(row: Row) -> Iterator[Row]:
    """Yield the levels that a value of a dimension has."""
    for key, share in ((OVERALL, row.share), ("A", row.part), ("B", row.service)):
        if share is not None:
            yield Row(key=key, label="", share=share)
    yield from row.factors


def _put_nested(found: CellSums, dimension: str, rows: Iterable[Row]) -> None:
    """Tell what units and values of other dimensions are made of: places and officers of a unit,
    groups and procedures of a form, channels of a mode. Values that belong to several are among
    what each of these has beside the others, which is printed nowhere.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in row.within:
            parts[name].append(f"{dimension}/{row.key}")
    for name, values in parts.items():
        for key in LEVELS:
            cells = [f"{value}/{key}" for value in values]
            found.tell(f"{name}/{key}", cells, apart=True, rest_is_told=False)


def _put_criteria(found: CellSums, form: str, levels: Iterable[Row]) -> None:
    """Tell that the factors of a form are the criteria that it asks, and so are its parts, which
    is all that is known where its factors are not told.
    """
    own = [row for row in levels if row.factor and row.key.startswith(f"{form}.")]
    for part, factors in PARTS.items():
        for whole, among in ((part, factors), *((one, (one,)) for one in factors)):
            names = [f"level/{row.key}" for row in own if row.factor in among]
            found.tell(f"form/{form}/{whole}", names, apart=False)


def sums_of_edition(edition: Edition) -> CellSums:
    """Return the cells of an edition: those of its tables, `before/KEY`, `month/DAY`,
    `target/INDICATOR` and `VARIANT/overall`.
    """
    found = sums_of(edition.levels, edition.units, edition.tables)
    _put_online(found, edition)
    changes = (*edition.changes, *edition.online_changes)
    before = [Row(key=one.key, label="", share=one.before) for one in changes]
    _put_levels(found, "before/", before)
    _put_months(found, edition)
    for one in edition.targets:
        if INDICATED.get(one.indicator, one.indicator) not in LEVELS:
            found.put(f"target/{one.indicator}", one.share)
            found.tell(f"level/{OVERALL}", [f"target/{one.indicator}"], apart=True)
    for variant in edition.variants:
        if variant.kind != "mode_direct_online":  # who is left out is what the whole has beside it
            _put_variant(found, variant)
    return found


def _put_online(found: CellSums, edition: Edition) -> None:
    """Put online procedures, which are made of their steps, and of which all completions are."""
    for step in edition.steps:
        found.put(f"level/{EASY}{step.key}", step.easy)
    found.put(f"level/{COMPLETED}", edition.completion)
    for one in edition.procedures:
        found.put(f"level/{UX}/{one.key}", one.easy)
        found.put(f"level/{COMPLETED}/{one.key}", one.completion)
        own = [f"level/{EASY}{step.key}" for step in edition.steps
               if step.key.startswith(f"{one.key}.")]  # fmt: skip
        found.tell(f"level/{UX}/{one.key}", own, apart=False)
    names = [f"level/{COMPLETED}/{one.key}" for one in edition.procedures]
    found.tell(f"level/{COMPLETED}", names, apart=True)


def _put_variant(found: CellSums, variant: Variant) -> None:
    """Put who is left, a part of those who were drawn where the whole is only these."""
    name, whole = f"{variant.kind}/{OVERALL}", f"level/{OVERALL}"
    found.put(name, variant.first)
    drawn = found.drawn(whole)
    is_of_drawn = found.people.get(drawn) == variant.second.respondents
    if is_of_drawn:
        found.put_answers(drawn, variant.second.answers)
    found.tell(drawn if is_of_drawn else whole, [name], apart=True)


def _put_months(found: CellSums, edition: Edition) -> None:
    """Tell of what months are the sum: of the period, of the one before it, and each earlier
    quarter, which has a report of its own.
    """
    own: list[str] = []
    earlier: list[str] = []
    for day, share in edition.trend:
        found.put(f"month/{day}", share)
        (own if day >= edition.period.from_day else earlier).append(day)
    found.tell(f"level/{OVERALL}", _named(own), apart=True)
    found.tell(f"before/{OVERALL}", _named(earlier[-len(own) :] if own else []), apart=True)
    for quarter in sorted({_quarter(day) for day in earlier}):
        months = [day for day in earlier if _quarter(day) == quarter]
        found.tell_elsewhere(f"quarter/{quarter}", _named(months))


def _named(days: Iterable[str]) -> list[str]:
    return [f"month/{day}" for day in days]


def _quarter(day: str) -> str:
    year, month, _ = day.split("-")
    return f"{year}-{(int(month) - 1) // 3 + 1}"
