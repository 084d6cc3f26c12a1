"""The web chat's event stream: messages as they come, from any point on."""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web

from bot.channels.webchat import numbered
from bot.services import Services
from bot.web.chat import has_open, session_of, speaker_of
from bot.web.doors import LIMITS, SERVICES
from bot.web.messages import asked_after, check_talk, take_read
from bot.web.pages import Refusal
from bot.web.pulse import Pulse
from flows.identifiers import SessionId
from flows.texts import text_key
from storage.base import StorageError

__all__ = ["HEARTBEAT", "STREAM_HEADERS", "events"]

HEARTBEAT = web.AppKey("heartbeat", float)
"""Seconds between two signs of life: many proxies cut what is silent for 30 s."""

_RETRY_AFTER = 5.0  # s
STREAM_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",  # or nginx holds every message back
}


async def events(request: web.Request) -> web.StreamResponse:
    """Stream the messages after `Last-Event-ID` or `after`, until the page or we go away."""
    services = request.app[SERVICES]
    person = speaker_of(request)
    take_read(request, person)
    session_id = await session_of(services, person)
    check_talk(request.query.get("talk"), session_id)
    after = asked_after(request)
    with request.app[LIMITS].streams.one(person) as may_stream:
        if not may_stream or services.live.closing:
            raise Refusal(503, text_key("web.overloaded"), retry_after=_RETRY_AFTER)
        response = web.StreamResponse(headers=STREAM_HEADERS)
        await response.prepare(request)
        # A page that was closed resumes by number when it comes back. So does one whose stream
        # ends because nothing can be read now: no other answer fits into a stream that began.
        with suppress(ConnectionResetError, StorageError):
            await _pour(services, person, session_id, after, response, request.app[HEARTBEAT])
        return response


async def _pour(
    services: Services,
    person: str,
    session_id: SessionId,
    after: int,
    response: web.StreamResponse,
    heartbeat: float,
) -> None:
    live, outbox = services.live, services.storage.outbox
    await response.write(b"retry: 2000\n\n")
    pulse = Pulse(response, heartbeat)
    with live.watching(session_id) as news:
        while not live.closing:
            news.clear()
            rows = await outbox.after(session_id, after)
            if not await has_open(services, person, session_id):
                return  # asking again, the page is told what became of its conversation
            for row in rows:
                after = row.seq
                body = numbered(row.seq, row.body)
                await pulse.tell(b"id: %d\ndata: %b\n\n" % (row.seq, body))
            if not rows:
                await pulse.wait(news, live.patience())
