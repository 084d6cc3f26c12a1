"""Whether this process lives, and whether it can take messages now."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from aiohttp import web

from bot.services import Services
from bot.turns import now_ms
from flows.identifiers import Instant
from storage.base import StorageError

__all__ = ["READINESS", "Readiness", "live", "ready"]

_FRESH = 5.0  # s that one durable write speaks for (invariant I25)
_PATIENCE = 2.0  # s for a durable write: slower is not ready
_BACKLOG_AGE = 10_000  # ms that an accepted message may wait undecided
_BACKLOG = 100  # conversations that may wait longer than that


@dataclass(slots=True)
class Readiness:
    """Remembers the last durable write, so that many probes make few of them."""

    services: Services
    _proved_at: float = float("-inf")

    async def fault(self) -> str | None:
        """Return why this process is not ready, or None."""
        if self.services.live.closing:
            return "stopping"
        if time.monotonic() - self._proved_at > _FRESH and not await self._proves():
            return "storage"
        return "backlog" if await self._is_behind() else None

    async def _proves(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.services.storage.durable_write()
        except (StorageError, TimeoutError):
            return False
        self._proved_at = time.monotonic()
        return True

    async def _is_behind(self) -> bool:
        before = Instant(now_ms() - _BACKLOG_AGE)
        waiting = await self.services.storage.inbox.waiting_sessions(before, _BACKLOG + 1)
        return len(waiting) > _BACKLOG


READINESS = web.AppKey("readiness", Readiness)


async def live(_request: web.Request) -> web.Response:
    """Answer without touching anything."""
    return web.Response(text="ok")


async def ready(request: web.Request) -> web.Response:
    """Answer 200 after a durable write within the last five seconds, else 503 and why."""
    fault = await request.app[READINESS].fault()
    return web.Response(text=fault or "ready", status=503 if fault else 200)
