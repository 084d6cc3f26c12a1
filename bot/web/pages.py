"""Pages: templates filled in the reader's language, and the refusals that people see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.hotlines import Hotlines
from bot.i18n import FALLBACK, Catalogues, own_name
from bot.settings import Settings
from bot.web.cookies import person_of
from bot.web.static_files import StaticFiles

__all__ = ["DISPLAY_COOKIE", "PAGES", "Pages", "Refusal", "is_own_path"]

DISPLAY_COOKIE = "display"
_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9/_-]*)?(?:\?lang=[a-z]{2,3})?")


class Refusal(Exception):  # noqa: N818 - not a fault: a kind no, with the way on
    """A request that is answered with kind words: `key` names them (notice.html: the title)."""

    def __init__(self, status: int, key: str, *, retry_after: float | None = None) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """Return when to come again, in whole seconds."""
        return {} if self.retry_after is None else {"Retry-After": str(int(self.retry_after) + 1)}


@dataclass(frozen=True, slots=True)
class _Site:
    """What all pages say about the office."""

    trial: bool
    office: str | None
    hotline: str | None
    address: str | None
    host: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page knows about its own request."""

    language: str
    others: tuple[str, ...]
    large: bool
    path: str
    here: str


class Pages:
    """Fills templates. The only place where HTML is made."""

    def __init__(
        self, settings: Settings, texts: Catalogues, static: StaticFiles, hotlines: Hotlines
    ) -> None:
        self._settings = settings
        self._texts = texts
        self._hotlines = hotlines
        self._site = _Site(
            trial=settings.trial,
            office=settings.office_name,
            hotline=_unbroken(settings.office_hotline),
            address=settings.office_address,
            host=urlsplit(settings.base_url).netloc,
        )
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(static=static.url, name_of=own_name, site=self._site)

    def language_of(self, request: web.Request) -> str:
        """Return the language that the address names, or Vietnamese."""
        asked = request.query.get("lang", FALLBACK)
        return asked if asked in self._texts.languages else FALLBACK

    def show(
        self,
        request: web.Request,
        template: str,
        *,
        status: int = 200,
        language: str | None = None,
        **values: object,
    ) -> web.Response:
        """Return a page. It is personal: nobody keeps a copy."""
        language = language or self.language_of(request)
        page = self._page(request, language)
        text = self._templates.get_template(template).render(
            page=page,
            _=partial(self._text, language),
            plural=partial(self._text, language),
            link=partial(_link, language),
            talking=person_of(request, self._settings) is not None,
            **{"hotlines": self._hotlines.written(), **values},
        )
        response = web.Response(text=text, status=status, content_type="text/html")
        response.enable_compression()
        return response

    def refuse(self, request: web.Request, refusal: Refusal) -> web.Response:
        """Return a refusal: as JSON to the chat's scripts, as a page to people."""
        language = self.language_of(request)
        words = self._text(language, refusal.key)
        if "/json" in request.headers.get("Content-Type", "") or request.path in _FOR_SCRIPTS:
            body = msgspec.json.encode({"error": refusal.key, "message": words})
            response = web.Response(
                body=body, status=refusal.status, content_type="application/json"
            )
        else:
            response = self.show(
                request,
                "notice.html",
                status=refusal.status,
                key=refusal.key,
                text=words,
                code_field=refusal.status in (404, 401),
            )
        response.headers.update(refusal.headers)
        return response

    def _text(self, language: str, key: str, **params: object) -> str:
        return self._texts.text(language, key, params)

    def _page(self, request: web.Request, language: str) -> _Page:
        here = _link(language, request.path)
        return _Page(
            language=language,
            others=tuple(other for other in self._texts.languages if other != language),
            large=request.cookies.get(DISPLAY_COOKIE) == "large",
            path=request.path if is_own_path(request.path) else "/",
            here=here if is_own_path(here) else "/",
        )


PAGES = web.AppKey("pages", Pages)

_FOR_SCRIPTS = frozenset({"/chat/messages", "/chat/events", "/results.json"})


def is_own_path(path: str) -> bool:
    """Tell whether a path can only lead to a page of ours, so that a redirect may follow it."""
    return _OWN_PATH.fullmatch(path) is not None


def _unbroken(number: str | None) -> str | None:
    """Return a telephone number that no line break divides."""
    return number.replace(" ", "\N{NO-BREAK SPACE}") if number else None


def _link(language: str, path: str) -> str:
    return path if language == FALLBACK else f"{path}?lang={language}"
