"""Ranks that noise cannot make: a set of places for each unit, and none for those too small.

The intervals of all ranked ones hold together, each at the level 0.95^(1/K) for K of them. One
stands behind another only where the whole interval lies below the other's; the places that remain
possible contain the true ones of all units at once in 95 % of samples (M. Klein, T. Wright,
J. Wieczorek, A joint confidence region for an overall ranking of populations, Journal of the Royal
Statistical Society C 69, 2020). With single intervals of 95 %, forty equal units would show a few
"differences" each time. Nobody is ranked below 30 respondents (domain §2.4, R16).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from survey.estimates import Estimate
from survey.intervals import LEVEL, Interval, interval

__all__ = ["LEAST", "Audience", "Ranked", "Ranking", "ranked"]

LEAST: Final = 30
"""Respondents below whom nobody is ranked."""

Audience: TypeAlias = Literal["internal", "public"]


class Ranked(Struct, frozen=True, kw_only=True):
    """One that is ranked."""

    name: str
    estimate: Estimate
    within: Interval
    """Holds together with those of all others: wider than the figure's own."""
    first: int
    """The best place that it may have: one more than are proved to be better."""
    last: int
    """The worst one: all that are not proved to be worse."""
    tied: tuple[str, ...]
    """Those from whom it is not proved to differ, in the order of the ranking."""


class Ranking(Struct, frozen=True, kw_only=True):
    """The order of some units or officers."""

    rows: tuple[Ranked, ...]
    """By best possible place, then by share, then by name."""
    unranked: tuple[str, ...]
    """Those with too few respondents, by name: they are listed, and judged by nothing."""
    level: float
    """Of each interval, so that all hold together."""
    audience: Audience = "internal"
    """Whoever publishes one decides so; those ranked have a right of reply (domain R38)."""


def ranked(
    estimates: Mapping[str, Estimate | None], *, least: int = LEAST, level: float = LEVEL
) -> Ranking:
    """Return the ranking of whoever has at least so many respondents."""
    enough = {
        name: estimate
        for name, estimate in estimates.items()
        if estimate is not None and estimate.respondents >= least
    }
    single = level ** (1 / max(len(enough), 1))
    within = {name: interval(estimate, single) for name, estimate in enough.items()}
    order = sorted(enough, key=lambda name: (-enough[name].share, name))
    rows = [_placed(name, enough[name], within, order) for name in order]
    return Ranking(
        rows=tuple(sorted(rows, key=lambda row: row.first)),
        unranked=tuple(sorted(estimates.keys() - enough.keys())),
        level=single,
    )


def _placed(
    name: str, estimate: Estimate, within: Mapping[str, Interval], order: Collection[str]
) -> Ranked:
    own = within[name]
    better = [other for other in order if own.lies_below(within[other])]
    worse = [other for other in order if within[other].lies_below(own)]
    return Ranked(
        name=name,
        estimate=estimate,
        within=own,
        first=1 + len(better),
        last=len(order) - len(worse),
        tied=tuple(other for other in order if other not in {name, *better, *worse}),
    )
