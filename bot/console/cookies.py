"""The cookies of the console: whose session it is, which forms are ours, what is said once."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from typing import Literal

from aiohttp import web

from bot.settings import Settings

__all__ = ["SESSION_BYTES", "Name", "drop", "hashed", "new_secret", "read", "secret_in", "write"]

SESSION_BYTES = 32
"""256 random bits (reliability §5)."""

Name = Literal["desk", "desk-device", "desk-flash", "desk-guest", "desk-setup"]
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """Return a fresh secret of 256 bits."""
    return secrets.token_urlsafe(SESSION_BYTES)


def hashed(secret: str) -> str:
    """Return what is stored of a secret (hex): the database alone opens no session."""
    return sha256(secret.encode()).hexdigest()


def read(request: web.Request, name: Name, settings: Settings) -> str:
    """Return a cookie's value, or nothing."""
    return request.cookies.get(_named(name, settings), "")


def secret_in(request: web.Request, name: Name, settings: Settings) -> str | None:
    """Return the secret in a cookie, if it is of our making."""
    value = read(request, name, settings)
    return value if _SECRET.fullmatch(value) else None


def write(
    response: web.StreamResponse,
    name: Name,
    value: str,
    settings: Settings,
    *,
    seconds: int | None = None,
) -> None:
    """Give a cookie that no script reads and no foreign page sends with a form; without
    `seconds` it goes with the browser's window.
    """
    response.set_cookie(
        _named(name, settings),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.secure,
    )


def drop(response: web.StreamResponse, name: Name, settings: Settings) -> None:
    """Take a cookie back."""
    response.del_cookie(
        _named(name, settings), path="/", httponly=True, samesite="Lax", secure=settings.secure
    )


def _named(name: Name, settings: Settings) -> str:
    """Return the full name: under https a sister site cannot plant one (`__Host-`)."""
    return f"__Host-{name}" if settings.secure else name
