"""The end of a server with hundreds of pages waiting: quick, told to come back, nothing torn."""

import asyncio
import time
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from yarl import URL

from bot.example_data import example_token
from bot.simulator.server import Server
from tests.web.citizen import Citizen

SECRET = "a secret of thirty-two characters."
PEOPLE = 67
STREAMS_EACH = 3


async def _with_open_streams(base: URL) -> tuple[Citizen, list[ClientResponse]]:
    citizen = Citizen(base)
    await citizen.start(example_token(SECRET))
    after = f"/chat/events?after={citizen.last}"
    streams = [await citizen.get(after) for _ in range(STREAMS_EACH)]
    assert {stream.status for stream in streams} == {200}
    return citizen, streams


@pytest.mark.timeout(120)
async def test_a_server_with_two_hundred_open_streams_ends_within_five_seconds(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path, extra={"DEMO_DATA": "yes", "SECRET_KEY": SECRET})
    await server.start()
    try:
        base = URL(f"http://127.0.0.1:{server.port}/")
        both = await asyncio.gather(*(_with_open_streams(base) for _ in range(PEOPLE)))
        streams = [stream for _, streams in both for stream in streams]
        assert len(streams) == 201
        poller = both[0][0]
        poll = asyncio.create_task(poller.get(f"/chat/messages?after={poller.last}&wait=20"))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        ended = asyncio.create_task(server.stop())
        told = await asyncio.gather(*(stream.read() for stream in streams))
        assert (await (await poll).json())["messages"] == []
        await ended
        assert time.monotonic() - began < 5
        # Whole lines only, and the page knows when to come back.
        assert all(text.startswith(b"retry: 2000\n\n") for text in told)
        assert all(text.endswith(b"\n\n") for text in told)
        for citizen, _ in both:
            await citizen.http.close()
        await _take_up_again(server, base)
    finally:
        await server.stop()
    assert "Traceback" not in server.log.read_text("utf-8")


async def _take_up_again(server: Server, base: URL) -> None:
    """The same people find their conversations on the server that takes its place."""
    await server.start()
    citizen, streams = await _with_open_streams(base)
    for stream in streams:
        stream.close()
    await citizen.http.close()
