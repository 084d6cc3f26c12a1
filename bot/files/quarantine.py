"""Has a stranger's file examined in a process of its own, so that it can hurt nothing here."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Final, Literal

import msgspec

__all__ = ["MOST_BYTES", "Kept", "Refused", "examined"]

MOST_BYTES: Final = 20 * 1024 * 1024
"""Of any file: no platform gives more (reliability §5, egress)."""

_PATIENCE_S: Final = 30.0
_EXAMINER: Final = "bot.files.examination"
_ROOT: Final = Path(__file__).parents[2]
_HEAD: Final = 1024  # bytes: more than the answer's first line ever takes


class Kept(msgspec.Struct, frozen=True):
    """What is kept of a file."""

    media_type: str
    data: bytes


class Refused(msgspec.Struct, frozen=True):
    """Why nothing is kept of a file: a reason of `RefusedError`, or `unreadable`: whoever looked
    at it did not come back in time, or at all.
    """

    reason: str


class _Answer(msgspec.Struct, frozen=True):
    kept: str | None = None
    refused: str | None = None


async def examined(kind: Literal["photo", "voice", "document"], data: bytes) -> Kept | Refused:
    """Return what is kept of a file that was sent as `kind`.

    Raises:
        OSError: no process can be had now.

    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-s", "-m", _EXAMINER, kind,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )  # fmt: skip
    try:
        answer = await asyncio.wait_for(_ask(process, data), _PATIENCE_S)
    except TimeoutError:
        return Refused("unreadable")
    finally:
        await _put_an_end_to(process)
    return _understood(answer)


async def _put_an_end_to(process: asyncio.subprocess.Process) -> None:
    """End the process and whatever it started, and let go of what it still said."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    while process.stdout is not None and await process.stdout.read(_HEAD * _HEAD):
        pass
    await process.wait()


def _environment() -> dict[str, str]:
    """Return what the examiner needs to know: none of our secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT)}


async def _ask(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    """Hand the file over and return the answer, no longer than any honest one."""
    if process.stdin is None or process.stdout is None:
        return b""
    with contextlib.suppress(ConnectionError):  # it died early: then its answer is empty
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()
    try:
        await process.stdout.readexactly(_HEAD + MOST_BYTES)
    except asyncio.IncompleteReadError as ended:
        return ended.partial
    return b""


def _understood(answer: bytes) -> Kept | Refused:
    head, _, rest = answer.partition(b"\n")
    try:
        said = msgspec.json.decode(head, type=_Answer)
    except msgspec.DecodeError:
        return Refused("unreadable")
    if said.kept is not None and rest:
        return Kept(said.kept, rest)
    return Refused(said.refused or "unreadable")
