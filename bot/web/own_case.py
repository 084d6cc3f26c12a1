"""The page of one case for its citizen: what a channel abroad may not carry is read here."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from aiohttp import web

from bot.channels.base import without_controls
from bot.i18n import day_of
from bot.invitations import token_hash
from bot.services import Services
from bot.turns import now_ms
from bot.web.doors import SERVICES
from bot.web.landing import form_fields
from bot.web.pages import PAGES, Refusal
from flows.identifiers import Instant
from flows.messages import CaseReplied
from flows.texts import text_key
from storage.base import (
    ComplaintEvent,
    ComplaintRecord,
    DuplicateMessageError,
    UnitOfWork,
)

__all__ = ["reply", "show"]

Reply = Literal["agreed", "disagreed", "supplied"]

_SAID: Final = {
    "asked": text_key("web.own_case.asked"),
    "answered": text_key("web.own_case.answered"),
    "supplied": text_key("web.own_case.supplied"),
    "reopened": text_key("web.own_case.reopened"),
}
"""Lines of the history that are between the citizen and the desk; others are the desk's own."""
_REPLIES: Final[dict[str, tuple[Reply, ...]]] = {
    "answered": ("agreed", "disagreed"),
    "waiting": ("supplied",),
}
"""State of a case → what can be replied to it."""
_CHANNEL: Final = "case"
_LONGEST: Final = 2000  # characters, as many as the chat takes


class _Said(NamedTuple):
    """One thing that was said between citizen and desk."""

    key: str
    day: str
    text: str


async def show(request: web.Request) -> web.Response:
    """Show a case and what was said about it; nothing changes."""
    record = await _case(request)
    history = await _services(request).storage.complaints.history(record.id)
    return _page(request, record, history)


async def reply(request: web.Request) -> web.Response:
    """Take a reply, once, and show the case as it stands then."""
    record, services = await _case(request), _services(request)
    history = await services.storage.complaints.history(record.id)
    fields = await form_fields(request)
    message = _read(record, fields)
    if message is None or message.number != _open_number(history):
        return _page(request, record, history, notice=text_key("web.own_case.moved"))
    if message.reply == "supplied" and not message.text:
        return _page(request, record, history, notice=text_key("reask.text_empty"))
    await _send(services, record, message)
    raise web.HTTPSeeOther(request.path_qs)


def _services(request: web.Request) -> Services:
    return request.app[SERVICES]


async def _case(request: web.Request) -> ComplaintRecord:
    """Return the case that the address leads to.

    Raises:
        Refusal: none; a link that has expired looks like one that never was.

    """
    links = _services(request).storage.case_links
    found = await links.case_of(token_hash(request.match_info["token"]), now_ms())
    if found is None or found.session_id is None:
        raise Refusal(404, text_key("web.unknown"))
    return found


def _read(record: ComplaintRecord, fields: dict[str, str]) -> CaseReplied | None:
    """Return the reply of a posted form; None where the case takes no such reply now.

    Raises:
        Refusal: the text is too long.

    """
    number, text = fields.get("number", ""), without_controls(fields.get("text", "")).strip()
    if len(text) > _LONGEST:
        raise Refusal(413, text_key("web.too_long"))
    given = next((r for r in _REPLIES.get(record.state, ()) if r == fields.get("reply")), None)
    if given is None or not (number.isascii() and number.isdecimal()):
        return None
    return CaseReplied(code=record.code, number=int(number[:9]), reply=given, text=text)


async def _send(services: Services, record: ComplaintRecord, message: CaseReplied) -> None:
    """Let the reply have its turn in the citizen's own session, as if they had sent it there."""
    if record.session_id is None:
        return
    unit, runner = UnitOfWork(), services.runner
    key = (_CHANNEL, f"{record.id}/{message.number}")
    runner.post(unit, record.session_id, key, message)
    try:
        await runner.guarded_commit(unit)
    except DuplicateMessageError:
        return  # a second press, or another tab
    await runner.drain(record.session_id)


def _open_number(history: list[ComplaintEvent]) -> int:
    """Return the line that a reply would answer: the newest question or answer."""
    asked = (line.number for line in reversed(history) if line.kind in ("asked", "answered"))
    return next(asked, 0)


def _page(
    request: web.Request,
    record: ComplaintRecord,
    history: list[ComplaintEvent],
    notice: str | None = None,
) -> web.Response:
    pages, texts = request.app[PAGES], _services(request).texts
    language = pages.language_of(request)

    def day(at: Instant) -> str:
        return texts.date(language, day_of(at))

    said = [
        _Said(texts.text(language, _SAID[line.kind]), day(line.at), line.text)
        for line in history
        if line.kind in _SAID and line.text
    ]
    return pages.show(
        request,
        "own_case.html",
        status=200 if notice is None else 409,
        code=record.code,
        state=texts.text(language, f"case.state.{record.state}"),
        due=day(record.due_at) if _is_running(record) and record.due_at else None,
        said=said,
        replies=_REPLIES.get(record.state, ()),
        number=_open_number(history),
        longest=_LONGEST,
        notice=texts.text(language, notice) if notice else None,
    )


def _is_running(record: ComplaintRecord) -> bool:
    return record.reply_promised and record.state not in ("answered", "closed")
