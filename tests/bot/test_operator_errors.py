"""What goes wrong for operators is said in whole Vietnamese, or English, with the way out."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from bot.commands import base
from storage.instance_lock import InstanceLock
from storage.postgres_faults import key_of
from tests.bot.operator import Command

ENGLISH = re.compile(
    r"\b(?:the|is|not|no|exists?|refused|such|file|directory|denied|expected|address|running)\b"
)


def said(result: object) -> str:
    """Return what a refused command says; it must be Vietnamese through and through."""
    assert getattr(result, "exit_code", 0) == 1
    text = str(getattr(result, "stderr", ""))
    bare = re.sub(r"\S*[/_:=`]\S*", " ", text)  # names of files, settings and commands
    assert not ENGLISH.search(bare), text
    assert "Error" not in text
    assert "[Errno" not in text
    return text


def test_restoring_without_the_key_ring(planted: Command, tmp_path: Path) -> None:
    assert planted("backup", "--to", "b.zip").exit_code == 0
    (tmp_path / "var" / "keys.json").unlink()
    text = said(planted("restore", "b.zip", "--yes"))
    assert "var/keys.json" in text
    assert "KEY_RING" in text


def test_restoring_with_another_key_ring(planted: Command, tmp_path: Path) -> None:
    from storage.secrets import KeyRing

    planted("backup", "--to", "b.zip")
    (tmp_path / "var" / "keys.json").unlink()
    KeyRing.create(tmp_path / "var" / "keys.json")
    assert "không mở được dữ liệu này" in said(planted("restore", "b.zip", "--yes"))


def test_a_lost_and_a_broken_key_ring(planted: Command, tmp_path: Path) -> None:
    (tmp_path / "var" / "keys.json").write_text("{}", encoding="utf-8")
    assert "tệp bị hỏng hoặc không phải là bộ khóa" in said(planted("queue"))
    (tmp_path / "var" / "keys.json").unlink()
    assert "Không thấy bộ khóa var/keys.json" in said(planted("queue"))


def test_what_is_no_backup_and_what_is_there(planted: Command, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("x", encoding="utf-8")
    assert "không phải là bản sao lưu" in said(planted("restore", "b.zip", "--yes"))
    assert "Đã có tệp b.zip" in said(planted("backup", "--to", "b.zip"))
    assert "đã có tệp hoặc thư mục mang tên này" in said(
        planted("backup", "--to", "b.zip/inside.zip")
    )


def test_a_database_in_use_is_not_restored_over(planted: Command, tmp_path: Path) -> None:
    planted("backup", "--to", "b.zip")
    [database] = (tmp_path / "var").glob("*.db")
    lock = InstanceLock(database)
    lock.acquire()
    text = said(planted("restore", "b.zip", "--yes"))
    lock.release()
    assert "đang có một máy chủ khác dùng" in text
    assert str(database.name) in text


def test_a_port_in_use(planted: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = said(planted("run", "--host", "127.0.0.1", "--port", str(port)))
    assert f"Cổng {port} đang có chương trình khác dùng" in text


@pytest.mark.parametrize("port", ["99999", "0", "notaport", "-1"])
def test_an_address_with_a_wrong_port(
    command: Command, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:secret@localhost:{port}/db")
    text = said(command("queue"))
    assert "DATABASE_URL" in text
    assert "cổng từ 1 đến 65535" in text
    assert "secret" not in text


def test_a_server_that_is_not_there(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:secret@127.0.0.1:{port}/db")
    for name in (("queue",), ("run", "--port", "0"), ("migrate",)):
        text = said(command(*name))
        assert "không có máy chủ nào nghe ở đó" in text
        assert "secret" not in text


def test_moving_to_what_is_not_there(planted: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    text = said(planted("move", "--to", f"postgresql://u@127.0.0.1:{port}/db", "--yes"))
    assert "không có máy chủ nào nghe ở đó" in text
    assert "Địa chỉ cơ sở dữ liệu không đúng" in said(planted("move", "--to", "x://y", "--yes"))


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (ConnectionRefusedError(), "refused"),
        (FileNotFoundError(), "refused"),  # a socket's folder without its socket
        (socket.gaierror(-2, "Name or service not known"), "host"),
        (TimeoutError(), "silent"),
        (OSError("else"), "other"),
    ],
)
def test_why_a_server_cannot_be_reached(error: BaseException, key: str) -> None:
    assert key_of(error) == f"storage.unreachable.{key}"


def test_english_is_one_setting_away(planted: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLI_LANGUAGE", "en")
    base._language.cache_clear()
    planted("backup", "--to", "b.zip")
    text = planted("backup", "--to", "b.zip").stderr
    base._language.cache_clear()
    assert text == (
        "The file b.zip is there already and is not overwritten. Choose another name, "
        "or move it away.\n"
    )
