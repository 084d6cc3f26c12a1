"""Files that are odd or made to hurt: read, or refused with the reason, in 5 s and 512 MB."""

import asyncio
import time
from collections.abc import Callable
from datetime import date

import pytest

from bot.i18n import Catalogues
from bot.imports.reader import answers_of, look
from bot.imports.talk import Looked, Portion, Refused, Wish
from bot.imports.wording import refusal_text
from flows.spelling import fold
from survey.transaction_columns import guess
from tests.bot.imports import lists
from tests.bot.imports.lists import HEADERS, ROWS, TABLE, TITLES, text, workbook
from tests.bot.imports.office import pieces

TODAY = "2026-11-03"
CODES = ["HS-01", "HS-02", "HS-03"]
NAMES = [row[4] for row in ROWS]
DAYS = ["2026-10-05", "2026-10-06", "2026-10-07"]
PHONES = ["+84912345678", "+84987654321", "+84358123456"]


async def seen(content: bytes) -> Looked | Refused:
    """What a look finds, within the time that is promised."""
    begun = time.monotonic()
    found = await look(Wish(ledger="person", today=TODAY), pieces(content))
    assert time.monotonic() - begun < 10
    return found


async def read(content: bytes) -> tuple[Looked, Portion]:
    looked = await seen(content)
    assert isinstance(looked, Looked), looked
    columns = guess(looked.headers, "person", fold)
    wish = Wish(ledger="person", today=TODAY, columns=columns)
    [portion] = [one async for one in answers_of(wish, pieces(content), len(content))
                 if isinstance(one, Portion)]  # fmt: skip
    return looked, portion


def as_numbers() -> bytes:
    """Days as days, numbers as numbers: without the 0 that they begin with."""
    rows = [
        (code, name, date(2026, 10, 5 + n), int(phone), service)
        for n, (code, name, _, phone, service) in enumerate(ROWS)
    ]
    return workbook((HEADERS, *rows))


def two_header_rows() -> bytes:
    upper = ("Mã hồ sơ", "Người nộp", "", "Kết quả", "")
    lower = ("", "Họ và tên", "Số điện thoại", "Ngày trả", "Thủ tục")
    rows = [(code, name, phone, day, service) for code, name, day, phone, service in ROWS]
    counted = tuple(f"({n})" for n in range(1, 6))
    return workbook((*TITLES, upper, lower, counted, *rows))


def ragged() -> bytes:
    first, second, third = (list(row) for row in ROWS)
    return text((HEADERS, first, [*second, "", ""], third)).encode()


GOOD: dict[str, bytes] = {
    "utf-8": text().encode(),
    "utf-8 with its mark": text().encode("utf-8-sig"),
    "utf-16 of Excel": text(separator="\t").encode("utf-16"),
    "utf-16 without its mark": text().encode("utf-16-le"),
    "cp1258": lists.cp1258(),
    "tcvn3": lists.tcvn3(),
    "vni": lists.vni(),
    "commas": text(separator=",").encode(),
    "told by sep=": ("sep=|\r\n" + text(separator="|")).encode(),
    "titles above": text((*TITLES, *TABLE)).encode(),
    "ragged": ragged(),
    "a workbook": workbook(),
    "titles above in a workbook": workbook((*TITLES, *TABLE)),
    "two rows of headers": two_header_rows(),
    "numbers and days": as_numbers(),
    "a formula with its value": lists.with_formula(),
}


@pytest.mark.parametrize("name", GOOD)
async def test_lists_as_offices_have_them_are_read(name: str) -> None:
    _, portion = await read(GOOD[name])

    assert portion.faults == []
    assert [line.code for line in portion.lines] == CODES
    assert [line.procedure for line in portion.lines] == NAMES
    assert [line.done_on for line in portion.lines] == DAYS
    assert [line.phone for line in portion.lines] == PHONES


EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "empty", "Tệp không có dòng nào."),
    "a sheet of nothing": (lambda: workbook(()), "empty", "Tệp không có dòng nào."),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 99, "wrong_kind", "hoặc CSV"),
    "a letter": (lambda: lists.with_parts(EMPTY_ZIP, {"word/document.xml": b"<a/>"}),
                 "wrong_kind", "Excel (.xlsx, .xls) hoặc CSV"),
    "half a workbook": (lambda: workbook()[:3000], "damaged", "Tệp bị hỏng"),
    "far cell": (lists.far_cell, "far_cell", "1.048.576 dòng và 16.384 cột"),
    "a million columns": (lists.million_columns, "too_many_columns", "nhiều nhất 200 cột"),
    "a million columns of text": (lambda: (";".join(["a"] * 1_000_000) + "\n").encode() * 2,
                                  "too_many_columns", "nhiều nhất 200 cột"),
    "a bomb": (lists.bomb, "zip_bomb", "bung ra"),
    "a bomb that lies": (lists.liar, "damaged", "Tệp bị hỏng"),
    "entities": (lists.entities, "doctype", "khai báo lạ"),
    "links to other files": (lists.linked, "external_links", "liên kết đến tệp khác"),
    "a NUL": (lambda: text().replace("HS-02", "HS\0-02").encode(), "nul", "Dòng 3"),
    "torn utf-8": (lambda: text().encode() + b"HS-04;" * 60_000 + b"\xff\xfe\xff",
                   "encoding_broken", "Dòng 5"),
    "garbled": (lambda: text().encode().decode("latin-1").encode(), "encoding_unknown", "UTF-8"),
    "a quotation mark that nothing closes": (
        lambda: text().replace("HS-02", '"HS-02').encode() + text().encode() * 400,
        "cell_too_long", "Dòng 3"),
    "no header": (lambda: b"1;2;3\n4;5;6\n", "no_header", "tiêu đề"),
    "noise": (lambda: bytes(range(1, 256)) * 2000, "encoding_unknown", "UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_files_that_cannot_be_read_are_refused_with_the_reason(name: str) -> None:
    made, code, says = BAD[name]

    refused = await seen(await asyncio.to_thread(made))

    assert isinstance(refused, Refused)
    assert refused.code == code
    told = refusal_text(Catalogues.load(), "vi", refused.code, refused.params)
    assert says in told
    assert "{" not in told


async def test_a_formula_that_was_never_computed_is_an_empty_cell() -> None:
    _, portion = await read(lists.with_uncomputed_formula())

    assert [(one.row, one.column, one.code) for one in portion.faults] == [
        (4, "Ngày trả kết quả", "missing")
    ]


async def test_a_table_in_the_middle_of_its_sheet_has_the_rows_of_excel() -> None:
    """It begins at C4, as where a list was laid out for printing."""
    empty: list[tuple[object, ...]] = [()] * 3
    rows = [("", "", *row) for row in (HEADERS, *ROWS)]
    rows[2] = (*rows[2][:4], "35/10/2026", *rows[2][5:])

    looked, portion = await read(workbook([*empty, *rows]))

    assert looked.header_row == 4
    assert [(one.row, one.code) for one in portion.faults] == [(6, "day_unreadable")]


async def test_cells_beyond_the_headers_are_a_fault() -> None:
    rows = [list(row) for row in ROWS]
    rows[1].insert(2, "thừa")
    _, portion = await read(text((HEADERS, *rows)).encode())

    assert (3, "", "ragged") in [(one.row, one.column, one.code) for one in portion.faults]


async def test_what_encoding_it_was_is_said() -> None:
    told = {}
    for name in ("cp1258", "tcvn3", "vni", "utf-16 of Excel"):
        looked, _ = await read(GOOD[name])
        told[name] = (looked.encoding, looked.font, looked.separator)

    assert told == {
        "cp1258": ("cp1258", "unicode", ";"),
        "tcvn3": ("latin-1", "tcvn3", ";"),
        "vni": ("latin-1", "vni", ";"),
        "utf-16 of Excel": ("utf-16", "unicode", "\t"),
    }
