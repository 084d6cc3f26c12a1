"""Which answers are of fewer than ten people: what reports must not tell.

Beside the cells of an edition these are those that another report might have: of one of its units,
of a quarter or half-year of its days, of days that reports cut off from a month, or of people of
whom it is not known where they were. What a table has beside its large cells follows from these
and the whole, so that its small cells are looked at together too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final, NamedTuple

from survey.index import LEVELS
from survey.withholding_answers import DAYS, MONTHS, Answers, Spoken
from survey.withholding_nests import UNIT

__all__ = ["few_of"]

_SPANS: Final = (3, 6)
"""Months of a quarter, and of a half-year."""


class _Table(NamedTuple):
    """Some answers, and as which parts they are told apart; a part may have others beside."""

    whole: int
    parts: Sequence[int]


def few_of(answers: Answers, spoken: Spoken) -> Iterator[int]:
    """Yield the answers of each cell that fewer than ten people are in, of all small cells of a
    table together, and of what it has beside all cells; of those who were drawn and of those who
    were not, too. Some come several times.
    """
    drawn = answers.drawn(spoken)
    whole = answers.all_of(spoken)
    some = {whole, drawn, whole & ~drawn} - {0}
    for table in _tables(answers, spoken):
        for among in some:
            yield from _few_in(answers, table, among)


def _few_in(answers: Answers, table: _Table, among: int) -> Iterator[int]:
    whole = table.whole & among
    if not whole:
        return
    if answers.are_few(whole):
        yield whole
    parts = [one & whole for one in table.parts]
    small = [one for one in parts if answers.are_few(one)]
    yield from small
    together = (_union(small), whole & ~_union(parts)) if parts else ()
    yield from filter(answers.are_few, together)


def _tables(answers: Answers, spoken: Spoken) -> Iterator[_Table]:
    own, levels = answers.all_of(spoken), answers.levels.values()
    by = answers.by(spoken)
    times = [[*by[name].values()] for name in (MONTHS, DAYS) if name in by]
    units = [*by[UNIT].values()] if UNIT in by else []
    for days in (own, *_shorter(by.get(MONTHS, {}))):
        for scope in (own, *units, *answers.beside(spoken)):
            for level in levels:
                yield from (_Table(days & scope & level, parts) for parts in times)
        yield from (_Table(days & level, units) for level in levels)
        if spoken.span == "own":
            yield from _of_values(answers, spoken, days)


def _of_values(answers: Answers, spoken: Spoken, days: int) -> Iterator[_Table]:
    """Yield values within the whole and each unit, and units within each value."""
    levels = [answers.levels[one] for one in LEVELS if one in answers.levels]
    tables = answers.by(spoken)
    units = [*tables.pop(UNIT, {}).values()]
    values = [[*tables[name].values()] for name in sorted({*tables} - {MONTHS, DAYS})]
    for scope in (days, *(days & one for one in (*units, *answers.beside(spoken)))):
        for own in values:
            present = [one for one in own if one & scope]
            yield from (_Table(scope & level, present) for level in levels if scope & level)
    for one in {value for own in values for value in own}:
        yield from (_Table(days & one & level, units) for level in levels)


def _shorter(months: Mapping[str, int]) -> Iterator[int]:
    """Yield the answers of each quarter and half-year, if there are any of others."""
    for length in _SPANS:
        parts: dict[tuple[str, int], list[int]] = {}
        for month, answers in months.items():
            year, number = month.split("-")
            parts.setdefault((year, (int(number) - 1) // length), []).append(answers)
        if len(parts) > 1:
            yield from (_union(part) for part in parts.values())


def _union(some: Iterable[int]) -> int:
    return reduce(or_, some, 0)
