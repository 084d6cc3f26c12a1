"""Tables as files, .csv and .xlsx, in which no cell is ever a formula, a link or a surprise."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Final, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.i18n import ZONE
from flows.identifiers import Instant

__all__ = [
    "OPTIONS",
    "Cell",
    "Sheet",
    "TooManyRowsError",
    "appearing",
    "clean",
    "clock",
    "tables_appearing",
    "visible",
    "write_csv",
    "write_xlsx",
]

Cell: TypeAlias = str | int | float | None

_CSV_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001
"""A text that begins so may be run as a formula (ASVS 1.2.10; full width: East Asian Excel)."""

OPTIONS: Final[Mapping[str, bool]] = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""Of every workbook: a text stays a text."""
_LONGEST_CELL = 32_767  # Excel's limit; a longer text would be left out without a word
_MOST_ROWS = 1_048_576
_CONTROLS = {code: "\ufffd" for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: "\ufffd"}
_WIDEST_COLUMN = 60


class TooManyRowsError(Exception):
    """A table has more rows than a sheet of Excel can hold; a .csv file has no such limit."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` may be read once only; `name` is at most 31 characters."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()
    """Characters per column; columns without one fit their header."""
    suffix: str = ""
    """Ending of the sheet's own file where a file holds one table only: `.codebook`."""


def clock(instant: Instant) -> str:
    """Write a moment in Vietnam so that texts sort by time: 2026-01-05 14:05:09."""
    local = datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZONE)
    return local.strftime("%Y-%m-%d %H:%M:%S")


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """Give a file beside `target` to write to; it takes its name only when all went well.

    The folder must exist. The file is readable by its owner only: it may hold personal data.

    Raises:
        OSError: the folder is missing, full or not writable; `target` is as it was.

    """
    descriptor, name = mkstemp(prefix=f".{target.name}.", suffix=target.suffix, dir=target.parent)
    os.close(descriptor)
    partial = Path(name)
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def tables_appearing(
    target: Path, sheets: Sequence[Sheet], separator: str = ","
) -> Iterator[list[Path]]:
    """Write a workbook, or one .csv file a sheet; they appear when the block ends well.

    Raises:
        OSError: a file cannot be written; nothing has appeared then.
        TooManyRowsError: a workbook cannot hold them; nothing has appeared then.

    """
    with ExitStack() as stack:
        if target.suffix.lower() == ".xlsx":
            write_xlsx(stack.enter_context(appearing(target)), sheets)
            yield [target]
            return
        targets = [target.with_suffix(f"{sheet.suffix}{target.suffix}") for sheet in sheets]
        for path, sheet in zip(targets, sheets, strict=True):
            write_csv(stack.enter_context(appearing(path)), sheet, separator=separator)
        yield targets


def write_csv(path: Path, sheet: Sheet, *, separator: str = ",") -> int:
    """Write UTF-8 with the mark by which Excel knows it; return the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
        writer.writerow([_csv_cell(header) for header in sheet.headers])
        for row in sheet.rows:
            writer.writerow([_csv_cell(cell) for cell in row])
            count += 1
    return count


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> int:
    """Write a workbook, texts as texts; return the number of rows of the first sheet.

    Raises:
        TooManyRowsError: more rows than a sheet of Excel can hold.

    """
    counts: list[int] = []
    with xlsxwriter.Workbook(path, {**OPTIONS, "constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            counts.append(_fill(page, sheet, bold))
    return counts[0]


def _fill(page: Worksheet, sheet: Sheet, bold: Format) -> int:
    for column, header in enumerate(sheet.headers):
        given = sheet.widths[column] if column < len(sheet.widths) else len(header) + 2
        page.set_column(column, column, max(8, min(given, _WIDEST_COLUMN)))
        page.write_string(0, column, header, bold)
    page.freeze_panes(1, 1)
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        if count >= _MOST_ROWS:
            raise TooManyRowsError(sheet.name)
        _write_row(page, count, row)
    page.autofilter(0, 0, count, max(0, len(sheet.headers) - 1))
    return count


def _write_row(page: Worksheet, number: int, row: Sequence[Cell]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            page.write_string(number, column, clean(cell))
        elif cell is not None:
            page.write_number(number, column, cell)


def clean(text: str) -> str:
    """Return a text as a cell of Excel can carry it."""
    return visible(text)[:_LONGEST_CELL]


def visible(text: str) -> str:
    """Make control characters visible: neither format can carry them."""
    return text.translate(_CONTROLS)


def _csv_cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    guarded = f"'{cell}" if cell.lstrip(" ").startswith(_CSV_TRIGGERS) else cell
    return visible(guarded)
