"""The event stream: numbers, resuming, signs of life, and a clean end."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer

from bot.web.site import create_site
from bot.web.stream import HEARTBEAT
from tests.web.citizen import Citizen
from tests.web.installation import Installation, installed


@pytest.fixture
async def talking(citizen: Citizen, trial: Installation) -> Citizen:
    await citizen.start((await trial.invite()).token)
    return citizen


async def events(reply: ClientResponse) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    number = 0
    async for raw in reply.content:
        line = raw.decode().rstrip("\n")
        if line.startswith("id: "):
            number = int(line[4:])
        elif line.startswith("data: "):
            yield number, json.loads(line[6:])


async def first(reply: ClientResponse, count: int) -> list[tuple[int, dict[str, Any]]]:
    found = []
    async with asyncio.timeout(30):
        async for event in events(reply):
            found.append(event)
            if len(found) == count:
                break
    return found


async def test_the_stream_gives_what_is_there_and_what_comes(talking: Citizen) -> None:
    async with await talking.get("/chat/events") as stream:
        assert stream.content_type == "text/event-stream"
        old = await first(stream, len(talking.seen))
        assert [event for _, event in old] == talking.seen
        sent = await talking.choose("Bắt đầu")
        new = await first(stream, len(sent["messages"]))
        assert [event for _, event in new] == sent["messages"]
        assert [number for number, _ in new] == [m["seq"] for m in sent["messages"]]


@pytest.mark.parametrize("way", ["header", "query"])
async def test_a_stream_resumes_after_the_number_that_the_page_has(
    talking: Citizen, way: str
) -> None:
    await talking.agree()
    middle = talking.seen[len(talking.seen) // 2]["seq"]
    kwargs = {"headers": {"Last-Event-ID": str(middle)}} if way == "header" else {}
    path = "/chat/events" if way == "header" else f"/chat/events?after={middle}"
    async with await talking.get(path, **kwargs) as stream:
        resumed = await first(stream, talking.last - middle)
    assert [number for number, _ in resumed] == list(range(middle + 1, talking.last + 1))


async def test_what_the_browser_remembers_wins_over_the_address(talking: Citizen) -> None:
    await talking.agree()
    headers = {"Last-Event-ID": str(talking.last - 1)}
    async with await talking.get("/chat/events?after=0", headers=headers) as stream:
        ((number, _),) = await first(stream, 1)
    assert number == talking.last


async def test_a_silent_stream_gives_signs_of_life(tmp_path: Path) -> None:
    async with installed(tmp_path) as own:
        site = create_site(own.services)
        assert site[HEARTBEAT] == 15
        site[HEARTBEAT] = 0.1
        async with TestServer(site) as server:
            citizen = Citizen(server.make_url("/"))
            await citizen.start((await own.invite()).token)
            async with await citizen.get(f"/chat/events?after={citizen.last}") as stream:
                lines = [await stream.content.readline() for _ in range(6)]
            assert lines.count(b": alive\n") == 2
            await citizen.http.close()


async def test_streams_end_at_once_when_the_service_stops(tmp_path: Path) -> None:
    async with installed(tmp_path) as own:
        server = TestServer(create_site(own.services))
        await server.start_server()
        citizen = Citizen(server.make_url("/"))
        await citizen.start((await own.invite()).token)
        stream = await citizen.get(f"/chat/events?after={citizen.last}")
        poll = asyncio.create_task(citizen.get(f"/chat/messages?after={citizen.last}&wait=25"))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        own.services.live.close()
        assert (await stream.content.read()).endswith(b"\n\n")
        assert (await (await poll).json())["messages"] == []
        assert (await citizen.get("/chat/events")).status == 503
        await citizen.http.close()
        await server.close()
        assert time.monotonic() - began < 10, "not after the 25 s of the poll"


async def test_streams_of_one_person_are_bounded(talking: Citizen) -> None:
    open_ones = [await talking.get("/chat/events") for _ in range(3)]
    assert [stream.status for stream in open_ones] == [200, 200, 200]
    refused = await talking.get("/chat/events")
    assert refused.status == 503
    assert refused.headers["Retry-After"]
    for stream in open_ones:
        stream.close()


async def test_a_stranger_gets_no_stream(citizen: Citizen) -> None:
    reply = await citizen.get("/chat/events")
    assert reply.status == 401
    assert (await reply.json())["error"] == "web.no_talk"
