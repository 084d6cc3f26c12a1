"""Figures for the pages of the dashboard: what an address asks for, within its reader's reach."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.console.figure_rows import part_of, withheld_overview, without_small
from bot.console.figure_source import figure_thing, figures_of, sees_small
from bot.console.figure_wish import ChosenFigures, chosen_figures, rounded, scope_in
from bot.console.report_units import unit_names, units_in_reach
from bot.console.routes import Visit
from bot.desk import NotHereError
from bot.figures.overview import Overview
from bot.i18n import day_of
from flows.desk.policy import scope_of
from survey.editions import Row, Scope, Share
from survey.index import OVERALL

__all__ = ["FIGURES", "Found", "chosen_scope", "found_figures"]

FIGURES: Final = "/console/figures"


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for, and its figures."""

    chosen: ChosenFigures
    scope: Scope
    overview: Overview
    """As its reader may see it."""
    shows_small: bool

    @property
    def overall(self) -> Share:
        return next(row.share for row in self.overview.levels if row.key == OVERALL)

    def over_time(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Return the months as their reader may see them: who may not open responses sees those of
        the whole, since months of units were not judged with the units.
        """
        if self.shows_small:
            return tuple(rows)
        is_told = self.scope.unit_id is None and not self.overall.withheld
        return without_small(rows) if is_told else ()

    @property
    def units(self) -> tuple[Row, ...]:
        """The overall index of each unit."""
        return tuple(
            Row(key=one.unit_id, label=one.label, share=level.share)
            for one in self.overview.units
            for level in one.levels
            if level.key == OVERALL
        )


async def chosen_scope(visit: Visit, query: dict[str, str]) -> tuple[ChosenFigures, Scope]:
    """Return what was asked for, and whose figures these are.

    Raises:
        NotHereError: there is no such unit, or its figures are not for this person.

    """
    chosen, names = chosen_figures(query, day_of(visit.now)), await unit_names(visit)
    if not chosen.unit and scope_of(visit.actor, "figure.read").units is not None:
        [(first, _), *_] = await units_in_reach(visit, "figure.read") or [("", "")]
        chosen = chosen_figures({**query, "unit": first}, day_of(visit.now))
    if (chosen.unit or None) not in names:
        raise NotHereError
    visit.must("figure.read", figure_thing(chosen.unit or None))
    if not sees_small(visit, chosen.unit or None):
        chosen = rounded(chosen)
    return chosen, scope_in(chosen, names)


async def found_figures(visit: Visit, query: dict[str, str]) -> Found:
    """Return what an address asks for, with its figures.

    Raises:
        NotHereError: they are not for this person.

    """
    chosen, scope = await chosen_scope(visit, query)
    figures = figures_of(visit)
    shows_small = sees_small(visit, scope.unit_id)
    seen = await figures.overview(scope, chosen.period, chosen.by, visit.now)
    if not shows_small:
        whole = await figures.whole(chosen.period, visit.now)
        judged = await asyncio.to_thread(withheld_overview, whole)
        seen = judged if scope.unit_id is None else part_of(judged, seen)
    return Found(chosen, scope, seen, shows_small)
