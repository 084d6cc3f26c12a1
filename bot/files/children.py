"""Processes of our own that look at strangers' files: how they begin and end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

__all__ = ["child", "exchanged"]

_ROOT: Final = Path(__file__).parents[2]
_PIECE: Final = 1024 * 1024


@asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Give a process that runs a module of ours, with pipes to and from it, and end it, with
    whatever it started, when the block ends. It knows none of our secrets.

    Raises:
        OSError: no process can be had now.

    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-s", "-m", module, *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        await _put_an_end_to(process)


async def exchanged(process: asyncio.subprocess.Process, data: bytes, most: int) -> bytes:
    """Hand everything over and return the answer; none where it is longer than `most`, which no
    honest one is.
    """
    if process.stdin is None or process.stdout is None:
        return b""
    with contextlib.suppress(ConnectionError):  # it died early: then its answer is empty
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()
    try:
        await process.stdout.readexactly(most)
    except asyncio.IncompleteReadError as ended:
        return ended.partial
    return b""


def _environment() -> dict[str, str]:
    """Return what it needs to know."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT)}


async def _put_an_end_to(process: asyncio.subprocess.Process) -> None:
    """End the process and whatever it started, and let go of what it still said."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    while process.stdout is not None and await process.stdout.read(_PIECE):
        pass
    await process.wait()
