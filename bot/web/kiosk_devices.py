"""Tablets at the desk: bound once to a place and its counter by a link of the office.

The link is the tablet's own, and no visitor's secret: it opens visits, and shows none. It is an
invitation like a poster's, whose form is the full one of the place; only its token is stored in
another way, so that neither can stand in for the other.
"""

from __future__ import annotations

from aiohttp import web

from bot.invitations import TOKEN, device_hash, state_of
from bot.opening import facts_of
from bot.services import Services
from bot.settings import Settings
from bot.turns import now_ms
from bot.web.doors import LIMITS, SERVICES
from bot.web.landing import form_fields
from bot.web.limits import Buckets, address_of
from bot.web.pages import PAGES, Refusal
from flows.texts import text_key
from storage.base import InvitationRecord

__all__ = ["LIMIT", "bind", "binding", "bound", "bound_by", "limits", "remember"]

LIMIT = web.AppKey("kiosk limit", Buckets)

_COOKIE = "kiosk"
_KEPT = 60 * 60 * 24 * 400  # s, the longest that browsers keep one; each opening renews it


def limits() -> Buckets:
    """Return how much one tablet may say. A visit has some ten acts; after a long cut a whole
    day's come at once, and other tablets behind the same address do not count here.
    """
    return Buckets(burst=2000, per_second=30)


async def binding(request: web.Request) -> web.Response:
    """Ask whether this tablet is to be bound to the place of a link; nothing is done on GET."""
    services, token = request.app[SERVICES], request.match_info["token"]
    device = await _device(services, token)
    if device is None:
        raise _nothing(request, 404)
    facts = await facts_of(services.runner.turns, device)
    return request.app[PAGES].show(
        request,
        "kiosk_binding.html",
        token=token,
        place=facts.get("place_name"),
        counter=facts.get("counter_name"),
    )


async def bind(request: web.Request) -> web.Response:
    """Bind this tablet, and go to its page."""
    services = request.app[SERVICES]
    token = (await form_fields(request)).get("token", "")
    if await _device(services, token) is None:
        raise _nothing(request, 404)
    response = web.HTTPSeeOther("/kiosk")
    remember(response, token, services.settings)
    raise response


def remember(response: web.StreamResponse, token: str, settings: Settings) -> None:
    """Keep in the tablet where it stands; nothing of any visitor is kept there."""
    response.set_cookie(
        _named(settings),
        token,
        max_age=_KEPT,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=settings.secure,
    )


async def bound_by(request: web.Request) -> tuple[str, InvitationRecord] | None:
    """Return the token and the invitation that this tablet is bound by, while they are good."""
    services = request.app[SERVICES]
    token = request.cookies.get(_named(services.settings), "")
    device = await _device(services, token)
    return None if device is None else (token, device)


async def bound(request: web.Request) -> InvitationRecord:
    """Return what this tablet is bound by, and count what it asks for.

    Raises:
        Refusal: it is bound to nothing, or its link was revoked; or it asks without end.

    """
    found = await bound_by(request)
    if found is None:
        raise _nothing(request, 403)
    device = found[1]
    if wait := request.app[LIMIT].take(device.id):
        raise Refusal(429, text_key("web.too_fast"), retry_after=wait)
    return device


def _nothing(request: web.Request, status: int) -> Refusal:
    """Count what no tablet of ours asks for, which only a flood makes us refuse unread."""
    address = address_of(request, request.app[SERVICES].settings)
    if wait := request.app[LIMITS].lookups.take(address):
        return Refusal(429, text_key("web.guesses"), retry_after=wait)
    return Refusal(status, text_key("web.unknown"))


def _named(settings: Settings) -> str:
    return f"__Host-{_COOKIE}" if settings.secure else _COOKIE


async def _device(services: Services, token: str) -> InvitationRecord | None:
    if not TOKEN.fullmatch(token):
        return None
    found = await services.storage.invitations.by_token_hash(device_hash(token))
    return found if found is not None and state_of(found, now_ms()) == "open" else None
