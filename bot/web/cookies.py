"""The cookie that lets a browser come back to its own conversation."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

from aiohttp import web

from bot.settings import Settings

__all__ = ["NEW_VISITOR_BYTES", "new_visitor", "remember", "user_key", "visitor_of"]

NEW_VISITOR_BYTES = 32
"""256 random bits: nobody guesses another person's conversation."""

_NAMES = ("__Host-talk", "talk")
_VISITOR = re.compile(r"[A-Za-z0-9_-]{43}")
_KEPT = 60 * 60 * 24 * 30  # s: a survey that was begun can be resumed for 30 days


def visitor_of(request: web.Request) -> str | None:
    """Return the cookie's secret, if the browser has one of ours."""
    for name in _NAMES:
        value = request.cookies.get(name)
        if value and _VISITOR.fullmatch(value):
            return value
    return None


def new_visitor() -> str:
    """Return a fresh secret."""
    return secrets.token_urlsafe(NEW_VISITOR_BYTES)


def user_key(visitor: str) -> str:
    """Return what is stored of the secret: its SHA-256 (hex)."""
    return sha256(visitor.encode()).hexdigest()


def remember(response: web.StreamResponse, visitor: str, settings: Settings) -> None:
    """Give the browser its secret; scripts and other sites cannot read it.

    Under https it is also bound to this very host and never sent in the clear.
    """
    is_secure = (settings.public_url or "").startswith("https://")
    response.set_cookie(
        _NAMES[0] if is_secure else _NAMES[1],
        visitor,
        max_age=_KEPT,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=is_secure,
    )
