"""The bot's process: started on its own core, measured from outside, killed where a pass asks."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

__all__ = [
    "BotProcess",
    "cores",
    "cpu_seconds",
    "free_port",
    "own_seconds",
    "resident_mib",
    "tree",
]

ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_START_S = 60.0
_STOP_S = 120.0
"""A pickle of 100,000 users takes its time."""


def cores() -> tuple[set[int], set[int]]:
    """Return the cores for the driver and for the bot: the same set where there is only one."""
    own = sorted(os.sched_getaffinity(0))
    return ({own[0]}, {own[1]}) if len(own) > 1 else ({own[0]}, {own[0]})


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third on; none if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return []


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def cpu_seconds(root: int) -> float:
    """Return user and system time of a process tree, children that have ended included."""
    spent = 0
    for pid in tree(root):
        spent += sum(int(ticks) for ticks in _stat(pid)[11:15])
    return spent / _TICKS


def own_seconds(pid: int) -> float:
    """Return user and system time of one process alone; 0.0 if it is gone."""
    return sum(int(ticks) for ticks in _stat(pid)[11:13]) / _TICKS


def resident_mib(root: int) -> float:
    """Return the resident memory of a process tree in MiB."""
    return sum(int(fields[21]) for pid in tree(root) if (fields := _stat(pid))) * _PAGE / 2**20


@dataclass(slots=True)
class BotProcess:
    """A bot that runs as `command` with `environ`, listening on `port`; output goes to `log`."""

    command: list[str]
    environ: dict[str, str]
    port: int
    log: Path
    core: set[int] = field(default_factory=set)
    started_in: float = 0.0
    """Seconds from the start of the process to its first answer."""
    _process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        began = time.perf_counter()
        process = self._process = self._spawned()
        while not await self._is_ready():
            if process.poll() is not None or time.perf_counter() - began > _START_S:
                raise RuntimeError(f"the bot did not start: {self.log.read_text()[-2000:]}")
            await asyncio.sleep(0.02)
        self.started_in = time.perf_counter() - began

    def _spawned(self) -> subprocess.Popen[bytes]:
        """Return the process; its core comes by inheritance, so that every thread stays there."""
        ours = os.sched_getaffinity(0)
        os.sched_setaffinity(0, self.core or ours)
        try:
            with self.log.open("ab") as log:
                return subprocess.Popen(
                    self.command, cwd=ROOT, env=self.environ, stdout=log, stderr=log
                )
        finally:
            os.sched_setaffinity(0, ours)

    async def _is_ready(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.write(b"GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        try:
            answer = await reader.read()
        except OSError:
            return False
        finally:
            writer.close()
        return b" 200 " in answer[:20]

    @property
    def pid(self) -> int:
        """The process that was started."""
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """Kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to end and wait until it has."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(number)
        try:
            await asyncio.to_thread(process.wait, _STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)
