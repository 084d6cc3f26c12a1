"""`python -m bot simulate`, as an operator runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.timeout(120)  # each a process of its own, one with servers and people


def _simulate(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "simulate", *options]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )


def test_a_small_run_keeps_every_promise(tmp_path: Path) -> None:
    ran = _simulate("--citizens", "8", "--seed", "small", "--keep", str(tmp_path / "kept"))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "small" in ran.stdout
    assert "I14" in ran.stdout
    assert (tmp_path / "kept" / "lang-nghe.db").exists()


def test_people_come_by_telegram_too(tmp_path: Path) -> None:
    ran = _simulate(
        "--channel", "telegram", "--citizens", "4", "--seed", "small", "--faults", "none",
        "--keep", str(tmp_path / "kept"),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "I9" in ran.stdout
    assert "I17" in ran.stdout


def test_telegram_needs_a_server_of_our_own() -> None:
    ran = _simulate("--channel", "telegram", "--url", "http://127.0.0.1:1", "--token", "x" * 22)
    assert ran.returncode == 2
    assert "--channel" in ran.stderr


def test_only_telegram_has_faults_on_the_way() -> None:
    ran = _simulate("--faults", "some")
    assert ran.returncode == 2
    assert "--faults" in ran.stderr


def test_a_foreign_server_needs_a_token() -> None:
    ran = _simulate("--url", "http://127.0.0.1:1")
    assert ran.returncode == 2
    assert "--token" in ran.stderr


def test_only_our_own_servers_are_killed() -> None:
    ran = _simulate("--url", "http://127.0.0.1:1", "--token", "x" * 22, "--kills", "1")
    assert ran.returncode == 2
    assert "--kills" in ran.stderr


def test_a_foreign_server_must_be_plain_http() -> None:
    ran = _simulate("--url", "https://127.0.0.1:1", "--token", "x" * 22)
    assert ran.returncode == 2


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "lang-nghe.db").write_text("mine")
    ran = _simulate("--citizens", "1", "--keep", str(tmp_path))
    assert ran.returncode == 2
    assert (tmp_path / "lang-nghe.db").read_text() == "mine"
