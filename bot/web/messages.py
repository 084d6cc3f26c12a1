"""The web chat's messages: taking what a person says, giving what is said to them."""

from __future__ import annotations

import time

from aiohttp import web

from bot.channels.webchat import NAME, PageMessage, envelope, numbered, parse
from bot.live import woken
from bot.services import Services
from bot.web.chat import has_open, session_of, speaker_of, talk_of
from bot.web.doors import LIMITS, SERVICES
from bot.web.pages import Refusal
from flows.identifiers import SessionId
from flows.texts import text_key
from storage.base import OutboxRecord

__all__ = ["asked_after", "check_talk", "receive", "take_read", "tell"]

LONGEST_WAIT = 25.0
"""Seconds of a long poll: below the 30 s after which many proxies hang up."""

_MOST = 500  # messages in one reply; a whole survey has some eighty


async def receive(request: web.Request) -> web.Response:
    """Take one message; the reply carries all that the page does not have yet."""
    services = request.app[SERVICES]
    person = speaker_of(request)
    if wait := request.app[LIMITS].messages.take(person):
        raise Refusal(429, text_key("web.too_fast"), retry_after=wait)
    said = parse(await request.read())
    await _check_page(services, person, said)
    accepted = await services.runner.accept(
        channel=NAME,
        user_key=person,
        # Ids are made by pages: only together with the person is one of them unique.
        dedupe_key=f"{person[:24]}:{said.key}",
        message=said.message,
    )
    return await _reply(services, accepted.session_id, said.after, accepted.status)


async def _check_page(services: Services, person: str, said: PageMessage) -> None:
    """Refuse what an old tab says when its browser has gone on to another conversation."""
    if said.talk is not None:
        check_talk(said.talk, await session_of(services, person))


def check_talk(talk: str | None, session_id: SessionId) -> None:
    """Check that a page speaks of the conversation that its browser has now.

    Raises:
        Refusal: it does not.

    """
    if talk and talk != talk_of(session_id):
        raise Refusal(409, text_key("web.other_talk"))


async def tell(request: web.Request) -> web.Response:
    """Give the messages after `after`; with `wait`, as soon as there are any.

    Raises:
        UnknownConversationError: another browser took the session over meanwhile.

    """
    services = request.app[SERVICES]
    person = speaker_of(request)
    take_read(request, person)
    session_id = await session_of(services, person)
    check_talk(request.query.get("talk"), session_id)
    after = asked_after(request)
    with request.app[LIMITS].streams.one(person) as may_wait:
        wait = _asked_wait(request) if may_wait else 0.0
        rows = await _news(services, person, session_id, after, wait)
    return _answer(session_id, rows, after)


async def _news(
    services: Services, person: str, session_id: SessionId, after: int, wait: float
) -> list[OutboxRecord]:
    """Return new rows, or none after `wait` seconds or when the service stops."""
    outbox, live = services.storage.outbox, services.live
    until = time.monotonic() + wait
    with live.watching(session_id) as news:
        while True:
            news.clear()
            rows = await outbox.after(session_id, after, _MOST)
            if not await has_open(services, person, session_id):
                check_talk(talk_of(session_id), await session_of(services, person))
            left = until - time.monotonic()
            if rows or left <= 0 or live.closing:
                return rows
            await woken(news, min(left, live.patience()))


async def _reply(
    services: Services, session_id: SessionId, after: int, status: str
) -> web.Response:
    rows = await services.storage.outbox.after(session_id, after, _MOST)
    return _answer(session_id, rows, after, status)


def _answer(
    session_id: SessionId, rows: list[OutboxRecord], after: int, status: str | None = None
) -> web.Response:
    body = envelope(
        (numbered(row.seq, row.body) for row in rows),
        last=rows[-1].seq if rows else after,
        talk=talk_of(session_id),
        status=status,
    )
    return web.Response(body=body, content_type="application/json")


def take_read(request: web.Request, person: str) -> None:
    """Count a request for what was said.

    Raises:
        Refusal: this person asks again and again.

    """
    if wait := request.app[LIMITS].reads.take(person):
        raise Refusal(429, text_key("web.too_fast"), retry_after=wait)


def asked_after(request: web.Request) -> int:
    """Return the number of the newest message that a page has.

    Raises:
        Refusal: that is no number.

    """
    given = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
    if not (given.isascii() and given.isdigit() and len(given) <= 15):
        raise Refusal(400, text_key("web.unreadable"))
    return int(given)


def _asked_wait(request: web.Request) -> float:
    given = request.query.get("wait", "0")
    if not (given.isascii() and given.isdigit() and len(given) <= 5):
        raise Refusal(400, text_key("web.unreadable"))
    return min(float(given), LONGEST_WAIT)
