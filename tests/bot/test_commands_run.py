"""What `run` says to its operator when it starts, cannot start, and stops."""

import socket
from pathlib import Path

import pytest

from tests.bot.operator import run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEMO_DATA", "no")
    monkeypatch.setenv("CLI_LANGUAGE", "vi")


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("run", "--port", str(port))
    assert result.exit_code == 1
    assert f"Cổng {port} đang có chương trình khác dùng. Đặt PORT khác" in result.output
    assert "Traceback" not in result.output
