"""Pages that only tell: how to know the true service, and what becomes of personal data."""

from __future__ import annotations

from aiohttp import web

from bot.web.doors import SERVICES
from bot.web.pages import PAGES

__all__ = ["genuine", "privacy"]


async def genuine(request: web.Request) -> web.Response:
    """Tell how to know our service from a false one; a trial claims nothing (design §5)."""
    return request.app[PAGES].show(request, "genuine.html")


async def privacy(request: web.Request) -> web.Response:
    """Tell who keeps what, why, how long, and what a person can demand."""
    settings = request.app[SERVICES].settings
    return request.app[PAGES].show(request, "privacy.html", telegram=settings.telegram is not None)
