"""The sign of life of event streams that wait: a silent one is cut by many proxies."""

from __future__ import annotations

import asyncio
import time

from aiohttp import web

from bot.live import woken

__all__ = ["Pulse"]


class Pulse:
    """Writes to a stream, and shows that it lives where nothing was written for a while."""

    def __init__(self, response: web.StreamResponse, heartbeat: float) -> None:
        """`heartbeat`: seconds of silence, at most."""
        self._response = response
        self._heartbeat = heartbeat
        self._sign_at = time.monotonic() + heartbeat

    async def tell(self, event: bytes) -> None:
        """Write an event."""
        await self._response.write(event)
        self._sign_at = time.monotonic() + self._heartbeat

    async def wait(self, news: asyncio.Event, patience: float) -> None:
        """Wait for news, for `patience` seconds at most; after too long a silence, give the sign
        instead.
        """
        if (silence := self._sign_at - time.monotonic()) > 0:
            await woken(news, min(silence, patience))
        else:
            await self.tell(b": alive\n\n")
