"""What the doors of one process share, by typed key."""

from __future__ import annotations

from aiohttp import web

from bot.services import Services
from bot.web.limits import Limits

__all__ = ["LIMITS", "SERVICES"]

SERVICES = web.AppKey("services", Services)
LIMITS = web.AppKey("limits", Limits)
