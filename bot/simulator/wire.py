"""HTTP/1.1 on a bare asyncio protocol: cheap enough to play thousands of browsers on one core."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import cast

import msgspec

__all__ = ["CutOffError", "Endpoint", "Reply", "Wire"]

_PATIENCE = 30.0  # s until a request without an answer counts as cut off
_CONNECTING = 50  # at once: below the usual listen backlog, so that no connection waits a second
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)


class CutOffError(Exception):
    """The connection failed before the whole answer was there: nobody knows what was done."""


class Reply(msgspec.Struct, frozen=True):
    """An answer. `head` is the raw head, status line included."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        """Return the first value of a header."""
        return next(iter(self.headers(name)), None)

    def headers(self, name: str) -> list[str]:
        """Return all values of a header, in order."""
        pattern = rb"\r\n" + name.encode() + rb": *([^\r]*)"
        return [value.decode() for value in re.findall(pattern, self.head, re.IGNORECASE)]


class Endpoint:
    """Where the server listens. All browsers of a run share one, and with it the care not to
    knock with too many connections at the same moment.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._door = asyncio.Semaphore(_CONNECTING)

    async def connect(self) -> _Connection:
        """Open a connection.

        Raises:
            CutOffError: nobody listens, or not in time.

        """
        loop = asyncio.get_running_loop()
        async with self._door:
            try:
                async with asyncio.timeout(_PATIENCE):
                    _, made = await loop.create_connection(_Connection, self.host, self.port)
            except (OSError, TimeoutError) as error:
                raise CutOffError(str(error)) from error
        return made


class _Connection(asyncio.Protocol):
    """One connection with one request at a time."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._answer: asyncio.Future[Reply] | None = None
        self._sink: Callable[[bytes], None] | None = None
        self._head = b""
        self._length = -1  # bytes of the body; -1 is chunked
        self._pieces: list[bytes] = []
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    async def request(self, request: bytes, sink: Callable[[bytes], None] | None) -> Reply:
        """Send a request; chunks of the body go to `sink`, where there is one."""
        if self._transport is None or self._answer is not None:
            raise CutOffError("busy or closed")
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._answer = answer
        self._sink = sink
        self._transport.write(request)
        try:
            return await answer
        finally:
            self._answer = None

    # -- what the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Other event loops have transports of their own kind, which do the same.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._head and not self._read_head():
            return
        if self._length < 0:
            self._read_chunks()
        elif len(self._buffer) >= self._length:
            body = bytes(self._buffer[: self._length])
            del self._buffer[: self._length]
            self._finish(body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(CutOffError(str(exc or "closed")))

    # -- reading

    def _read_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        self._head = bytes(self._buffer[:end])
        del self._buffer[: end + 4]
        length = _LENGTH.search(self._head)
        if length:
            self._length = int(length[1])
        else:
            self._length = -1 if _CHUNKED.search(self._head) else 0
        return True

    def _read_chunks(self) -> None:
        while (line := self._buffer.find(b"\r\n")) >= 0:
            size = int(self._buffer[:line].split(b";")[0], 16)
            if len(self._buffer) < line + 2 + size + 2:
                return
            piece = bytes(self._buffer[line + 2 : line + 2 + size])
            del self._buffer[: line + 2 + size + 2]
            if not size:
                self._finish(b"".join(self._pieces))
                return
            if self._sink is None:
                self._pieces.append(piece)
            else:
                self._sink(piece)

    def _finish(self, body: bytes) -> None:
        reply = Reply(int(self._head[9:12]), self._head, body)
        self._head, self._length, self._pieces = b"", -1, []
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(reply)


class Wire:
    """A kept connection that is opened again when it was lost. One request at a time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._connection: _Connection | None = None

    async def request(
        self,
        request: bytes,
        sink: Callable[[bytes], None] | None = None,
        patience: float = _PATIENCE,
    ) -> Reply:
        """Send a whole request and return its answer.

        Raises:
            CutOffError: no whole answer came; the server may have done it or not.

        """
        if self._connection is None or not self._connection.is_open:
            self._connection = await self._endpoint.connect()
        try:
            async with asyncio.timeout(patience):
                return await self._connection.request(request, sink)
        except (TimeoutError, asyncio.CancelledError) as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise CutOffError("no answer in time") from error
            raise

    def close(self) -> None:
        """Cut the connection, as a closed browser does."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
