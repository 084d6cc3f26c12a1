"""Where platforms deliver: raw bytes, checked, stored, and only then answered with success."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import StreamReader, hdrs, web
from aiohttp.typedefs import Handler

from bot.channels.base import Channel, UnreadableError
from bot.reception import Reception
from bot.runner import OverloadedError
from bot.web.guard import Receipt
from storage.base import StorageUnavailableError

__all__ = ["WEBHOOK_LIMIT", "door"]

WEBHOOK_LIMIT: Final = 1024 * 1024
"""Bytes of one delivery (platforms §0.2)."""
READ_S: Final = 10.0
"""Seconds that a delivery may take to come in: platforms send theirs at once."""

_NOT_THEIRS: Final = 401
_JSON: Final = {"Content-Type": "application/json"}
_AGAIN: Final = "5"
"""Seconds after which a platform may deliver again what could not be stored."""


def door(channel: Channel, reception: Reception) -> Handler:
    """Return what takes the deliveries of one platform.

    What is not authentic gets 401 and leaves nothing behind; what cannot be read is kept as a
    dead letter and answered with success, or it would hold up that person's chat for a day.
    Who they are is asked before the body is read, where the platform's proof allows it.
    """

    async def receive(request: web.Request) -> web.Response:
        body = await _authentic(channel, request)
        if isinstance(body, bytes):
            return await _stored(reception, channel, body)
        if body == _NOT_THEIRS:
            reception.counts[channel.name, "unauthorised"] += 1
        return Receipt(status=body)

    return receive


async def _authentic(channel: Channel, request: web.Request) -> bytes | int:
    """Return the body of a delivery, or the status that refuses it."""
    if (status := _unfit(request)) is not None:
        return status
    proved_first = channel.capabilities.proof == "headers"
    if proved_first and not channel.verify(request.headers, b""):
        return _NOT_THEIRS
    body = await _read(request.content)
    if isinstance(body, int) or proved_first or channel.verify(request.headers, body):
        return body
    return _NOT_THEIRS


def _unfit(request: web.Request) -> int | None:
    """Return the status that refuses a request for its headers alone. A packed body may be a
    thousand times its length, and no platform packs (platforms §0.2).
    """
    if hdrs.CONTENT_ENCODING in request.headers:
        return 415
    length = request.content_length
    if length is None:
        return 411
    return None if length <= WEBHOOK_LIMIT else 413


async def _read(content: StreamReader) -> bytes | int:
    """Return a body, or the status that refuses it: too long or too slow."""
    if content.is_eof():  # as good as always: it came along with the headers
        return content.read_nowait()
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(READ_S):
            async for piece in content.iter_any():
                size += len(piece)
                if size > WEBHOOK_LIMIT:
                    return 413
                pieces.append(piece)
    except TimeoutError:
        return 408
    return b"".join(pieces)


async def _stored(reception: Reception, channel: Channel, body: bytes) -> Receipt:
    try:
        return await _taken(reception, channel, body)
    except OverloadedError as busy:
        return Receipt(status=503, headers={"Retry-After": str(busy.retry_after)})
    except StorageUnavailableError:
        return Receipt(status=503, headers={"Retry-After": _AGAIN})


async def _taken(reception: Reception, channel: Channel, body: bytes) -> Receipt:
    try:
        arrivals = channel.parse(body)
    except UnreadableError:
        await reception.bury(channel.name, body)
        return Receipt()
    reply: bytes | None = None
    for arrival in arrivals:
        reply = await reception.receive(channel, arrival, riding=len(arrivals) == 1)
    reception.counts[channel.name, "delivered"] += 1
    return Receipt(body=reply, headers=_JSON) if reply else Receipt()
