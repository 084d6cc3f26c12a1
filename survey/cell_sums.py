"""Cells that are sums of others: what somebody who subtracts can reckon with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from survey.editions import Share
from survey.suppression import LEAST
from survey.withholding_sums import Sum, withheld_sums

__all__ = ["AS_ANSWERED", "DRAWN", "UNDRAWN", "CellSums"]

AS_ANSWERED: Final = "@raw"
"""After the name of a hidden cell: only the share as answered is, and the weighted one stays."""
DRAWN: Final = "@drawn"
"""After the name of a cell: those of it who were drawn, whose share is the weighted one."""
UNDRAWN: Final = "@undrawn"
"""After the name of a cell: those of it who were not, whose share is nowhere printed."""


@dataclass(slots=True)
class CellSums:
    """Cells by name, with who is in them, and their sums."""

    people: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)
    """Cells that were withheld before; nobody knows how many people are in them."""
    shown: set[str] = field(default_factory=set)
    """Cells whose share is printed; with `DRAWN`: whose weighted one is."""
    unprinted: set[str] = field(default_factory=set)
    """Cells that nobody prints, so that they are not known but where others tell them."""
    _answers: dict[str, int] = field(default_factory=dict)
    _rests: set[str] = field(default_factory=set)
    _dear: set[str] = field(default_factory=set)
    """Cells before which others are withheld."""
    _at_most: set[str] = field(default_factory=set)
    """Cells of drawn people of whom is known only that there are no more than `people` says."""
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
        if share.raw is not None:
            self.shown.add(name)
        if share.weighted is not None:
            self.shown.add(name + DRAWN)
        if share.drawn:
            self._drawn[name] = name + DRAWN if share.drawn < share.respondents else name
        if 0 < share.drawn < share.respondents:
            self.people[name + DRAWN] = share.drawn
            self._put_rest(name + UNDRAWN, share.respondents - share.drawn, share.answers)
            self.sums.append(Sum((name, name + DRAWN, name + UNDRAWN), apart=True))

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
        silent = self._silent(parts)
        if len(silent) == 1 and silent[0] in self.withheld and not one.apart:
            known.append(self._put_withheld(silent[0], self.people[self._drawn[whole]]))
            rest = 0
        elif rest and answers <= 0 and silent and self.withheld.isdisjoint(silent):
            known.append(self._put_silent(silent, rest, apart=one.apart))
            rest = 0
        told = Sum((self._drawn[whole], *known), one.apart)
        if rest:
            self._tell(told, rest, rest, rest_is_told)
        else:
            self.sums.append(told)

    def _silent(self, parts: Iterable[str]) -> list[str]:
        """Return the parts with somebody of whom no weighted share is printed."""
        return [
            part
            for part in parts
            if part not in self._drawn and (self.people[part] or part in self.withheld)
        ]

    def _put_silent(self, silent: Sequence[str], drawn: int, *, apart: bool) -> str:
        """Add who of some parts were drawn, at least so many, whose share is not printed but
        follows of them all; and the others, whom it gives away beside the shares as answered.
        """
        name = silent[0] if len(silent) == 1 else self._put_together(silent, apart=apart)
        others = max(self.people[name] - drawn, 0)
        if not others:
            self._drawn[name] = name
            return name
        self._drawn[name] = self._put_rest(name + DRAWN, self.people[name] - others, drawn)
        self._put_rest(name + UNDRAWN, others, others)
        self.sums.append(Sum((name, name + DRAWN, name + UNDRAWN), apart=True))
        return name + DRAWN

    def _put_together(self, parts: Sequence[str], *, apart: bool) -> str:
        """Add what some parts are together, which is nowhere printed as one."""
        people = [self.people[part] for part in parts]
        answers = sum(self._answers[part] for part in parts)
        name = f"{parts[0]}/rest/and {parts[-1]}"
        self._put_rest(name, sum(people) if apart else max(people), answers)
        self.unprinted.add(name)
        self.sums.append(Sum((name, *parts), apart))
        return name

    def _put_withheld(self, name: str, most: int) -> str:
        """Add who of a withheld cell were drawn: their share follows from what is printed."""
        self._drawn[name] = self._put_rest(name + DRAWN, most, most)
        self._at_most.add(name + DRAWN)
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

    def put_unprinted(self, other: CellSums, prefix: str) -> None:
        """Add cells and sums of what is nowhere printed, under names with a prefix: what is small
        of it is told by others or not, and nothing of it can be withheld.
        """
        for name, people in other.people.items():
            self._put_rest(prefix + name, people, other._answers.get(name, people))
        self.unprinted.update(prefix + name for name in other.people)
        self._drawn |= {prefix + name: prefix + own for name, own in other._drawn.items()}
        self.sums += (
            Sum(tuple(prefix + cell for cell in one.cells), one.apart) for one in other.sums
        )

    def put_said(self, name: str, people: int, answers: int) -> None:
        """Add a cell that was printed or withheld elsewhere, as it stays."""
        self._put_rest(name, people, answers)

    def put_forms(self, name: str, forms: int, *, dear: bool, withheld: bool = False) -> None:
        """Add a cell that counts forms and has no share. `dear`: others go before it."""
        if dear:
            self._dear.add(name)
        if withheld:
            self.withheld.add(name)
        self.people[name], self._answers[name] = forms, forms

    def tell_rest(
        self, whole: str, parts: Sequence[str], rest: int, *, is_told: bool = True
    ) -> None:
        """Add a sum of parts that share nobody, with as many as the whole has beside them.
        `is_told`: whether these are known unless they are few; else others may tell them.
        """
        cells = (whole, *parts)
        beside = [self._put_rest("/rest/".join(cells), rest, rest)] if rest else []
        if not is_told:
            self.unprinted.update(beside)
        self.sums.append(Sum((*cells, *beside), apart=True))

    def put_said_drawn(self, name: str, drawn: int, *, at_most: bool) -> None:
        """Add those of such a cell who were drawn, whose weighted share was printed there, or
        follows of `at_most` so many.
        """
        is_all = drawn == self.people[name] and not at_most
        self._drawn[name] = name if is_all else self._put_rest(name + DRAWN, drawn, drawn)
        if at_most:
            self._at_most.add(name + DRAWN)

    def people_drawn(self, name: str) -> int:
        """Return how many people of a cell were drawn, where its weighted share is printed."""
        return self.people[self._drawn[name]] if name in self._drawn else 0

    def are_at_most(self, name: str) -> bool:
        """Tell whether that many is only the most that there can be."""
        return self.drawn(name) in self._at_most

    def tell_drawn(self, whole: str, parts: Sequence[str], withheld: AbstractSet[str]) -> None:
        """Add what a sum, of parts that share nobody, is of those who were drawn: beside the parts
        that print a weighted share are those of the others, whose number follows. `withheld`:
        cells that issued reports withheld, of which it is not known how many they are.
        """
        known = [self._drawn[part] for part in parts if part in self._drawn]
        own = self._drawn.get(whole)
        if own is None or not known or [own, *known] == [whole, *parts]:
            return
        rest = self.people[own] - sum(self.people[part] for part in known)
        if not self._at_most.isdisjoint(known):
            rest = max(rest, 1)
        silent = self._silent(parts)
        if rest > 0 and silent and withheld.isdisjoint(silent):
            known.append(self._put_silent(silent, rest, apart=True))
        elif rest > 0:
            known.append(self._put_rest(f"{own}/rest/{known[0]}", rest, rest))
        self.sums.append(Sum((own, *known), apart=True))

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

    def tell_cut(self, whole: str, cut: str, others: Sequence[str]) -> None:
        """Tell that a whole is some cells and a part of one more, all of which share nobody."""
        if not {whole, cut}.issubset(self.people):
            return
        people = self.people[whole] - sum(self.people[one] for one in others)
        answers = self._answers[whole] - sum(self._answers[one] for one in others)
        inside = self._put_rest(f"{whole}/rest/{cut}", max(people, 0), max(answers, 0))
        self.unprinted.add(inside)
        self.sums.append(Sum((whole, inside, *others), apart=True))
        self.tell(cut, [inside], apart=True, rest_is_told=False)

    def hidden(self) -> frozenset[str]:
        """Return the names of cells that must not be published; with `AS_ANSWERED`: of those whose
        weighted share may be.
        """
        # With everybody of a cell but those who were drawn only the share as answered is lost.
        dear = {own for name, own in self._drawn.items() if own != name}
        loss = dict.fromkeys(dear | self._dear, 1) | {
            name: -1 for name, own in self._drawn.items() if own != name
        }
        found = withheld_sums(self.people, self.sums, self._rests, loss, unknown=self.unprinted)
        found -= self._rests
        gone = {name.removesuffix(DRAWN) for name in found if name in dear}
        return frozenset(
            name + AS_ANSWERED if self.drawn(name) in dear - found else name
            for name in (found - dear) | gone
        )
