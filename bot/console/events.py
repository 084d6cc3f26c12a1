"""The stream that keeps the figures of open pages fresh, and ends with the session."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Final

import msgspec
from aiohttp import web

from bot.console.broadcast_figures import WATCHED
from bot.console.counters import COUNTING
from bot.console.entrance import EVENTS, visit_of
from bot.console.following_figures import FOLLOWS, live_following
from bot.console.routes import Route, Visit
from bot.live import CASES, woken
from bot.web.doors import LIMITS
from bot.web.stream import HEARTBEAT, STREAM_HEADERS
from storage.base import StorageError

__all__ = ["ROUTES"]

_PAUSE_S: Final = 1.0
"""Many changes in one second are counted once."""
_WATCHED_S: Final = {WATCHED: 2.0, FOLLOWS: 10.0}
"""How often is looked at what a page watches, by its name in the address: what leaves, or comes
back, wakes nobody, since it is hundreds a second.
"""


async def events(visit: Visit) -> web.StreamResponse:
    """Stream the figures whenever they change, until the page, the session or we go away.

    Nobody is refused: an EventSource comes back to a stream that ended, and never to a refusal.
    """
    response = web.StreamResponse(headers=STREAM_HEADERS)
    await response.prepare(visit.request)
    with suppress(ConnectionResetError, StorageError):
        await _pour(visit, response, visit.request.app[HEARTBEAT])
    return response


async def _pour(visit: Visit, response: web.StreamResponse, heartbeat: float) -> None:
    live, said, sign_at = visit.services.live, None, time.monotonic() + heartbeat
    streams, counting = visit.request.app[LIMITS].streams, visit.request.app[COUNTING]
    person = f"desk {visit.account.id}"
    watched = (often for name, often in _WATCHED_S.items() if name in visit.request.query)
    patience = min(watched, default=heartbeat)
    await response.write(b"retry: 5000\n\n")
    with live.watching(CASES) as news, streams.newest(person, news.set) as place:
        while not (live.closing or place.over):
            news.clear()
            now = await visit_of(visit.request)
            if now is None or now.session.id_hash != visit.session.id_hash:
                await response.write(b"event: bye\ndata: 1\n\n")
                return
            # What a campaign brought is counted apart: nobody's other figures wait for it.
            figures = {**await counting.figures(now), **await live_following(now)}
            if figures != said:
                said = figures
                await response.write(b"event: counts\ndata: %b\n\n" % msgspec.json.encode(figures))
                sign_at = time.monotonic() + heartbeat
            elif time.monotonic() >= sign_at:
                await response.write(b": alive\n\n")
                sign_at = time.monotonic() + heartbeat
            await woken(news, min(max(0.0, sign_at - time.monotonic()), patience, live.patience()))
            await asyncio.sleep(_PAUSE_S)


ROUTES: tuple[Route, ...] = (Route("GET", EVENTS, events, "own"),)
