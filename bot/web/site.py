"""The site: which door answers which address."""

from __future__ import annotations

from aiohttp import web

from bot.services import Services
from bot.web import (
    chat,
    guard,
    health,
    information,
    kiosk,
    landing,
    messages,
    metrics,
    own_case,
    results,
    stream,
    unsubscribe,
    webhooks,
)
from bot.web.api import api_routes
from bot.web.doors import LIMITS, SERVICES, STATIC
from bot.web.limits import Limits
from bot.web.pages import PAGES, Pages
from bot.web.static_files import StaticFiles

__all__ = ["BODY_LIMIT", "create_site"]

BODY_LIMIT = 64 * 1024
"""Bytes of a request: sixteen times the longest text. More is refused while it comes in."""

_HEARTBEAT = 15.0  # s


def create_site(services: Services) -> web.Application:
    """Return the application; starting and stopping it is `bot.app`'s work.

    It expects to be served without an access log, since addresses hold tokens and codes. At
    shutdown, `services.live.close()` ends all open streams.
    """
    static = StaticFiles()
    site = web.Application(client_max_size=BODY_LIMIT, middlewares=[guard.guarding])
    site[SERVICES] = services
    site[LIMITS] = Limits.from_settings(services.settings, services.coordination)
    site[STATIC] = static
    site[PAGES] = Pages(services.settings, services.texts, static, services.hotlines)
    site[health.READINESS] = health.Readiness(services)
    site[stream.HEARTBEAT] = _HEARTBEAT
    site.on_response_prepare.append(guard.add_safe_headers)
    site.add_routes(_routes(static))
    site.add_routes(_webhooks(services))
    site.add_routes(api_routes())
    kiosk.add_kiosk(site, services, static)
    results.add_results(site)
    return site


def _routes(static: StaticFiles) -> list[web.RouteDef]:
    return [
        web.get("/", landing.home),
        web.get("/c", landing.code_form),
        web.get("/c/{code}", landing.code),
        web.get("/that-gia", information.genuine),
        web.get("/rieng-tu", information.privacy),
        web.post("/display", landing.display),
        web.post("/chat/start", chat.start),
        web.get("/chat", chat.chat_page),
        web.post("/chat/language", chat.change_language),
        web.get("/chat/messages", messages.tell),
        web.post("/chat/messages", messages.receive),
        web.get("/chat/events", stream.events),
        web.get("/case/{token:[A-Za-z0-9_-]{22}}", own_case.show),
        web.post("/case/{token:[A-Za-z0-9_-]{22}}", own_case.reply),
        web.get("/unsubscribe/{token:[A-Za-z0-9_-]{44,480}}", unsubscribe.show),
        web.post("/unsubscribe/{token:[A-Za-z0-9_-]{44,480}}", unsubscribe.act),
        web.get("/live", health.live),
        web.get("/ready", health.ready),
        web.get("/metrics", metrics.metrics),
        web.get("/static/{version}/{name:.+}", static.serve),
        web.get("/{token:[A-Za-z0-9_-]{22}}", landing.landing),
    ]


def _webhooks(services: Services) -> list[web.RouteDef]:
    """Return a door for each channel, at an address of its own: one look finds it."""
    if services.reception is None:
        return []
    return [
        web.post(f"{guard.WEBHOOKS}{name}", webhooks.door(channel, services.reception))
        for name, channel in services.channels.items()
        if channel.capabilities.hears
    ]
