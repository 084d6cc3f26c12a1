"""Where platforms deliver: raw bytes, checked, stored, and only then answered with success."""

from __future__ import annotations

from aiohttp import web

from bot.channels.base import Channel, UnreadableError
from bot.reception import Reception
from bot.runner import OverloadedError
from bot.web.doors import SERVICES

__all__ = ["WEBHOOK_LIMIT", "receive"]

WEBHOOK_LIMIT = 1024 * 1024
"""Bytes of one delivery (platforms §0.2)."""

_JSON = "application/json"


async def receive(request: web.Request) -> web.Response:
    """Take one delivery of a platform.

    What is not authentic gets 401 and leaves nothing behind; what cannot be read is kept as a
    dead letter and answered with success, or it would hold up that person's chat for a day.
    """
    services = request.app[SERVICES]
    reception = services.reception
    channel = services.channels.get(request.match_info["channel"])
    if channel is None or reception is None:
        return web.Response(status=404)
    if not 0 <= (request.content_length or -1) <= WEBHOOK_LIMIT:
        return web.Response(status=413 if request.content_length else 411)
    body = await request.content.read()
    if not channel.verify(request.headers, body):
        reception.counts[channel.name, "unauthorised"] += 1
        return web.Response(status=401)
    try:
        return await _taken(reception, channel, body)
    except OverloadedError as busy:
        return web.Response(status=503, headers={"Retry-After": str(busy.retry_after)})


async def _taken(reception: Reception, channel: Channel, body: bytes) -> web.Response:
    try:
        arrivals = channel.parse(body)
    except UnreadableError:
        await reception.bury(channel.name, body)
        return web.Response()
    reply: bytes | None = None
    for arrival in arrivals:
        reply = channel.reply(arrival)
        await reception.receive(channel, arrival, answered=reply is not None)
    reception.counts[channel.name, "delivered"] += 1
    return web.Response(body=reply, content_type=_JSON) if reply else web.Response()
