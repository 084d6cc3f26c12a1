"""The frame around each page of the console: its template, its words, what is said once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console import cookies
from bot.console.keeping import Keeping
from bot.console.navigation import Entry, entries_for, here, in_groups
from bot.console.wording import ROLE_NAMES
from bot.i18n import FALLBACK, Catalogues, day_of, own_name
from bot.services import Services
from bot.web.pages import DISPLAY_COOKIE
from bot.web.static_files import StaticFiles
from flows.desk.policy import anywhere, policy
from flows.desk.roles import Actor
from flows.identifiers import Instant
from storage.desk_records import AccountRecord

__all__ = ["SHELL", "Flash", "Frame", "Shell", "Undo"]

_FLASH_KEPT = 120  # s: what was not shown by then is no news any more
_TEMPLATES = Path(__file__).parent / "templates"


class Undo(msgspec.Struct, frozen=True):
    """The button that takes an act back: where it posts, with which fields, what it says."""

    path: str
    fields: dict[str, str]
    key: str


class Flash(msgspec.Struct, frozen=True):
    """What the next page says once."""

    key: str
    params: dict[str, str] = {}
    undo: Undo | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What every page is told about its reader; `actor` and `account`: who is signed in."""

    language: str
    csrf: str
    now: Instant
    actor: Actor | None = None
    account: AccountRecord | None = None


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    """What one page knows about its own request."""

    language: str
    others: tuple[str, ...]
    large: bool
    path: str
    query: str
    search: str
    flash: Flash | None
    entries: tuple[Entry, ...]
    tasks: tuple[tuple[str, tuple[Entry, ...]], ...]
    here: str | None
    csrf: str
    account: AccountRecord | None


class Shell:
    """Fills the console's templates."""

    def __init__(
        self, services: Services, static: StaticFiles, assets: StaticFiles, served: frozenset[str]
    ) -> None:
        self._settings = services.settings
        self._texts = services.texts
        self._flash = Keeping(services.browser_key, "flash")
        self._served = served
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            static=static.url,
            asset=assets.url,
            name_of=own_name,
            hotlines=services.hotlines.written,
            trial=services.settings.trial,
            office=services.settings.office_name,
            host=urlsplit(services.settings.base_url).netloc,
        )

    def show(
        self,
        request: web.Request,
        frame: Frame,
        template: str,
        values: Mapping[str, object],
        status: int = 200,
    ) -> web.Response:
        """Return a page; what was to be said once is said, and forgotten."""
        flash = self._taken_flash(request, frame.now)
        page = self._page(request, frame, flash)
        text = self._templates.get_template(template).render(
            page=page, **_words(self._texts, frame.language), **_rights(frame.actor), **values
        )
        response = web.Response(text=text, status=status, content_type="text/html")
        response.enable_compression()
        if flash is not None:
            cookies.drop(response, "desk-flash", self._settings)
        return response

    def redirect(self, path: str, flash: Flash | None, now: Instant) -> web.Response:
        """Lead on after a POST (303); the next page says `flash`."""
        response = web.Response(status=303, headers={"Location": path})
        if flash is not None:
            sealed = self._flash.seal(flash, now)
            cookies.write(response, "desk-flash", sealed, self._settings, seconds=_FLASH_KEPT)
        return response

    def _taken_flash(self, request: web.Request, now: Instant) -> Flash | None:
        sealed = cookies.read(request, "desk-flash", self._settings)
        return self._flash.open(sealed, Flash, now, _FLASH_KEPT) if sealed else None

    def _page(self, request: web.Request, frame: Frame, flash: Flash | None) -> _Page:
        entries = entries_for(frame.actor, self._served) if frame.actor is not None else ()
        return _Page(
            language=frame.language,
            others=tuple(name for name in CONSOLE_LANGUAGES if name != frame.language),
            large=request.cookies.get(DISPLAY_COOKIE) == "large",
            path=request.path,
            query=request.query_string,
            search=request.query.get("q", ""),
            flash=flash,
            entries=entries,
            tasks=in_groups(entries),
            here=here(entries, request.path),
            csrf=frame.csrf,
            account=frame.account,
        )


CONSOLE_LANGUAGES = (FALLBACK, "en")
"""Officers' texts are written in these two; languages for citizens come and go beside them."""

SHELL = web.AppKey("console shell", Shell)


def _words(texts: Catalogues, language: str) -> dict[str, Callable[..., object]]:
    """Return what writes words, numbers and times in templates."""

    def text(key: str, **params: object) -> str:
        return texts.text(language, key, params)

    return {
        "_": text,
        "plural": text,
        "role_name": lambda role: text(ROLE_NAMES[role]),
        "moment": partial(texts.moment, language),
        "day": lambda instant: texts.date(language, day_of(instant)),
        "date": partial(texts.date, language),
        "number": partial(texts.number, language),
    }


def _rights(actor: Actor | None) -> dict[str, Any]:
    """Return what asks the policy in templates: buttons that would be refused are not shown."""
    asking = actor or Actor("")
    return {"can": partial(anywhere, asking), "may": partial(policy, asking)}
