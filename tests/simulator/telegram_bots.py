"""Tiny bots for the tests of the Telegram simulator: they do exactly what they are told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from bot.simulator.telegram import TelegramServer
from tests.waiting import until

T = TypeVar("T")
Update = dict[str, Any]
Reply = tuple[int, Any]
"""The status of an answer, and its JSON."""
Answer = Callable[[Update], web.Response | Awaitable[web.Response]]


@dataclass(slots=True)
class Caller:
    """A client that sends what it is given, right or wrong."""

    sim: TelegramServer
    session: aiohttp.ClientSession
    token: str = ""

    def url(self, method: str) -> str:
        return f"{self.sim.base_url}/bot{self.token or self.sim.token}/{method}"

    async def call(self, method: str, **parameters: object) -> Reply:
        """Call a method with JSON; return the status and the answer."""
        return await self.post(method, json=parameters)

    async def post(
        self,
        method: str,
        *,
        json: object = None,
        data: bytes | str | aiohttp.FormData | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        how = self.session.post(
            self.url(method), json=json, data=data, params=params, headers=headers
        )
        async with how as response:
            return response.status, await response.json()

    async def say(self, chat_id: int, text: str = "Xin chào", **more: object) -> int:
        """Send a message that must succeed; return its id."""
        status, answer = await self.call("sendMessage", chat_id=chat_id, text=text, **more)
        assert status == 200, answer
        return int(answer["result"]["message_id"])


@asynccontextmanager
async def calling(sim: TelegramServer) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(sim, session)


async def waiting_poll(sim: TelegramServer, poll: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Begin a long poll; return it as soon as the simulator has it and lets it wait."""
    before = len(sim.ledger.calls("getUpdates"))
    task = asyncio.create_task(poll)
    await until(lambda: len(sim.ledger.calls("getUpdates")) > before)
    assert sim.ledger.calls("getUpdates")[-1].status == 0, "it was answered at once"
    return task


@dataclass(slots=True)
class WebhookBot:
    """A webhook that notes what comes and answers as `answer` says, 200 by default."""

    answer: Answer = lambda _update: web.Response()
    heard: list[Update] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.bodies.append(await request.read())
        update = await request.json()
        self.heard.append(update)
        answer = self.answer(update)
        return answer if isinstance(answer, web.Response) else await answer

    @property
    def ids(self) -> list[int]:
        return [int(update["update_id"]) for update in self.heard]

    async def wait(self, number: int, patience: float = 5) -> None:
        """Wait until so many requests came."""
        async with asyncio.timeout(patience):
            while len(self.heard) < number:  # noqa: ASYNC110 - a test may look now and then
                await asyncio.sleep(0.002)


@asynccontextmanager
async def listening(
    caller: Caller, answer: Answer | None = None, **parameters: object
) -> AsyncIterator[WebhookBot]:
    """Serve a webhook and have it set."""
    bot = WebhookBot(answer) if answer else WebhookBot()
    runner = web.ServerRunner(
        web.Server(bot.handle, access_log=None, handler_cancellation=True), shutdown_timeout=0.1
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    status, said = await caller.call("setWebhook", url=bot.url, **parameters)
    assert status == 200, said
    try:
        yield bot
    finally:
        await caller.sim.delivery.close()
        await runner.cleanup()


def inline(*labels: str) -> dict[str, Any]:
    """Return an inline keyboard, a row a label."""
    return {
        "inline_keyboard": [
            [{"text": label, "callback_data": f"a:{number}"}]
            for number, label in enumerate(labels)
        ]
    }


CONTACT_KEYBOARD = {
    "keyboard": [[{"text": "Gửi số điện thoại", "request_contact": True}]],
    "resize_keyboard": True,
    "one_time_keyboard": True,
}
