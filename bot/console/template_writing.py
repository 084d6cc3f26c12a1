"""Writing an answer template: the form, its preview with an example case, storing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aiohttp import web
from msgspec.structs import replace

from bot.console.case_templates import TEMPLATES
from bot.console.case_told import pieces
from bot.console.routes import Route, Visit
from bot.console.template_offers import shipped_text, values_of
from bot.console.template_wish import TITLE_LENGTH, Fault, Wish, faults_of
from bot.desk import NotHereError
from bot.i18n import own_name
from bot.reports.wording import CATEGORIES
from flows.desk.case_moment import SPOKEN_LENGTH
from flows.desk.template_text import PLACES, filled
from flows.identifiers import code_from
from flows.texts import text_key
from flows.workdays import deadline
from storage.base import UnitOfWork
from storage.desk_records import TemplateRecord

__all__ = ["ONE", "PATH", "PURPOSE_NAMES", "WRITING_ROUTES", "found_template", "store"]

PATH: Final = "/console/templates"
ONE: Final = f"{PATH}/{{id:[0-9a-z]{{26}}}}"
_NEW: Final = f"{PATH}/new"

PURPOSE_NAMES: Final[Mapping[str, str]] = {
    "answer": text_key("console.template.purpose.answer"),
    "ask": text_key("console.template.purpose.ask"),
}
_PLACE_NAMES: Final[Mapping[str, str]] = {
    "code": text_key("console.template.place.code"),
    "office": text_key("console.template.place.office"),
    "due": text_key("console.template.place.due"),
    "received": text_key("console.template.place.received"),
}

_EXAMPLE_CODE: Final = code_from(bytes(32), "complaint")
_EXAMPLE_DAYS: Final = 5  # working days until the example's term is over


async def new_page(visit: Visit) -> web.StreamResponse:
    """Ask for a new template: empty, or begun from a copy of a shipped one or of our own."""
    return await _show(visit, None, await _copied(visit, visit.request.query.get("copy", "")))


async def _copied(visit: Visit, template_id: str) -> Wish:
    own = await visit.services.storage.answer_templates.by_id(template_id)
    if own is not None:
        return replace(Wish.like(own), version=0)
    one = next((one for one in TEMPLATES if one.id == template_id), None)
    if one is None:
        return Wish(language=visit.language)
    return Wish(
        purpose=one.purpose,
        language=visit.language,
        title=visit.text(one.title),
        text=shipped_text(visit, one, visit.language),
        categories=tuple(sorted(one.categories)),
    )


async def edit_page(visit: Visit) -> web.StreamResponse:
    """Show a template to be changed."""
    record = await found_template(visit)
    return await _show(visit, record, Wish.like(record))


async def found_template(visit: Visit) -> TemplateRecord:
    """Return the template that the address names.

    Raises:
        NotHereError: there is none.

    """
    templates = visit.services.storage.answer_templates
    record = await templates.by_id(visit.request.match_info["id"])
    if record is None:
        raise NotHereError
    return record


async def _show(
    visit: Visit,
    record: TemplateRecord | None,
    wish: Wish,
    faults: Mapping[str, Fault] | None = None,
    *,
    changed: bool = False,
) -> web.Response:
    """Show the form, and below it what a citizen would read of an example case."""
    known = {name: visit.text(one.key, **one.params) for name, one in (faults or {}).items()}
    return visit.show(
        "template_write.html",
        status=422 if known else 409 if changed else 200,
        path=f"{PATH}/{record.id}" if record else _NEW,
        record=record,
        wish=wish,
        faults=known,
        changed=changed,
        purposes=[(name, visit.text(key)) for name, key in PURPOSE_NAMES.items()],
        languages=[(name, own_name(name)) for name in visit.services.texts.languages],
        categories=[(code, visit.text(key)) for code, key in CATEGORIES.items()],
        places=[(f"{{{name}}}", visit.text(_PLACE_NAMES[name])) for name in PLACES],
        lengths=(TITLE_LENGTH, SPOKEN_LENGTH),
        example=() if known or not wish.text else pieces(_example(visit, wish)),
    )


def _example(visit: Visit, wish: Wish) -> str:
    """Return a text as it would be put into the answer to a case that came today."""
    calendar = visit.services.runner.turns.renderer.rules.calendar
    due = deadline(calendar, visit.now, _EXAMPLE_DAYS)
    return filled(wish.text, values_of(visit, wish.language, _EXAMPLE_CODE, visit.now, due))


async def add(visit: Visit) -> web.StreamResponse:
    """Store a new template, or show what it would look like."""
    form = await visit.form()
    wish = Wish.of(form)
    faults = faults_of(wish, visit.services.texts.languages)
    if faults or form["step"] != "save":
        return await _show(visit, None, wish, faults)
    storage, unit, record = visit.services.storage, UnitOfWork(), wish.made(visit.by)
    storage.answer_templates.add(unit, record)
    await _commit(visit, unit, record, "template.added")
    return visit.go(PATH, text_key("console.template.added"), title=record.title)


async def change(visit: Visit) -> web.StreamResponse:
    """Store what somebody made of a template, or show what it would look like; where somebody
    else changed it meanwhile, what was typed stays and is shown once more.
    """
    form, record = await visit.form(), await found_template(visit)
    wish = Wish.of(form)
    if faults := faults_of(wish, visit.services.texts.languages):
        return await _show(visit, record, wish, faults)
    if wish.version != record.version:
        return await _show(visit, record, replace(wish, version=record.version), changed=True)
    if form["step"] != "save":
        return await _show(visit, record, wish)
    await store(visit, wish.laid_over(record, visit.by), "template.changed")
    return visit.go(PATH, text_key("console.template.changed"), title=wish.title)


async def store(visit: Visit, record: TemplateRecord, action: str) -> None:
    """Store what became of a template, and who did it.

    Raises:
        StaleSessionError: somebody else changed it meanwhile.

    """
    unit = UnitOfWork()
    visit.services.storage.answer_templates.save(unit, record)
    await _commit(visit, unit, record, action)


async def _commit(visit: Visit, unit: UnitOfWork, record: TemplateRecord, action: str) -> None:
    """Write down who did what, in the same transaction (I21)."""
    storage = visit.services.storage
    detail = {
        "title": record.title,
        "used_for": record.purpose,
        "language": own_name(record.language),
    }
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action=action,
        target=f"template:{record.id}",
        detail=detail,
    )
    await storage.commit(unit)


WRITING_ROUTES: tuple[Route, ...] = (
    Route("GET", _NEW, new_page, "template.change"),
    Route("POST", _NEW, add, "template.change"),
    Route("GET", ONE, edit_page, "template.change"),
    Route("POST", ONE, change, "template.change"),
)
