"""The cookies that let a browser come back to its own conversations, and which one is open."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

from aiohttp import web

from bot.settings import Settings
from flows.identifiers import InvitationId

__all__ = ["NEW_VISITOR_BYTES", "new_visitor", "person_of", "remember", "user_key", "visitor_of"]

NEW_VISITOR_BYTES = 32
"""256 random bits: nobody guesses another person's conversation."""

_VISITOR, _ACTIVE = "talk", "talk-now"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_INVITATION = re.compile(r"[0-9a-z]{26}")
_KEPT = 60 * 60 * 24 * 30  # s: a survey that was begun can be resumed for 30 days


def visitor_of(request: web.Request, settings: Settings) -> str | None:
    """Return the browser's secret, if it has one of ours."""
    value = request.cookies.get(_named(_VISITOR, settings), "")
    return value if _SECRET.fullmatch(value) else None


def person_of(request: web.Request, settings: Settings) -> str | None:
    """Return the user key of the conversation that the browser has open, if it has one."""
    visitor = visitor_of(request, settings)
    active = request.cookies.get(_named(_ACTIVE, settings), "")
    if visitor is None or not _INVITATION.fullmatch(active):
        return None
    return user_key(visitor, InvitationId(active))


def new_visitor() -> str:
    """Return a fresh secret."""
    return secrets.token_urlsafe(NEW_VISITOR_BYTES)


def user_key(visitor: str, invitation: InvitationId) -> str:
    """Return what is stored of a browser in the conversation of one invitation (hex).

    One browser has a conversation of its own for each invitation: a letter and a poster read
    with the same telephone do not get in each other's way.
    """
    return sha256(f"{visitor}|{invitation}".encode()).hexdigest()


def remember(
    response: web.StreamResponse, visitor: str, invitation: InvitationId, settings: Settings
) -> None:
    """Give the browser its secret, and say whose conversation is open now.

    Scripts and other sites cannot read them; under https they are also bound to this very host
    and never sent in the clear.
    """
    for name, value in ((_VISITOR, visitor), (_ACTIVE, invitation)):
        response.set_cookie(
            _named(name, settings),
            value,
            max_age=_KEPT,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=settings.secure,
        )


def _named(name: str, settings: Settings) -> str:
    """Return a cookie's full name. Under https only the bound one counts: the plain name could
    have been planted by a sister site, or over a connection in the clear.
    """
    return f"__Host-{name}" if settings.secure else name
