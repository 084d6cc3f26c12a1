"""Which answers are of fewer than ten people: what reports must not tell.

Beside the cells of an edition these are those that another report might have: of one of its units,
of a quarter or half-year of its days, or of people of whom it is not known where they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Final

from survey.index import LEVELS, OVERALL
from survey.withholding_answers import Answers, Spoken
from survey.withholding_nests import UNIT

__all__ = ["few_of"]

_MONTHS: Final = "month"
_SPANS: Final = (3, 6)
"""Months of a quarter, and of a half-year."""


def few_of(answers: Answers, spoken: Spoken) -> Iterator[int]:
    """Yield the answers of each cell that fewer than ten people are in, of those who were drawn
    and of those who were not; some come several times.
    """
    drawn = answers.drawn(spoken)
    for cell in _cells(answers, spoken):
        for found in {cell, cell & drawn, cell & ~drawn}:
            if answers.are_few(found):
                yield found


def _cells(answers: Answers, spoken: Spoken) -> Iterator[int]:
    months = answers.by(spoken).get(_MONTHS, {})
    spans = (answers.all_of(spoken), *_shorter(months))
    for unit in (None, *answers.units(spoken)):
        tables = answers.by(spoken, unit)
        own = answers.all_of(spoken) if unit is None else tables[UNIT][unit]
        overall = own & answers.levels.get(OVERALL, 0)
        yield from (overall & month for month in months.values())
        if spoken.span != "trend":
            others = (table for name, table in tables.items() if name not in {UNIT, _MONTHS})
            values = [value for table in others for value in table.values()]
            for days in spans:
                yield from _levels(answers, days & own, values)


def _levels(answers: Answers, scope: int, values: Iterable[int]) -> Iterator[int]:
    """Yield the cells of some answers and of values of theirs."""
    yield from (scope & level for level in answers.levels.values())
    for value in {scope & one for one in values} - {0}:
        yield from (value & answers.levels.get(level, 0) for level in LEVELS)


def _shorter(months: Mapping[str, int]) -> Iterator[int]:
    """Yield the answers of each quarter and half-year, if there are any of others."""
    for length in _SPANS:
        parts: dict[tuple[str, int], list[int]] = {}
        for month, answers in months.items():
            year, number = month.split("-")
            parts.setdefault((year, (int(number) - 1) // length), []).append(answers)
        if len(parts) > 1:
            yield from (reduce(or_, part) for part in parts.values())
