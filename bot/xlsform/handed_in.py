"""Has a form that somebody hands in read in a process of its own, YAML or XLSForm."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import msgspec

from bot.files.children import child, exchanged
from bot.xlsform.questions import Said
from flows.texts import text_key
from storage.form_records import DraftFault, Source

__all__ = ["LONGEST_ANSWER", "HandedIn", "Reading", "read_handed_in"]

LONGEST_ANSWER: Final = 8_000_000
"""Bytes: a form of a megabyte, and some hundred faults."""

_PATIENCE_S: Final = 20.0
_READER: Final = "bot.xlsform.reading_child"
_AT_ONCE: Final = asyncio.Semaphore(2)
"""Readers at the same time: each may take half a gigabyte."""


class HandedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read, and what must be known for that.

    `versions`: the number that the next version of each known form must have; of others it is 1.
    `own`: forms that only come with the program. `shipped`: the files that came with it, for what
    others include.
    """

    file: str
    content: bytes
    versions: Mapping[str, int]
    own: frozenset[str]
    shipped: Mapping[str, str]
    said: Said


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a file turned out to be: a form that can be published, or what must be mended first.

    `form` is None where it was too faulty to tell; `sources` are empty where it is not sound.
    """

    source: Source
    form: str | None = None
    sources: Mapping[str, str] = {}
    faults: tuple[DraftFault, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Reading).decode


async def read_handed_in(handed_in: HandedIn) -> Reading:
    """Return what a file is. One that its reader did not survive is refused like any other.

    Raises:
        OSError: no process can be had now.

    """
    async with _AT_ONCE, child(_READER) as process:
        try:
            answer = await asyncio.wait_for(
                exchanged(process, _encode(handed_in), LONGEST_ANSWER), _PATIENCE_S
            )
            return _decode(answer)
        except (TimeoutError, msgspec.DecodeError):
            fault = DraftFault(handed_in.file, 0, "", key=text_key("form.fault.too_hard"))
            return Reading(source="yaml", faults=(fault,))
