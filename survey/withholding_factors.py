"""Whether values of a dimension can be shown with their factors beside all else that is published.

Nine factors of each value are many more cells, and small ones among them: each would take others
with it, so that a report lost more than it gained (docs/method.md, "Small cells"). Where it is not
known which answers each of them is of, a dimension has its factors only where none of them is
small, and where nothing else has to go for them (`shown_with`). Where it is, they are what is told
last, and take nothing away: a dimension has them unless more are hidden than shown (`shown_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from survey.cell_sums import AS_ANSWERED
from survey.editions import Dimension, Row, Share
from survey.suppression import LEAST

__all__ = ["Hiding", "Tables", "bare", "shown_of", "shown_with"]

Tables: TypeAlias = Mapping[Dimension, tuple[Row, ...]]
Hiding: TypeAlias = Callable[[Tables], frozenset[str]]
"""Tells the cells that must be hidden (`survey.cell_sums`) where these tables are shown."""


def shown_with(tables: Tables, hiding: Hiding) -> tuple[Tables, frozenset[str]]:
    """Return tables with the factors that can be shown, and the cells that must be hidden then."""
    without = bare(tables)
    some = {name: rows if _are_large(rows) else without[name] for name, rows in tables.items()}
    hidden = hiding(some)
    if some == without:
        return without, hidden
    least = hiding(without)
    return (some, hidden) if hidden <= least else (without, least)


def shown_of(tables: Tables, hidden: frozenset[str]) -> tuple[Tables, frozenset[str]]:
    """Return tables without the factors of which most are hidden, and what is hidden of those that
    stay; `hidden`: of all.
    """
    without = bare(tables)
    left: Tables = {
        name: rows if _are_told(name, rows, hidden) else without[name]
        for name, rows in tables.items()
    }
    gone = {*_factors(tables)} - {*_factors(left)}
    return left, frozenset(one for one in hidden if one.removesuffix(AS_ANSWERED) not in gone)


def _are_told(name: Dimension, rows: tuple[Row, ...], hidden: frozenset[str]) -> bool:
    cells = [*_factors({name: rows})]
    return bool(cells) and 2 * len(hidden & {*cells}) <= len(cells)


def _factors(tables: Tables) -> Iterator[str]:
    """Yield the cells of factors of values that somebody rated."""
    for name, rows in tables.items():
        for row in rows:
            told = (one.key for one in row.factors if one.share.respondents)
            yield from (f"{name}/{row.key}/{factor}" for factor in told)


def bare(tables: Tables) -> Tables:
    """Return tables without factors of their values."""
    return {name: tuple(replace(row, factors=()) for row in rows) for name, rows in tables.items()}


def _are_large(rows: Iterable[Row]) -> bool:
    """Tell whether every factor of every value has nobody or ten people, drawn or not."""
    return all(map(_is_large, (factor.share for row in rows for factor in row.factors)))


def _is_large(share: Share) -> bool:
    groups = (share.respondents, share.drawn, share.respondents - share.drawn)
    return not any(0 < people < LEAST for people in groups)
