"""Watching the webhook: whether updates still come to us, and what Telegram says of it."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime

import structlog

from bot.channels.telegram.channel import TelegramChannel, host_of

__all__ = ["watch"]

_EVERY = 300.0  # seconds; a webhook that somebody took away is noticed within so many

_log = structlog.get_logger(__name__)


async def watch(channel: TelegramChannel, url: str) -> None:
    """Look after the webhook `url` until cancelled: set it again where it is not ours any more,
    and tell of what Telegram could not deliver.
    """
    told: datetime | None = None
    while True:
        try:
            told = await _look(channel, url, told)
        except Exception as fault:  # noqa: BLE001 - it looks as long as the service lives
            # The name only: a message may hold an address with the token in it.
            _log.warning("telegram_webhook_unseen", error=type(fault).__name__)
        await asyncio.sleep(_EVERY * random.uniform(0.8, 1.2))  # noqa: S311 - keeps no secret


async def _look(channel: TelegramChannel, url: str, told: datetime | None) -> datetime | None:
    """Return when the newest failure happened that was told of."""
    found = await channel.client.bot.get_webhook_info()
    channel.pending = found.pending_update_count
    if found.url != url:
        channel.trouble = "webhook taken away"
        _log.error("telegram_webhook_taken_away", now_at=host_of(found.url) if found.url else None)
        await channel.deliver_to(url)
        channel.trouble = None
    failed = found.last_error_date
    if failed is not None and failed != told:
        _log.warning(
            "telegram_webhook_fails",
            reason=found.last_error_message,
            at=failed.isoformat(),
            pending=found.pending_update_count,
        )
    return failed
