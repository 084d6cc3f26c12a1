"""Files of separated values as programs write them: rows of texts, one at a time."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from bot.imports.encodings import HEAD, Writing, cell_reader, writing_of
from bot.imports.refusals import FileRefusedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "CommaFile"]

MOST_COLUMNS: Final = 200
MOST_ROWS: Final = 2_000_000
_LONGEST_CELL: Final = 32_767  # as in Excel: more is a quotation mark that nothing closes
_SEPARATORS: Final = ";,\t|"
_LINES: Final = 50
_NAMED: Final = "sep="
"""How Excel is told the separator, in a first line of its own."""


class _Replayed(io.RawIOBase):
    """A stream whose beginning was read already, and comes again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer from the beginning first; return how many bytes."""
        target = memoryview(buffer)
        if self._head:
            size = min(len(target), len(self._head))
            target[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        piece = self._rest.read(len(target))
        target[: len(piece)] = piece
        return len(piece)


class CommaFile:
    """One file, whose rows can be gone through once. `begun`: what was read of it already.

    Raises:
        FileRefusedError: it is no text that anybody could read.

    """

    kind = "csv"
    sheet = ""

    def __init__(self, begun: bytes, file: BinaryIO) -> None:
        head = begun + _first(file)
        if not head.strip(b"\0 \t\r\n;,"):
            raise FileRefusedError("empty")
        self.writing: Writing = writing_of(head, whole=len(head) < HEAD)
        self._file = _Replayed(head, file)
        text = head.decode(self.writing.codec, errors="replace")
        self.separator = _separator(text)
        self._names_it = text.lower().startswith(_NAMED)

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows; blank ones too, so that they are counted as Excel counts them.

        Raises:
            FileRefusedError: a row cannot be read, or there are too many.

        """
        csv.field_size_limit(_LONGEST_CELL)
        number = 0
        read = cell_reader(self.writing.font)
        buffered = io.BufferedReader(self._file, HEAD)
        text = io.TextIOWrapper(buffered, self.writing.codec, newline="")
        try:
            for number, row in enumerate(csv.reader(text, delimiter=self.separator), start=1):
                if "\0" in "".join(row):
                    raise FileRefusedError("nul", row=number)
                _refuse_wide(row, number)
                is_note = number == 1 and self._names_it
                yield [] if is_note else [read(cell).strip() for cell in row]
        except UnicodeDecodeError:
            raise FileRefusedError("encoding_broken", row=number + 1) from None
        except csv.Error:
            raise FileRefusedError("cell_too_long", row=number + 1) from None


def _refuse_wide(row: list[str], number: int) -> None:
    if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
        raise FileRefusedError("too_many_columns", most=MOST_COLUMNS)
    if number > MOST_ROWS:
        raise FileRefusedError("too_many_rows", most=MOST_ROWS)


def _first(file: BinaryIO) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while size < HEAD and (piece := file.read(HEAD - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _separator(text: str) -> str:
    """Return what parts most rows into the same number of cells."""
    first = text[: len(_NAMED) + 1].lower()
    if first.startswith(_NAMED) and first[-1:] in _SEPARATORS:
        return first[-1]
    lines = text.splitlines()[:_LINES]

    def agreement(separator: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
        except csv.Error:
            return (0, 0)
        widths.pop(1, None)
        width, rows = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return (rows, width)

    return max(_SEPARATORS, key=agreement)
