"""The child process that reads one list: limited, without secrets, then thrown away.

From its standard input it reads a `Wish` and the file behind it; it answers in frames (`talk`).
A file that takes it over finds nothing, reaches nobody, and ends with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import BinaryIO, Final, TypeAlias

from bot.files.limits import MEGABYTE, give_up
from bot.imports.comma_files import CommaFile
from bot.imports.lines import Fault, Line, LineReader
from bot.imports.pace import AT_ONCE
from bot.imports.refusals import FileRefusedError
from bot.imports.talk import (
    LENGTH,
    Answer,
    Ended,
    Looked,
    Portion,
    Refused,
    Wish,
    decode_wish,
    framed,
)
from bot.imports.workbooks import OLE, ZIP, Workbook
from flows.spelling import clean, fold
from survey.transaction_columns import find_header

__all__ = ["MEMORY", "Table", "answers", "main", "opened"]

MEMORY: Final = 512 * MEGABYTE
"""Bytes of address space: libraries, and a sheet of six million cells."""

_LOOKED_AT: Final = 60  # rows in which the header and samples of what is below are found
_SAMPLES: Final = 5
_PORTION: Final = AT_ONCE  # rows: some 40 kB
_MOST_WORKBOOK: Final = 60 * MEGABYTE
_OTHER_KINDS: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b",
                       b"{\\rtf")  # fmt: skip

Table: TypeAlias = CommaFile | Workbook


def answers(wish: Wish, file: BinaryIO) -> Iterator[Answer]:
    """Yield what there is to say about a file, part by part."""
    try:
        table = opened(file)
        yield from _looked(table) if wish.columns is None else _read(wish, table)
    except FileRefusedError as refused:
        yield Refused(refused.code, refused.params)
    except MemoryError:
        yield Refused("too_hard")


def opened(file: BinaryIO) -> Table:
    """Return the list that a stranger's file holds.

    Raises:
        FileRefusedError: it is none, cannot be read, or is made to hurt.

    """
    head = file.read(LENGTH)
    if head.startswith((ZIP, OLE)):
        content = head + file.read(_MOST_WORKBOOK)
        if len(content) > _MOST_WORKBOOK:
            raise FileRefusedError("too_large", megabytes=_MOST_WORKBOOK // MEGABYTE)
        return Workbook(content)
    if head.startswith(_OTHER_KINDS):
        raise FileRefusedError("wrong_kind")
    return CommaFile(head, file)


def _headed(table: Table) -> tuple[list[list[str]], Iterator[list[str]], int, tuple[str, ...]]:
    """Return the first rows, those behind them, the header's last row, and the headers.

    Raises:
        FileRefusedError: nothing looks like a header.

    """
    rows = table.rows()
    first = list(islice(rows, _LOOKED_AT))
    if not any(any(row) for row in first):
        raise FileRefusedError("empty")
    header = find_header(first, fold)
    if header is None:
        raise FileRefusedError("no_header")
    texts = [clean(text).replace("\n", " ") for text in header.texts]
    while texts and not texts[-1]:
        texts.pop()
    return first, rows, header.last + 1, tuple(texts)


def _looked(table: Table) -> Iterator[Answer]:
    first, _, header_row, headers = _headed(table)
    below = [row for row in first[header_row:] if any(row)]
    yield Looked(
        kind=table.kind,
        encoding=table.writing.codec,
        font=table.writing.font,
        separator=table.separator,
        sheet=table.sheet,
        header_row=header_row,
        headers=headers,
        samples=tuple(tuple(row[: len(headers)]) for row in below[:_SAMPLES]),
    )


def _read(wish: Wish, table: Table) -> Iterator[Answer]:
    first, rest, header_row, headers = _headed(table)
    reader = LineReader(wish.columns or {}, headers, date.fromisoformat(wish.today))
    lines: list[Line] = []
    faults: list[Fault] = []
    number, count = header_row, 0
    for number, row in enumerate(chain(first[header_row:], rest), start=header_row + 1):
        if number > wish.after and row:
            line, wrong = reader.read(number, row)
            count += line is not None
            faults += wrong
            if line is not None and not wrong:
                lines.append(line)
        if number % _PORTION == 0 and number > wish.after:
            yield Portion(number, count, lines, faults)
            lines, faults, count = [], [], 0
    yield Portion(number, count, lines, faults)
    yield Ended(number)


def main(cpu_seconds: int) -> None:
    """Read what stands in the standard input, and answer."""
    give_up(MEMORY, cpu_seconds)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    wish = decode_wish(source.read(int.from_bytes(source.read(LENGTH), "big")))
    for answer in answers(wish, source):
        target.write(framed(answer))
        target.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
