"""The console as a whole: which pages there are, and how they join the site."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.console import (
    account_acts,
    account_list,
    accounts,
    api_keys,
    audit,
    broadcast_acts,
    broadcast_list,
    broadcast_lists,
    broadcast_page,
    broadcast_people,
    broadcast_proposals,
    broadcast_texts,
    broadcast_trying,
    calendar_page,
    call_back_acts,
    campaign_acts,
    campaign_following,
    campaign_groups,
    campaign_list,
    campaign_numbers,
    campaign_page,
    campaign_sample,
    campaign_testers,
    campaign_texts,
    case_acts,
    counts,
    events,
    figure_choices,
    figure_comments,
    figure_page,
    figure_responses,
    finishing,
    form_drafts,
    form_list,
    form_preview,
    hotline_page,
    improvements,
    joining,
    judging_page,
    me,
    me_mail,
    notices,
    officers,
    opt_outs,
    place_page,
    places,
    procedure_page,
    report_list,
    report_standing,
    resets,
    response_page,
    result_page,
    roster_page,
    roster_paste,
    saved_filters,
    signing_in,
    slips,
    start,
    template_page,
    transactions,
    units,
)
from bot.console.broadcast_sharing import OUTLOOKS, PROGRESS, Kept
from bot.console.campaign_sample_outlook import LATER
from bot.console.counters import COUNTING, Counting
from bot.console.entrance import DESK, PACE, door
from bot.console.following_figures import FOLLOWED
from bot.console.proofs import Passwords
from bot.console.routes import PublicRoute, Route
from bot.console.shell import SHELL, Shell
from bot.console.signing_in import ADDRESSES, PASSWORDS
from bot.desk import Desk
from bot.services import Services
from bot.web.doors import STATIC
from bot.web.limits import Buckets
from bot.web.static_files import StaticFiles

__all__ = ["EVERY_ROUTE", "PUBLIC_ROUTES", "ROUTES", "add_console"]

_STATIC = Path(__file__).parent / "static"

PUBLIC_ROUTES: tuple[PublicRoute, ...] = (
    *signing_in.PUBLIC_ROUTES,
    *joining.PUBLIC_ROUTES,
    *finishing.PUBLIC_ROUTES,
)

ROUTES: tuple[Route, ...] = (
    *start.ROUTES,
    *signing_in.ROUTES,
    *me.ROUTES,
    *me_mail.ROUTES,
    *notices.ROUTES,
    *resets.ROUTES,
    *case_acts.ROUTES,
    *account_acts.ROUTES,
    *account_list.ROUTES,
    *accounts.ROUTES,
    *response_page.ROUTES,
    *call_back_acts.ROUTES,
    *judging_page.ROUTES,
    *slips.ROUTES,
    *transactions.ROUTES,
    *api_keys.ROUTES,
    *calendar_page.ROUTES,
    *counts.ROUTES,
    *campaign_list.ROUTES,
    *campaign_page.ROUTES,
    *campaign_sample.ROUTES,
    *campaign_acts.ROUTES,
    *campaign_groups.ROUTES,
    *campaign_numbers.ROUTES,
    *campaign_texts.ROUTES,
    *campaign_testers.ROUTES,
    *campaign_following.ROUTES,
    *broadcast_list.ROUTES,
    *broadcast_page.ROUTES,
    *broadcast_acts.ROUTES,
    *broadcast_texts.ROUTES,
    *broadcast_people.ROUTES,
    *broadcast_proposals.ROUTES,
    *broadcast_lists.ROUTES,
    *broadcast_trying.ROUTES,
    *figure_page.ROUTES,
    *figure_responses.ROUTES,
    *figure_comments.ROUTES,
    *figure_choices.ROUTES,
    *report_list.ROUTES,
    *report_standing.ROUTES,
    *opt_outs.ROUTES,
    *result_page.ROUTES,
    *improvements.ROUTES,
    *form_list.ROUTES,
    *form_drafts.ROUTES,
    *form_preview.ROUTES,
    *template_page.ROUTES,
    *units.ROUTES,
    *places.ROUTES,
    *roster_page.ROUTES,
    *roster_paste.PASTE_ROUTES,
    *place_page.ROUTES,
    *officers.ROUTES,
    *procedure_page.ROUTES,
    *hotline_page.ROUTES,
    *audit.ROUTES,
    *saved_filters.ROUTES,
    *events.ROUTES,
    *start.LAST_ROUTES,
)
"""All pages for those who are signed in; the first that fits answers."""

EVERY_ROUTE: tuple[Route | PublicRoute, ...] = (*PUBLIC_ROUTES, *ROUTES)


_LOGINS_OF_AN_ADDRESS: Final = 10
"""How many logins' wrong tries one address may make in an hour."""

_PROGRESS_S: Final = 2.0
_OUTLOOK_S: Final = 20.0
"""For how long what is counted of a wave is shown to whoever looks next, in seconds."""
_FOLLOWED_S: Final = 8.0
_FOLLOWED_REST: Final = 9.0
"""The same of a whole campaign, which takes at most a tenth of the time: seconds, and how many
times as long as the count took.
"""


def add_console(site: web.Application, services: Services) -> None:
    """Give the site its console. Whoever sees no page of it meets the sign-in page there."""
    assets = StaticFiles(_STATIC, prefix="/console/static")
    served = frozenset(route.path for route in ROUTES if route.method == "GET")
    site[DESK] = Desk(services)
    site[SHELL] = Shell(services, site[STATIC], assets, served)
    site[PASSWORDS] = Passwords()
    site[COUNTING] = Counting()
    site[PROGRESS], site[OUTLOOKS] = Kept(_PROGRESS_S), Kept(_OUTLOOK_S)
    site[FOLLOWED] = Kept(_FOLLOWED_S, rest=_FOLLOWED_REST)
    tries = _LOGINS_OF_AN_ADDRESS * services.settings.guesses_per_hour
    site[ADDRESSES] = Buckets(burst=tries, per_second=tries / 3600)
    site[audit.VERIFYING], site[campaign_sample.PROVING] = asyncio.Lock(), asyncio.Lock()
    site[LATER] = Kept(_OUTLOOK_S)
    # Nobody presses ten buttons a second; whoever opens all cases of a page at once may.
    site[PACE] = Buckets(burst=200, per_second=10)
    site.router.add_get("/console/static/{version}/{name:.+}", assets.serve)
    for route in EVERY_ROUTE:
        site.router.add_route(route.method, route.path, door(route))
