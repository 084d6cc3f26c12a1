"""Whether values of a dimension can be shown with their factors beside all else that is published.

Nine factors of each value are many more cells, and small ones among them: each would take others
with it, so that a report lost more than it gained (docs/method.md, "Small cells"). A dimension has
its factors only where none of them is small, and where nothing else has to go for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from survey.editions import Dimension, Row, Share
from survey.suppression import LEAST

__all__ = ["Hiding", "Tables", "bare", "shown_with"]

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


def bare(tables: Tables) -> Tables:
    """Return tables without factors of their values."""
    return {name: tuple(replace(row, factors=()) for row in rows) for name, rows in tables.items()}


def _are_large(rows: Iterable[Row]) -> bool:
    """Tell whether every factor of every value has nobody or ten people, drawn or not."""
    return all(map(_is_large, (factor.share for row in rows for factor in row.factors)))


def _is_large(share: Share) -> bool:
    groups = (share.respondents, share.drawn, share.respondents - share.drawn)
    return not any(0 < people < LEAST for people in groups)
