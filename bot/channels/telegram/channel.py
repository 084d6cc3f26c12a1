"""Telegram as a channel: the contract, put together from its parts."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
import structlog
from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.channels.base import (
    Arrival,
    Call,
    FileUnavailableError,
    NotReadyError,
    Outcome,
    Outgoing,
    Retry,
    Taken,
    Wording,
)
from bot.channels.telegram import layout, notices, updates
from bot.channels.telegram.capabilities import CAPABILITIES, NAME
from bot.channels.telegram.client import Client, FloodError
from bot.channels.telegram.files import fetch
from bot.settings import Telegram
from flows.texts import text_key

__all__ = ["ALLOWED_UPDATES", "TelegramChannel", "host_of"]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask for; the list stays with the bot until it is changed (platforms §1.1)."""

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_WEBHOOK_CONNECTIONS = 40
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TRIES = 4
_TAKEN = "Telegram delivers to {host}; TELEGRAM_TAKE_OVER=yes ends that"
_LONGEST_WAIT = 5.0  # seconds; several processes set the webhook at once, one a second may

# In the order of the bot's menu; each is a key of flows.commands.
_MENU = (
    ("menu", text_key("telegram.command.menu")),
    ("back", text_key("telegram.command.back")),
    ("review", text_key("telegram.command.review")),
    ("status", text_key("telegram.command.status")),
    ("human", text_key("telegram.command.human")),
    ("help", text_key("telegram.command.help")),
    ("pause", text_key("telegram.command.pause")),
    ("language", text_key("telegram.command.language")),
)

_T = TypeVar("_T")
_log = structlog.get_logger(__name__)


class TelegramChannel:
    """A bot's private chats. The token is in no log, exception or repr."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(self, settings: Telegram, words: Wording) -> None:
        self._settings = settings
        self._secret = (settings.webhook_secret or "").encode()
        self._words = words
        self._client: Client | None = None
        self.username: str | None = None
        """The bot's name for links, once the channel is open."""
        self.is_open = False
        self.trouble: str | None = None
        self.pending: int | None = None
        # Numbers of updates are each bot's own: those of another one are not ours again.
        self._account = settings.token.partition(":")[0]

    # -- in

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        given = headers.get(_SECRET_HEADER, "").encode("utf-8", "surrogatepass")
        # Without a secret of ours nobody can prove anything.
        return bool(self._secret) and hmac.compare_digest(given, self._secret)

    def parse(self, body: bytes) -> list[Arrival]:
        return updates.parse(body, self._account)

    # -- out

    def render(self, message: Outgoing, address: str) -> list[Call]:
        return layout.render(message, address, self._words)

    def letter(self, text: str, label: str, link: str, address: str) -> Call:
        """Return the request that says a text above a button that opens a link."""
        return layout.with_link(text, label, link, address)

    def acknowledge(self, arrival: Arrival, *, taken: Taken, answered: bool = False) -> list[Call]:
        return notices.acknowledge(arrival, self._words, taken=taken, answered=answered)

    def redraw(self, arrival: Arrival, message: Outgoing) -> list[Call]:
        return notices.redraw(arrival, message)

    def reply(self, arrival: Arrival, taken: Taken) -> bytes | None:
        return notices.reply(arrival, self._words, taken)

    async def send(self, call: Call) -> Outcome:
        if self._client is None:
            return Retry(reason="not open")
        body = call.body if call.body is not None else msgspec.json.encode(call.fields)
        return await self._client.call(call.method, body)

    async def fetch(self, reference: str, limit: int) -> tuple[bytes, str | None]:
        if self._client is None:
            raise FileUnavailableError("not open", retryable=True, counts=False)
        return await fetch(self._client, reference, limit)

    def link(self, parameter: str) -> str | None:
        """Return the link that starts the bot with a token; None until the channel is open.

        Raises:
            ValueError: the parameter is not 1 to 64 of A–Z, a–z, 0–9, _ and -.

        """
        if not _START_PARAMETER.fullmatch(parameter):
            raise ValueError("no start parameter of Telegram")
        return self.username and f"https://t.me/{self.username}?start={parameter}"

    # -- life

    @property
    def client(self) -> Client:
        """The open client.

        Raises:
            RuntimeError: the channel is not open.

        """
        if self._client is None:
            raise RuntimeError("the Telegram channel is not open")
        return self._client

    async def open(self, webhook_url: str | None = None) -> None:
        """Get ready. With a `webhook_url`, updates come there under the secret of the settings;
        without, they are fetched (`bot.channels.telegram.poll`).

        Raises:
            NotReadyError: the token is refused, Telegram cannot be reached, or it delivers to
                somebody else.

        """
        if webhook_url is not None and not self._secret:
            raise NotReadyError("a webhook needs a secret", retryable=False)
        self._client = self._client or Client(self._settings.token, self._settings.api_url)
        try:
            me = await _patiently(self._client.bot.get_me)
            if webhook_url is None:
                await self._free()
            else:
                await self.deliver_to(webhook_url)
        except NotReadyError:
            await self.close()
            raise
        except InvalidToken:
            await self.close()
            raise NotReadyError("Telegram refuses the token", retryable=False) from None
        except TelegramError as fault:
            await self.close()
            raise NotReadyError(fault.message, retryable=True) from None
        self.username = me.username
        self.is_open = True
        await self._offer_commands()
        _log.info("telegram_open", bot=me.username, webhook=webhook_url is not None)

    async def close(self) -> None:
        self.is_open = False
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _free(self) -> None:
        """See to it that updates can be fetched. A webhook that is set may be the office's own
        service, which would hear nothing any more: it is ended only where that is wanted.
        """
        found = await _patiently(self.client.bot.get_webhook_info)
        if not found.url:
            return
        if not self._settings.take_over:
            raise NotReadyError(_TAKEN.format(host=host_of(found.url)), retryable=False)
        await _patiently(lambda: self.client.bot.delete_webhook(drop_pending_updates=False))

    async def deliver_to(self, webhook_url: str) -> None:
        """Have updates delivered there, under the secret of the settings.

        Raises:
            TelegramError: Telegram does not do it now.

        """
        await _patiently(
            lambda: self.client.bot.set_webhook(
                webhook_url,
                max_connections=_WEBHOOK_CONNECTIONS,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
                secret_token=self._settings.webhook_secret,
            )
        )

    async def _offer_commands(self) -> None:
        """Put the commands into the bot's menu. It works without, so a failure is only told."""
        try:
            for language in self._words.languages:
                commands = [
                    BotCommand(name, self._words.text(language, key)) for name, key in _MENU
                ]
                # Vietnamese is for whoever has no list of their own.
                code = None if language == "vi" else language
                await self.client.bot.set_my_commands(commands, language_code=code)
        except TelegramError as fault:
            _log.warning("telegram_commands_not_set", reason=fault.message)


def host_of(url: str) -> str:
    """Return who is meant by an address, without what may be secret in it."""
    return urlsplit(url).hostname or "?"


async def _patiently(ask: Callable[[], Awaitable[_T]]) -> _T:
    """Ask again after the wait that Telegram demands, a few times and if it is short."""
    for _ in range(_TRIES - 1):
        try:
            return await ask()
        except FloodError as fault:
            if fault.seconds > _LONGEST_WAIT:
                raise
            await asyncio.sleep(fault.seconds)
    return await ask()
