"""The door to the figures: for those networks alone that an office lets see them."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from bot.services import Services
from bot.web.doors import SERVICES
from bot.web.limits import address_of, is_within
from storage.backlogs import Backlogs, backlogs
from storage.base import StorageError

__all__ = ["metrics"]

_PATIENCE_S: Final = 2.0
_CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


async def metrics(request: web.Request) -> web.Response:
    """Answer with Prometheus text, and strangers as if there were no such page."""
    services = request.app[SERVICES]
    settings = services.settings
    if not is_within(address_of(request, settings), settings.metrics_allow):
        raise web.HTTPNotFound
    waiting = await _backlogs(services)
    from bot.web.figures import exposed, families  # noqa: PLC0415 - see there

    body = exposed(families(services, waiting))
    return web.Response(body=body, headers={"Content-Type": _CONTENT_TYPE})


async def _backlogs(services: Services) -> Backlogs | None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await backlogs(services.storage.database)
    except (StorageError, TimeoutError):
        return None
