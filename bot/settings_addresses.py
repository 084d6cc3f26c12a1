"""Which addresses can be set: of pages, of platforms, of Redis, of a mail server."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

__all__ = ["has_port", "is_base", "is_origin", "is_redis", "is_smtp"]

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def has_port(address: str) -> bool:
    """Tell whether the port of an address, if it names one, can be one."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def is_base(address: str) -> bool:
    """Tell whether an address is one that paths can be put behind."""
    try:
        parts = urlsplit(address)
        bare = not (parts.query or parts.fragment or parts.username)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and bare
    except ValueError:
        return False


def is_origin(address: str) -> bool:
    """Tell whether an address is a scheme and a host, where pages are reached."""
    return is_base(address) and not urlsplit(address).path.strip("/")


def is_redis(address: str) -> bool:
    """Tell whether an address names a Redis: its host or socket, a port, a numbered database."""
    try:
        parts = urlsplit(address)
        if re.search(r"\s", address) or parts.port == 0:  # a port out of range raises
            return False
    except ValueError:
        return False
    numbers = parse_qs(parts.query).get("db", ["0"])
    if not all(re.fullmatch(r"[0-9]{1,5}", number) for number in numbers):
        return False
    if parts.scheme == "unix":
        return bool(parts.path.strip("/"))
    database = re.fullmatch(r"(/[0-9]{0,5})?", parts.path)
    return parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and bool(database)


def is_smtp(address: str) -> bool:
    """Tell whether an address names a mail server, and no password would travel in the open."""
    try:
        parts = urlsplit(address)
        if re.search(r"\s", address) or parts.port == 0:  # a port out of range raises
            return False
    except ValueError:
        return False
    if parts.path.strip("/") or parts.fragment or bool(parts.username) != bool(parts.password):
        return False
    open_line = parts.scheme == "smtp" and parts.query == "starttls=no"
    if open_line and parts.username and parts.hostname not in _LOOPBACK:
        return False
    return bool(parts.hostname) and (
        open_line or (parts.scheme in {"smtp", "smtps"} and parts.query in {"", "starttls=yes"})
    )
