"""Figures for the pages of the dashboard: what an address asks for, within its reader's reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.console.figure_quarters import judged_quarters
from bot.console.figure_rows import part_of
from bot.console.figure_source import figure_thing, figures_of, sees_small
from bot.console.figure_wish import ChosenFigures, chosen_figures, rounded, scope_in
from bot.console.report_units import unit_names, units_in_reach
from bot.console.routes import Visit
from bot.desk import NotHereError
from bot.figures.overview import Overview
from bot.i18n import day_of
from flows.desk.policy import scope_of
from survey.editions import Period, Row, Scope, Share
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
    by_quarter: tuple[tuple[Period, Share], ...] = ()
    """The overall index in time of who may not open responses: of the whole, by quarters. Of a
    unit there is none, since quarters have the units of their own last days.
    """

    @property
    def overall(self) -> Share:
        return next(row.share for row in self.overview.levels if row.key == OVERALL)

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
        chosen = rounded(chosen, day_of(visit.now))
    return chosen, scope_in(chosen, names)


async def found_figures(visit: Visit, query: dict[str, str]) -> Found:
    """Return what an address asks for, with its figures.

    Raises:
        NotHereError: they are not for this person.

    """
    chosen, scope = await chosen_scope(visit, query)
    figures = figures_of(visit)
    shows_small = sees_small(visit, scope.unit_id)
    if shows_small:
        seen = await figures.overview(scope, chosen.period, chosen.by, visit.now)
        return Found(chosen, scope, seen, shows_small)
    judged, by_quarter = await judged_quarters(figures, chosen.period, visit.now)
    if scope.unit_id is None:
        return Found(chosen, scope, judged, shows_small, by_quarter)
    seen = await figures.overview(scope, chosen.period, chosen.by, visit.now)
    return Found(chosen, scope, part_of(judged, seen), shows_small)
