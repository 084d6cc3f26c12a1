"""Long polling, for installations that Telegram cannot reach: fetched, stored, then confirmed."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.base import NotNowError
from bot.channels.telegram.channel import ALLOWED_UPDATES, TelegramChannel
from bot.channels.telegram.client import FetchedUpdate, FloodError

__all__ = ["Take", "poll"]

Take = Callable[[bytes], Awaitable[None]]
"""Stores one update, as it came, before it returns. What it raises brings the update back;
`NotNowError` as often as it takes, anything else a few times.
"""

_PATIENCE = 50  # seconds that the server holds a question; it allows no more (platforms §1.4)
_BATCH = 100
_FIRST_PAUSE = 1.0  # seconds
_LONGEST_PAUSE = 60.0
_CONFLICT_PAUSE = 10.0
_TRIES = 3  # of an update that cannot be taken; then it is set aside, for the others' sake

_log = structlog.get_logger(__name__)


async def poll(channel: TelegramChannel, take: Take, bury: Take) -> None:
    """Fetch updates and hand them to `take` until cancelled; `bury` keeps what it cannot take.

    One person's updates are taken in order, those of others beside them. An update is confirmed
    only after all of its batch are stored; whatever goes wrong before, it comes again, and the
    inbox knows it by its key.
    """
    offset: int | None = None
    pause = _FIRST_PAUSE
    hands = _Hands(channel, take, bury)
    while True:
        try:
            found = await _fetch(channel, offset)
            channel.trouble = None
            await hands.take(found)
        except Exception as fault:  # noqa: BLE001  # the loop lives as long as the service
            wait = max(_told_wait(channel, fault), pause)
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


class _Hands:
    """Takes what was fetched, and remembers what it could not take."""

    def __init__(self, channel: TelegramChannel, take: Take, bury: Take) -> None:
        self._channel = channel
        self._take = take
        self._bury = bury
        self._failures: Counter[int] = Counter()

    async def take(self, found: Iterable[FetchedUpdate]) -> None:
        """Take a batch; raise the first fault after all the others were taken to their end."""
        lanes: dict[str, list[FetchedUpdate]] = {}
        for update in found:
            lanes.setdefault(self._person(update.body), []).append(update)
        results = await asyncio.gather(*map(self._walk, lanes.values()), return_exceptions=True)
        for result in results:
            if result is not None:
                raise result
        self._failures.clear()

    def _person(self, body: bytes) -> str:
        try:
            return self._channel.parse(body)[0].user
        except Exception:  # noqa: BLE001 - told of where it is taken
            return ""

    async def _walk(self, lane: list[FetchedUpdate]) -> None:
        for update in lane:
            if self._failures[update.number] >= _TRIES:
                await self._bury(update.body)
                continue
            try:
                await self._take(update.body)
            except NotNowError:
                raise  # nobody's can be taken: no update's fault
            except Exception:
                self._failures[update.number] += 1
                raise


def _told_wait(channel: TelegramChannel, fault: Exception) -> float:
    """Log why polling pauses, and return for how many seconds at least."""
    match fault:
        case Conflict():
            # Somebody else polls with this token, or has set a webhook.
            channel.trouble = "fetched elsewhere"
            _log.error("telegram_polled_elsewhere", reason=fault.message)
            return _CONFLICT_PAUSE
        case InvalidToken():
            channel.trouble = "token refused"
            _log.error("telegram_token_refused")
            return _LONGEST_PAUSE
        case NotNowError():
            _log.warning("telegram_polling_paused", reason=str(fault))
        case FloodError():
            _log.warning("telegram_polling_paused", reason=fault.message)
            return fault.seconds
        case TelegramError():
            _log.warning("telegram_polling_paused", reason=fault.message)
        case _:
            _log.error("telegram_update_not_taken", exc_info=fault)
    return 0.0
