"""Whether this process lives, and whether it can take messages now."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from bot.services import Services
from bot.turns import now_ms
from flows.identifiers import Instant
from storage.base import StorageError

__all__ = ["READINESS", "Readiness", "live", "ready"]

_FRESH_S: Final = 3.0
"""A durable write speaks for so long; then, with `_PATIENCE_S`, a database that has gone is
noticed within 5 s (invariant I25).
"""
_PATIENCE_S: Final = 2.0  # for a durable write and a look: slower is not ready
_BACKLOG_AGE: Final = 10_000  # ms that an accepted message may wait undecided
_BACKLOG: Final = 100  # conversations that may wait longer than that


@dataclass(slots=True)
class Readiness:
    """Remembers the last durable write, so that many probes make few of them."""

    services: Services
    _proved_at: float = float("-inf")
    _proving: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def fault(self) -> str | None:
        """Return why this process is not ready, or None. Neither Redis nor a platform's account
        counts: without them messages are still taken, and nothing is lost (I26).
        """
        storage = self.services.storage
        if self.services.live.closing:
            return "stopping"
        if storage.database.fatal is not None:
            return "storage"
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._prove()
                return "backlog" if await self._is_behind() else None
        except (StorageError, TimeoutError):
            return "storage"

    async def _prove(self) -> None:
        async with self._proving:
            if time.monotonic() - self._proved_at > _FRESH_S:
                began = time.monotonic()
                await self.services.storage.durable_write()
                self._proved_at = began

    async def _is_behind(self) -> bool:
        before = Instant(now_ms() - _BACKLOG_AGE)
        waiting = await self.services.storage.inbox.waiting_sessions(before, _BACKLOG + 1)
        return len(waiting) > _BACKLOG

    def details(self) -> list[str]:
        """Return what is not as it should be, though messages are taken: one line each."""
        services = self.services
        troubles = services.sender.troubles() if services.sender is not None else {}
        lines = [f"account {name}: {why}" for name, why in sorted(troubles.items())]
        if services.coordination.state == "down":
            lines.append("redis: down")
        return lines


READINESS = web.AppKey("readiness", Readiness)


async def live(_request: web.Request) -> web.Response:
    """Answer without touching anything."""
    return web.Response(text="ok")


async def ready(request: web.Request) -> web.Response:
    """Answer 200 after a durable write within the last five seconds, else 503 and why; behind
    the first line stands what is amiss without being in the way.
    """
    readiness = request.app[READINESS]
    fault = await readiness.fault()
    lines = [fault or "ready", *readiness.details()]
    return web.Response(text="\n".join(lines), status=503 if fault else 200)
