"""Which texts an officer may begin from in a case: the office's own and the shipped ones, filled
in for it in its citizen's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.console.case_loading import Found
from bot.console.case_templates import TEMPLATES, Purpose, Template, suiting
from bot.console.routes import Visit
from bot.i18n import day_of, own_name
from flows.desk.template_text import PLACES, filled
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import ComplaintRecord
from storage.desk_records import TemplateRecord

__all__ = ["PURPOSES", "offers", "said_of", "shipped_text", "values_of"]

PURPOSES: Final[tuple[Purpose, ...]] = ("ask", "answer")

_OPEN_PLACES: Final[Mapping[str, str]] = {name: f"{{{name}}}" for name in PLACES}


async def offers(visit: Visit, case: Found) -> dict[Purpose, list[tuple[str, str]]]:
    """Return what may be chosen for each purpose: id and title. The office's own come first; of
    these, what is in the citizen's language, and what was made for the category.
    """
    listed = await visit.services.storage.answer_templates.listed()
    own = [one for one in listed if one.retired_at is None]
    return {
        purpose: [*_own(own, purpose, case), *_shipped(visit, purpose, case)]
        for purpose in PURPOSES
    }


def _own(listed: Iterable[TemplateRecord], purpose: Purpose, case: Found) -> list[tuple[str, str]]:
    category = case.record.category
    suited = [
        one
        for one in listed
        if one.purpose == purpose and (not one.categories or category in one.categories)
    ]
    suited.sort(key=lambda one: (one.language != case.language, not one.categories))
    return [(one.id, _title(one, case.language)) for one in suited]


def _title(one: TemplateRecord, language: str) -> str:
    """Return a title; with the language, where it is not the one that the citizen reads."""
    foreign = one.language != language
    return f"{one.title} ({own_name(one.language)})" if foreign else one.title


def _shipped(visit: Visit, purpose: Purpose, case: Found) -> list[tuple[str, str]]:
    return [(one.id, visit.text(one.title)) for one in suiting(purpose, case.record.category)]


async def said_of(visit: Visit, case: Found, template_id: str) -> str | None:
    """Return a text with its places filled in for a case; None: there is no such text any more."""
    shipped = next((one for one in TEMPLATES if one.id == template_id), None)
    if shipped is not None:
        text, language = shipped_text(visit, shipped, case.language), case.language
    else:
        own = await visit.services.storage.answer_templates.by_id(template_id)
        if own is None or own.retired_at is not None:
            return None
        text, language = own.text, own.language
    return filled(text, _values_in(visit, case.record, language))


def shipped_text(visit: Visit, template: Template, language: str) -> str:
    """Return a shipped text as an office's own is written: with `{code}` for a place."""
    return visit.services.texts.text(language, template.text, _OPEN_PLACES)


def _values_in(visit: Visit, record: ComplaintRecord, language: str) -> dict[str, str]:
    return values_of(visit, language, record.code, record.created_at, record.due_at)


def values_of(
    visit: Visit, language: str, code: str, received: Instant, due: Instant | None
) -> dict[str, str]:
    """Return what is put into the places of a text. A case without a term leaves a blank for the
    officer: nothing is sent while one is open.
    """
    texts, office = visit.services.texts, visit.services.runner.turns.renderer.office["office"]
    blank = texts.text(language, text_key("console.template.no_due"))
    return {
        "code": code,
        "office": office,
        "due": texts.moment(language, due) if due is not None else blank,
        "received": texts.date(language, day_of(received)),
    }
