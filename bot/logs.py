"""What may be logged, and how: allowed fields only, nothing about persons, never an obstacle."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

__all__ = ["ALLOWED_FIELDS", "redact", "set_up_logs"]

ALLOWED_FIELDS = frozenset(
    {
        "attempt",
        "attempts",
        "channel",
        "command",
        "count",
        "database",
        "error",
        "event",
        "exception",
        "form",
        "host",
        "instance",
        "job",
        "key",
        "kind",
        "language",
        "level",
        "logger",
        "method",
        "milliseconds",
        "name",
        "path",
        "port",
        "question",
        "reason",
        "route",
        "seed",
        "session",
        "session_id",
        "signal",
        "size",
        "state",
        "status",
        "timestamp",
        "unit_id",
        "version",
    }
)
"""A field with another name is left out: what is not on this list cannot leak (I19). Bodies,
addresses of the network, phones, names and tokens have no name here on purpose."""

# Order matters: what is more particular comes first.
_SECRETS = (
    (re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}"), "[token]"),  # Telegram's bot token
    (re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-Z]\b"), "[code]"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[email]"),
    # Phones, identity and account numbers, however they are grouped; session ids are lower
    # case letters and digits mixed, so their digits are not alone.
    (re.compile(r"(?<![0-9A-Za-z])\+?\d(?:[ .\-]?\d){8,18}(?![0-9A-Za-z])"), "[number]"),
    # An invitation's token: 22 characters with capitals and small letters or digits mixed.
    (
        re.compile(
            r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])"
            r"[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"
        ),
        "[token]",
    ),
)
_LONGEST_VALUE = 500
_TORN = re.compile(r"[\w+.:@ \-]{0,40}\Z", re.ASCII)


def redact(text: str) -> str:
    """Return the text without phones, identity numbers, e-mail addresses, codes and tokens.

    A long text is cut first: looking for e-mail addresses takes the square of its length. What
    the cut may have torn apart goes too.
    """
    if len(text) > _LONGEST_VALUE:
        text = _TORN.sub("…", text[:_LONGEST_VALUE])
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


def set_up_logs(level: str = "info", style: str = "auto", stream: TextIO | None = None) -> None:
    """Send every log line, ours and the libraries', through one narrow gate to one stream.

    `style` is `json`, `console`, or `auto`: console on a terminal, JSON elsewhere.
    """
    output = _Unstoppable(stream)
    number = logging.getLevelNamesMapping()[level.upper()]
    renderer = _console if style == "console" or (style == "auto" and output.isatty()) else _json
    gate = (_exception, _allowed_only, _redacted, renderer)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *gate,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(output),  # type: ignore[arg-type]
        cache_logger_on_first_use=False,
    )
    logging.raiseExceptions = False
    logging.basicConfig(handlers=[_Bridge()], level=max(number, logging.WARNING), force=True)


class _Unstoppable:
    """A stream that may be closed, broken or full: lines are lost then, the service goes on."""

    def __init__(self, stream: TextIO | None) -> None:
        self._given = stream

    @property
    def _stream(self) -> TextIO:
        # Looked up each time: standard error may be exchanged while we run.
        return self._given or sys.stderr

    def write(self, text: str) -> None:
        try:
            self._stream.write(text)
        except (OSError, ValueError):
            return

    def flush(self) -> None:
        try:
            self._stream.flush()
        except (OSError, ValueError):
            return

    def isatty(self) -> bool:
        try:
            return self._stream.isatty()
        except (OSError, ValueError):
            return False


class _Bridge(logging.Handler):
    """Takes the libraries' log records; their arguments may hold bodies and are left out."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(
            record.levelno,
            str(record.msg).partition("\n")[0],  # asyncio quotes whole exceptions further down
            logger=record.name,
            **({"exc_info": record.exc_info} if record.exc_info else {}),
        )


def _exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep the kind of an exception and where it happened; its message may quote a person."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = _chain(error)
        event["exception"] = _places(error.__traceback__)
    return event


def _chain(error: BaseException) -> str:
    """Name an exception and its causes, outermost first."""
    names: list[str] = []
    current: BaseException | None = error
    while current is not None and len(names) < 5:
        names.append(f"{type(current).__module__}.{type(current).__qualname__}")
        current = current.__cause__ or current.__context__
    return " < ".join(names)


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-12:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _allowed_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {name: value for name, value in event.items() if name in ALLOWED_FIELDS}


def _redacted(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {
        name: value if name in {"timestamp", "level", "exception"} else _safe(value)
        for name, value in event.items()
    }


def _safe(value: object) -> object:
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_safe(item) for item in value]
    return redact(str(value))


def _json(_: WrappedLogger, __: str, event: EventDict) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)


def _console(_: WrappedLogger, __: str, event: EventDict) -> str:
    fields: dict[str, Any] = dict(event)
    fields.pop("timestamp", None)
    places = fields.pop("exception", [])
    head = f"{fields.pop('level', 'info'):<7} {fields.pop('event', '')}"
    rest = " ".join(f"{name}={value}" for name, value in fields.items())
    return "\n".join([f"{head} {rest}".rstrip(), *(f"    {place}" for place in places)])
