"""Tables of counts from elsewhere: the report of 2020 (domain §2.6), and each kind of fault."""

from __future__ import annotations

import msgspec
import pytest

from survey.count_tables import Flag, Review, SourceRow, SourceTable, count_of, review
from survey.counts import COLUMNS

_REPORT_2020 = """
Văn phòng	101	101	101	0
BHXH huyện Krông Nô	197	197	197	0
BHXH huyện Cư Jút	80	80	80	0
BHXH huyện Đắk Mil	83	83	83	0
BHXH huyện Đắk Song	185	185	185	0
BHXH huyện Đắk Glong	58	58	58	0
BHXX huyện Tuy Đức	174	171	171	0
BHXX huyện Đắk R'lấp	137	137	137	0
Tổng cộng:	1.015	1.012	1.012	03
"""


def _row(number: int, line: str) -> SourceRow:
    name, *cells = line.split("\t")
    return SourceRow(
        row=number,
        name=name,
        cells=dict(zip(COLUMNS, cells, strict=True)),
        unit_ids=(f"unit-{number}",),
        exact="BHXX" not in name,
    )


def _table(text: str) -> SourceTable:
    *rows, last = (_row(at, line) for at, line in enumerate(text.strip().splitlines(), start=1))
    return SourceTable(rows=tuple(rows), total=last)


def _codes(found: Review, *, but: tuple[str, ...] = ()) -> list[str]:
    return [flag.code for flag in found.flags if flag.code not in but]


def test_the_report_of_2020_is_computed_and_its_three_are_not_returned_ones() -> None:
    found = review(_table(_REPORT_2020))
    assert found.totals == {"issued": 1015, "returned": 1012, "valid": 1012, "invalid": 0}
    assert sum(found.not_returned.values()) == 3
    differs, explained = found.flags[0], found.flags[1]
    assert (differs.code, differs.column, differs.written, differs.computed) == (
        "total_differs", "invalid", "03", 0,
    )  # fmt: skip
    assert (explained.code, explained.rows) == ("not_returned_as_invalid", ("BHXX huyện Tuy Đức",))
    assert differs.blocks
    assert explained.blocks


def test_full_returns_of_the_report_of_2020_are_marked_for_call_back() -> None:
    marked = [flag for flag in review(_table(_REPORT_2020)).flags if flag.asks_call_back]
    assert [flag.name for flag in marked if flag.code == "all_returned"] == [
        row.name for row in _table(_REPORT_2020).rows if "Tuy Đức" not in row.name
    ]
    assert [flag.computed for flag in marked if flag.code == "none_invalid"] == [1012]


def test_a_unit_without_a_row_and_other_spellings_are_named() -> None:
    expected = [f"unit-{number}" for number in range(1, 9)] + ["gia-nghia"]
    found = review(_table(_REPORT_2020), expected)
    assert [flag.name for flag in found.flags if flag.code == "unit_missing"] == ["gia-nghia"]
    assert [flag.row for flag in found.flags if flag.code == "spelt_otherwise"] == [7, 8]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A\t10\t9\t8\t1\nΣ\t10\t9\t8\t1", []),
        ("A\t10\t9\t8\t1\nΣ\t10\t9\t8\t2", ["total_differs"]),
        ("A\t10\t9\t9\t0\nΣ\t10\t9\t9\t1", ["total_differs", "not_returned_as_invalid"]),
        ("A\t10\t9\t8\t0\nΣ\t10\t9\t8\t0", ["not_reconciled"]),
        ("A\t10\t11\t11\t0\nΣ\t10\t11\t11\t0", ["more_returned"]),
        ("A\t10\tchín\t8\t1\nΣ\t10\t0\t8\t1", ["unreadable"]),
        ("A\t10\t\t8\t1\nΣ\t10\t0\t8\t1", ["missing"]),
        ("A\t30\t30\t29\t1\nΣ\t30\t30\t29\t1", ["all_returned"]),
        ("A\t29\t29\t29\t0\nΣ\t29\t29\t29\t0", []),
        ("A\t200\t100\t100\t0\nΣ\t200\t100\t100\t0", ["none_invalid"]),
        ("A\t200\t99\t99\t0\nΣ\t200\t99\t99\t0", []),
    ],
)
def test_flags(text: str, codes: list[str]) -> None:
    assert _codes(review(_table(text))) == codes


def test_units_that_are_unknown_ambiguous_or_doubled_are_flagged() -> None:
    rows = [_row(number, "A\t1\t0\t0\t0") for number in range(1, 5)]
    units: list[tuple[str, ...]] = [("a",), (), ("b", "c"), ("a",)]
    placed = tuple(
        msgspec.structs.replace(row, unit_ids=ids) for row, ids in zip(rows, units, strict=True)
    )
    found = review(SourceTable(rows=placed))
    assert _codes(found) == ["no_total", "unknown_unit", "ambiguous_unit", "unit_twice"]
    assert [flag.blocks for flag in found.flags] == [False, True, True, True]


def test_nothing_of_the_source_is_changed() -> None:
    table = _table(_REPORT_2020)
    review(table)
    assert table == _table(_REPORT_2020)
    assert Flag(code="no_total") in review(SourceTable(rows=table.rows)).flags


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0), ("03", 3), ("1.015", 1015), ("1,015", 1015), ("1 015", 1015), (" 12 ", 12),
        ("1\u00a0012", 1012), ("1.234.567", 1234567), ("", None), ("-", None), ("1.5", None),
        ("12.01", None), ("-3", None), ("ba", None), ("1e3", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_counts_are_read_as_offices_write_them(text: str, count: int | None) -> None:
    assert count_of(text) == count
