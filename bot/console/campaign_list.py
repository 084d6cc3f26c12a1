"""The list of campaigns, and the form for a new one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from aiohttp import web

from bot.campaigns.words import STATES, TONES
from bot.console.campaign_found import PATH, campaign_thing, desk_of, known_to, written_day
from bot.console.campaign_wish import TermsWish, show_terms
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from flows.desk.policy import anywhere, scope_of
from flows.texts import text_key
from storage.campaign_records import CampaignRecord
from survey.campaign_inspection import blocking, terms_faults

__all__ = ["ROUTES"]


class _Row(NamedTuple):
    """A campaign as the list shows it."""

    id: str
    title: str
    plan: str
    state: str
    tone: str
    test: bool
    unit: str
    opens_on: date | None
    closes_on: date | None


async def campaigns(visit: Visit) -> web.StreamResponse:
    """Show the campaigns in reach, newest first; those that were put aside below."""
    storage = visit.services.storage
    found = await storage.campaigns.listed(scope_of(visit.actor, "campaign.follow").units)
    names = {unit.id: unit.name for unit in await storage.places.units()}
    rows = [(record, _row(visit, record, names)) for record in found]
    return visit.show(
        "campaigns.html",
        rows=[row for record, row in rows if record.life.state != "discarded"],
        discarded=[row for record, row in rows if record.life.state == "discarded"],
        may_make=anywhere(visit.actor, "campaign.change"),
    )


def _row(visit: Visit, record: CampaignRecord, names: dict[str, str]) -> _Row:
    terms = record.terms
    return _Row(
        id=record.id,
        title=terms.title,
        plan=terms.plan_number,
        state=visit.text(STATES[record.life.state]),
        tone=TONES.get(record.life.state, "quiet"),
        test=terms.test,
        unit=names.get(terms.unit_id or "", visit.text(text_key("console.campaign.everywhere"))),
        opens_on=written_day(terms.opens_on),
        closes_on=written_day(terms.closes_on),
    )


async def new(visit: Visit) -> web.StreamResponse:
    """Ask for a new campaign; whose it is, is the top unit in reach until somebody says else."""
    reach = scope_of(visit.actor, "campaign.change").units
    top = visit.actor.top or ""
    unit = top if reach is None or top in reach else min(reach, default="")
    return await show_terms(visit, TermsWish(unit_id=unit), None)


async def make(visit: Visit) -> web.StreamResponse:
    """Store a new draft; what is missing can be said later."""
    wish = TermsWish.of(await visit.form())
    terms = wish.terms()
    if terms.unit_id:
        visit.must("campaign.change", campaign_thing(terms.unit_id))
    if faults := blocking(terms_faults(terms, await known_to(visit, terms))) or wish.untitled():
        return await show_terms(visit, wish, None, faults)
    record = await desk_of(visit).make(terms)
    undo = Undo(f"{PATH}/{record.id}/discard", {"version": "1"}, text_key("console.undo"))
    return visit.go(
        f"{PATH}/{record.id}", text_key("console.campaign.made"), undo=undo, title=terms.title
    )


ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, campaigns, "campaign.follow"),
    Route("GET", f"{PATH}/new", new, "campaign.change"),
    Route("POST", f"{PATH}/new", make, "campaign.change"),
)
