"""The door of each route: who comes, whether the route is theirs, and how a no looks.

A session is looked up at each request, so that one that was ended is over at once (reliability
§5: within a second). What somebody may not see looks like what is not there (invariant I20).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler as WebHandler

from bot.console import cookies
from bot.console.routes import Guest, PublicRoute, Route, Visit
from bot.console.shell import CONSOLE_LANGUAGES
from bot.desk import Desk, NotHereError
from bot.i18n import FALLBACK
from bot.services import Services
from bot.turns import now_ms
from bot.web.doors import SERVICES
from bot.web.limits import Buckets
from bot.web.pages import Refusal
from flows.desk.policy import anywhere
from flows.identifiers import Instant
from flows.texts import text_key
from flows.time_units import HOUR, MINUTE
from storage.base import StaleSessionError, StorageRefusedError, UnitOfWork
from storage.desk_records import DeskSessionRecord

__all__ = [
    "DESK",
    "EVENTS",
    "IDLE_MS",
    "LONGEST_MS",
    "PACE",
    "SIGN_IN",
    "door",
    "guest_of",
    "is_alive",
    "visit_of",
]

DESK = web.AppKey("desk", Desk)
PACE = web.AppKey("pace of the console", Buckets)
"""How much one account may ask for."""

IDLE_MS: Final = 30 * MINUTE
LONGEST_MS: Final = 12 * HOUR
SEEN_EVERY_MS: Final = MINUTE
"""How exactly idleness is measured: a row is written once a minute, not at each page."""

SIGN_IN: Final = "/console/sign-in"
EVENTS: Final = "/console/events"


def door(route: Route | PublicRoute) -> WebHandler:
    """Return what answers a route's requests."""
    return _public(route) if isinstance(route, PublicRoute) else _private(route)


def _public(route: PublicRoute) -> WebHandler:
    async def answer(request: web.Request) -> web.StreamResponse:
        settings = request.app[SERVICES].settings
        known = cookies.secret_in(request, "desk-guest", settings)
        secret = known or cookies.new_secret()
        guest = guest_of(request, secret)
        response = await _kindly(guest, lambda: route.handler(guest))
        if known is None:
            cookies.write(response, "desk-guest", secret, settings)
        return response

    return answer


def _private(route: Route) -> WebHandler:
    async def answer(request: web.Request) -> web.StreamResponse:
        visit = await visit_of(request)
        if visit is None:
            return _sent_to_sign_in(request)
        if wait := request.app[PACE].take(visit.account.id):
            return _refused(visit, Refusal(429, text_key("web.too_fast"), retry_after=wait))
        return await _kindly(visit, lambda: _allowed(visit, route))

    return answer


async def _allowed(visit: Visit, route: Route) -> web.StreamResponse:
    if route.action != "own" and not anywhere(visit.actor, route.action):
        raise NotHereError
    return await route.handler(visit)


async def _kindly(
    guest: Guest, answer: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Turn a no into a page with the way on."""
    try:
        return await answer()
    except NotHereError:
        return _notice(guest, 404, text_key("console.not_here"))
    except (StaleSessionError, StorageRefusedError):
        return _notice(guest, 409, text_key("console.changed_meanwhile"))
    except Refusal as refusal:
        return _refused(guest, refusal)


def _refused(guest: Guest, refusal: Refusal) -> web.Response:
    page = _notice(guest, refusal.status, refusal.key)
    page.headers.update(refusal.headers)
    return page


def _notice(guest: Guest, status: int, key: str) -> web.Response:
    title = _TITLES.get(key, f"{key}.title")  # those of bot/web are named in its own notice
    return guest.show(
        "notice.html", status=status, heading=guest.text(title), text=guest.text(key)
    )


_TITLES: Final = {
    "console.cases.no_reason": text_key("console.cases.no_reason.title"),
    "console.cases.too_many": text_key("console.cases.too_many.title"),
    "console.changed_meanwhile": text_key("console.changed_meanwhile.title"),
    "console.export.too_many": text_key("console.export.too_many.title"),
    "console.forms.kept": text_key("console.forms.kept.title"),
    "console.forms.no_reader": text_key("console.forms.no_reader.title"),
    "console.link_gone": text_key("console.link_gone.title"),
    "console.not_here": text_key("console.not_here.title"),
    "console.responses.one_form": text_key("console.responses.one_form.title"),
    "console.stale_form": text_key("console.stale_form.title"),
    "console.upload.too_large": text_key("console.upload.too_large.title"),
}


# -- who comes


def guest_of(request: web.Request, secret: str) -> Guest:
    """Return a request of somebody unknown; `secret` ties the forms of the page to them."""
    asked = request.query.get("lang", FALLBACK)
    return Guest(
        request=request,
        services=request.app[SERVICES],
        now=now_ms(),
        language=asked if asked in CONSOLE_LANGUAGES else FALLBACK,
        csrf=cookies.hashed(f"form {secret}"),
    )


async def visit_of(request: web.Request) -> Visit | None:
    """Return who is signed in, as of this moment; None: nobody."""
    services, now = request.app[SERVICES], now_ms()
    session = await _session(request, services, now)
    if session is None:
        return None
    account = await services.storage.accounts.by_id(session.account_id)
    if account is None or account.state != "active":
        return None
    desk = request.app[DESK]
    return Visit(
        request=request,
        services=services,
        now=now,
        language=account.language,
        csrf=session.csrf,
        desk=desk,
        account=account,
        actor=await desk.actor_of(account),
        session=session,
    )


async def _session(
    request: web.Request, services: Services, now: Instant
) -> DeskSessionRecord | None:
    secret = cookies.secret_in(request, "desk", services.settings)
    if secret is None:
        return None
    session = await services.storage.desk_sessions.load(cookies.hashed(secret))
    if session is None or not is_alive(session, now):
        return None
    # The stream comes back by itself: an open window alone keeps nobody signed in.
    if request.path != EVENTS and now - session.seen_at >= SEEN_EVERY_MS:
        unit = UnitOfWork()
        services.storage.desk_sessions.seen(unit, session.id_hash, now)
        await services.storage.commit(unit)
    return session


def is_alive(session: DeskSessionRecord, now: Instant) -> bool:
    """Tell whether a session was not ended, not left alone for too long, and is not too old."""
    return (
        session.ended_at is None
        and now - session.seen_at < IDLE_MS
        and now - session.created_at < LONGEST_MS
    )


def _sent_to_sign_in(request: web.Request) -> web.Response:
    """Lead to the sign-in page, and from there back to the page that was asked for."""
    if request.path == EVENTS:
        return web.Response(status=401)  # an EventSource stops asking
    if request.method != hdrs.METH_GET or request.path == "/console":
        return web.Response(status=303, headers={"Location": SIGN_IN})
    target = f"{SIGN_IN}?next={quote(request.path_qs, safe='')}"
    return web.Response(status=303, headers={"Location": target})
