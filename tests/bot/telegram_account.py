"""A Telegram channel of a test, over the simulator or over a small server of the test's own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
from aiohttp import web

from bot.channels.base import Arrival, Choice, Outgoing, Progress
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.client import Client
from bot.i18n import Catalogues
from bot.settings import Telegram
from bot.simulator.telegram import TelegramServer

__all__ = [
    "LAN",
    "QUESTION",
    "SECRET",
    "WORDS",
    "channel_for",
    "connected",
    "newest",
    "opened",
    "serving",
]

SECRET = "s" * 40
TOKEN = "123:abc"
WORDS = Catalogues.load(strict=True)
LAN = 5021
QUESTION = Outgoing(
    kind="question",
    text="Ông/Bà có hài lòng không?",
    choices=tuple(Choice(f"{i} điểm", f"abcdefgh:MC1:{i}", "rating") for i in range(1, 6)),
    progress=Progress(3, 18),
    controls=(Choice("Quay lại", "!back", "control"),),
)


def channel_for(api_url: str, token: str = TOKEN) -> TelegramChannel:
    """A channel that is not open yet."""
    settings = Telegram(token=token, webhook_secret=SECRET, api_url=api_url)
    return TelegramChannel(settings, WORDS)


def connected(api_url: str, token: str = TOKEN) -> TelegramChannel:
    """A channel that can send, without the calls that open it."""
    channel = channel_for(api_url, token)
    channel._client = Client(token, api_url)
    return channel


@asynccontextmanager
async def opened(telegram: TelegramServer) -> AsyncIterator[TelegramChannel]:
    """An open channel of the simulator's bot, for polling."""
    channel = channel_for(telegram.base_url, telegram.token)
    await channel.open()
    yield channel
    await channel.close()


def newest(telegram: TelegramServer, channel: TelegramChannel) -> Arrival:
    """The newest update, as the channel reads it."""
    update = list(telegram.ledger.deliveries.values())[-1].update
    (arrival,) = channel.parse(msgspec.json.encode(update))
    return arrival


@asynccontextmanager
async def serving(
    answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
) -> AsyncIterator[str]:
    """A small server that answers everything in one way."""
    server = web.Server(answer, access_log=None, handler_cancellation=True)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
