"""Fetching what a person sent: from Telegram's own host only, and never more than asked for."""

from __future__ import annotations

import asyncio
import re

import aiohttp
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channels.base import FileTooLargeError, FileUnavailableError
from bot.channels.telegram.client import Client

__all__ = ["fetch"]

_DEADLINE = 15.0  # seconds for asking and fetching together
_CHUNK = 64 * 1024
_PATH = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")
_NO_TYPE = "application/octet-stream"  # what Telegram says of most files: nothing
_FINAL = (BadRequest, Forbidden)
"""Asking again will not help. BadRequest is a NetworkError too, so it has to be named."""


async def fetch(client: Client, reference: str, limit: int) -> tuple[bytes, str | None]:
    """Return a file's content and type.

    Raises:
        FileTooLargeError: it has more than `limit` bytes.
        FileUnavailableError: Telegram does not give it.

    """
    try:
        async with asyncio.timeout(_DEADLINE):
            return await _read(client, await _address(client, reference, limit), limit)
    except (TimeoutError, aiohttp.ClientError, OSError) as fault:
        raise FileUnavailableError(type(fault).__name__, retryable=True) from None


async def _address(client: Client, reference: str, limit: int) -> str:
    try:
        file = await client.bot.get_file(reference)
    except InvalidToken as fault:  # the account's trouble, until somebody mends it
        raise FileUnavailableError(fault.message, retryable=True, counts=False) from None
    except _FINAL as fault:
        if "too big" in fault.message.lower():
            raise FileTooLargeError from None
        raise FileUnavailableError(fault.message, retryable=False) from None
    except TelegramError as fault:
        raise FileUnavailableError(fault.message, retryable=True) from None
    if (file.file_size or 0) > limit:
        raise FileTooLargeError
    return _checked(client, file.file_path or "")


def _checked(client: Client, path: str) -> str:
    """Return the address of a file, if it lies where this bot's files lie: an answer must not
    lead us to another host, or to a file of this machine.
    """
    base = f"{client.bot.base_file_url}/"
    inside = path.removeprefix(base)
    if inside == path or not _PATH.fullmatch(inside):
        raise FileUnavailableError("no path of a file", retryable=False)
    return base + inside


async def _read(client: Client, url: str, limit: int) -> tuple[bytes, str | None]:
    async with client.session.get(url, allow_redirects=False) as response:
        if response.status != 200:
            # Paths live for an hour: asked for anew, it is there again.
            raise FileUnavailableError(f"HTTP {response.status}", retryable=True)
        content = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            content += chunk
            if len(content) > limit:
                raise FileTooLargeError
    kind = response.content_type
    return bytes(content), None if kind == _NO_TYPE else kind
