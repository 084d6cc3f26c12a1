"""Backup, restore, doctor, the example data, and the chat in the terminal."""

import zipfile
from pathlib import Path

from bot.commands import base
from flows.identifiers import Instant
from tests.bot.operator import Command, in_database, made

# -- backup, restore, doctor, demo


def test_a_backup_is_restored_and_the_old_database_set_aside(
    planted: Command, tmp_path: Path
) -> None:
    archive = tmp_path / "b.zip"
    assert planted("backup", "--to", str(archive)).exit_code == 0
    planted("demo", "remove", "--yes")
    result = planted("restore", str(archive), given="n\n")
    assert result.exit_code == 1
    result = planted("restore", str(archive), "--yes")
    assert result.exit_code == 0, result.output
    assert "2 phản ánh" in planted("queue").output
    assert list((tmp_path / "var").glob("*.replaced"))


def test_a_backup_never_overwrites(planted: Command, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    archive.write_text("mine", encoding="utf-8")
    assert planted("backup", "--to", str(archive)).exit_code == 1
    assert archive.read_text(encoding="utf-8") == "mine"


def test_what_is_no_backup_is_not_restored(planted: Command, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("x", "y")
    assert planted("restore", str(archive), "--yes").exit_code == 1
    assert "2 phản ánh" in planted("queue").output


def test_the_doctor_finds_a_sound_house_and_a_broken_one(planted: Command, tmp_path: Path) -> None:
    result = planted("doctor")
    assert result.exit_code == 0, result.output
    assert "LỖI" not in result.output
    assert "doctor." not in result.output
    (tmp_path / "var" / "keys.json").unlink()
    result = planted("doctor")
    assert result.exit_code == 1
    assert "LỖI" in result.output


def test_the_example_data_goes_after_a_yes(planted: Command) -> None:
    assert planted("demo", "remove", given="n\n").exit_code == 1
    assert "2 phản ánh" in planted("queue").output
    result = planted("demo", "remove", given="y\n")
    assert result.exit_code == 0
    assert "60 phiếu" in result.output
    assert in_database(lambda storage: storage.responses.listed()) == []
    assert "Không có dữ liệu mẫu" in planted("demo", "remove", "--yes").output


def test_the_example_office_stays_where_real_answers_name_it(planted: Command) -> None:
    planted("chat", given="1\n1\n1\n")
    result = planted("demo", "remove", "--yes")
    assert "Giữ lại 2 đơn vị và 1 nơi giao dịch" in result.output
    again = planted("demo", "remove", "--yes").output
    assert "Không có dữ liệu mẫu" in again
    assert "Giữ lại 2 đơn vị" in again


# -- the conversation in the terminal


def test_a_conversation_goes_on_where_it_was_left(planted: Command) -> None:
    first = planted("chat", given="1\n1\n1\n")
    assert first.exit_code == 0, first.output
    assert "Ông/Bà đồng ý" in first.output
    second = planted("chat", given="/b\n")
    assert second.exit_code == 0, second.output
    assert "Xin chào" not in second.output
    third = planted("chat", "--new", given="")
    assert "Xin chào" in third.output
    (run,) = [
        row
        for row in in_database(lambda storage: storage.responses.listed(demo=False))
        if row.state == "in_progress" and row.started_at < Instant(base.now() + 1)
    ][:1]
    assert run.channel == "terminal"
    assert run.trial


def test_a_conversation_of_a_printed_code(planted: Command) -> None:
    ((_, code),) = made(planted("invite", "--language", "en"))
    assert "Xin chào" in planted("chat", code, "--language", "vi", given="").output
    assert planted("chat", "00000-00000-1", given="").exit_code == 1
