"""Has a stranger's list read in a process of its own, and gives what it says, part by part."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Final

import msgspec

from bot.files.children import child
from bot.imports.refusals import REFUSALS
from bot.imports.talk import (
    LENGTH,
    LONGEST_FRAME,
    Answer,
    Ended,
    Looked,
    Refused,
    Wish,
    decode_answer,
    framed,
)

__all__ = ["MOST_BYTES", "answers_of", "look"]

_MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 300 * _MEGABYTE
"""Of any list: two million rows have some 250 MB."""

_READER: Final = "bot.imports.reading_child"
_LOOK_S: Final = 5.0
"""Seconds for a look at a file of no size: what is made to hurt takes longer (reliability, faults
66 and 67). A workbook is unpacked as a whole, hence a second more for each megabyte.
"""
_SILENCE_S: Final = 30.0
"""Seconds without an answer after which a reader counts as stuck; a large workbook is unpacked as
a whole before its first row comes.
"""
_CPU_S: Final = 5
_BYTES_A_SECOND: Final = 250_000
"""Which every reader manages, on a slow machine: its processor time ends with the file."""


async def look(wish: Wish, file: AsyncIterable[bytes], size: int = 0) -> Looked | Refused:
    """Return what a file is, or why it is refused."""
    try:
        patience = asyncio.timeout(_LOOK_S + size / _MEGABYTE)
        async with patience, contextlib.aclosing(_said(wish, file, size)) as said:
            async for answer in said:
                if isinstance(answer, Looked | Refused):
                    return answer
    except TimeoutError:
        return Refused("too_hard")
    except OSError:  # no process can be had now
        return Refused("busy")
    return Refused("too_hard")


async def answers_of(
    wish: Wish, file: AsyncIterable[bytes], size: int
) -> AsyncGenerator[Answer, None]:
    """Yield what a file says; the last answer is `Ended`, or `Refused`, whatever happens to who
    reads it. The next part is read while this one is dealt with, and no further.

    Raises:
        OSError: no process can be had now.

    """
    answer: Answer | None = None
    async with contextlib.aclosing(_said(wish, file, size)) as said:
        async for answer in said:
            yield answer
    if not isinstance(answer, Ended | Refused):
        yield Refused("too_hard")


async def _said(wish: Wish, file: AsyncIterable[bytes], size: int) -> AsyncGenerator[Answer, None]:
    seconds = _CPU_S + size // _BYTES_A_SECOND
    async with child(_READER, str(seconds)) as process:
        if process.stdin is None or process.stdout is None:
            return
        feeding = asyncio.create_task(_feed(process.stdin, wish, file))
        try:
            while (answer := await _next(process.stdout)) is not None:
                yield answer
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)


async def _feed(pipe: asyncio.StreamWriter, wish: Wish, file: AsyncIterable[bytes]) -> None:
    """Hand the file over, no faster than it is read; who has seen enough closes its ear."""
    with contextlib.suppress(ConnectionError):
        pipe.write(framed(wish))
        async for piece in file:
            pipe.write(piece)
            await pipe.drain()
        pipe.close()
        await pipe.wait_closed()


async def _next(pipe: asyncio.StreamReader) -> Answer | None:
    """Return the next answer; None: there is none, or none that can be understood."""
    try:
        async with asyncio.timeout(_SILENCE_S):
            length = int.from_bytes(await pipe.readexactly(LENGTH), "big")
            if length > LONGEST_FRAME:
                return None
            answer = decode_answer(await pipe.readexactly(length))
    except (asyncio.IncompleteReadError, msgspec.DecodeError, TimeoutError):
        return None
    known = not isinstance(answer, Refused) or answer.code in REFUSALS
    return answer if known else None
