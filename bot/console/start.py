"""The first page of the console: what is due, and the tasks of whoever is signed in."""

from __future__ import annotations

from aiohttp import web

from bot.console.counters import counters, unread_notices
from bot.console.routes import Route, Visit
from bot.desk import NotHereError

__all__ = ["LAST_ROUTES", "ROUTES"]


async def start(visit: Visit) -> web.StreamResponse:
    """Show the figures of the day, each a link to what it counts."""
    unread = await unread_notices(visit)
    return visit.show("start.html", counts=await counters(visit), unread=unread)


async def nowhere(_visit: Visit) -> web.StreamResponse:
    """Answer any other address under the console like one that is not allowed (I20)."""
    raise NotHereError


ROUTES: tuple[Route, ...] = (Route("GET", "/console", start, "own"),)
LAST_ROUTES: tuple[Route, ...] = (
    Route("GET", "/console/{rest:.*}", nowhere, "own"),
    Route("POST", "/console/{rest:.*}", nowhere, "own"),
)
"""Behind all others."""
