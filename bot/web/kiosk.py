"""The kiosk at the one-stop desk: its page, and what the page says."""

from __future__ import annotations

import json
from hashlib import sha256

import msgspec
from aiohttp import web

from bot.channels.kiosk import NAME, Act, Begin, HandOver, Press, Speak, UnreadableActError, parse
from bot.channels.webchat import envelope, numbered
from bot.i18n import FALLBACK, own_name
from bot.opening import facts_of
from bot.services import Services
from bot.web import kiosk_devices as devices
from bot.web.doors import SERVICES
from bot.web.guard import SAFE_HEADERS
from bot.web.kiosk_acts import Visits
from bot.web.kiosk_hand_over import hand_over
from bot.web.kiosk_script import SHORT_FORM, script_of
from bot.web.kiosk_visits import Status, Visit
from bot.web.kiosk_words import words
from bot.web.pages import PAGES, Refusal
from bot.web.static_files import StaticFiles
from flows.texts import text_key
from storage.base import InvitationRecord

__all__ = ["acts", "add_kiosk", "kiosk_page", "manifest", "pulse"]

_MOST = 200  # messages in one reply; a whole survey has some eighty

_HEADERS = {
    # The manifest lets a tablet show the page without the browser around it.
    "Content-Security-Policy": f"{SAFE_HEADERS['Content-Security-Policy']}; manifest-src 'self'"
}

_VISITS = web.AppKey("kiosk visits", Visits)
_STATIC = web.AppKey("kiosk static", StaticFiles)


def add_kiosk(site: web.Application, services: Services, static: StaticFiles) -> None:
    """Give the site its doors for kiosks."""
    site[_VISITS] = Visits(services)
    site[_STATIC] = static
    site[devices.LIMIT] = devices.limits()
    site.add_routes(
        [
            web.get("/kiosk", kiosk_page),
            web.get("/kiosk/manifest.webmanifest", manifest),
            web.get("/kiosk/{token:[A-Za-z0-9_-]{22}}", devices.binding),
            web.post("/kiosk/device", devices.bind),
            web.post("/kiosk/acts", acts),
            web.post("/kiosk/pulse", pulse),
        ]
    )


# -- the page


async def kiosk_page(request: web.Request) -> web.Response:
    """Show the kiosk, or how a tablet becomes one."""
    services, pages = request.app[SERVICES], request.app[PAGES]
    found = await devices.bound_by(request)
    if found is None:
        return pages.show(request, "kiosk_unbound.html")
    token, device = found
    data = await _data(services, device)
    data["release"] = _release(request, data)
    lines = services.hotlines.written(device.unit_id)
    page = pages.show(request, "kiosk.html", language=device.language, data=data, hotlines=lines)
    page.headers.update(_HEADERS)
    devices.remember(page, token, services.settings)
    return page


async def _data(services: Services, device: InvitationRecord) -> dict[str, object]:
    """Return all that the page needs to know to go on without network."""
    renderer, texts = services.runner.turns.renderer, services.texts
    facts = await facts_of(services.runner.turns, device)
    rules = renderer.rules
    short = rules.form(SHORT_FORM)
    languages = [name for name in texts.languages if name in short.languages]
    full = rules.form(device.form) if device.form in rules.latest else None
    return {
        "language": device.language if device.language in languages else FALLBACK,
        "names": {language: own_name(language) for language in languages},
        "texts": {language: words(texts, language) for language in languages},
        "place": facts.get("place_name", ""),
        "counter": facts.get("counter_name", ""),
        "office": dict(renderer.office),
        "written": services.settings.configured,
        "script": msgspec.to_builtins(script_of(short, renderer, facts)),
        "full": max(1, full.minutes) if full else None,
    }


def _release(request: web.Request, data: dict[str, object]) -> str:
    """Return a name of all that the page is made of: a page that hears another one loads anew,
    once nobody stands before it and nothing waits to be sent.
    """
    made = json.dumps(data, sort_keys=True) + request.app[_STATIC].url("icon.svg")
    return sha256(made.encode()).hexdigest()[:12]


async def manifest(request: web.Request) -> web.Response:
    """Tell a tablet how the page is started from its home screen: alone, in the whole screen."""
    services = request.app[SERVICES]
    language = request.app[PAGES].language_of(request)
    icon = request.app[_STATIC].url("icon.svg")
    body = {
        "name": services.texts.text(language, text_key("kiosk.title")),
        "lang": language,
        "start_url": "/kiosk",
        "scope": "/kiosk",
        "display": "fullscreen",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    }
    return web.Response(body=msgspec.json.encode(body), content_type="application/manifest+json")


# -- what it says


async def acts(request: web.Request) -> web.Response:
    """Take one act; when this answers, it is stored."""
    services = request.app[SERVICES]
    device = await devices.bound(request)
    try:
        act = parse(await request.read())
    except UnreadableActError:
        services.runner.steps.end(NAME, "unreadable")
        raise Refusal(400, text_key("web.unreadable")) from None
    status = await request.app[_VISITS].take(device, act)
    visit = Visit.of(services, device, act.visit)
    if isinstance(act, HandOver):
        return _json(await hand_over(visit))
    after = _shown(act)
    return _json({"status": status}) if after is None else await _said(visit, after, status)


def _shown(act: Act) -> int | None:
    """Return the number after which the page wants to hear what is said; None: it knows."""
    if isinstance(act, Press | Speak):
        return act.after
    return 0 if isinstance(act, Begin) and act.form != "short" else None


async def _said(visit: Visit, after: int, status: Status) -> web.Response:
    outbox = visit.services.storage.outbox
    rows = await outbox.after(await visit.session_id(), after, _MOST)
    body = envelope(
        (numbered(row.seq, row.body) for row in rows),
        last=rows[-1].seq if rows else after,
        talk="",
        status=status,
    )
    return web.Response(body=body, content_type="application/json")


class _Pulse(msgspec.Struct, frozen=True):
    visit: str = ""


async def pulse(request: web.Request) -> web.Response:
    """Tell a tablet that it is heard: whether a phone has taken over the visit that it asks
    about, or else which release it should show.
    """
    services = request.app[SERVICES]
    device = await devices.bound(request)
    try:
        asked = msgspec.json.decode(await request.read(), type=_Pulse)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refusal(400, text_key("web.unreadable")) from None
    if not asked.visit:
        return _json({"release": _release(request, await _data(services, device))})
    key = Visit.of(services, device, asked.visit).key
    found = await services.storage.conversations.find(NAME, key)
    return _json({"taken": found is None})


def _json(body: object) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), content_type="application/json")
