"""HTTP/1.1 for the driver, both ways, on bare protocols: it must cost less than any bot."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import TypeAlias, cast

import msgspec

__all__ = ["Answering", "ApiServer", "Request", "Webhook"]

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_FORM = re.compile(rb"\r\ncontent-type: *application/x-www-form-urlencoded", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_HEAD = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_REASONS = {200: b"OK", 400: b"Bad Request", 404: b"Not Found", 501: b"Not Implemented"}
_CLOSING = b"Connection: close"


class Request(msgspec.Struct):
    """What came in: the path, whether the body is a form, and the body."""

    path: bytes
    is_form: bool
    body: bytes


Answering: TypeAlias = Callable[[Request], tuple[int, bytes]]


class _Message:
    """Collects one message at a time out of the pieces that a connection delivers."""

    __slots__ = ("_buffer", "_end", "head")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._end = -1
        self.head = b""

    def feed(self, data: bytes) -> bytes | None:
        """Return the body once the message is whole; `head` is its head then."""
        self._buffer += data
        if self._end < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return None
            self.head = bytes(self._buffer[: end + 2])
            length = _LENGTH.search(self.head)
            self._end = end + 4 + (int(length[1]) if length else 0)
        if len(self._buffer) < self._end:
            return None
        body = bytes(self._buffer[len(self.head) + 2 : self._end])
        del self._buffer[: self._end]
        self._end = -1
        return body


class _Served(asyncio.Protocol):
    """One connection of the bot to the fake Bot API."""

    def __init__(self, server: ApiServer) -> None:
        self._server = server
        self._message = _Message()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is no subclass of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        body = self._message.feed(data)
        if body is None:
            return
        head = self._message.head
        path = head.split(b" ", 2)[1]
        if _CHUNKED.search(head):
            self._reply(501, b'{"ok":false,"error_code":501,"description":"chunked"}')
            return
        if self._server.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self._server.delay, self._answer, path, head, body)
        else:
            self._answer(path, head, body)

    def _answer(self, path: bytes, head: bytes, body: bytes) -> None:
        if self._transport is None:
            return  # the bot is gone, and with it the call
        is_form = _FORM.search(head) is not None
        self._reply(*self._server.answering(Request(path, is_form, body)))

    def _reply(self, status: int, body: bytes) -> None:
        if self._transport is not None:
            reason = _REASONS.get(status, b"Error")
            self._transport.write(_HEAD % (status, reason, len(body)) + body)


class ApiServer:
    """Listens for calls. Each is answered after `delay` seconds and takes effect only then: who
    hears of a message answers no earlier than the bot hears that it was taken.
    """

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.delay = 0.0
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen on a free port, and return it."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Served(self), "127.0.0.1", 0, backlog=1024
        )
        return int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()


# -- the other way: updates


Done: TypeAlias = Callable[[int, bytes], None]
"""Called with the status, 0 if nobody answered, and the body."""


class _Posting(asyncio.Protocol):
    """One connection of the platform to the bot, one update at a time."""

    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook
        self._message = _Message()
        self._transport: asyncio.Transport | None = None
        self._done: Done | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def post(self, request: bytes, done: Done) -> None:
        assert self._transport is not None
        self._done = done
        self._transport.write(request)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is no subclass of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        done, self._done = self._done, None
        self._webhook.lost(self)
        if done is not None:
            done(0, b"")

    def data_received(self, data: bytes) -> None:
        body = self._message.feed(data)
        if body is None:
            return
        head, done = self._message.head, self._done
        self._done = None
        if _CLOSING in head:
            self.close()
        else:
            self._webhook.free(self)
        if done is not None:
            done(int(head[9:12]), body)


class Webhook:
    """Delivers updates to a bot over at most `limit` connections, which are kept."""

    def __init__(self, port: int, path: str, secret: str, limit: int = 100) -> None:
        self._port = port
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        self._limit = limit
        self._open: set[_Posting] = set()
        self._idle: list[_Posting] = []
        self._connecting = 0
        self._waiting: deque[tuple[bytes, Done]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    def post(self, body: bytes, done: Done) -> None:
        """Deliver an update as soon as a connection is free."""
        request = b"%s%d\r\n\r\n%s" % (self._head, len(body), body)
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                connection.post(request, done)
                return
        self._waiting.append((request, done))
        if len(self._open) + self._connecting < self._limit:
            self._connecting += 1
            task = asyncio.get_running_loop().create_task(self._connect())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(
                lambda: _Posting(self), "127.0.0.1", self._port
            )
        except OSError:
            if self._waiting:
                self._waiting.popleft()[1](0, b"")
        else:
            self._open.add(connection)
            self.free(connection)
        finally:
            self._connecting -= 1

    def free(self, connection: _Posting) -> None:
        """Take back a connection that has done its work."""
        if self._waiting:
            connection.post(*self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: _Posting) -> None:
        """Forget a connection that the bot has closed."""
        self._open.discard(connection)

    def close(self) -> None:
        """Close all connections."""
        for connection in [*self._open]:
            connection.close()
