"""A proxy for a server's Unix socket that fails on demand: cut, silent, or deaf at one word."""

import asyncio
import contextlib
from pathlib import Path

CHUNK = 65536


class UnixProxy:
    """Passes bytes both ways. `cut_after` is a word of the client after which the server still
    gets everything, and the client nothing any more; `silent` stops both ways without a word.
    """

    def __init__(self, target: Path, place: Path) -> None:
        self._target = target
        self._place = place
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.cut_after: bytes | None = None
        self.cuts = 0
        self.silent = False
        self.folder = place.parent

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_unix_server(self._serve, self._place)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(self._target)
        self._writers |= {writer, to_server}
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            there = asyncio.create_task(self._there(reader, to_server, writer))
            back = asyncio.create_task(self._back(from_server, writer))
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
            back.cancel()
            there.cancel()
            await asyncio.gather(there, back, return_exceptions=True)
        for each in (writer, to_server):
            each.close()
            self._writers.discard(each)

    async def _there(
        self,
        reader: asyncio.StreamReader,
        to_server: asyncio.StreamWriter,
        client: asyncio.StreamWriter,
    ) -> None:
        while data := await reader.read(CHUNK):
            if self.silent:
                await asyncio.Event().wait()
            to_server.write(data)
            await to_server.drain()
            if self.cut_after is not None and self.cut_after in data:
                self.cut_after = None
                self.cuts += 1
                client.transport.abort()
                await asyncio.sleep(0.2)  # the server does what it was told
                return

    async def _back(self, from_server: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        while data := await from_server.read(CHUNK):
            if self.silent:
                await asyncio.Event().wait()
            client.write(data)
            await client.drain()

    async def close(self) -> None:
        """Hang up everywhere."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)
