"""What is done to a campaign as a whole: change its terms, hand in, approve, send back, end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from bot.campaigns import CampaignDesk
from bot.campaigns.words import REFUSALS
from bot.console.campaign_found import (
    ONE,
    PATH,
    Found,
    campaign_thing,
    desk_of,
    found_campaign,
    known_to,
    must_be_seen,
)
from bot.console.campaign_page import show_campaign, store
from bot.console.campaign_wish import TermsWish, show_terms
from bot.console.forms import Form
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.live import CASES
from flows.desk.policy import Action
from flows.texts import text_key
from storage.campaign_records import CampaignRecord
from survey.campaign_inspection import blocking, terms_faults
from survey.campaign_life import CampaignRefusedError

__all__ = ["ROUTES"]

_Deed = Callable[[CampaignDesk, Found, Form], Awaitable[CampaignRecord]]
"""An act on the campaign that its doer saw."""


# -- terms


async def edit(visit: Visit) -> web.StreamResponse:
    """Show the terms to be changed."""
    found = await found_campaign(visit, "campaign.change")
    return await show_terms(visit, TermsWish.like(found.record), found.record)


async def change(visit: Visit) -> web.StreamResponse:
    """Store other terms."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    wish = TermsWish.of(form)
    terms = wish.terms()
    if terms.unit_id:
        visit.must("campaign.change", campaign_thing(terms.unit_id))
    if faults := blocking(terms_faults(terms, await known_to(visit, terms))) or wish.untitled():
        return await show_terms(visit, wish, found.record, faults)
    must_be_seen(found.record, form)
    return await store(visit, found, text_key("console.campaign.changed"), terms=terms)


# -- its life


def _button(act: str, action: Action, deed: _Deed, key: str, *, undo: str = "") -> Route:
    """Return the route of a button that leads on with the text `key`. `undo`: the act that takes
    this one back.
    """

    async def press(visit: Visit) -> web.StreamResponse:
        form, found = await visit.form(), await found_campaign(visit, action)
        must_be_seen(found.record, form)
        try:
            after = await deed(desk_of(visit), found, form)
        except CampaignRefusedError as refused:
            return await show_campaign(visit, found, REFUSALS[refused.refusal])
        visit.services.live.wake(CASES)  # whoever is told of it sees it at once
        back = _undo(after, undo) if undo else None
        return visit.go(found.path, key, undo=back, title=after.terms.title)

    return Route("POST", f"{ONE}/{act}", press, action)


def _undo(after: CampaignRecord, act: str) -> Undo:
    fields = {"version": str(after.version)}
    return Undo(f"{PATH}/{after.id}/{act}", fields, text_key("console.undo"))


def _submit(desk: CampaignDesk, found: Found, _form: Form) -> Awaitable[CampaignRecord]:
    return desk.submit(found.record, found.faults)


def _approve(desk: CampaignDesk, found: Found, _form: Form) -> Awaitable[CampaignRecord]:
    return desk.approve(found.record)


def _send_back(desk: CampaignDesk, found: Found, form: Form) -> Awaitable[CampaignRecord]:
    return desk.send_back(found.record, form["reason"])


def _close(desk: CampaignDesk, found: Found, _form: Form) -> Awaitable[CampaignRecord]:
    return desk.close(found.record)


def _discard(desk: CampaignDesk, found: Found, _form: Form) -> Awaitable[CampaignRecord]:
    return desk.discard(found.record)


def _reopen(desk: CampaignDesk, found: Found, _form: Form) -> Awaitable[CampaignRecord]:
    return desk.reopen(found.record)


async def copy(visit: Visit) -> web.StreamResponse:
    """Make a draft like this campaign, whose days are still to be said."""
    await visit.form()
    found = await found_campaign(visit, "campaign.change")
    title = visit.text(text_key("console.campaign.copy_of"), title=found.record.terms.title)
    made = await desk_of(visit).copy(found.record, title[:_LONGEST_TITLE])
    return visit.go(
        f"{PATH}/{made.id}/edit",
        text_key("console.campaign.copied"),
        undo=_undo(made, "discard"),
        title=made.terms.title,
    )


_LONGEST_TITLE: Final = 120  # characters

ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ONE}/edit", edit, "campaign.change"),
    Route("POST", f"{ONE}/edit", change, "campaign.change"),
    Route("POST", f"{ONE}/copy", copy, "campaign.change"),
    _button("submit", "campaign.change", _submit, text_key("console.campaign.submitted")),
    _button("approve", "campaign.approve", _approve, text_key("console.campaign.approved")),
    _button("back", "campaign.approve", _send_back, text_key("console.campaign.returned")),
    _button(
        "close", "campaign.change", _close, text_key("console.campaign.closed"), undo="reopen"
    ),
    _button(
        "discard", "campaign.change", _discard, text_key("console.campaign.discarded"),
        undo="reopen",
    ),
    _button("reopen", "campaign.change", _reopen, text_key("console.campaign.reopened")),
)  # fmt: skip
