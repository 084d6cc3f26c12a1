"""Rosters, procedures and hotlines at the command line."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.bot.operator import Command, audit, in_database, made

ROSTER = [
    ["LỊCH TRỰC THÁNG 1"],
    ["Mã cán bộ", "Họ tên", "Quầy", "Từ ngày", "Đến ngày", "Thứ", "Từ giờ", "Đến giờ"],
    ["CB01", "Nguyễn Văn An", "1", "05/01/2026", "30/01/2026", "2-6", "7h00", "11h30"],
    ["CB02", "Lê Thị Bình", "2", "05/01/2026", "30/01/2026", "2-6", "7h00", "11h30"],
]


def workbook(path: Path, rows: list[list[str]]) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return str(path)


def table(path: Path, rows: list[list[str]], separator: str = ";") -> str:
    path.write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8-sig")
    return str(path)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_roster_is_imported_from_a_file_and_shown(
    planted: Command, tmp_path: Path, kind: str
) -> None:
    write = workbook if kind == "xlsx" else table
    file = write(tmp_path / f"lich.{kind}", ROSTER)
    tried = planted("roster", "import", file, "--dry-run")
    assert "Sẽ nhập 2 dòng" in tried.output
    assert "Nguyễn" not in planted("roster", "show", "--on", "05/01/2026").output
    assert "Đã nhập 2 dòng" in planted("roster", "import", file).output
    shown = planted("roster", "show", "--on", "05/01/2026").stdout
    assert "07:00–11:30\tNguyễn Văn An" in shown
    assert planted("roster", "show", "--on", "10/01/2026").stdout == "", "a Saturday"
    assert in_database(audit)[0]["action"] == "roster.imported"


def test_faults_of_a_list_name_row_and_column(planted: Command, tmp_path: Path) -> None:
    rows = [*ROSTER, ["CB01", "", "9", "31/02/2026"]]
    done = planted("roster", "import", table(tmp_path / "lich.csv", rows))
    assert done.exit_code == 1
    assert "5\tQuầy\t9\tĐịa điểm này không có quầy ấy." in done.output
    assert "5\tTừ ngày\t31/02/2026\tCần một ngày" in done.output
    assert in_database(lambda storage: storage.roster.officers()) == []


def test_the_catalogue_goes_out_and_comes_back(planted: Command, tmp_path: Path) -> None:
    """The shipped example, through Excel: the same lines, and they are the office's own then."""
    before = in_database(lambda storage: storage.procedures.lines())
    assert before
    assert all(line.demo for line in before)
    file = tmp_path / "tthc.xlsx"
    assert planted("procedures", "export", str(file)).exit_code == 0
    assert f"Đã nhập {len(before)} dòng" in planted("procedures", "import", str(file)).output
    after = in_database(lambda storage: storage.procedures.lines())
    assert [(line.code, line.name, line.term_days) for line in after] == [
        (line.code, line.name, line.term_days) for line in before
    ]
    assert not any(line.demo for line in after)
    assert "Cấp lại, đổi thẻ BHYT" in planted("procedures", "list").stdout
    assert planted("procedures", "list", "--on", "01/01/2020").stdout == ""


def test_the_example_catalogue_is_asked_for_by_name(planted: Command) -> None:
    assert planted("procedures", "import").exit_code == 1
    assert planted("procedures", "import", "--example").exit_code == 0


def test_an_invitation_to_a_known_service_names_its_procedure(planted: Command) -> None:
    made(planted("invite", "--service", "cap lai, doi the bhyt", "--date", "05/01/2026"))
    made(planted("invite", "--service", "việc khác", "--date", "05/01/2026"))
    listed = in_database(lambda storage: storage.invitations.listed(demo=False))
    assert [(one.service, one.procedure) for one in listed] == [
        ("Cấp lại, đổi thẻ BHYT", "VD-03"),
        ("việc khác", None),
    ]
    assert listed[0].period_to == date(2026, 1, 5).isoformat()


def test_hotlines_are_added_and_ended(planted: Command) -> None:
    planted("hotlines", "add", "0263 3123", "--label", "BHXH tỉnh", "--hours", "7–17 giờ")
    assert "0263 3123\tBHXH tỉnh\t7–17 giờ" in planted("hotlines", "list").stdout
    assert planted("hotlines", "end", "0263 3123").exit_code == 0
    assert planted("hotlines", "list").stdout == ""
    assert planted("hotlines", "end", "nothing").exit_code == 1
