"""Calls over the shared session: what was surely not sent, and what nobody can know of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.channels.base import Retry, Sent, Unknown
from bot.channels.telegram import client as clients
from bot.channels.telegram.client import Client
from tests.waiting import until

OK = b'HTTP/1.1 200 OK\r\nContent-Length: 37\r\n\r\n{"ok":true,"result":{"message_id":7}}'


class Server:
    """Reads calls, and does with each what `acts` says: bytes to send, or a thing to do."""

    def __init__(self, *acts: bytes | str, then: bytes | str = OK) -> None:
        self.acts = list(acts)
        self.then = then
        self.requests: list[bytes] = []
        self.connections = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        self.requests.append(head + await reader.readexactly(length))
        act = self.acts.pop(0) if self.acts else self.then
        if act == "hang":
            await asyncio.sleep(30)
        if act == "reset":
            writer.transport.abort()
        if isinstance(act, bytes):
            writer.write(act.removesuffix(b"~"))
            await writer.drain()
        return isinstance(act, bytes) and not act.endswith(b"~")


@asynccontextmanager
async def serving(server: Server, deadline: float = 5.0) -> AsyncIterator[Client]:
    found = await asyncio.start_server(server, "127.0.0.1", 0)
    async with found:
        port = found.sockets[0].getsockname()[1]
        client = Client("1:x", f"http://127.0.0.1:{port}", deadline)
        yield client
        await client.close()


async def test_a_call_is_one_post_of_json_on_a_kept_connection() -> None:
    server = Server()
    async with serving(server) as client:
        for _ in range(3):
            assert await client.call("sendMessage", '{"text":"ạ"}'.encode()) == Sent("7")
    assert server.connections == 1
    lines = server.requests[0].decode().split("\r\n")
    assert lines[0] == "POST /bot1:x/sendMessage HTTP/1.1"
    assert "Content-Type: application/json" in lines
    assert lines[-1] == '{"text":"ạ"}'


@pytest.mark.parametrize(
    "act",
    ["reset", "hang", b"~", OK[:-5] + b"~", b"this is no HTTP at all"],
    ids=["reset", "silence", "closed", "half an answer", "no HTTP"],
)
async def test_a_call_without_a_whole_answer_may_have_got_there(act: bytes | str) -> None:
    server = Server(act)
    async with serving(server, deadline=1.0) as client:
        assert isinstance(await client.call("sendMessage", b"{}"), Unknown)
        assert len(server.requests) == 1, "never sent again by itself"
        assert await client.call("sendMessage", b"{}") == Sent("7"), "the next is not harmed"


async def test_who_waits_too_long_for_a_connection_has_sent_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clients, "_CONNECTIONS", 1)
    monkeypatch.setattr(clients, "_CONNECT", 1.0)
    server = Server(then="hang")
    async with serving(server) as client:
        hanging = asyncio.create_task(client.call("sendMessage", b"{}"))
        await until(lambda: len(server.requests) == 1)
        assert isinstance(await client.call("sendMessage", b"{}"), Retry)
        hanging.cancel()
        await asyncio.wait([hanging])
    assert len(server.requests) == 1


async def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    server = Server(moved)
    async with serving(server) as client:
        assert not isinstance(await client.call("sendMessage", b"{}"), Sent)
    assert len(server.requests) == 1


async def test_a_closed_client_sends_nothing() -> None:
    server = Server()
    async with serving(server) as client:
        await client.close()
        assert isinstance(await client.call("sendMessage", b"{}"), Retry)
    assert server.requests == []
