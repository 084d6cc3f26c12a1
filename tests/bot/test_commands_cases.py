"""The queue and the exports: what is told, what is on record, what stays inside."""

import json
import re
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from bot.reports import sheets
from storage.base import Storage, UnitOfWork
from tests.bot.operator import Command, audit, in_database

# -- the queue


def test_the_queue_shows_the_most_pressing_first_within_80_columns(planted: Command) -> None:
    lines = planted("queue").output.splitlines()
    assert "PA03" in lines[2]
    assert "Phụ trách một cửa" in lines[2]
    assert re.search(r"\d ng", lines[2]), "the late mark"
    assert max(map(len, lines[:4])) <= 80
    assert "2 phản ánh" in lines[-1]


def test_the_queue_tells_no_words_unless_asked_and_puts_that_on_record(planted: Command) -> None:
    assert "ghế" not in planted("queue").output
    assert "ghế" in planted("queue", "--text").output
    actions = [row["action"] for row in in_database(audit)]
    assert actions.count("complaints_read") == 1


def restrict(storage: Storage) -> Coroutine[Any, Any, None]:
    async def work() -> None:
        (first, *_) = await storage.complaints.listed()
        secret = msgspec.structs.replace(
            first,
            id="c-restricted",
            code="00000-00000-0",
            category="PA05",
            restricted=True,
            story="phong bì\x1b[2J",
            trial=True,
            demo=False,
        )
        unit = UnitOfWork()
        storage.complaints.add(unit, secret)
        await storage.commit(unit)

    return work()


def test_restricted_words_are_shown_nowhere(planted: Command, tmp_path: Path) -> None:
    in_database(restrict)
    for arguments in (["queue", "--text"], ["queue", "--text", "--json"]):
        output = planted(*arguments).output
        assert "00000-00000-0" in output
        assert "phong bì" not in output
    target = tmp_path / "c.csv"
    planted("export", "complaints", "--include-trial", "--to", str(target))
    text = target.read_text(encoding="utf-8-sig")
    assert "00000-00000-0" in text
    assert "phong bì" not in text


def erase(storage: Storage) -> Coroutine[Any, Any, None]:
    async def work() -> None:
        (first, *_) = await storage.complaints.listed()
        unit = UnitOfWork()
        storage.complaints.erase_of_response(unit, first.response_id, first.created_at)
        await storage.commit(unit)

    return work()


@pytest.mark.parametrize("arguments", [[], ["--text"]])
def test_the_queue_says_what_was_erased(planted: Command, arguments: list[str]) -> None:
    in_database(erase)
    output = planted("queue", *arguments).output
    assert output.count("Đã xóa theo yêu cầu của người gửi") == 1
    cases = json.loads(planted("queue", "--json", *arguments).stdout)
    assert sorted(case["erased_on_request"] for case in cases) == [False, True]


def test_the_queue_speaks_json(planted: Command) -> None:
    cases = json.loads(planted("queue", "--json").stdout)
    assert {case["category"] for case in cases} == {"PA03", "PA06"}
    assert cases[0]["late"] is True
    assert "text" not in cases[0]


def test_an_empty_queue_says_so(command: Command) -> None:
    command("migrate")
    assert "Không còn" in command("queue").output
    assert json.loads(command("queue", "--json").stdout) == []


# -- exports


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["responses", "complaints"])
def test_an_export_is_on_record_before_it_appears(
    planted: Command, tmp_path: Path, what: str, kind: str
) -> None:
    target = tmp_path / f"x.{kind}"
    result = planted("export", what, "--include-demo", "--to", str(target))
    assert result.exit_code == 0, result.output
    assert target.exists()
    (row,) = [r for r in in_database(audit) if r["action"] == f"{what}_exported"]
    assert row["target"] == f"x.{kind}"
    assert row["detail"]["phones"] == "masked"
    assert row["actor"].startswith("command:")


def test_without_its_record_no_file_appears(
    planted: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.base import StorageUnavailableError
    from storage.opening import SqlStorage

    async def refuse(*_: object) -> None:
        raise StorageUnavailableError("full")

    monkeypatch.setattr(SqlStorage, "commit", refuse)
    before = set(tmp_path.iterdir())
    result = planted("export", "complaints", "--include-demo", "--to", str(tmp_path / "c.xlsx"))
    assert result.exit_code == 1
    assert set(tmp_path.iterdir()) == before


def test_example_and_trial_data_stay_out_unless_asked_for(
    planted: Command, tmp_path: Path
) -> None:
    target = tmp_path / "r.xlsx"
    result = planted("export", "responses", "--to", str(target))
    assert result.exit_code == 0
    assert "--include-demo" in result.output
    assert openpyxl.load_workbook(target).active.max_row == 1
    planted("export", "responses", "--include-demo", "--to", str(target))
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Phiếu trả lời", "Từng lần trả lời", "Bảng mã"]
    assert book.active.max_row == 13


def test_more_rows_than_excel_holds_are_refused_and_csv_takes_them(
    planted: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_MOST_ROWS", 100)
    arguments = ["export", "responses", "--include-demo", "--to"]
    result = planted(*arguments, str(tmp_path / "r.xlsx"))
    assert result.exit_code == 1
    assert ".csv" in result.output
    assert not (tmp_path / "r.xlsx").exists()
    assert "responses_exported" not in {row["action"] for row in in_database(audit)}
    assert planted(*arguments, str(tmp_path / "r.csv")).exit_code == 0


def test_days_bound_an_export(planted: Command, tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    arguments = ["export", "responses", "--include-demo", "--to", str(target)]
    assert planted(*arguments, "--until", "01/01/2020").output.count("Đã xuất 0") == 1
    assert planted(*arguments, "--since", "01/01/2020").output.count("Đã xuất 12") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "x.docx"], ".xlsx"),
        (["--to", "none/x.csv"], "none"),
        (["--to", "x.csv", "--reveal-phones"], "--reason"),
        (["--to", "x.csv", "--reveal-phones", "--reason", "  "], "--reason"),
        (["--to", "x.csv", "--since", "hôm qua"], "hôm qua"),
    ],
)
def test_a_wrong_export_is_refused(planted: Command, arguments: list[str], said: str) -> None:
    result = planted("export", "complaints", *arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_reveal_is_on_record_with_its_reason(planted: Command, tmp_path: Path) -> None:
    planted("export", "complaints", "--include-demo", "--reveal-phones", "--reason", "gọi lại",
            "--to", str(tmp_path / "x.csv"))  # fmt: skip
    (row,) = [r for r in in_database(audit) if r["action"] == "complaints_exported"]
    assert (row["detail"]["phones"], row["detail"]["reason"]) == ("revealed", "gọi lại")
