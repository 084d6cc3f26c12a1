"""From a figure down to the responses that it is made of, as far as their reader may see them."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.console.figure_found import FIGURES, chosen_scope
from bot.console.figure_links import RESPONSES, cell_in
from bot.console.figure_source import figures_of
from bot.console.report_found import named_period
from bot.console.routes import Route, Visit
from bot.reports.aside_words import aside_name
from flows.desk.policy import scope_of

__all__ = ["ROUTES"]

_LISTED: Final = 50
"""Responses that a figure is followed to on one page."""


async def responses(visit: Visit) -> web.StreamResponse:
    """List the responses that a figure is made of, those that their reader may see."""
    chosen, scope = await chosen_scope(visit, dict(visit.request.query))
    viewer = scope_of(visit.actor, "response.list")
    cell = cell_in(chosen, visit.request.query)
    names = await figures_of(visit).responses_of(viewer, scope, chosen.period, cell, visit.now)
    called = await figures_of(visit).called(scope, chosen.period, cell, visit.now)
    told = "" if cell.aside is None else aside_name(visit.text, cell.aside)
    desk = visit.services.storage.response_desk
    seen = [await desk.by_id(viewer, name) for name in names[:_LISTED]]
    return visit.show(
        "figure_responses.html",
        chosen=chosen,
        scope=scope,
        period=named_period(visit, chosen.period),
        value=", ".join(filter(None, (called, told))),
        total=len(names),
        rows=[one for one in seen if one is not None],
        back=f"{FIGURES}?{chosen.query(value='')}",
    )


ROUTES: tuple[Route, ...] = (Route("GET", RESPONSES, responses, "response.list"),)
