"""The table of counts is found in sheets as offices make them, or refused with its place."""

from __future__ import annotations

import pytest

from survey.count_layout import LayoutError, Meant, source_table

_HEAD = ["TT", "Đơn vị", "Số phiếu phát ra", "Số phiếu thu về", "Số phiếu hợp lệ",
         "Số phiếu không hợp lệ"]  # fmt: skip


def _find(name: str) -> Meant:
    return Meant((name.removeprefix("BHXX ").removeprefix("BHXH "),), exact="BHXX" not in name)


def test_titles_above_and_blank_rows_between_are_passed_over() -> None:
    table = source_table(
        [
            ["BẢO HIỂM XÃ HỘI TỈNH ĐẮK NÔNG"],
            ["Bảng thống kê số phiếu phát ra, thu về, hợp lệ và không hợp lệ của các đơn vị"],
            [],
            _HEAD,
            ["1", "BHXH Krông Nô", "197", "197", "197", "0"],
            ["", "", "", "", "", ""],
            ["2", "BHXX Tuy Đức", "174", "171", "171", "0"],
            ["Tổng cộng:", "", "1.015", "1.012", "1.012", "03"],
        ],
        _find,
    )
    assert [(row.row, row.unit_ids, row.exact) for row in table.rows] == [
        (5, ("Krông Nô",), True),
        (7, ("Tuy Đức",), False),
    ]
    assert table.rows[1].cells == {
        "issued": "174", "returned": "171", "valid": "171", "invalid": "0",
    }  # fmt: skip
    assert table.total is not None
    assert (table.total.row, table.total.cells["invalid"]) == (8, "03")


def test_columns_may_stand_in_any_order_and_short_rows_lack_cells() -> None:
    head = ["Không hợp lệ", "Hợp lệ", "Tên đơn vị", "Thu về", "Phát ra"]
    table = source_table([head, ["0", "7", "A", "7"]], _find)
    [row] = table.rows
    assert row.cells == {"issued": "", "returned": "7", "valid": "7", "invalid": "0"}
    assert table.total is None


def test_shares_are_no_counts_and_totals_are_named_in_many_ways() -> None:
    for name in ("Tổng cộng (I+II)", "TỔNG SỐ PHIẾU", "Cộng", "Total"):
        table = source_table(
            [
                [*_HEAD, "Tỷ lệ thu về (%)", "Hợp lệ (%)"],
                ["1", "A", "10", "9", "9", "0", "90", "100"],
                ["", name, "10", "9", "9", "0", "90", "100"],
                ["", "", "", "Đắk Nông, ngày 20/11/2020"],
                ["", "Người lập"],
            ],
            _find,
        )
        assert [row.name for row in table.rows] == ["A"]
        assert table.total is not None
        assert table.total.cells["issued"] == "10"


@pytest.mark.parametrize(
    ("cells", "problem", "row", "column"),
    [
        ([], "no_header", 0, "name, issued, returned, valid, invalid"),
        ([["Đơn vị", "Phát ra", "Thu về", "Hợp lệ"]], "no_header", 0, "invalid"),
        ([_HEAD], "no_rows", 1, ""),
        ([_HEAD, ["", "Tổng cộng", "1", "1", "1", "0"]], "no_rows", 1, ""),
        ([[*_HEAD, "Phát ra quý II"]], "column_twice", 1, "Phát ra quý II"),
        (
            [_HEAD, ["1", "A", "1", "1", "1", "0"], ["", "Cộng", "1", "1", "1", "0"],
             ["2", "B", "1", "1", "1", "0"]],
            "after_total", 4, "B",
        ),
    ],
)  # fmt: skip
def test_refusals_name_their_place(
    cells: list[list[str]], problem: str, row: int, column: str
) -> None:
    with pytest.raises(LayoutError) as refused:
        source_table(cells, _find)
    assert (refused.value.problem, refused.value.row, refused.value.column) == (
        problem, row, column,
    )  # fmt: skip
