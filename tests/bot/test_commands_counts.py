"""The command `counts` on tables from elsewhere: the report of 2020, and files that are none."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.bot.operator import Command, audit, in_database

REPORT = Path(__file__).parents[1] / "data" / "report_2020.csv"
YEAR = ("--from", "01/11/2019", "--to", "31/10/2020")


@pytest.fixture
def office(command: Command, example_units: Path, tmp_path: Path) -> Command:
    """An installation that knows the units of the example."""
    shutil.copytree(example_units, tmp_path / "var")
    return command


def taken_in(office: Command) -> str:
    """Take in the report; return its id."""
    result = office("counts", "import", str(REPORT), *YEAR, "--unit", "dak-nong")
    assert result.exit_code == 0, result.output
    return result.stdout.split("\t", 1)[0]


def test_the_report_of_2020_is_taken_in_as_written_and_computed(office: Command) -> None:
    result = office("counts", "import", str(REPORT), *YEAR, "--unit", "BHXH tỉnh Đắk Nông")
    first, *flags = result.stdout.splitlines()
    assert first.split("\t")[2:] == [
        "phát ra 1015", "thu về 1012", "hợp lệ 1012", "không hợp lệ 0",
    ]  # fmt: skip
    names = [line.split("\t")[0] for line in flags]
    assert names[:2] == ["total_differs/11/invalid", "not_returned_as_invalid/11/invalid"]
    assert "“03”" in flags[0]
    assert "BHXX huyện Tuy Đức" in flags[1]
    assert [name for name in names if name.startswith("all_returned")] == [
        f"all_returned/{row}/returned" for row in (2, 3, 4, 5, 6, 7, 10)
    ]
    assert "BHXH huyện Đắk R'lấp" in next(line for line in flags if "spelt_otherwise/10" in line)
    rows = in_database(lambda storage: storage.count_tables.rows(first.split("\t")[0]))
    assert rows[-1].cells["invalid"] == "03", "the source stays as it was written"


def test_the_same_file_again_changes_nothing(office: Command) -> None:
    taken_in(office)
    again = office("counts", "import", str(REPORT), *YEAR, "--unit", "dak-nong")
    assert again.exit_code == 0
    assert len(in_database(lambda storage: storage.count_tables.listed(None))) == 1


def test_nothing_is_approved_before_everything_odd_is_noted_on(office: Command) -> None:
    name = taken_in(office)
    assert office("counts", "approve", name).exit_code == 1
    review = office("counts", "review", name).stdout
    blocking = [
        flag for flag in re.findall(r"^(\w+/\d*/\w*)\t", review, re.MULTILINE)
        if not flag.startswith("spelt_otherwise")
    ]  # fmt: skip
    for flag in blocking:
        assert office("counts", "approve", name).exit_code == 1
        assert office("counts", "note", name, flag, "đã gọi lại xác minh").exit_code == 0
    assert office("counts", "approve", name).exit_code == 0
    assert "đã duyệt" in office("counts", "list").stdout
    done = [row["action"] for row in in_database(audit)]
    assert done.count("count.noted") == len(blocking)
    assert done.count("count.approved") == 1


def test_a_table_can_be_taken_back_and_taken_in_anew(office: Command) -> None:
    name = taken_in(office)
    assert office("counts", "withdraw", name).exit_code == 0
    assert office("counts", "withdraw", name).exit_code == 1
    assert taken_in(office) != name


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "không có dòng nào"),
        ("Đơn vị;Phát ra;Thu về;Hợp lệ\nA;1;1;1\n", "không hợp lệ"),
        ("Đơn vị;Phát ra;Thu về;Hợp lệ;Không hợp lệ\n", "không có dòng nào"),
        ("%PDF-1.7", "CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(
    office: Command, tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "bang.csv"
    file.write_text(content, encoding="utf-8")
    result = office("counts", "import", str(file), *YEAR)
    assert result.exit_code == 1
    assert words in result.output
    assert in_database(lambda storage: storage.count_tables.listed(None)) == []


def test_unknown_units_tables_and_flags_are_named(office: Command) -> None:
    result = office("counts", "import", str(REPORT), *YEAR, "--unit", "BHXH tỉnh Xyz")
    assert result.exit_code == 1
    assert "BHXH tỉnh Xyz" in result.output
    assert office("counts", "review", "0" * 26).exit_code == 1
    name = taken_in(office)
    refused = office("counts", "note", name, "missing/1/valid", "không có")
    assert refused.exit_code == 1
    assert "total_differs/11/invalid" in refused.output


def test_a_period_that_ends_before_it_begins_is_refused(office: Command) -> None:
    result = office("counts", "show", "--from", "2026-02-01", "--to", "2026-01-01")
    assert result.exit_code == 1
    assert "01/02/2026" in result.output or "2026-02-01" in result.output


def test_notes_hold_no_telephone_numbers(office: Command) -> None:
    name = taken_in(office)
    office("counts", "note", name, "none_invalid//invalid", "gọi 0912345678 rồi")
    notes = in_database(lambda storage: storage.count_tables.notes(name))
    assert "0912345678" not in json.dumps([note.note for note in notes])
