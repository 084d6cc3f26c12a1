"""The doors of platforms: nothing is unpacked, waited for, or believed without proof."""

import asyncio
import gzip
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Arrival, Channel, Reachable
from bot.reception import Reception
from bot.web import webhooks
from bot.web.webhooks import WEBHOOK_LIMIT, door

SECRET = "a-secret"


class Platform:
    """A channel whose platform proves itself by a header, or by what it says."""

    name = "telegram"

    def __init__(self, proof: str) -> None:
        self.capabilities = SimpleNamespace(proof=proof)
        self.verified: list[bytes] = []

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        self.verified.append(body)
        if self.capabilities.proof == "body":
            return body.endswith(SECRET.encode())
        return headers.get("X-Secret") == SECRET

    def parse(self, body: bytes) -> list[Arrival]:
        return [Arrival(key="1", user="1", address="1", heard=Reachable(reachable=bool(body)))]


class Taken:
    """A reception that takes everything."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.riding: list[bool] = []

    async def receive(self, _channel: object, _arrival: Arrival, *, riding: bool) -> bytes | None:
        self.riding.append(riding)
        return b'{"method":"answerCallbackQuery"}'


@asynccontextmanager
async def serving(proof: str = "headers") -> AsyncIterator[tuple[TestServer, Platform, Taken]]:
    platform, reception = Platform(proof), Taken()
    site = web.Application()
    site.router.add_post("/", door(cast("Channel", platform), cast("Reception", reception)))
    server = TestServer(site)
    await server.start_server(auto_decompress=False)  # as the service does
    try:
        yield server, platform, reception
    finally:
        await server.close()


async def ask(server: TestServer, body: bytes, *headers: str, length: int | None = None) -> str:
    """Send a request as bytes, perhaps less than it promises, and return the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    promised = len(body) if length is None else length
    lines = ["POST / HTTP/1.1", "Host: x", f"Content-Length: {promised}", *headers]
    writer.write("\r\n".join((*lines, "", "")).encode() + body)
    try:
        async with asyncio.timeout(30):
            head = await reader.readuntil(b"\r\n\r\n")
            size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            return (head + await reader.readexactly(size)).decode()
    finally:
        writer.close()


PROOF = f"X-Secret: {SECRET}"


async def test_what_is_authentic_is_taken_and_its_answer_rides_back() -> None:
    async with serving() as (server, _, reception):
        answer = await ask(server, b"{}", PROOF)
    assert answer.startswith("HTTP/1.1 200")
    assert answer.endswith('{"method":"answerCallbackQuery"}')
    assert reception.riding == [True]
    assert reception.counts["telegram", "delivered"] == 1


@pytest.mark.parametrize("proof", ["headers", "body"])
@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "identity"])
async def test_a_packed_body_is_refused_before_anybody_looks(proof: str, packing: str) -> None:
    """A megabyte can unpack to a thousand, whoever sent it."""
    packed = gzip.compress(b"\0" * 100_000)
    async with serving(proof) as (server, platform, reception):
        answer = await ask(server, packed, f"Content-Encoding: {packing}", PROOF)
    assert answer.startswith("HTTP/1.1 415")
    assert (platform.verified, reception.riding) == ([], [])


async def test_who_proves_nothing_is_refused_before_the_body_is_here() -> None:
    async with serving() as (server, platform, reception):
        answer = await ask(server, b"", "X-Secret: wrong", length=WEBHOOK_LIMIT)
    assert answer.startswith("HTTP/1.1 401")
    assert platform.verified == [b""]
    assert reception.counts == {("telegram", "unauthorised"): 1}


@pytest.mark.parametrize(("body", "status"), [(b"x a-secret", 200), (b"x a-secre", 401)])
async def test_a_body_that_proves_itself_is_read_first(body: bytes, status: int) -> None:
    async with serving("body") as (server, platform, _):
        answer = await ask(server, body)
    assert answer.startswith(f"HTTP/1.1 {status}")
    assert platform.verified == [body]


async def test_a_body_that_comes_in_pieces_is_whole() -> None:
    async with serving("body") as (server, platform, _):
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx a-")
        await asyncio.sleep(0.1)
        writer.write(b"secret")
        async with asyncio.timeout(30):
            while not platform.verified:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        writer.close()
    assert platform.verified == [b"x a-secret"]


async def test_a_body_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "READ_S", 0.1)
    async with serving() as (server, _, reception):
        answer = await ask(server, b"{", PROOF, length=2)
    assert answer.startswith("HTTP/1.1 408")
    assert reception.riding == []


@pytest.mark.parametrize(("length", "status"), [(WEBHOOK_LIMIT + 1, 413), (10**15, 413)])
async def test_a_body_that_promises_to_be_too_long_is_refused(length: int, status: int) -> None:
    async with serving() as (server, _, reception):
        answer = await ask(server, b"{}", PROOF, length=length)
    assert answer.startswith(f"HTTP/1.1 {status}")
    assert reception.riding == []


async def test_what_is_read_counts_whatever_was_promised() -> None:
    content: Any = _Endless()
    assert await webhooks._read(content) == 413
    assert content.given <= WEBHOOK_LIMIT + 2 * 65_536


class _Endless:
    """A body that is longer than its headers said, as one that a library unpacks."""

    given = 0

    def is_eof(self) -> bool:
        return False

    async def iter_any(self) -> AsyncIterator[bytes]:
        while True:
            self.given += 65_536
            yield b"\0" * 65_536
