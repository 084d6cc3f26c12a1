"""`import-transactions`: tried, mended, counted, and the same file again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bot.operator import Command, audit, in_database

HEADERS = "Mã;Ngày trả kết quả;Số điện thoại\r\n"
GOOD = "HS-1;05/10/2025;0912345678\r\nHS-2;06/10/2025;0987654321\r\n"
ORDER = ("--legal-basis", "Kế hoạch 3500/KH-BHXH", "--purge-on", "31/12/2099")


@pytest.fixture
def imports(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command on a file with these rows, in an office with one unit."""
    monkeypatch.setenv("OFFICE_NAME", "BHXH tỉnh Lâm Đồng")
    assert command("places", "add", "Một cửa", "--unit", "BHXH cơ sở Đà Lạt").exit_code == 0
    return lambda rows, *more: command("import-transactions", _file(tmp_path, rows), *ORDER, *more)


def _file(folder: Path, rows: str) -> str:
    path = folder / "list.csv"
    path.write_text(HEADERS + rows, encoding="utf-8-sig")
    return str(path)


def test_a_list_counts_and_once_more_changes_nothing(imports: Command) -> None:
    done = imports(GOOD, "--map", "code=mã", "--progress")
    assert done.exit_code == 0, done.output
    assert "Đã ghi nhận 2 giao dịch trong 2 dòng" in done.stderr

    again = imports(GOOD)
    assert again.exit_code == 0
    assert "không có gì thay đổi" in again.stderr
    actions = [row["action"] for row in in_database(audit)]
    assert actions.count("transaction.applied") == 1


def test_a_dry_run_leaves_nothing(imports: Command) -> None:
    tried = imports(GOOD, "--dry-run")

    assert tried.exit_code == 0
    assert "Đã đọc thử: 2 dòng, 2 dòng tốt, 0 dòng có lỗi" in tried.stderr
    assert "Đã ghi nhận" in imports(GOOD).stderr


def test_faults_are_printed_and_written_as_a_table(imports: Command, tmp_path: Path) -> None:
    target = tmp_path / "faults.xlsx"
    tried = imports(GOOD + "HS-3;35/10/2025;0912\r\n", "--faults", str(target))

    assert tried.exit_code == 1
    assert "4\tNgày trả kết quả\tKhông phải một ngày." in tried.stderr
    book = load_workbook(target)
    rows = list(book.active.iter_rows(values_only=True))
    book.close()
    assert rows[0] == ("Dòng", "Cột", "Giá trị trong tệp", "Cần sửa thế nào")
    assert rows[1][:3] == (4, "Ngày trả kết quả", "35/10/2025")


def test_a_file_that_cannot_be_read_ends_with_the_reason(imports: Command) -> None:
    refused = imports('"' + "x" * 40_000)

    assert refused.exit_code == 1
    assert "Không đọc được tệp. Dòng 2 có một ô dài bất thường" in refused.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--map", "phone=Số máy"), "--map phone=Số máy"),
        (("--map", "colour=Mã"), "--map colour=Mã"),
        (("--unit", "BHXH cơ sở Cà Mau"), "Không rõ đơn vị “BHXH cơ sở Cà Mau”"),
    ],
)
def test_what_is_not_understood_is_said(
    imports: Command, options: tuple[str, ...], says: str
) -> None:
    refused = imports(GOOD, *options)

    assert refused.exit_code == 1
    assert says in refused.stderr
