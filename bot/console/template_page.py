"""The answer templates: the office's own by language, the retired ones, the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from aiohttp import web
from msgspec.structs import replace

from bot.console.audit_words import account_in
from bot.console.case_loading import account_names
from bot.console.case_templates import TEMPLATES, Template
from bot.console.case_told import Piece, pieces
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.console.template_offers import shipped_text
from bot.console.template_writing import (
    ONE,
    PATH,
    PURPOSE_NAMES,
    WRITING_ROUTES,
    found_template,
    store,
)
from bot.i18n import own_name
from bot.reports.wording import CATEGORIES
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import StaleSessionError
from storage.desk_records import TemplateRecord

__all__ = ["ROUTES"]


class _Row(NamedTuple):
    """A template as the list shows it; `by` is empty for a shipped one."""

    id: str
    language: str
    title: str
    purpose: str
    categories: tuple[str, ...]
    text: tuple[Piece, ...]
    by: str = ""
    at: Instant | None = None


async def templates(visit: Visit) -> web.StreamResponse:
    """List the office's own templates by language, the retired ones, and the shipped ones."""
    listed = await visit.services.storage.answer_templates.listed()
    names = await account_names(visit, (account_in(one.actor) for one in listed))
    used = [one for one in listed if one.retired_at is None]
    return visit.show(
        "templates.html",
        own=list(_by_language(visit, [_row(visit, one, names) for one in used])),
        retired=[_row(visit, one, names) for one in listed if one.retired_at is not None],
        shipped=[_shipped_row(visit, one) for one in TEMPLATES],
    )


def _by_language(visit: Visit, rows: Sequence[_Row]) -> Iterator[tuple[str, list[_Row]]]:
    """Yield what each language is called, and its templates; one that is offered no more, too."""
    found = {row.language for row in rows}
    for language in sorted(found, key=lambda name: (name != visit.language, name)):
        yield own_name(language), [row for row in rows if row.language == language]


def _row(visit: Visit, one: TemplateRecord, names: Mapping[str, str]) -> _Row:
    return _Row(
        one.id,
        one.language,
        one.title,
        visit.text(PURPOSE_NAMES[one.purpose]),
        tuple(visit.text(CATEGORIES[code]) for code in one.categories if code in CATEGORIES),
        pieces(one.text),
        names.get(account_in(one.actor) or "", one.actor),
        one.changed_at,
    )


def _shipped_row(visit: Visit, one: Template) -> _Row:
    return _Row(
        one.id,
        visit.language,
        visit.text(one.title),
        visit.text(PURPOSE_NAMES[one.purpose]),
        tuple(visit.text(CATEGORIES[code]) for code in sorted(one.categories)),
        pieces(shipped_text(visit, one, visit.language)),
    )


# -- retiring


async def retire(visit: Visit) -> web.StreamResponse:
    """Offer a template no more; what was sent with it stays as it is."""
    record = await _retired(visit, at=visit.now)
    undo = Undo(f"{PATH}/{record.id}/restore", {}, text_key("console.undo"))
    return visit.go(PATH, text_key("console.template.retired"), undo=undo, title=record.title)


async def restore(visit: Visit) -> web.StreamResponse:
    """Offer a template again."""
    record = await _retired(visit, at=None)
    return visit.go(PATH, text_key("console.template.restored"), title=record.title)


async def _retired(visit: Visit, *, at: Instant | None) -> TemplateRecord:
    await visit.form()
    record = await found_template(visit)
    if (record.retired_at is None) == (at is None):
        raise StaleSessionError(record.id)
    after = replace(
        record,
        retired_at=at,
        changed_at=visit.now,
        actor=visit.actor_name,
        version=record.version + 1,
    )
    await store(visit, after, "template.restored" if at is None else "template.retired")
    return after


ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, templates, "template.change"),
    *WRITING_ROUTES,
    Route("POST", f"{ONE}/retire", retire, "template.change"),
    Route("POST", f"{ONE}/restore", restore, "template.change"),
)
