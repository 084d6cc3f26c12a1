"""What the process that reads a file and the one that asked for it say to each other.

Each frame is four bytes of its length and a MessagePack value. First comes the wish, then the
file itself; the answers are frames, of which the last is `Ended` or `Refused`.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from bot.imports.lines import Fault, Line
from survey.transaction_columns import Field, Ledger

__all__ = [
    "LENGTH",
    "LONGEST_FRAME",
    "Answer",
    "Ended",
    "Looked",
    "Portion",
    "Refused",
    "Wish",
    "decode_answer",
    "decode_wish",
    "framed",
]

LENGTH: Final = 4
LONGEST_FRAME: Final = 8 * 1024 * 1024
"""Bytes: no honest answer is as long as that."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted of a file: a look at its beginning, or, with `columns`, all its rows."""

    ledger: Ledger
    today: str
    columns: dict[Field, int] | None = None
    after: int = 0
    """The row behind which to begin: those before were read already."""


class Looked(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What a file is: how it is written, its headers, and some of its rows."""

    kind: str
    encoding: str
    font: str
    separator: str
    sheet: str
    header_row: int
    """The lowest row of the headers, as the program counts that wrote the file."""
    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]


class Portion(msgspec.Struct, frozen=True, tag=True):
    """Some rows, and how far they go."""

    upto: int
    count: int
    """Rows of the list among them: those that say anything."""
    lines: list[Line]
    faults: list[Fault]


class Ended(msgspec.Struct, frozen=True, tag=True):
    """The file was read to its end."""

    rows: int


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The file is not read: a code of `refusals.REFUSALS`."""

    code: str
    params: dict[str, str] = {}


Answer: TypeAlias = Looked | Portion | Ended | Refused

_encode = msgspec.msgpack.Encoder().encode
decode_answer = msgspec.msgpack.Decoder(Answer).decode
decode_wish = msgspec.msgpack.Decoder(Wish).decode


def framed(value: Wish | Answer) -> bytes:
    """Return a value as it goes through the pipe."""
    body = _encode(value)
    return len(body).to_bytes(LENGTH, "big") + body
