"""Lists of offices: where the header stands, and what cells hold."""

from datetime import date

import pytest

from survey.office_lists import ListFault, Sheet, day_in, minute_in, sheet_of, weekdays_in

CALLED = {"name": ("ho ten", "ho va ten"), "day": ("tu ngay",), "note": ("ghi chu",)}


def lower(text: str) -> str:
    return " ".join(text.lower().split())


def test_the_header_stands_below_titles() -> None:
    rows = [["BHXH TINH MAU", "", ""], [], ["STT", "Ho va ten:", "Tu  ngay"], [],
            ["1", " An ", "05/01/2026"], ["", "", " "], ["2", "Binh"]]  # fmt: skip
    found = sheet_of(rows, CALLED, ("name", "day"), lower)
    assert isinstance(found, Sheet)
    assert found.headers == {"name": "Ho va ten:", "day": "Tu  ngay"}
    assert [(row.number, row["name"], row["day"], row["note"]) for row in found.rows] == [
        (5, "An", "05/01/2026", ""),
        (7, "Binh", "", ""),
    ]
    fault = ListFault(row=7, column="Tu  ngay", code="day", value="")
    assert found.fault(found.rows[1], "day", "day") == fault


def test_a_column_that_lacks_is_named() -> None:
    rows = [["a title"], ["Ho ten", "Ghi chu"]]
    fault = ListFault(row=1, column="tu ngay", code="column_missing")
    assert sheet_of(rows, CALLED, ("name", "day"), lower) == fault
    assert sheet_of([], CALLED, ("name",), lower) == ListFault(
        row=1, column="ho ten", code="column_missing"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/01/2026", date(2026, 1, 5)),
        ("5-1-2026", date(2026, 1, 5)),
        ("2026-01-05", date(2026, 1, 5)),
        ("2026-01-05 00:00:00", date(2026, 1, 5)),
        ("31/02/2026", None),
        ("", None),
        ("hôm nay", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("7:30", 450),
        ("7h30", 450),
        ("7 gio 30 phut", 450),
        ("07:30:00", 450),
        ("7h", 420),
        ("7", 420),
        ("24:00", 1440),
        ("24:30", None),
        ("7:60", None),
        ("sang", None),
        ("", None),
    ],
)
def test_times_of_day(text: str, minute: int | None) -> None:
    assert minute_in(text, lower) == minute


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("2-6", 0b001_1111),
        ("T2 - T6", 0b001_1111),
        ("Thu 2 den thu 6", 0b001_1111),
        ("2, 4, 6", 0b001_0101),
        ("T2,T7", 0b010_0001),
        ("2-4, 6", 0b001_0111),
        ("CN", 0b100_0000),
        ("7-CN", 0b110_0000),
        ("hang ngay", None),
        ("", None),
        ("1", None),
    ],
)
def test_weekdays_are_counted_the_vietnamese_way(text: str, bits: int | None) -> None:
    assert weekdays_in(text, lower) == bits
