"""What every request passes: the headers of safety, the check of origin, kind refusals."""

from __future__ import annotations

from collections.abc import Awaitable
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.channels.webchat import TextTooLongError, UnreadableMessageError
from bot.runner import (
    InvitationTakenError,
    OverloadedError,
    SurveyOverError,
    UnknownConversationError,
)
from bot.web.doors import SERVICES
from bot.web.pages import PAGES, Refusal
from flows.texts import text_key
from storage.base import StorageUnavailableError

__all__ = ["NO_FRAMES", "SAFE_HEADERS", "WEBHOOKS", "Receipt", "add_safe_headers", "guarding"]

WEBHOOKS = "/webhooks/"
"""Below it only platforms knock. They prove who they are by a secret that no browser sends, and
read a status, no page: neither the check of origin nor our refusals are for them.
"""

NO_FRAMES = "frame-ancestors 'none'"
"""Keeps our pages out of frames; the one page that may stand in some has a list in its place."""
SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
        f"{NO_FRAMES}; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

_HTTPS_ONLY = "max-age=31536000"
"""A year, for this host alone: the office's other hosts are not ours to bind."""
_BUSY = 503
_RETRY_AFTER_TROUBLE = 5  # s: a locked or full database seldom recovers sooner


class Receipt(web.Response):
    """An answer to a platform: no browser shows it, so that it carries no headers for one."""


async def add_safe_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add what keeps pages safe; what names no time to be kept is not kept at all."""
    response.headers.popall(hdrs.SERVER, None)  # nobody needs to know our versions
    if type(response) is Receipt:
        return
    if request.app[SERVICES].settings.secure:
        response.headers.setdefault(hdrs.STRICT_TRANSPORT_SECURITY, _HTTPS_ONLY)
    for name, value in SAFE_HEADERS.items():
        response.headers.setdefault(name, value)
    if NO_FRAMES not in response.headers["Content-Security-Policy"]:
        del response.headers["X-Frame-Options"]  # it knows no list of sites; the policy has one
    response.headers.setdefault("Cache-Control", "no-store")


def _refuse_foreign(request: web.Request) -> None:
    if request.method == hdrs.METH_POST and not _is_own(request):
        raise Refusal(403, text_key("web.foreign"))


def _is_own(request: web.Request) -> bool:
    """Judge by `Sec-Fetch-Site`, else by `Origin`.

    Our pages send no referrer, so that older browsers send the origin `null` with a form. Then
    the cookie's SameSite attribute alone stands guard, as it does for programs.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.host


@web.middleware
def guarding(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
    """Let only our own pages, and programs that are no browser, change anything; and turn every
    no into kind words with the way on. Platforms pass by: each `door` sees to itself.
    """
    if request.path.startswith(WEBHOOKS) and request.match_info.http_exception is None:
        return handler(request)
    return _guarded(request, handler)


async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        _refuse_foreign(request)
        return await handler(request)
    except Refusal as refusal:
        return request.app[PAGES].refuse(request, refusal)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
        return request.app[PAGES].refuse(request, Refusal(error.status, text_key("web.no_page")))
    except _KNOWN as error:
        return request.app[PAGES].refuse(request, _refusal_of(error))


_REFUSALS: dict[type[Exception], tuple[int, str]] = {
    InvitationTakenError: (409, text_key("web.taken")),
    OverloadedError: (503, text_key("web.overloaded")),
    StorageUnavailableError: (503, text_key("web.overloaded")),
    SurveyOverError: (410, text_key("web.survey_over")),
    TextTooLongError: (413, text_key("web.too_long")),
    UnknownConversationError: (401, text_key("web.no_talk")),
    UnreadableMessageError: (400, text_key("web.unreadable")),
    web.HTTPRequestEntityTooLarge: (413, text_key("web.too_long")),
}
_KNOWN = tuple(_REFUSALS)


def _refusal_of(error: Exception) -> Refusal:
    status, key = next(_REFUSALS[kind] for kind in type(error).__mro__ if kind in _REFUSALS)
    soon = getattr(error, "retry_after", _RETRY_AFTER_TROUBLE)
    return Refusal(status, key, retry_after=soon if status == _BUSY else None)
