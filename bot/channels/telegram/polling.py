"""Long polling, for installations that Telegram cannot reach: fetched, stored, then confirmed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.base import UnreadableError
from bot.channels.telegram.channel import ALLOWED_UPDATES, TelegramChannel
from bot.channels.telegram.client import FetchedUpdate, FloodError

__all__ = ["Take", "poll"]

Take = Callable[[bytes], Awaitable[None]]
"""Stores one update, as it came, before it returns. What it raises brings the update back."""

_PATIENCE = 50  # seconds that the server holds a question; it allows no more (platforms §1.4)
_BATCH = 100
_FIRST_PAUSE = 1.0  # seconds
_LONGEST_PAUSE = 60.0
_CONFLICT_PAUSE = 10.0

_log = structlog.get_logger(__name__)


async def poll(channel: TelegramChannel, take: Take) -> None:
    """Fetch updates and hand them to `take` until cancelled.

    One person's updates are taken in order, those of others beside them. An update is confirmed
    only after all of its batch are stored; whatever goes wrong before, it comes again, and the
    inbox knows it by its key.
    """
    offset: int | None = None
    pause = _FIRST_PAUSE
    while True:
        try:
            found = await _fetch(channel, offset)
            await _hand_over(channel, found, take)
        except Exception as fault:  # noqa: BLE001  # the loop lives as long as the service
            wait = max(_told_wait(fault), pause)
            await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311
            pause = min(pause * 2, _LONGEST_PAUSE)
            continue
        pause = _FIRST_PAUSE
        # An empty answer has confirmed all before it. After a week of silence numbers start
        # anew anywhere, so the old one is not kept.
        offset = max(update.number for update in found) + 1 if found else None


async def _fetch(channel: TelegramChannel, offset: int | None) -> list[FetchedUpdate]:
    client = channel.client
    await client.bot.get_updates(
        offset=offset, limit=_BATCH, timeout=_PATIENCE, allowed_updates=ALLOWED_UPDATES
    )
    return client.fetched.pop()


async def _hand_over(channel: TelegramChannel, found: Iterable[FetchedUpdate], take: Take) -> None:
    lanes: dict[str, list[bytes]] = {}
    for update in found:
        lanes.setdefault(_person(channel, update.body), []).append(update.body)

    async def walk(lane: list[bytes]) -> None:
        for body in lane:
            await take(body)

    # The others are stored to their end before a failure is told of.
    results = await asyncio.gather(*map(walk, lanes.values()), return_exceptions=True)
    for result in results:
        if result is not None:
            raise result


def _person(channel: TelegramChannel, body: bytes) -> str:
    try:
        return channel.parse(body)[0].user
    except UnreadableError:
        return ""


def _told_wait(fault: Exception) -> float:
    """Log why polling pauses, and return for how many seconds at least."""
    match fault:
        case Conflict():
            # Somebody else polls with this token, or has set a webhook.
            _log.error("telegram_polled_elsewhere", reason=fault.message)
            return _CONFLICT_PAUSE
        case InvalidToken():
            _log.error("telegram_token_refused")
            return _LONGEST_PAUSE
        case FloodError():
            _log.warning("telegram_polling_paused", reason=fault.message)
            return fault.seconds
        case TelegramError():
            _log.warning("telegram_polling_paused", reason=fault.message)
        case _:
            _log.error("telegram_update_not_taken", exc_info=fault)
    return 0.0
