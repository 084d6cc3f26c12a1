"""Files that are no forms, or would be too much: refused before they do harm, nothing silent."""

import io
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from bot.xlsform.remarks import Remarks
from bot.xlsform.sheets import read_workbook
from tests.bot.xlsform.workbooks import workbook


def refused(content: bytes) -> list[str]:
    remarks = Remarks()
    read_workbook(content, remarks)
    return [remark.key for remark in remarks.sorted if remark.weight == "refused"]


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [b"", b"type,name\ntext,a\n", b"PK\x03\x04 half", b"\xd0\xcf"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refused(content) == ["xlsform.no_xlsx"]


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert refused(buffer.getvalue()) == ["xlsform.not_a_workbook"]


def test_a_file_that_unpacks_to_gigabytes_is_not_opened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    assert len(buffer.getvalue()) < 100_000
    assert refused(buffer.getvalue()) == ["xlsform.too_large"]


def test_one_cell_in_the_last_corner_costs_no_memory_and_is_refused() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet["A1"], sheet["XFD1048576"] = "type", "x"
    started = time.monotonic()
    assert refused(saved(book)) == ["xlsform.too_many_rows"]
    assert time.monotonic() - started < 20


def test_a_formula_without_a_result_is_refused_with_its_cell() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(["type", "name"])
    sheet.append(["text", '=CONCATENATE("a", "b")'])
    remarks = Remarks()
    read_workbook(saved(book), remarks)
    assert [(r.row, r.column, r.key) for r in remarks.sorted] == [(2, "name", "xlsform.formula")]


def test_two_columns_of_one_name_are_refused() -> None:
    assert refused(workbook({"survey": [["type", "name", "name"]]})) == ["xlsform.same_header"]


def test_numbers_days_and_truths_are_read_as_people_see_them() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c", "d"])
    sheet.append([3.0, True, date(2026, 1, 31), "x\u00a0y"])
    row = read_workbook(saved(book), Remarks())["sheet"].rows[0]
    assert list(row.cells.values()) == ["3", "TRUE", "2026-01-31", "x y"]
