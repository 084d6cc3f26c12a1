"""The first page of a campaign: what is planned, what is missing, and what can be done next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final, NamedTuple

from aiohttp import web

from bot.campaigns.acts import invitations_of
from bot.campaigns.telling import LONGEST_REASON
from bot.campaigns.words import (
    EVIDENCE,
    FRAMES,
    INDICATORS,
    MODES,
    REFUSALS,
    STATES,
    TONES,
    fault_sentences,
)
from bot.console.campaign_found import (
    ONE,
    PATH,
    TABS,
    Found,
    campaign_thing,
    desk_of,
    found_campaign,
    survey_titles,
    written_day,
)
from bot.console.routes import Route, Visit
from bot.i18n import own_name
from flows.texts import text_key
from storage.campaign_records import CampaignRecord
from survey.campaign_life import (
    SHORTEST_REASON,
    CampaignRefusedError,
    has_second,
    may_judge,
    needs_second,
)
from survey.campaigns import Group, Parts, Terms

__all__ = ["ROUTES", "percent", "show_campaign", "store", "tabs_of"]


class _Span(NamedTuple):
    """Two days of which somebody may have said neither."""

    first: date | None
    last: date | None


class _Group(NamedTuple):
    """A group as the page shows it."""

    id: str
    title: str
    form: str
    frame: str
    modes: str
    size: int | None
    margin: str
    rate: str


async def page(visit: Visit) -> web.StreamResponse:
    """Show one campaign."""
    return await show_campaign(visit, await found_campaign(visit, "campaign.follow"))


async def show_campaign(visit: Visit, found: Found, fault: str = "") -> web.Response:
    """Return the page. `fault`: the text key of why an act was not done."""
    record = found.record
    changes = visit.may("campaign.change", found.thing)
    campaigns = visit.services.storage.campaigns
    return visit.show(
        "campaign.html",
        status=422 if fault else 200,
        found=found,
        record=record,
        terms=record.terms,
        life=record.life,
        tabs=tabs_of(visit, record),
        groups=_groups(visit, found.parts.groups),
        targets=[(visit.text(INDICATORS[one.indicator]), one) for one in found.parts.targets],
        testers=await campaigns.testers(record.id) if changes else [],
        source=await _source(visit, record),
        may_change=changes,
        fault=visit.text(fault) if fault else "",
        **await _of_terms(visit, record.terms),
        **await _of_life(visit, found),
    )


async def _of_terms(visit: Visit, terms: Terms) -> dict[str, object]:
    """Return what the page says of the terms."""
    names = {unit.id: unit.name for unit in await visit.services.storage.places.units()}
    everywhere = visit.text(text_key("console.campaign.everywhere"))
    return {
        "unit": names.get(terms.unit_id or "", everywhere),
        "plan_date": written_day(terms.plan_date),
        "period": _Span(written_day(terms.from_day), written_day(terms.to_day)),
        "field_days": _Span(written_day(terms.opens_on), written_day(terms.closes_on)),
        "languages": [own_name(name) for name in terms.languages],
        "evidence": visit.text(EVIDENCE[terms.min_evidence]),
    }


async def _of_life(visit: Visit, found: Found) -> dict[str, object]:
    """Return where the campaign stands, who brought it there, and what this person can do next."""
    life = found.record.life
    people = (
        life.made_by, life.changed_by, life.approved_by, life.returned_by, life.closed_by,
    )  # fmt: skip
    is_draft = life.state == "draft"
    return {
        "state": visit.text(STATES[life.state]),
        "tone": TONES.get(life.state, "quiet"),
        "who": {actor: await visit.name_of(actor) for actor in people if actor},
        "missing": fault_sentences(visit.text, found.faults) if is_draft else [],
        "needs_second": needs_second(found.record.terms, invitations_of(found.parts)),
        "may_approve": visit.may("campaign.approve", found.thing),
        "is_alone": life.state in ("approved", "running") and not has_second(life),
        "is_own": not may_judge(life, visit.actor_name),
        "reason_lengths": (SHORTEST_REASON, LONGEST_REASON),
    }


def tabs_of(visit: Visit, record: CampaignRecord) -> list[tuple[str, str]]:
    """Return address and name of each page of a campaign that this person may see."""
    thing = campaign_thing(record.terms.unit_id)
    return [
        (f"{PATH}/{record.id}{tab.suffix}", visit.text(tab.key))
        for tab in TABS
        if visit.may(tab.action, thing)
    ]


async def _source(visit: Visit, record: CampaignRecord) -> CampaignRecord | None:
    """Return the campaign that this one was copied from, while it is in reach."""
    if record.copied_from is None:
        return None
    found = await visit.services.storage.campaigns.by_id(None, record.copied_from)
    if found is None or not visit.may("campaign.read", campaign_thing(found.terms.unit_id)):
        return None
    return found


def _groups(visit: Visit, groups: Collection[Group]) -> list[_Group]:
    titles = survey_titles(visit)
    return [
        _Group(
            id=group.id,
            title=group.title,
            form=titles.get(group.form, group.form),
            frame=visit.text(FRAMES[group.frame]),
            modes=", ".join(visit.text(MODES[mode]) for mode in group.modes),
            size=group.size,
            margin=percent(visit, group.margin),
            rate=percent(visit, group.response_rate),
        )
        for group in groups
    ]


def percent(visit: Visit, share: float) -> str:
    """Return a share as the page writes it, with decimals only where it has some."""
    digits = 0 if (share * 100).is_integer() else 2
    return visit.services.texts.percent(visit.language, share, digits)


async def store(
    visit: Visit,
    found: Found,
    key: str,
    *,
    terms: Terms | None = None,
    parts: Parts | None = None,
    path: str = "",
) -> web.Response:
    """Store other terms or parts and lead on with the text `key`; why it cannot be done stands on
    the campaign's page. `path`: where to go, behind the campaign's address.
    """
    before, wanted = found.record, terms or found.record.terms
    try:
        after = await desk_of(visit).change(before, wanted, parts)
    except CampaignRefusedError as refused:
        return await show_campaign(visit, found, REFUSALS[refused.refusal])
    if before.life.state != "draft" and after.life.state == "draft":
        key = _VOIDED
    return visit.go(found.path + path, key, title=after.terms.title)


_VOIDED: Final = text_key("console.campaign.voided")

ROUTES: tuple[Route, ...] = (Route("GET", ONE, page, "campaign.follow"),)
