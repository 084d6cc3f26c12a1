"""What `run` says to its operator when it starts, cannot start, and stops."""

import gc
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app, serving
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


@pytest.fixture
def collector() -> Iterator[None]:
    """Leave the collector as it was found."""
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("collector")
def test_the_collector_rests_only_while_the_service_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    works: list[bool] = []

    async def serve(*_: object) -> None:
        works.append(gc.isenabled())
        serving.settled()
        works.append(gc.isenabled())

    monkeypatch.setattr(app, "serve", serve)
    assert run("run").exit_code == 0
    assert works == [False, True]


def test_the_collector_works_again_where_a_start_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def serve(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(app, "serve", serve)
    assert isinstance(run("run").exception, RuntimeError)
    assert gc.isenabled()
