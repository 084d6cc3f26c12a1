"""The event stream of public results: what is shown now, as often as that changes."""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web

from bot.publishing import RESULTS
from bot.services import Services
from bot.web.doors import SERVICES
from bot.web.limits import Streams, address_of
from bot.web.pulse import Pulse
from bot.web.stream import HEARTBEAT, STREAM_HEADERS
from storage.base import Storage, StorageError

__all__ = ["WATCHERS", "results_events", "shown_now"]

WATCHERS = web.AppKey("results watchers", Streams)
"""Counted by network address: all of an office share one. The oldest makes room for the newest."""


async def shown_now(storage: Storage) -> str:
    """Return what is shown, as pages and events name it: the number of the newest publication,
    and one that grows with what is told of what was done.
    """
    number = await storage.publications.newest_number()
    return f"{number}.{await storage.improvements.decided()}"


async def results_events(request: web.Request) -> web.StreamResponse:
    """Tell what is shown (`shown_now`) at once and whenever it changes, until the page or we go
    away.
    """
    services = request.app[SERVICES]
    response = web.StreamResponse(headers=STREAM_HEADERS)
    await response.prepare(request)
    # A page that lost its stream asks again by itself, and misses nothing but time.
    with suppress(ConnectionResetError, StorageError):
        await _pour(request, services, response)
    return response


async def _pour(request: web.Request, services: Services, response: web.StreamResponse) -> None:
    live, address = services.live, address_of(request, services.settings)
    await response.write(b"retry: 15000\n\n")
    told, pulse = "", Pulse(response, request.app[HEARTBEAT])
    with (
        live.watching(RESULTS) as news,
        request.app[WATCHERS].newest(address, news.set) as place,
    ):
        while not (live.closing or place.over):
            news.clear()
            shown = await shown_now(services.storage)
            if shown != told:
                told = shown
                await pulse.tell(f"event: published\ndata: {shown}\n\n".encode())
            else:
                await pulse.wait(news, live.patience())
