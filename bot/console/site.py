"""The console as a whole: which pages there are, and how they join the site."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.console import (
    account_acts,
    accounts,
    audit,
    calendar_page,
    case_acts,
    events,
    finishing,
    joining,
    me,
    response_page,
    saved_filters,
    signing_in,
    start,
)
from bot.console.counters import COUNTING, Counting
from bot.console.entrance import DESK, PACE, door
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
    *case_acts.ROUTES,
    *account_acts.ROUTES,
    *accounts.ROUTES,
    *response_page.ROUTES,
    *calendar_page.ROUTES,
    *audit.ROUTES,
    *saved_filters.ROUTES,
    *events.ROUTES,
    *start.LAST_ROUTES,
)
"""All pages for those who are signed in; the first that fits answers."""

EVERY_ROUTE: tuple[Route | PublicRoute, ...] = (*PUBLIC_ROUTES, *ROUTES)


_LOGINS_OF_AN_ADDRESS: Final = 10
"""How many logins' wrong tries one address may make in an hour."""


def add_console(site: web.Application, services: Services) -> None:
    """Give the site its console. Whoever sees no page of it meets the sign-in page there."""
    assets = StaticFiles(_STATIC, prefix="/console/static")
    served = frozenset(route.path for route in ROUTES if route.method == "GET")
    site[DESK] = Desk(services)
    site[SHELL] = Shell(services, site[STATIC], assets, served)
    site[PASSWORDS] = Passwords()
    site[COUNTING] = Counting()
    tries = _LOGINS_OF_AN_ADDRESS * services.settings.guesses_per_hour
    site[ADDRESSES] = Buckets(burst=tries, per_second=tries / 3600)
    site[audit.VERIFYING] = asyncio.Lock()
    # Nobody presses ten buttons a second; whoever opens all cases of a page at once may.
    site[PACE] = Buckets(burst=200, per_second=10)
    site.router.add_get("/console/static/{version}/{name:.+}", assets.serve)
    for route in EVERY_ROUTE:
        site.router.add_route(route.method, route.path, door(route))
