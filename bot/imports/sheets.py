"""Has a small sheet read as a whole, in a process of its own: rows of texts, as they are written.

For lists of an office's own world: units, rosters, procedures, tables of counts. Transactions come
in parts (`bot.imports.reader`).
"""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec

from bot.files.children import child, exchanged
from bot.imports.refusals import REFUSALS
from bot.imports.talk import Refused

__all__ = ["CPU_S", "MOST_BYTES", "MOST_ROWS", "Rows", "encode_sheet", "sheet_of"]

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 20_000
"""Of all the communes of the country there are some 3,300, of its offices some 700."""
CPU_S: Final = 5
"""Seconds of processor time: what is made to hurt takes longer (reliability, faults 66 and 67)."""

_CHILD: Final = "bot.imports.sheet_child"
_PATIENCE_S: Final = 15.0
_LONGEST_ANSWER: Final = 64 * 1024 * 1024  # bytes


class Rows(msgspec.Struct, frozen=True, tag=True):
    """A sheet: its rows from the first one on, blank ones too, so that they are counted as the
    program counts them that wrote the file.
    """

    rows: list[list[str]]


encode_sheet = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Rows | Refused).decode


async def sheet_of(content: bytes) -> Rows | Refused:
    """Return the rows of the first sheet that is shown, or why it is refused.

    Raises:
        OSError: no process can be had now.

    """
    if len(content) > MOST_BYTES:
        return Refused("too_large", {"megabytes": str(MOST_BYTES // 1024**2)})
    try:
        async with asyncio.timeout(_PATIENCE_S), child(_CHILD) as process:
            said = _decode(await exchanged(process, content, _LONGEST_ANSWER))
    except (TimeoutError, msgspec.DecodeError):
        return Refused("too_hard")
    return said if isinstance(said, Rows) or said.code in REFUSALS else Refused("too_hard")
