"""The server under test: a process of its own on its own database, measured from outside."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import bot
from bot.simulator.browser import RefusedError
from bot.simulator.wire import CutOffError, Endpoint, Wire

__all__ = ["Memory", "Server", "ServerFailedError", "free_port", "fsyncs_per_second", "own_cores"]

_START = 30.0  # s to the first answer
_STOP = 25.0  # s: the service promises to drain within 20
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_sync = getattr(os, "fdatasync", os.fsync)  # macOS has only the second
_NO_LIMIT = "1000000"
_PORTS = (20_000, 32_000)


class ServerFailedError(Exception):
    """The server did not come up, or died by itself; its log is named."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in MiB: now, and at most so far."""

    now: float
    peak: float


def own_cores() -> tuple[int | None, int | None]:
    """Return a core for the server and one for us, where two are there."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return (cores[0], cores[1]) if len(cores) > 1 else (None, None)


def free_port() -> int:
    """Return a port that nobody listens at, below those that the system gives to connections by
    itself (from 32,768 on Linux): nobody takes it before the server that it is meant for.
    """
    while True:
        port = _PORTS[0] + secrets.randbelow(_PORTS[1] - _PORTS[0])
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


@dataclass(slots=True)
class Server:
    """One server, which can be killed and started again on the same database and port.

    `program` is what is run, `python -m bot run` as a rule; `extra` are more settings.
    """

    folder: Path
    core: int | None = None
    program: tuple[str, ...] = (sys.executable, "-m", "bot", "run")
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    started_in: float = 0.0
    """Seconds from the start of the process to its first answer."""
    _process: subprocess.Popen[bytes] | None = None
    _spent: float = 0.0

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / "lang-nghe.db"

    @property
    def key_ring(self) -> Path:
        """The key ring's file."""
        return self.folder / "keys.json"

    @property
    def log(self) -> Path:
        """What the server printed."""
        return self.folder / "server.log"

    @property
    def endpoint(self) -> Endpoint:
        """Where it listens."""
        return Endpoint("127.0.0.1", self.port)

    @property
    def settings(self) -> dict[str, str]:
        """The environment of the server, and of commands on its database."""
        keep = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
        return {
            **keep,
            "PYTHONPATH": str(Path(bot.__file__).parents[1]),
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "KEY_RING": str(self.key_ring),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DEMO_DATA": "no",
            "LOG_LEVEL": "warning",
            # All citizens share one address, and none of them thinks before answering.
            "MESSAGES_PER_MINUTE": _NO_LIMIT,
            "SESSIONS_PER_MINUTE": _NO_LIMIT,
            **self.extra,
        }

    # -- start, end

    async def start(self) -> None:
        """Start the process and wait until it answers.

        Raises:
            ServerFailedError: it does not.

        """
        began = time.monotonic()
        self._process = self._spawned()
        while not await self._answers():
            if self._process.poll() is not None or time.monotonic() - began > _START:
                raise ServerFailedError(f"no server: see {self.log}")
            await asyncio.sleep(0.02)
        self.started_in = time.monotonic() - began

    def _spawned(self) -> subprocess.Popen[bytes]:
        ours = os.sched_getaffinity(0) if self.core is not None else set()
        if self.core is not None:
            os.sched_setaffinity(0, {self.core})  # a child inherits it, threads and all
        try:
            with self.log.open("ab") as log:
                return subprocess.Popen(  # noqa: S603 - fixed arguments
                    self.program, cwd=self.folder, env=self.settings, stdout=log, stderr=log
                )
        finally:
            if ours:
                os.sched_setaffinity(0, ours)

    async def _answers(self) -> bool:
        wire = Wire(self.endpoint)
        try:
            reply = await wire.request(b"GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
        except (CutOffError, RefusedError):
            return False
        finally:
            wire.close()
        return reply.status == 200

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill -9: no last words."""
        if self._process is not None:
            self._end(self._process.kill)

    async def stop(self) -> None:
        """Ask it to end, and wait until it did."""
        if self._process is not None:
            await asyncio.to_thread(self._end, self._process.terminate)

    def _end(self, ask: Callable[[], None]) -> None:
        process = self._process
        if process is None:
            return
        self._spent += self._ticks()
        if process.poll() is None:
            ask()
        try:
            process.wait(_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._process = None

    # -- measuring

    def cpu_seconds(self) -> float:
        """Return user and system time of all its lives so far, all threads included."""
        return self._spent + self._ticks()

    def _ticks(self) -> float:
        if self._process is None:
            return 0.0
        try:
            line = Path(f"/proc/{self._process.pid}/stat").read_text("ascii")
        except OSError:
            return 0.0
        fields = line.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> Memory:
        """Return its resident memory; zeros where the system does not tell."""
        if self._process is None:
            return Memory(0, 0)
        try:
            lines = Path(f"/proc/{self._process.pid}/status").read_text("ascii").splitlines()
        except OSError:
            return Memory(0, 0)
        sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith(" kB")}
        return Memory(int(sizes.get("VmRSS", 0)) / 1024, int(sizes.get("VmHWM", 0)) / 1024)


def fsyncs_per_second(folder: Path, count: int = 100) -> float:
    """Return how many small durable writes the disk below a folder takes, one by one: no
    figure of durability means anything without it.
    """
    path = folder / ".fsync-probe"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        began = time.perf_counter()
        for _ in range(count):
            os.pwrite(handle, b"\0" * 4096, 0)
            _sync(handle)
        return count / (time.perf_counter() - began)
    finally:
        os.close(handle)
        path.unlink()
