"""Withholds of an edition what the answers themselves say that it would give away.

Which answers every figure is of is known, of this edition and of the issued ones that it is read
beside. Figures are told one after the other, the most important first, each unless together with
those before it the answers of fewer than ten people would follow (`survey.withholding_reckoning`).
So as many are told as can be, and nothing is left to what somebody thought of to subtract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from survey.cell_sums import AS_ANSWERED, DRAWN, CellSums
from survey.edition_sums import sums_of_edition
from survey.editions import Edition
from survey.index import OVERALL, PARTS
from survey.suppression import LEAST
from survey.withholding_answers import Answers
from survey.withholding_few import few_of
from survey.withholding_reckoning import Reckoning
from survey.withholding_regions import region_of

__all__ = ["MOST_BYTES", "hidden_of_answers"]

MOST_BYTES: Final = 2**29
"""Of all small cells as integers; solving them takes some five times as many."""

_FIRST: Final = ("level", "unit", "before", "month", "target")
"""What goes before values of dimensions; among these the index goes before its parts."""
_VARIANTS: Final = "without_"
"""They go after values of dimensions: they say how little somebody's answers change."""


def hidden_of_answers(
    edition: Edition, others: Sequence[Edition], answers: Answers
) -> frozenset[str] | None:
    """Return the cells of an edition (`survey.edition_sums`), CSAT among them, that must not be
    shown beside others; with `AS_ANSWERED`: of those whose weighted share may be. `answers`: of
    the regions of them all, and of the `survey.withholding_pieces` that lie between them. What
    issued editions say together is told: no one can take it back. None: more small cells than
    a server has room for (`MOST_BYTES`).
    """
    own = sums_of_edition(edition)
    few = _all_of(_secrets(own, edition, answers))
    if few is None:
        return None
    secrets = answers.put_first(few)
    told = {of for one in others for of in _told(sums_of_edition(one), one, answers)}
    telling = _Telling(own, edition, answers, Reckoning(told, secrets))
    cells = sorted(own.people, key=lambda one: _order(one, own.people[one]))
    return frozenset(hidden for name in cells for hidden in telling.hidden(name))


@dataclass(frozen=True, slots=True)
class _Telling:
    """An edition whose figures are told one after the other."""

    own: CellSums
    edition: Edition
    answers: Answers
    reckoning: Reckoning

    def hidden(self, name: str) -> Iterator[str]:
        """Tell what can be told of a cell, the weighted share first; yield what is not."""
        is_weighted = name + DRAWN in self.own.shown
        if is_weighted and not self._is_told(name + DRAWN):
            yield name
        elif name in self.own.shown and not (
            (not is_weighted or self._are_both_told(name)) and self._is_told(name)
        ):
            yield name + AS_ANSWERED if is_weighted else name

    def _are_both_told(self, name: str) -> bool:
        """Tell what the two shares of a cell say together of strata of few people, unless it tells
        too much; return whether it is told, or nothing.
        """
        of = self.answers.told_by_both(name, region_of(self.edition), self.edition.scope.tree)
        return not of or (not self.answers.are_few(of) and self.reckoning.tell(of))

    def _is_told(self, name: str) -> bool:
        """Tell a figure, unless it is of few people, of answers that are not there, or tells too
        much; return whether it is told.
        """
        of = _answers_of(name, self.edition, self.answers)
        is_few = self.own.people.get(name, LEAST) < LEAST
        return not is_few and of != 0 and self.reckoning.tell(of)


def _answers_of(name: str, edition: Edition, answers: Answers) -> int:
    return answers.of(name, region_of(edition), edition.scope.tree)


def _told(own: CellSums, edition: Edition, answers: Answers) -> Iterator[int]:
    """Yield the answers of each figure of an issued edition, and what two of one cell tell."""
    for name in own.shown:
        yield _answers_of(name, edition, answers)
        if name + DRAWN in own.shown:
            yield answers.told_by_both(name, region_of(edition), edition.scope.tree)


def _all_of(secrets: Iterable[int]) -> set[int] | None:
    found, size = set[int](), 0
    for one in secrets:
        if one not in found:
            found.add(one)
            size += one.bit_length() // 8
            if size > MOST_BYTES:
                return None
    return found


def _order(name: str, people: int) -> tuple[int, int, str]:
    """Return what says which figures are told first: of many people, in the same tables."""
    table, _, rest = name.partition("/")
    if table in _FIRST:
        return _FIRST.index(table), -people, name
    if table.startswith(_VARIANTS):
        return len(_FIRST) + 3, -people, name
    level = rest.rpartition("/")[2]
    kind = 0 if level == OVERALL else 1 if level in PARTS else 2
    return len(_FIRST) + kind, -people, name


def _secrets(own: CellSums, edition: Edition, answers: Answers) -> Iterator[int]:
    """Yield what fewer than ten people answered: in any cell of any region, printed or not, and in
    what sums of the edition have beside their parts, or in their small parts together.
    """
    for spoken in answers.spoken:
        yield from few_of(answers, spoken)
    known = {name: _answers_of(name, edition, answers) for name in own.people}
    for one in own.sums:
        whole, *parts = (known[name] for name in one.cells)
        rest, few = whole & ~_union(parts), _union(filter(answers.are_few, parts))
        yield from filter(answers.are_few, (rest, few))


def _union(some: Iterable[int]) -> int:
    return reduce(or_, some, 0)
