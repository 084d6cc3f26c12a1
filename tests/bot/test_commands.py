"""The commands as an operator types them: help, refusals, exit codes."""

import re
from pathlib import Path

import click
import pytest

from bot.commands import COMMANDS, base
from bot.forms import shipped_sources
from tests.bot.operator import Command

# -- the whole


def test_help_lists_every_command_in_vietnamese(command: Command) -> None:
    result = command("--help")
    assert result.exit_code == 0
    assert "khảo sát" in result.output
    for known in COMMANDS:
        assert re.search(rf"^  {known.name}  ", result.output, re.MULTILINE), known.name
    assert "cli." not in result.output


@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.name)
def test_every_command_has_help_without_a_missing_text(
    command: Command, known: click.Command
) -> None:
    subcommands = sorted(getattr(known, "commands", {}))
    for arguments in ([known.name], *([known.name, sub] for sub in subcommands)):
        result = command(*arguments, "--help")
        assert result.exit_code == 0
        assert "cli." not in result.output


def test_english_is_a_setting_away(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLI_LANGUAGE", "en")
    base._language.cache_clear()
    assert "Open cases" in command("queue", "--help").output
    base._language.cache_clear()


def test_wrong_usage_exits_with_2(command: Command) -> None:
    assert command("no-such-command").exit_code == 2
    assert command("export", "responses").exit_code == 2


def test_wrong_settings_are_all_told_and_nothing_is_made(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORT", "abc")
    monkeypatch.setenv("MESSENGER_PAGE_TOKEN", "1:geheim")
    result = command("migrate")
    assert result.exit_code == 1
    assert "PORT" in result.output
    assert "MESSENGER_APP_SECRET" in result.output
    assert "geheim" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_command_in_the_wrong_folder_makes_no_database(command: Command, tmp_path: Path) -> None:
    for arguments in (["queue"], ["invitations", "list"], ["demo", "remove", "--yes"],
                      ["export", "complaints", "--to", "x.csv"]):  # fmt: skip
        result = command(*arguments)
        assert result.exit_code == 1
        assert "var/lang-nghe.db" in result.output
    assert list(tmp_path.iterdir()) == []


def test_migrate_makes_database_and_keys_and_says_where(command: Command, tmp_path: Path) -> None:
    result = command("migrate")
    assert result.exit_code == 0
    assert "var/keys.json" in result.output
    assert (tmp_path / "var" / "lang-nghe.db").exists()
    again = command("migrate")
    assert again.exit_code == 0
    assert "keys.json" not in again.output


def test_another_key_ring_is_refused(command: Command, tmp_path: Path) -> None:
    from storage.secrets import KeyRing

    command("migrate")
    ring = tmp_path / "var" / "keys.json"
    ring.unlink()
    lost = command("queue")
    assert lost.exit_code == 1
    assert "Không thấy bộ khóa" in lost.output
    KeyRing.create(ring)
    other = command("queue")
    assert other.exit_code == 1
    assert "không mở được dữ liệu này" in other.output


# -- check-form


def test_a_sound_form_is_called_sound(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mc.yaml"
    file.write_text(shipped_sources()["mc"], encoding="utf-8")
    result = command("check-form", str(file))
    assert result.exit_code == 0
    assert "tốt" in result.output


def test_every_fault_is_told_with_its_place(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mc.yaml"
    text = re.sub(r"(?m)^version: \d+$", "version: one", shipped_sources()["mc"])
    file.write_text(text.replace("audience: citizen\n", "audiance: citizen\n"), encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text("[unclosed", encoding="utf-8")
    result = command("check-form", str(file), str(other))
    assert result.exit_code == 1
    assert re.search(r"mc\.yaml:\d+:\d+ version", result.output)
    assert "audiance" in result.output
    assert "other.yaml" in result.output


def test_a_file_that_is_no_text_is_told(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mc.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    assert command("check-form", str(file)).exit_code == 1
    assert command("check-form", str(tmp_path / "none.yaml")).exit_code == 2
