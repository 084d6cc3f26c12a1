"""What people chose beside the ratings, each choice with the responses that made it."""

from __future__ import annotations

from typing import Final, NamedTuple

from aiohttp import web

from bot.console.figure_found import FIGURES, chosen_scope
from bot.console.figure_links import responses_href
from bot.console.figure_source import figures_of, sees_small
from bot.console.figure_wish import ChosenFigures
from bot.console.report_found import named_period
from bot.console.routes import Route, Visit
from bot.figures import Cell, Topic
from flows.texts import text_key
from survey.cells import RESPONDED

__all__ = ["ROUTES"]

_PATH: Final = f"{FIGURES}/choices"


class _Line(NamedTuple):
    label: str
    times: int
    href: str


async def choices(visit: Visit) -> web.StreamResponse:
    """List reasons, times, outcomes, faces and wishes: small ones are among them, so that they are
    for those who may open the responses.
    """
    chosen, scope = await chosen_scope(visit, dict(visit.request.query))
    shows = sees_small(visit, scope.unit_id)
    found = await figures_of(visit).topics(scope, chosen.period, visit.now) if shows else ()
    return visit.show(
        "figure_choices.html",
        chosen=chosen,
        scope=scope,
        period=named_period(visit, chosen.period),
        shows=shows,
        topics=[(_heading(visit, one), _lines(visit, chosen, one)) for one in found],
    )


def _heading(visit: Visit, topic: Topic) -> str:
    if not topic.is_reason:
        return topic.label
    return visit.text(text_key("console.figures.reasons_of"), about=topic.label)


def _lines(visit: Visit, chosen: ChosenFigures, topic: Topic) -> list[_Line]:
    return [
        _Line(
            one.label,
            one.times,
            responses_href(visit, chosen, Cell(RESPONDED, choice=one.choice)),
        )
        for one in topic.lines
    ]


ROUTES: tuple[Route, ...] = (Route("GET", _PATH, choices, "figure.read"),)
