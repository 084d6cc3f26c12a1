"""Long polling: nothing is confirmed before it is stored, and nothing stops it but shutdown."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from unittest.mock import patch

import msgspec
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.base import Arrival, NotNowError
from bot.channels.telegram import TelegramChannel, poll, polling
from bot.simulator.telegram import TelegramServer
from flows.messages import Typed
from tests.bot.telegram_account import connected, opened, serving
from tests.waiting import until


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def channel(telegram: TelegramServer) -> AsyncIterator[TelegramChannel]:
    async with opened(telegram) as found:
        yield found


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with patch.multiple(polling, _FIRST_PAUSE=0.02, _LONGEST_PAUSE=0.05, _CONFLICT_PAUSE=0.05):
        yield


class Inbox:
    """Stores what was polled, as the service would."""

    def __init__(self, channel: TelegramChannel) -> None:
        self.channel = channel
        self.arrivals: list[Arrival] = []
        self.before: Callable[[Arrival], Awaitable[None]] | None = None
        self.failing = 0
        self.buried: list[bytes] = []

    async def bury(self, body: bytes) -> None:
        self.buried.append(body)

    async def take(self, body: bytes) -> None:
        (arrival,) = self.channel.parse(body)
        if self.before is not None:
            await self.before(arrival)
        if self.failing:
            self.failing -= 1
            raise OSError("the disk is full")
        self.arrivals.append(arrival)

    @property
    def texts(self) -> list[str]:
        return [a.heard.text for a in self.arrivals if isinstance(a.heard, Typed)]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.texts) < count:  # noqa: ASYNC110  # a test may look
                await asyncio.sleep(0.005)


@asynccontextmanager
async def polled(channel: TelegramChannel, inbox: Inbox) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(poll(channel, inbox.take, inbox.bury))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=1)
        assert task.done(), "polling must stop within a second"


async def test_updates_come_as_they_would_by_webhook(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    inbox = Inbox(channel)
    lan = telegram.person(5021)
    lan.start("k7Q2mX9aZ0_bH")
    async with polled(channel, inbox):
        lan.type("Tôi chờ lâu quá")
        await inbox.until(1)
    sent = [msgspec.json.encode(d.update) for d in telegram.ledger.deliveries.values()]
    assert inbox.arrivals == [channel.parse(body)[0] for body in sent]
    assert not telegram.ledger.broken()


async def test_nothing_is_confirmed_before_it_is_stored(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    inbox, stored = Inbox(channel), asyncio.Event()

    async def wait(_: Arrival) -> None:
        await stored.wait()

    inbox.before = wait
    telegram.person(5021).type("một")
    async with polled(channel, inbox):
        await until(lambda: bool(telegram.ledger.calls("getUpdates")))
        await asyncio.sleep(0.2)  # time enough to confirm what is not stored
        (first,) = telegram.ledger.calls("getUpdates")
        assert first.payload.get("offset") is None
        stored.set()
        await inbox.until(1)
        await until(lambda: len(telegram.ledger.calls("getUpdates")) > 1)
        confirming = telegram.ledger.calls("getUpdates")[1]
    (delivery,) = telegram.ledger.deliveries.values()
    assert int(confirming.payload["offset"]) == delivery.update_id + 1


async def test_what_could_not_be_stored_comes_again(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    inbox = Inbox(channel)
    inbox.failing = 2
    lan = telegram.person(5021)
    lan.type("một")
    with capture_logs() as logs:
        async with polled(channel, inbox):
            await inbox.until(1)
            lan.type("hai")
            await inbox.until(2)
    assert inbox.texts == ["một", "hai"]
    assert [line["event"] for line in logs] == ["telegram_update_not_taken"] * 2


async def test_an_update_that_cannot_be_taken_stops_nobody_for_long(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    inbox = Inbox(channel)

    async def refuse_lan(arrival: Arrival) -> None:
        if arrival.heard == Typed("một"):
            raise ValueError("a row of this person does not open")

    inbox.before = refuse_lan
    for text in ("một", "hai"):
        telegram.person(5021).type(text)
    for number in range(150):
        telegram.person(6000 + number).type("chào")
    with capture_logs() as logs:
        async with polled(channel, inbox):
            async with asyncio.timeout(5):
                while len(set(inbox.texts)) < 2 or len(inbox.texts) < 151:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
    assert [b"m\xe1\xbb\x99t" in body or b"u1ed9t" in body for body in inbox.buried] == [True]
    assert [line["event"] for line in logs] == ["telegram_update_not_taken"] * 3


async def test_while_nothing_can_be_stored_no_update_is_given_up(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    inbox, full = Inbox(channel), [True]

    async def be_full(_: Arrival) -> None:
        if full[0]:
            raise NotNowError

    inbox.before = be_full
    telegram.person(5021).type("một")
    with capture_logs() as logs:
        async with polled(channel, inbox):
            await until(lambda: len(logs) > 4)
            full[0] = False
            await inbox.until(1)
    assert inbox.buried == []


async def test_one_person_is_taken_in_order_while_others_pass(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    inbox, held = Inbox(channel), asyncio.Event()

    async def hold_lan(arrival: Arrival) -> None:
        if arrival.heard == Typed("một"):
            await held.wait()

    inbox.before = hold_lan
    for text in ("một", "hai", "ba"):
        telegram.person(5021).type(text)
    telegram.person(6000).type("bốn")
    async with polled(channel, inbox):
        await inbox.until(1)
        assert inbox.texts == ["bốn"]
        held.set()
        await inbox.until(4)
    assert inbox.texts[1:] == ["một", "hai", "ba"]


async def test_trouble_of_the_network_passes(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    inbox = Inbox(channel)
    telegram.faults.server_error(502, methods={"getUpdates"}, times=1)
    telegram.faults.reset(methods={"getUpdates"}, times=1)
    telegram.faults.malform(methods={"getUpdates"}, times=1)
    telegram.person(5021).type("một")
    with capture_logs() as logs:
        async with polled(channel, inbox):
            await inbox.until(1)
    assert {line["event"] for line in logs} == {"telegram_polling_paused"}


async def test_a_second_poller_is_told_of_clearly(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    with capture_logs() as logs:
        async with (
            opened(telegram) as other,
            polled(channel, Inbox(channel)),
            polled(other, Inbox(other)),
        ):
            await until(lambda: "telegram_polled_elsewhere" in {line["event"] for line in logs})


async def test_an_update_that_the_library_cannot_read_holds_up_nobody() -> None:
    odd = [{"update_id": 7, "message": {"broken": True}}, {"update_id": 8, "new": {"kind": [1]}}]
    asked = _Asked(odd)
    async with serving(asked) as url:
        channel = connected(url)
        bodies: list[bytes] = []

        async def take(body: bytes) -> None:
            bodies.append(body)

        task = asyncio.create_task(poll(channel, take, take))
        await until(lambda: len(asked.offsets) > 1)
        task.cancel()
        await asyncio.wait([task])
        await channel.close()
    assert [msgspec.json.decode(body) for body in bodies] == odd
    assert asked.offsets[:2] == [None, "9"]


class _Asked:
    def __init__(self, updates: list[dict[str, object]]) -> None:
        self.updates = updates
        self.offsets: list[str | None] = []

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        form = await request.post()
        self.offsets.append(str(form["offset"]) if "offset" in form else None)
        if len(self.offsets) > 1:
            await asyncio.sleep(10)
        return web.json_response({"ok": True, "result": self.updates})
