"""The simulator's HTTP: whole answers in pieces, streams, and connections that break."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bot.simulator.wire import CutOffError, Endpoint, Wire

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def _listening(serve: Serve) -> AsyncIterator[Wire]:
    async def closing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except asyncio.IncompleteReadError:
            pass  # the other side went away
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            closed.set()

    closed = asyncio.Event()
    server = await asyncio.start_server(closing, "127.0.0.1", 0)
    wire = Wire(Endpoint("127.0.0.1", server.sockets[0].getsockname()[1]))
    try:
        yield wire
    finally:
        wire.close()
        server.close()
        async with asyncio.timeout(5):
            await closed.wait()


async def _answering(writer: asyncio.StreamWriter, *pieces: bytes) -> None:
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.005)


async def test_an_answer_may_come_in_pieces_and_the_connection_is_kept() -> None:
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while await reader.readuntil(b"\r\n\r\n"):
            await _answering(
                writer, b"HTTP/1.1 200 OK\r\nContent-", b"Length: 5\r\nX: y\r\n\r\nhe", b"llo"
            )

    async with _listening(serve) as wire:
        replies = [await wire.request(REQUEST) for _ in range(3)]
    assert [(r.status, r.body, r.header("x")) for r in replies] == [(200, b"hello", "y")] * 3
    assert connections == 1


async def test_a_stream_gives_each_chunk_once() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await _answering(
            writer,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            b"lo\r\n3\r\nyou\r\n",
            b"0\r\n\r\n",
        )

    heard: list[bytes] = []
    async with _listening(serve) as wire:
        await wire.request(REQUEST, heard.append)
    assert heard == [b"hello", b"you"]


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal"])
async def test_half_an_answer_is_none(said: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await _answering(writer, said)
        writer.close()

    async with _listening(serve) as wire:
        with pytest.raises(CutOffError):
            await wire.request(REQUEST)


async def test_silence_ends_too() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with _listening(serve) as wire:
        with pytest.raises(CutOffError):
            await wire.request(REQUEST, patience=0.05)


async def test_nobody_listens() -> None:
    with pytest.raises(CutOffError):
        await Wire(Endpoint("127.0.0.1", 1)).request(REQUEST)
