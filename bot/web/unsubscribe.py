"""The page that ends letters: GET shows, POST acts, by hand or by a mail program's one click."""

from __future__ import annotations

from aiohttp import web

from bot.services import Services
from bot.turns import now_ms
from bot.web.doors import SERVICES
from bot.web.landing import form_fields
from bot.web.pages import PAGES, Refusal
from flows.mail_addresses import shortened
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.mail_records import MailReader

__all__ = ["act", "show"]

_CAUSE = "unsubscribed"
_OWN_FORM = "application/x-www-form-urlencoded"


async def show(request: web.Request) -> web.Response:
    """Show whether letters go to the address, and the button that changes it; nothing changes:
    mail programs open links by themselves.
    """
    reader = _reader(request)
    ended = await _services(request).storage.opt_outs.has_email(reader.index)
    return _page(request, reader, ended=ended)


async def act(request: web.Request) -> web.Response:
    """End letters, or let them come again where the page's own button says so. A mail program
    posts what RFC 8058 names, as a form of either kind; whatever it posts, it means the end.
    """
    reader, again = _reader(request), await _says_again(request)
    storage, unit = _services(request).storage, UnitOfWork()
    if again:
        storage.opt_outs.back_of_email(unit, reader.index)
        storage.bounces.remove(unit, reader.index)
    else:
        storage.opt_outs.of_email(unit, reader.index, now_ms(), _CAUSE)
    await storage.commit(unit)
    return _page(request, reader, ended=not again, done=True)


async def _says_again(request: web.Request) -> bool:
    is_form = request.content_type == _OWN_FORM
    return is_form and (await form_fields(request)).get("act") == "again"


def _services(request: web.Request) -> Services:
    return request.app[SERVICES]


def _reader(request: web.Request) -> MailReader:
    """Return whom the letter went to.

    Raises:
        Refusal: the link is none of ours.

    """
    reader = _services(request).storage.mail_links.reader(request.match_info["token"])
    if reader is None:
        raise Refusal(404, text_key("web.unknown"))
    return reader


def _page(
    request: web.Request, reader: MailReader, *, ended: bool, done: bool = False
) -> web.Response:
    address = shortened(reader.address)
    return request.app[PAGES].show(
        request, "unsubscribe.html", address=address, ended=ended, done=done
    )
