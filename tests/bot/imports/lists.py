"""Lists as offices and enemies make them, each as the bytes of its file."""

import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from flows.old_fonts import _TCVN3, _VNI

HEADERS = ("Mã hồ sơ", "Họ và tên", "Ngày trả kết quả", "Số điện thoại", "Thủ tục hành chính")
ROWS = (
    ("HS-01", "Nguyễn Thị Mỹ Hạnh", "05/10/2026", "0912345678", "Hưởng chế độ thai sản"),
    ("HS-02", "Đặng Văn Được", "06/10/2026", "0987654321", "Cấp lại sổ bảo hiểm xã hội"),
    ("HS-03", "Trần Quỳnh Như", "07/10/2026", "0358123456", "Hưởng trợ cấp thất nghiệp"),
)
TITLES = (("BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG",), (), ("DANH SÁCH HỒ SƠ ĐÃ TRẢ KẾT QUẢ",), ())
_TO_TCVN3 = {chr(letter): chr(sign) for sign, letter in _TCVN3.items()}
_TO_VNI = {letter: signs for signs, letter in _VNI.items()}
_SHEET = "xl/worksheets/sheet1.xml"

Table = Sequence[Sequence[object]]
TABLE: Table = (HEADERS, *ROWS)


def text(table: Table = TABLE, separator: str = ";") -> str:
    return "\r\n".join(separator.join(map(str, row)) for row in table) + "\r\n"


def in_font(signs: Mapping[str, str], written: str) -> str:
    """A text as the keyboard of an old font left it."""
    return "".join(signs.get(sign, sign) for sign in written)


def tcvn3() -> bytes:
    return in_font(_TO_TCVN3, text()).encode("latin-1")


def vni() -> bytes:
    return in_font(_TO_VNI, text()).encode("latin-1")


def cp1258() -> bytes:
    """With the tone behind its letter, as Windows has it."""
    return "".join(_of_windows(sign) for sign in text()).encode("cp1258")


def _of_windows(sign: str) -> str:
    apart = unicodedata.normalize("NFD", sign)
    tones = "".join(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
    rest = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
    return rest + tones


def workbook(
    table: Table = TABLE, then: Callable[[Any], None] | None = None, **options: object
) -> bytes:
    """A workbook with one sheet; `then` does more to the sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(table):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value != "":
                    sheet.write(number, column, value)
        if then is not None:
            then(sheet)
    return file.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A workbook with parts put in, or in the place of others."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    return file.getvalue()


def part(content: bytes, name: str = _SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def far_cell() -> bytes:
    """Some kilobytes, with one cell at the far corner: half a terabyte for who trusts it."""
    return workbook(then=lambda sheet: sheet.write("XFD1048576", "x"))


def million_columns() -> bytes:
    """A row of a million cells that say nothing of where they are."""
    cells = b"<c><v>1</v></c>" * 1_000_000
    sheet = part(workbook()).replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>")
    return with_parts(workbook(), {_SHEET: sheet})


def bomb() -> bytes:
    """Blanks, a thousandth of which is the file."""
    return with_parts(workbook(), {_SHEET: b" " * 320_000_000})


def liar() -> bytes:
    """A bomb that says in its directory that it is small."""
    content = bytearray(with_parts(workbook(), {_SHEET: b"<a>" + b" " * 40_000_000}))
    size = struct.pack("<I", 40_000_003)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 1000)
    return bytes(content)


def entities() -> bytes:
    """Ten entities of ten entities each: the "billion laughs"."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE lol [<!ENTITY e0 "ha">{levels}]>'.encode()
    sheet = part(workbook())
    head, _, rest = sheet.partition(b"?>")
    return with_parts(workbook(), {_SHEET: head + b"?>" + doctype + rest})


def linked() -> bytes:
    return with_parts(workbook(), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def with_formula() -> bytes:
    """The third day is computed: its value was saved with it, as Excel does."""
    return workbook(
        then=lambda sheet: sheet.write_formula("C4", '="07/10/2026"', None, "07/10/2026")
    )


def with_uncomputed_formula() -> bytes:
    return workbook(then=lambda sheet: sheet.write_formula("C4", "=TODAY()", None, ""))
