"""Workbooks of Excel: looked into as archives first, then their cells, as texts.

Only values that were computed and saved are read: a formula without one is an empty cell.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final, TypeAlias

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bot.imports.comma_files import MOST_COLUMNS, MOST_ROWS
from bot.imports.encodings import Writing, cell_reader
from bot.imports.refusals import FileRefusedError
from flows.old_fonts import Font, font_of

__all__ = ["OLE", "ZIP", "Workbook"]

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"
"""What .xls begins with, and every workbook that is locked by a password."""

_Value: TypeAlias = (
    int | float | str | bool | dt.time | dt.date | dt.datetime
    | dt.timedelta
)  # fmt: skip

_MOST_ENTRIES: Final = 2_000
_MOST_UNPACKED: Final = 300_000_000  # bytes: a sheet of a million rows has some 250 MB
_MOST_RATIO: Final = 150  # sheets shrink to a twentieth, at the most to a fiftieth
_SMALL: Final = 30_000_000  # bytes: as much as that may be, whatever it was packed to
_MOST_CELLS: Final = 6_000_000  # cells between the corners: each takes 32 bytes, filled or not
_PIECE: Final = 1 << 20
_OVERLAP: Final = 32  # bytes in which a cell's address may be cut
_SHEETS: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW: Final = re.compile(rb'<row\b[^>]{0,64}?\br="(\d{1,9})"')
_FAR_COLUMN: Final = re.compile(rb'\br="([A-Z]{2,3})(\d{1,9})"')
_LETTERS: Final = tuple(bytes([letter]) for letter in range(ord("Z"), ord("A") - 1, -1))
_TRIED: Final = 200  # rows by which old fonts are told


class Workbook:
    """One workbook: its first sheet that is shown and holds anything.

    Raises:
        FileRefusedError: it cannot be read, or is made to hurt.

    """

    separator = ""

    def __init__(self, content: bytes) -> None:
        self.kind = "xls" if content.startswith(OLE) else "xlsx"
        if self.kind == "xlsx":
            _look_into(content)
        try:
            book = CalamineWorkbook.from_object(io.BytesIO(content))
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
                and sheet.visible == SheetVisibleEnum.Visible
            ]
            sheets = (book.get_sheet_by_name(name) for name in names)
            found = next((sheet for sheet in sheets if sheet.height), None)
        except PasswordError:
            raise FileRefusedError("password") from None
        except (CalamineError, OSError, ValueError):
            raise FileRefusedError("damaged") from None
        if found is None:
            raise FileRefusedError("empty")
        self._sheet = found
        self.sheet = found.name
        _refuse_large(found.total_height, found.total_width)
        self.writing = Writing("", self._font())

    def _font(self) -> Font:
        rows = self._sheet.to_python(skip_empty_area=True, nrows=_TRIED)
        text = " ".join(cell for row in rows for cell in row if isinstance(cell, str))
        font = font_of(text)
        if font is None:
            raise FileRefusedError("encoding_unknown")
        return font

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows, those above the first filled one too: they have numbers in Excel.

        `iter_rows` begins with the first row of the sheet, and with the first filled column.
        """
        _, left = self._sheet.start or (0, 0)
        read = cell_reader(self.writing.font)
        indent = [""] * left
        for row in self._sheet.iter_rows():
            yield [*indent, *(read(_text(value)) for value in row)]


def _refuse_large(rows: int, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise FileRefusedError("too_many_columns", most=MOST_COLUMNS)
    if rows > MOST_ROWS:
        raise FileRefusedError("too_many_rows", most=MOST_ROWS)


def _text(value: _Value) -> str:
    """Return what a cell says: whole numbers without a fraction, days the ISO way."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return str(value)


# -- the archive


def _look_into(content: bytes) -> None:
    """Refuse what only pretends to be a list, before anything is unpacked as a whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries)
            names = [entry.filename for entry in entries]
            if any(name.startswith("xl/externalLinks/") for name in names):
                raise FileRefusedError("external_links")
            if "xl/workbook.xml" not in names:
                raise FileRefusedError("wrong_kind")
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _refuse_doctype(archive, name)
                if _SHEETS.fullmatch(name):
                    _refuse_far_cells(archive, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError):
        raise FileRefusedError("damaged") from None


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swells = unpacked > _SMALL and unpacked > _MOST_RATIO * max(packed, 1)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or swells:
        raise FileRefusedError("zip_bomb", megabytes=unpacked // 1_000_000)


def _refuse_doctype(archive: zipfile.ZipFile, name: str) -> None:
    """No workbook has a document type; entities that multiply need one."""
    with archive.open(name) as part:
        if b"<!DOCTYPE" in part.read(4096).upper():
            raise FileRefusedError("doctype")


def _refuse_far_cells(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a sheet between whose corners there are too many cells: whoever reads it makes room
    for each of them, and one cell at XFD1048576 would take half a terabyte (libraries P6).
    """
    last_row = last_column = 1
    for piece in _pieces(archive, name):
        rows = _ROW.findall(piece)
        last_row = max(last_row, int(rows[-1])) if rows else last_row
        for column, row in set(_FAR_COLUMN.findall(piece)):
            last_column = max(last_column, _number(column))
            last_row = max(last_row, int(row))
        near = next((one for one in _LETTERS if b'r="' + one in piece), b"A")
        last_column = max(last_column, _number(near))
    if last_row * last_column > _MOST_CELLS:
        raise FileRefusedError("far_cell", rows=last_row, columns=last_column)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        kept = b""
        while piece := part.read(_PIECE):
            yield kept + piece
            kept = piece[-_OVERLAP:]


def _number(column: bytes) -> int:
    """Return which column a name means: A is 1, Z 26, AA 27."""
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number
