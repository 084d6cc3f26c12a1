"""Public results: the page, the wall of a hall, the frame for other sites; all without scripts."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.services import Services
from bot.web.doors import SERVICES
from bot.web.etags import kept
from bot.web.guard import NO_FRAMES, SAFE_HEADERS
from bot.web.limits import Streams
from bot.web.pages import PAGES
from bot.web.results_json import description, results_json
from bot.web.results_pins import pins_told
from bot.web.results_stream import WATCHERS, results_events, shown_now
from bot.web.results_view import view_of
from storage.publication_records import PublicationRecord

__all__ = ["add_results"]

_DEEDS: Final = 6
"""Of what was done on what people said: the newest."""
_DEEDS_ON_WALL: Final = 1
_WATCHERS, _ALL_WATCHERS = 60, 3000
"""Open pages that hear of what is new: from one address, and in all."""
_POLICY: Final = "Content-Security-Policy"


async def page(request: web.Request) -> web.Response:
    """Show all that is published."""
    return await _shown(request, "results.html", _DEEDS)


async def wall(request: web.Request) -> web.Response:
    """Show it large, on a screen that nobody touches."""
    return await _shown(request, "results_wall.html", _DEEDS_ON_WALL)


async def embed(request: web.Request) -> web.Response:
    """Show the index in a frame of the sites that are set; of our pages this one only."""
    response = await _shown(request, "results_embed.html", 0)
    if sites := request.app[SERVICES].settings.results_frames:
        response.headers[_POLICY] = SAFE_HEADERS[_POLICY].replace(
            NO_FRAMES, f"frame-ancestors {' '.join(sites)}"
        )
    return response


async def _shown(request: web.Request, template: str, deeds: int) -> web.Response:
    services, pages = request.app[SERVICES], request.app[PAGES]
    storage, language = services.storage, pages.language_of(request)
    shown = await shown_now(storage)  # before the rest: a page is never older than it says
    newest = await storage.publications.newest()
    done = await storage.improvements.published(deeds) if deeds else []
    units = {unit.id: unit.name for unit in await storage.places.units()} if done else {}
    response = pages.show(
        request,
        template,
        view=None if newest is None else view_of(newest.results, services.texts, language),
        pins=_pins(services, newest, language),
        shown=shown,
        done=[(units.get(one.unit_id, ""), one.said, one.done) for one in done],
        address=f"{services.settings.base_url}/results",
    )
    return kept(request, response, "no-cache")


def _pins(services: Services, newest: PublicationRecord | None, language: str) -> tuple[str, ...]:
    pins = () if newest is None else newest.results.pins
    forms = services.runner.turns.renderer.rules.forms
    return pins_told(pins, forms, services.texts, language)


def add_results(site: web.Application) -> None:
    """Give the site its pages of public results."""
    site[WATCHERS] = Streams(per_person=_WATCHERS, in_all=_ALL_WATCHERS)
    site.add_routes(
        [
            web.get("/results", page),
            web.get("/results.json", results_json),
            web.get("/results/wall", wall),
            web.get("/results/embed", embed),
            web.get("/results/events", results_events),
            web.get("/results/openapi.json", description),
        ]
    )
