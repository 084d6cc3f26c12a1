"""Commands to which PostgreSQL makes a difference: move, doctor, and those that need a file."""

from pathlib import Path

import pytest

from tests.bot.operator import Command


def test_an_installation_moves_and_goes_on(
    planted: Command, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = planted("queue").output
    result = planted("move", "--to", empty_database, given="n\n")
    assert result.exit_code == 1
    result = planted("move", "--to", empty_database, "--yes")
    assert result.exit_code == 0, result.output
    assert "DATABASE_URL" in result.output
    assert "cli." not in result.output
    monkeypatch.setenv("DATABASE_URL", empty_database)
    assert planted("queue").output == before
    result = planted("doctor")
    assert "LỖI" in result.output, "the server for tests is quick, not safe"
    assert "fsync" in result.output
    assert "doctor." not in result.output
    assert planted("demo", "remove", "--yes").exit_code == 0
    assert planted("chat", given="1\n1\n").exit_code == 0


def test_the_second_move_is_refused(planted: Command, empty_database: str) -> None:
    assert planted("move", "--to", empty_database, "--yes").exit_code == 0
    result = planted("move", "--to", empty_database, "--yes")
    assert result.exit_code == 1
    assert "đã có dữ liệu; chỉ chuyển được vào nơi còn trống" in result.output


def test_there_is_no_way_from_postgresql(
    planted: Command, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    result = planted("move", "--to", empty_database, "--yes")
    assert result.exit_code == 1
    assert "SQLite" in result.output


def test_a_wrong_target_is_refused_without_its_password(planted: Command) -> None:
    for target in ("mysql://who:geheim@h/x", "postgresql://who:geheim@127.0.0.1:9/x"):
        result = planted("move", "--to", target, "--yes")
        assert result.exit_code == 1
        assert "geheim" not in result.output


def test_files_are_for_sqlite(
    planted: Command, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database.replace("postgres@", "postgres:geheim@"))
    result = planted("backup", "--to", "b.zip")
    assert result.exit_code == 1
    assert "pg_dump --format=custom" in result.output
    Path("b.zip").touch()
    result = planted("restore", "b.zip", "--yes")
    assert result.exit_code == 1
    assert "pg_restore" in result.output
    assert "geheim" not in result.output


def test_a_database_that_nobody_began_is_refused_but_by_migrate(
    planted: Command, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database.replace("postgres@", "postgres:geheim@"))
    result = planted("queue")
    assert result.exit_code == 1
    assert "migrate" in result.output
    result = planted("migrate")
    assert result.exit_code == 0, result.output
    assert "geheim" not in result.output
    assert planted("queue").exit_code == 0
