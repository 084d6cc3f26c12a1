"""Two processes over one database: a page at one hears what was said at the other."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer

from bot.live import Live
from bot.runner import Runner
from bot.services import Services
from bot.web.site import create_site
from storage.coordination import Coordination, LocalCoordination
from tests.web.citizen import Citizen
from tests.web.installation import Installation, installed


def process(own: Installation, between: Coordination) -> Services:
    """One more process of an installation, as far as its pages can tell."""
    live = Live(between)
    turns = replace(own.services.runner.turns, live=live)
    return replace(own.services, live=live, runner=Runner(turns), coordination=between)


@asynccontextmanager
async def two_servers(
    folder: Path, here: Coordination, there: Coordination
) -> AsyncIterator[tuple[Citizen, Citizen]]:
    """The same browser at both: one takes what it says, the other tells what is new."""
    here.processes = there.processes = 2
    async with (
        installed(folder) as own,
        TestServer(create_site(process(own, here))) as one,
        TestServer(create_site(process(own, there))) as other,
    ):
        says = Citizen(one.make_url("/"))
        await says.start((await own.invite()).token)
        hears = Citizen(other.make_url("/"), http=says.http, seen=says.seen)
        yield says, hears
        await says.http.close()


async def next_event(stream: ClientResponse) -> dict[str, object]:
    async with asyncio.timeout(30):
        async for line in stream.content:
            if line.startswith(b"data: "):
                found: dict[str, object] = json.loads(line[6:])
                return found
    raise AssertionError


async def _says_and_hears(says: Citizen, hears: Citizen) -> float:
    """Return after how many seconds a stream at one shows what was answered at the other."""
    async with await hears.get(f"/chat/events?after={hears.last}") as stream:
        await asyncio.sleep(0.2)
        await says.choose("Bắt đầu")
        began = time.monotonic()
        event = await next_event(stream)
        took = time.monotonic() - began
    assert event["text"] == says.seen[-1]["text"]
    return took


async def test_a_wake_up_brings_it_at_once(tmp_path: Path) -> None:
    here = LocalCoordination()
    async with two_servers(tmp_path, here, here.twin()) as (says, hears):
        assert await _says_and_hears(says, hears) < 5, "the next look is 15 s away"


async def test_without_wake_ups_it_comes_with_the_next_look(tmp_path: Path) -> None:
    async with two_servers(tmp_path, LocalCoordination(), LocalCoordination()) as both:
        assert await _says_and_hears(*both) < 12  # a second, on a machine that is busy


async def test_a_long_poll_looks_by_itself_too(tmp_path: Path) -> None:
    async with two_servers(tmp_path, LocalCoordination(), LocalCoordination()) as (says, hears):
        poll = asyncio.create_task(hears.get(f"/chat/messages?after={hears.last}&wait=20"))
        await asyncio.sleep(0.2)
        assert not poll.done()
        sent = await says.choose("Bắt đầu")
        async with asyncio.timeout(10):
            heard = await (await poll).json()
        assert heard["messages"] == sent["messages"]


async def test_looking_each_second_still_gives_signs_of_life_in_time(tmp_path: Path) -> None:
    async with two_servers(tmp_path, LocalCoordination(), LocalCoordination()) as (says, hears):
        stream = await hears.get(f"/chat/events?after={says.last}")
        assert await stream.content.readline() == b"retry: 2000\n"
        assert await stream.content.readline() == b"\n"
        with pytest.raises(TimeoutError):  # it is silent for longer than two looks
            async with asyncio.timeout(2.5):
                await stream.content.readline()
        stream.close()
