"""One's own place, or one's unit's, in rankings that are still written, and the right of reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.report_found import desk_of, named_period
from bot.console.routes import Route, Visit
from bot.reporting import Ranked, my_places
from bot.reporting.drafting import LONGEST_REPLY
from bot.reporting.words import REFUSALS
from flows.desk.policy import scope_of
from flows.texts import text_key
from survey.index import OVERALL
from survey.report_life import ReportRefusedError

__all__ = ["ROUTES", "STANDING"]

STANDING: Final = "/console/standing"
_RANKED_BY: Final[Mapping[str, str]] = {
    OVERALL: text_key("console.standing.share"),
    "B": text_key("console.standing.service"),
}
"""The level of a ranking (`Ranked.level`) → what its share is called."""


class _Place(NamedTuple):
    """A place as the page shows it."""

    ranked: Ranked
    period: str
    ranked_by: str
    share: str
    low: str
    high: str


async def standing(visit: Visit) -> web.StreamResponse:
    """Show one's places."""
    return await _show(visit)


async def _mine(visit: Visit) -> list[Ranked]:
    """Return the places that this person may see: their own, and of the units that they head."""
    units = scope_of(visit.actor, "report.reply").units
    return await my_places(visit.services.storage, visit.account.id, units)


async def _show(visit: Visit, fault: str = "") -> web.Response:
    return visit.show(
        "report_standing.html",
        status=422 if fault else 200,
        places=[_shown(visit, one) for one in await _mine(visit)],
        longest=LONGEST_REPLY,
        fault=visit.text(fault) if fault else "",
    )


def _shown(visit: Visit, ranked: Ranked) -> _Place:
    def percent(share: float | None) -> str:
        return "–" if share is None else visit.services.texts.percent(visit.language, share)

    share = ranked.place.share
    period = named_period(visit, ranked.report.period)
    return _Place(
        ranked=ranked,
        period=period,
        ranked_by=_RANKED_BY[ranked.level],
        share=percent(share.best),
        low=percent(share.low),
        high=percent(share.high),
    )


async def reply(visit: Visit) -> web.StreamResponse:
    """Keep what somebody says to their place, or their unit's."""
    form = await visit.form()
    asked = (form["report"], form["subject"], form["key"])
    found = [one for one in await _mine(visit)
             if (one.report.id, one.subject, one.place.key) == asked]  # fmt: skip
    if not found:
        return await _show(visit, text_key("console.standing.gone"))
    [one] = found
    try:
        await desk_of(visit).reply(one.report, one.subject, one.place, form["text"])
    except ReportRefusedError as refused:
        return await _show(visit, REFUSALS[refused.refusal])
    return visit.go(STANDING, text_key("console.standing.kept"))


ROUTES: tuple[Route, ...] = (
    Route("GET", STANDING, standing, "own"),
    Route("POST", STANDING, reply, "own"),
)
