"""Logs: allowed fields only, nothing about persons, and never an obstacle."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.logs import redact, set_up_logs


@pytest.fixture
def _as_before() -> Iterator[None]:
    handlers, level, raising = (
        logging.root.handlers[:],
        logging.root.level,
        logging.raiseExceptions,
    )
    configured = structlog.get_config()
    yield
    # Not to structlog's defaults: they draw each fault with all local values, for minutes.
    structlog.configure(**configured)
    logging.root.handlers[:], logging.raiseExceptions = handlers, raising
    logging.root.setLevel(level)


pytestmark = pytest.mark.usefixtures("_as_before")


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_only_allowed_fields_are_written() -> None:
    stream = io.StringIO()
    set_up_logs("info", "json", stream)
    structlog.get_logger().info("started", port=8080, body="Tôi muốn phản ánh", phone="0912345678")
    (line,) = lines(stream)
    assert (line["event"], line["port"]) == ("started", 8080)
    assert "body" not in line
    assert "0912345678" not in stream.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        "0912345678",
        "0912 345 678",
        "+84912345678",
        "0912.345.678",
        "001203004567",
        "an.nguyen@example.vn",
        "BJD9Q-R6ADY-D",
        "V19iwDiIRvNaCU9qtCjAzA",
        "1234567890:AAE-abcdefghijklmnopqrstuvwxyz012345",
    ],
)
def test_what_slips_into_an_allowed_field_is_hidden(secret: str) -> None:
    stream = io.StringIO()
    set_up_logs("info", "json", stream)
    structlog.get_logger().warning("refused", reason=f"value {secret} is wrong", state=[secret])
    assert secret not in stream.getvalue()


@pytest.mark.parametrize(
    "harmless",
    ["01m8087nc74w6td6chce2shm5y", "port 8080", "took 123.45 ms", "2026-01-05", "MC5 version 12"],
)
def test_what_is_harmless_stays(harmless: str) -> None:
    assert redact(harmless) == harmless


def test_a_long_value_is_cut() -> None:
    assert len(redact("ă" * 4_000_000)) < 600
    assert len(redact("a" * 4_000_000)) < 600


def test_a_number_torn_by_the_cut_does_not_stay() -> None:
    assert "0912" not in redact("ă" * 494 + "0912345678")


def test_an_exception_tells_its_kind_and_place_but_not_its_words() -> None:
    stream = io.StringIO()
    set_up_logs("info", "json", stream)
    try:
        _raise("Nguyễn Văn An, 0912345678")
    except ValueError:
        structlog.get_logger().exception("turn_failed")
    (line,) = lines(stream)
    assert line["error"].startswith("builtins.ValueError")
    assert any("_raise" in place for place in line["exception"])
    assert "Nguyễn" not in stream.getvalue()


def _raise(words: str) -> None:
    raise ValueError(words)


def test_libraries_log_through_the_same_gate() -> None:
    stream = io.StringIO()
    set_up_logs("info", "json", stream)
    logging.getLogger("aiohttp.server").error("Error handling %s\nbody: abc", "/0912345678")
    (line,) = lines(stream)
    assert line["logger"] == "aiohttp.server"
    assert "0912345678" not in stream.getvalue()
    assert "abc" not in stream.getvalue()


def test_levels_below_the_set_one_are_not_written() -> None:
    stream = io.StringIO()
    set_up_logs("warning", "json", stream)
    structlog.get_logger().info("quiet")
    assert stream.getvalue() == ""


class _Full(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(28, "No space left on device")

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_disk_does_not_stop_the_service() -> None:
    set_up_logs("info", "json", _Full())
    structlog.get_logger().error("still_here")
    logging.getLogger("aiohttp").error("still here")


def test_a_closed_stream_does_not_stop_the_service() -> None:
    stream = io.StringIO()
    set_up_logs("info", "auto", stream)
    stream.close()
    structlog.get_logger().error("still_here")
    set_up_logs("info", "auto", stream)


def test_people_get_lines_to_read() -> None:
    stream = io.StringIO()
    set_up_logs("info", "console", stream)
    structlog.get_logger().warning("slow", milliseconds=12)
    assert stream.getvalue() == "warning slow milliseconds=12\n"
