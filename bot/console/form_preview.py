"""How a form looks on each channel before anybody answers it: chat, Telegram, tablet, paper."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import msgspec
from aiohttp import web

from bot.channels.base import Outgoing
from bot.console.form_list import VERSIONS
from bot.console.form_shelves import PATH, Chosen, chosen_form, gone, shelf_of, title_of
from bot.console.routes import Route, Visit
from bot.forms import next_version
from bot.rendering import Renderer
from bot.reports.paper_form import paper_form, paper_sheet
from flows.definition import Form, Question
from flows.events import QuestionAsked
from flows.texts import text_key

__all__ = ["ROUTES"]

On: TypeAlias = Literal["web", "telegram", "kiosk"]
_NAMES: Final[Mapping[str, str]] = {
    "web": text_key("console.forms.on.web"),
    "telegram": text_key("console.forms.on.telegram"),
    "kiosk": text_key("console.forms.on.kiosk"),
}
_HEADERS: Final = {"Content-Security-Policy": "default-src 'none'; sandbox"}
_VERSION: Final = re.compile(r"^version:.*$", re.MULTILINE)
_TAG: Final = "00000000"  # what buttons carry of a conversation: there is none
_UNTYPED: Final = frozenset({"dialogue", "erasure"})
"""Kinds of forms that only mean something in a conversation: they are not printed."""


class Bubble(NamedTuple):
    """One message: what it says, and its buttons row by row. `typed`: an answer can be typed."""

    text: str
    hint: str
    rows: tuple[tuple[str, ...], ...]
    typed: bool


class Shown(NamedTuple):
    """One question as it will be asked; `when`: under which condition, in the form's own words."""

    question: Question
    section: str
    when: str
    bubbles: tuple[Bubble, ...]


_Laid: TypeAlias = Callable[[Outgoing], tuple[Bubble, ...]]


async def preview(visit: Visit) -> web.StreamResponse:
    """Show all questions of a form as one channel shows them."""
    chosen = await chosen_form(visit, await shelf_of(visit))
    if chosen is None:
        return gone(visit)
    form, asked = chosen.form, visit.request.query
    on = asked.get("on", "") if asked.get("on", "") in get_args(On) else "web"
    language = asked.get("in", "") if asked.get("in", "") in form.languages else "vi"
    laid = await asyncio.to_thread(_telegram, visit) if on == "telegram" else _on_page
    return visit.show(
        "form_preview.html",
        form=form,
        title=title_of(visit, form),
        query=chosen.query,
        on=on,
        names=_NAMES,
        language=language,
        shown=list(_shown(visit, form, language, laid)),
        back=f"{PATH}/draft?draft={chosen.draft.id}" if chosen.draft else
        f"{VERSIONS}?form={form.id}",
        printable=form.kind not in _UNTYPED,
    )  # fmt: skip


def _shown(visit: Visit, form: Form, language: str, laid: _Laid) -> Iterator[Shown]:
    titles = {each.id: each.title.get(language, each.title["vi"]) for each in form.sections}
    renderer = _renderer(visit, form)
    voice = renderer.voice(language, {})
    before = ""
    for question in form.by_id.values():
        event = QuestionAsked(
            tag=_TAG, form=form.id, version=form.version, question=question.id, cause="open"
        )
        section = titles.get(question.section, "")
        when = str(question.condition) if question.condition else ""
        bubbles = laid(renderer.question(voice, event))
        yield Shown(question, section if section != before else "", when, bubbles)
        before = section


def _renderer(visit: Visit, form: Form) -> Renderer:
    """Return a renderer that knows this form, and shares nothing with the one that is in use: a
    draft has the number of a version to come.
    """
    used = visit.services.runner.turns.renderer
    rules = msgspec.structs.replace(used.rules, forms={**used.rules.forms, form.key: form})
    return Renderer(used.texts, rules, used.office, used.trial, used.base_url, used.discreet)


def _on_page(said: Outgoing) -> tuple[Bubble, ...]:
    """Lay a message out as our own pages do: each button in a row of its own."""
    buttons = [*said.choices, *((said.done,) if said.done else ())]
    rows = tuple((choice.label,) for choice in buttons)
    return (Bubble(said.text, said.hint or "", rows, said.input != "none"),)


def _telegram(visit: Visit) -> _Laid:
    """Return what lays messages out for Telegram: by the very code that sends them."""
    from bot.channels.telegram.layout import render  # noqa: PLC0415 – its client costs 0.4 s

    def laid(said: Outgoing) -> tuple[Bubble, ...]:
        calls = render(said, "1", visit.services.texts)
        return tuple(
            _bubble(msgspec.json.decode(call.body or b"{}", type=_Sent), said) for call in calls
        )

    return laid


class _Button(msgspec.Struct):
    text: str


class _Markup(msgspec.Struct):
    inline_keyboard: list[list[_Button]] = []
    keyboard: list[list[_Button]] = []


class _Sent(msgspec.Struct):
    text: str
    reply_markup: _Markup = msgspec.field(default_factory=_Markup)


def _bubble(sent: _Sent, said: Outgoing) -> Bubble:
    keys = sent.reply_markup.inline_keyboard or sent.reply_markup.keyboard
    rows = tuple(tuple(button.text for button in row) for row in keys)
    return Bubble(sent.text, "", rows, said.input != "none")


# -- files


async def paper(visit: Visit) -> web.StreamResponse:
    """Give a form on A4 paper."""
    chosen = await chosen_form(visit, await shelf_of(visit))
    if chosen is None or chosen.form.kind in _UNTYPED:
        return gone(visit)
    services, asked = visit.services, visit.request.query.get("in", "")
    language = asked if asked in chosen.form.languages else "vi"
    sheet = paper_sheet(chosen.form, services.settings, services.texts, language=language)
    body = await asyncio.to_thread(paper_form, sheet)
    return _file(body, "application/pdf", f"{chosen.form.id}-{chosen.form.version}.pdf")


async def file(visit: Visit) -> web.StreamResponse:
    """Give a form as YAML to change, with the number that its next version must have."""
    shelf = await shelf_of(visit)
    chosen = await chosen_form(visit, shelf)
    text = await _text(visit, chosen) if chosen is not None else None
    if chosen is None or text is None:
        return gone(visit)
    name, number = chosen.form.id, next_version(chosen.form.id, shelf.newest(chosen.form.id))
    body = _VERSION.sub(f"version: {number}", text, count=1).encode()
    return _file(body, "application/yaml; charset=utf-8", f"{name}-{number}.yaml")


async def _text(visit: Visit, chosen: Chosen) -> str | None:
    if chosen.draft is not None:
        sources = chosen.draft.sources
    else:
        records = await visit.services.storage.forms.all()
        key = chosen.form.key
        sources = next((r.sources for r in records if (r.form, r.version) == key), {})
    return next((text for name, text in sources.items() if "/" not in name), None)


def _file(body: bytes, media_type: str, name: str) -> web.Response:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Type": media_type, "Content-Disposition": disposition}
    return web.Response(body=body, headers=headers | _HEADERS)


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{PATH}/preview", preview, "form.read"),
    Route("GET", f"{PATH}/paper", paper, "form.read"),
    Route("GET", f"{PATH}/file", file, "form.read"),
)
