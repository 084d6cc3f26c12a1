"""What the doors of one process share, by typed key."""

from __future__ import annotations

from aiohttp import web

from bot.services import Services
from bot.web.limits import Limits
from bot.web.static_files import StaticFiles

__all__ = ["LIMITS", "SERVICES", "STATIC"]

SERVICES = web.AppKey("services", Services)
LIMITS = web.AppKey("limits", Limits)
STATIC = web.AppKey("static", StaticFiles)
