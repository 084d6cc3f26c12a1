"""Has a stranger's file examined in a process of its own, so that it can hurt nothing here."""

from __future__ import annotations

import asyncio
from typing import Final, Literal

import msgspec

from bot.files.children import child, exchanged

__all__ = ["MOST_BYTES", "Kept", "Refused", "examined"]

MOST_BYTES: Final = 20 * 1024 * 1024
"""Of any file: no platform gives more (reliability §5, egress)."""

_PATIENCE_S: Final = 30.0
_EXAMINER: Final = "bot.files.examination"
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
    async with child(_EXAMINER, kind) as process:
        try:
            answer = await asyncio.wait_for(
                exchanged(process, data, _HEAD + MOST_BYTES), _PATIENCE_S
            )
        except TimeoutError:
            return Refused("unreadable")
        return _understood(answer)


def _understood(answer: bytes) -> Kept | Refused:
    head, _, rest = answer.partition(b"\n")
    try:
        said = msgspec.json.decode(head, type=_Answer)
    except msgspec.DecodeError:
        return Refused("unreadable")
    if said.kept is not None and rest:
        return Kept(said.kept, rest)
    return Refused(said.refused or "unreadable")
