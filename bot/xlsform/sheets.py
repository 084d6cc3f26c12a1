"""Reads a workbook's sheets as rows of texts, within limits that no file can make us exceed."""

from __future__ import annotations

import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from bot.xlsform.remarks import Remark, Remarks
from flows.texts import text_key

__all__ = ["FILE_BYTES", "Row", "Sheet", "read_workbook"]

FILE_BYTES = 5_000_000
"""A form is some fifty kilobytes; more is a mistake, or full of pictures."""
_UNPACKED_BYTES = 60_000_000  # a few kilobytes can unpack to gigabytes
_MOST_ROWS = 20_000
_MOST_COLUMNS = 300
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


class Row(msgspec.Struct, frozen=True):
    """One row: its number in Excel, and its filled cells by header."""

    number: int
    cells: Mapping[str, str]


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: its headers in order, and its rows that hold anything."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_workbook(content: bytes, remarks: Remarks) -> dict[str, Sheet]:
    """Return the sheets by name in small letters; what cannot be read is refused in `remarks`."""
    reason = _unsafe(content)
    if reason:
        remarks.add(Remark("", 0, "", "refused", reason, {"most": f"{FILE_BYTES // 1_000_000}"}))
        return {}
    # Slow to import, and hardly anybody hands in a workbook: a service starts without.
    from openpyxl import load_workbook  # noqa: PLC0415 – see above
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 – see above

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Excel's extensions, which no form needs
            values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(content), read_only=True)
            try:
                return {
                    name.strip().lower(): _sheet(name, values[name], formulas[name], remarks)
                    for name in values.sheetnames
                    if hasattr(values[name], "iter_rows")  # a sheet that is a chart has none
                }
            finally:
                values.close()
                formulas.close()
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        params = {"reason": str(error)[:200] or type(error).__name__}
        remarks.add(Remark("", 0, "", "refused", text_key("xlsform.not_a_workbook"), params))
        return {}


def _unsafe(content: bytes) -> str | None:
    """Return the key of why a file is not even opened."""
    if len(content) > FILE_BYTES:
        return text_key("xlsform.too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        return text_key("xlsform.no_xlsx")
    return text_key("xlsform.too_large") if unpacked > _UNPACKED_BYTES else None


def _sheet(name: str, values: object, formulas: object, remarks: Remarks) -> Sheet:
    known = name.strip().lower()
    written = _grid(values)
    headers = _headers(known, next(written, ()), remarks)
    asked = _grid(formulas)
    next(asked, None)
    rows: list[Row] = []
    for number, (row, source) in enumerate(zip(written, asked, strict=False), start=2):
        cells = _cells(headers, row)
        for column, formula in _cells(headers, source).items():
            if column not in cells and formula.startswith("="):
                key = text_key("xlsform.formula")
                remarks.add(Remark(known, number, column, "refused", key))
        if cells:
            rows.append(Row(number, cells))
    if (getattr(values, "max_row", 0) or 0) > _MOST_ROWS:
        key, params = text_key("xlsform.too_many_rows"), {"most": str(_MOST_ROWS)}
        remarks.add(Remark(known, 0, "", "refused", key, params))
    return Sheet(known, tuple(header for header in headers if header), tuple(rows))


def _grid(sheet: object) -> Iterator[tuple[object, ...]]:
    rows: Iterator[tuple[object, ...]] = sheet.iter_rows(  # type: ignore[attr-defined]  # openpyxl has no stubs
        max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True
    )
    return rows


def _headers(sheet: str, row: tuple[object, ...], remarks: Remarks) -> list[str]:
    headers = [" ".join(_text(cell).split()) for cell in row]
    for at, header in enumerate(headers):
        if header and header in headers[:at]:
            key = text_key("xlsform.same_header")
            remarks.add(Remark(sheet, 1, header, "refused", key))
    return headers


def _cells(headers: list[str], row: tuple[object, ...]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for place, value in enumerate(row):
        text = _text(value)
        if text:
            header = headers[place] if place < len(headers) else ""
            # A cell without a header is somebody's note; it must still be named.
            cells[header or f"#{place + 1}"] = text
    return cells


def _text(value: object) -> str:
    """Return what a cell shows: whole numbers without a fraction, days the ISO way."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat().removesuffix("T00:00:00")
    if value is None:
        return ""
    return unicodedata.normalize("NFC", str(value)).translate(_SPACES).strip()
