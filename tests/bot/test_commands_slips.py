"""`invitations slips`: a PDF for rows of a list that counts; a reason where there is none."""

from pathlib import Path

import pypdf
import pytest

from bot.commands.invitations import MOST_SLIPS
from bot.slips import MOST_SLIPS as OF_THE_PRINTER
from flows.desk.policy import Scope
from storage.base import Storage
from tests.bot.operator import Command, audit, in_database

ROWS = (
    "Mã;Ngày trả kết quả;Số điện thoại\r\nHS-1;05/10/2025;0912345678\r\nHS-2;06/10/2025;0987654321"
)


async def newest_list(storage: Storage) -> str:
    [record] = await storage.imports.listed(Scope(account_id="a", units=None), size=1)
    return record.id


@pytest.fixture
def counted(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A list of two transactions that counts; its id."""
    monkeypatch.setenv("OFFICE_NAME", "BHXH tỉnh Lâm Đồng")
    assert command("places", "add", "Một cửa", "--unit", "BHXH cơ sở Đà Lạt").exit_code == 0
    file = tmp_path / "list.csv"
    file.write_text(ROWS, encoding="utf-8-sig")
    done = command(
        "import-transactions", str(file), "--legal-basis", "Kế hoạch 3500", "--purge-on",
        "31/12/2099",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return in_database(newest_list)


def test_slips_are_written_part_by_part(command: Command, counted: str, tmp_path: Path) -> None:
    file = tmp_path / "slips.pdf"
    first = command("invitations", "slips", counted, "--count", "1", "--file", str(file))
    assert "1 phiếu cho 1 giao dịch, đến dòng 2" in first.stderr, first.output
    printed = pypdf.PdfReader(file).pages[0].extract_text()
    assert "HS-" not in printed, "no file number; the random code may hold both letters"
    rest = command("invitations", "slips", counted, "--after", "2", "--file", str(file))
    assert "1 phiếu cho 1 giao dịch, đến dòng 3" in rest.stderr, rest.output
    assert [row["action"] for row in in_database(audit)].count("slips_printed") == 2


def test_where_nobody_gets_one_no_file_appears(
    command: Command, counted: str, tmp_path: Path
) -> None:
    file = tmp_path / "none.pdf"
    done = command("invitations", "slips", counted, "--after", "3", "--file", str(file))
    assert done.exit_code == 1
    assert "không còn dòng nào" in done.stderr
    assert not file.exists()


def test_a_list_that_is_not_there_is_refused(command: Command, counted: str) -> None:
    done = command("invitations", "slips", f"{counted}0", "--file", "a.pdf")
    assert (done.exit_code, "Không có danh sách nào" in done.stderr) == (1, True)
    wrong = command("invitations", "slips", counted, "--file", "a.txt")
    assert wrong.exit_code == 2


def test_the_command_prints_no_more_than_one_file_holds() -> None:
    assert MOST_SLIPS == OF_THE_PRINTER
