"""The list of responses that look odd: what waits for two people, and what they decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from bot.console.case_loading import unit_names
from bot.console.response_view import begun
from bot.console.responses import places_by_id, surveys
from bot.console.routes import Visit
from bot.i18n import FALLBACK
from bot.reports.judging_words import STATES, sentences
from flows.desk.policy import scope_of
from flows.texts import text_key
from storage.judging_records import Judged, SuspicionRecord
from survey.judging import DECIDES, JudgingState

__all__ = ["PATH", "suspicious"]

PATH: Final = "/console/judging"
_PAGE: Final = 50
_ID: Final = re.compile(r"[0-9a-z]{26}")
_CHIPS: Final[Mapping[JudgingState, str]] = {
    "open": text_key("console.judging.chip.open"),
    "kept": text_key("console.judging.chip.kept"),
    "set_aside": text_key("console.judging.chip.set_aside"),
}
_EMPTY: Final[Mapping[JudgingState, str]] = {
    "open": text_key("console.judging.empty.open"),
    "kept": text_key("console.judging.empty.kept"),
    "set_aside": text_key("console.judging.empty.set_aside"),
}


class _Row(NamedTuple):
    """A response as the list shows it."""

    path: str
    code: str
    form: str
    where: str
    begun: str
    reasons: Sequence[str]


async def suspicious(visit: Visit) -> web.StreamResponse:
    """Show one page of the responses in a state, the longest waiting first."""
    query = visit.request.query
    state, campaign = _state(query), _campaign(query)
    judging, scope = visit.services.storage.judging, scope_of(visit.actor, "response.judge")
    page = await judging.page(
        scope, state, campaign_id=campaign, after=query.get("after"), size=_PAGE
    )
    reasons = await judging.suspicions([one.response.id for one in page.rows])
    where = {**await unit_names(visit), **await _places(visit)}
    return visit.show(
        "judging.html",
        state=state,
        states=[(name, visit.text(key), _address(name, campaign)) for name, key in _CHIPS.items()],
        said=visit.text(STATES[state]),
        rows=[_row(visit, one, where, reasons) for one in page.rows],
        of_campaign=await _title(visit, campaign) if campaign else "",
        of_all=_address(state, None),
        older=_address(state, campaign, page.next) if page.next else "",
        first=_address(state, campaign) if query.get("after") else "",
        decides=DECIDES,
        empty=visit.text(_EMPTY[state]),
    )


def _state(query: Mapping[str, str]) -> JudgingState:
    return next((state for state in STATES if state == query.get("state")), "open")


def _campaign(query: Mapping[str, str]) -> str | None:
    """Return the campaign whose responses are asked for; None: all are."""
    found = _ID.fullmatch(query.get("campaign", ""))
    return found and found[0]


async def _title(visit: Visit, campaign: str) -> str:
    """Return what a campaign is called; "" if this person does not see it."""
    units = scope_of(visit.actor, "campaign.follow").units
    found = await visit.services.storage.campaigns.by_id(units, campaign)
    return "" if found is None else found.terms.title


async def _places(visit: Visit) -> dict[str, str]:
    return {name: place.name for name, place in (await places_by_id(visit)).items()}


def _address(state: str, campaign: str | None, after: str | None = None) -> str:
    given = {"state": state, "campaign": campaign, "after": after}
    return f"{PATH}?{urlencode({name: value for name, value in given.items() if value})}"


def _row(
    visit: Visit,
    one: Judged,
    where: Mapping[str, str],
    reasons: Mapping[str, Sequence[SuspicionRecord]],
) -> _Row:
    """`where`: what places and units are called."""
    record = one.response
    form = surveys(visit.services.runner.turns.renderer.rules).get(record.form)
    return _Row(
        path=f"{PATH}/{record.id}",
        code=record.code or "",
        form=record.form if form is None else form.title.get(visit.language, form.title[FALLBACK]),
        where=where.get(record.place_id or "", where.get(record.unit_id or "", "")),
        begun=begun(visit, record),
        reasons=sentences(visit.text, reasons.get(record.id, ())),
    )
