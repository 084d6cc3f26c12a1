"""The catalogue as a sheet: read, written, read again; what is wrong with which cell."""

from datetime import date

import pytest

from survey.procedure_rows import ReadProcedures, read_procedures, written
from survey.procedures import Procedure

TODAY = date(2026, 1, 5)
HEAD = ["Ma thu tuc", "Ten thu tuc", "Tu ngay", "Den ngay", "Thoi han", "Hinh thuc", "Doi tuong",
        "Phieu"]  # fmt: skip


def lower(text: str) -> str:
    return " ".join(text.lower().split())


def read(*rows: str) -> ReadProcedures:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return read_procedures([HEAD, *cells], {"mc"}, lower, TODAY)


def test_rows_become_dated_lines() -> None:
    whole = "1.27 | Cap lai the | 01/07/2025 | 31/12/2026 | 5 | truc tiep, online | don vi | mc"
    found = read(whole, "1.2 | Cap so")
    assert found.lines == (
        Procedure(
            code="1.27", name="Cap lai the", from_day=date(2025, 7, 1),
            to_day=date(2026, 12, 31), term_days=5, channels=("desk", "online"),
            audience="employer", form="mc",
        ),
        Procedure(code="1.2", name="Cap so", from_day=TODAY),
    )  # fmt: skip
    assert read_procedures(written(found.lines), {"mc"}, lower, date.min) == found


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("| Cap so", "Ma thu tuc", "empty"),
        ("1.3 |", "Ten thu tuc", "empty"),
        ("1.3 | Cap so | mai", "Tu ngay", "day"),
        ("1.3 | Cap so | 05/01/2026 | 01/01/2026", "Den ngay", "days_turned"),
        ("1.3 | Cap so | | | 5 ngay", "Thoi han", "number"),
        ("1.3 | Cap so | | | | fax", "Hinh thuc", "channel_unknown"),
        ("1.3 | Cap so | | | | | ai do", "Doi tuong", "audience_unknown"),
        ("1.3 | Cap so | | | | | | xyz", "Phieu", "form_unknown"),
        ("1.2 | Lai nua", "Ma thu tuc", "twice"),
    ],
)
def test_a_fault_names_its_row_and_column(row: str, column: str, code: str) -> None:
    found = read("1.2 | Cap so", row)
    assert [(one.row, one.column, one.code) for one in found.faults] == [(3, column, code)]
    assert found.lines == ()


def test_a_list_without_codes_is_refused_as_a_whole() -> None:
    [fault] = read_procedures([["Ten"], ["x"]], (), lower, TODAY).faults
    assert (fault.column, fault.code) == ("ma thu tuc", "column_missing")
