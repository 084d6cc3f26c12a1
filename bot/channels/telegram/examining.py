"""What Telegram says of the bot's account to somebody who looks for a fault."""

from __future__ import annotations

import msgspec
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.channel import host_of
from bot.channels.telegram.client import Client
from bot.settings import Telegram

__all__ = ["Found", "examine"]

_DEADLINE = 5.0  # seconds for each of two questions


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """`fault` is `refused` or `unreachable`, or None; `host` is where updates are delivered to,
    `pending` how many of them wait, `complaint` why the last one could not be delivered.
    """

    fault: str | None = None
    bot: str = ""
    host: str | None = None
    pending: int = 0
    complaint: str | None = None


async def examine(settings: Telegram) -> Found:
    """Ask Telegram who the bot is and where its updates go; change nothing."""
    client = Client(settings.token, settings.api_url, _DEADLINE)
    try:
        me = await client.bot.get_me(read_timeout=_DEADLINE)
        webhook = await client.bot.get_webhook_info(read_timeout=_DEADLINE)
    except InvalidToken:
        return Found(fault="refused")
    except TelegramError:
        return Found(fault="unreachable")
    finally:
        await client.close()
    return Found(
        bot=me.username or "",
        host=host_of(webhook.url) if webhook.url else None,
        pending=webhook.pending_update_count,
        complaint=webhook.last_error_message,
    )
