"""A form that is handed in: its faults at their place, what it changes, and its publication."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.console.form_list import VERSIONS
from bot.console.form_shelves import (
    FORM,
    PATH,
    Chosen,
    draft_named,
    gone,
    path_of,
    shelf_of,
    title_of,
    version_named,
)
from bot.console.form_words import differences, head_of, told_faults
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.console.uploads import read_upload
from bot.desk.form_shelf import MOST_BYTES, form_of
from bot.web.pages import Refusal
from bot.xlsform.own_words import said_in
from flows.form_comparison import Comparison, compare
from flows.texts import text_key
from storage.base import FormConflictError, StaleSessionError
from storage.form_records import FormDraftRecord

__all__ = ["ROUTES"]

_DRAFT: Final = f"{PATH}/draft"


async def hand_in(visit: Visit) -> web.StreamResponse:
    """Take a file, have it read, and lead to what was found."""
    visit.must("form.publish", FORM)
    upload = await read_upload(visit.request, visit.csrf, MOST_BYTES)
    if not upload.content:
        return visit.go(PATH, text_key("console.forms.no_file"))
    shelf = await shelf_of(visit)
    try:
        draft = await shelf.hand_in(upload.name, upload.content, said_in(visit.services.texts))
    except OSError:
        raise Refusal(503, text_key("console.forms.no_reader")) from None
    return visit.go(f"{_DRAFT}?draft={draft.id}")


async def draft(visit: Visit) -> web.StreamResponse:
    """Show what was handed in: what must be mended, or what it changes."""
    visit.must("form.publish", FORM)
    found = await draft_named(visit, visit.request.query)
    return gone(visit) if found is None else await _show(visit, found)


async def _show(visit: Visit, found: FormDraftRecord, error: str = "") -> web.Response:
    shelf, form = await shelf_of(visit), form_of(found)
    comparison = shelf.compared(found, form) if form is not None else None
    return visit.show(
        "form_draft.html",
        status=422 if error else 200,
        draft=found,
        form=form,
        title=title_of(visit, form) if form is not None else found.file,
        faults=told_faults(visit.services.texts, visit.language, found.faults),
        query=Chosen(form, found).query if form is not None else {},
        stale=form is not None and shelf.newest(form.id) != found.base_version,
        error=error,
        **_compared(visit, comparison),
    )


def _compared(visit: Visit, comparison: Comparison | None) -> dict[str, object]:
    """Return what templates need to show two versions side by side."""
    if comparison is None:
        return {"comparison": None, "changes": [], "head": []}
    texts, language = visit.services.texts, visit.language
    return {
        "comparison": comparison,
        "changes": differences(texts, language, comparison),
        "head": head_of(texts, language, comparison),
    }


async def publish(visit: Visit) -> web.StreamResponse:
    """Publish a draft, once its reader has looked at the trends that end with it."""
    fields = await visit.form()
    visit.must("form.publish", FORM)
    shelf, found = await shelf_of(visit), await draft_named(visit, fields)
    form = form_of(found) if found is not None else None
    if found is None or form is None:
        return gone(visit)
    if fields["breaks"] != _breaks(shelf.compared(found, form)):
        return await _show(visit, found, visit.text(text_key("console.forms.look_again")))
    try:
        await shelf.publish(found, form)
    except FormConflictError as error:
        raise StaleSessionError from error
    await visit.services.runner.follow_forms()
    undo = Undo(f"{PATH}/retire", Chosen(form, None).query, text_key("console.undo"))
    return visit.go(
        path_of(form.id), text_key("console.forms.published"), undo=undo, version=str(form.version)
    )


def _breaks(comparison: Comparison | None) -> str:
    """Return how many trends end with a form, as the page asks to be told."""
    return str(len(comparison.breaks)) if comparison is not None else "0"


async def discard(visit: Visit) -> web.StreamResponse:
    """Put a draft away; it can be taken up again."""
    fields = await visit.form()
    visit.must("form.publish", FORM)
    found = await draft_named(visit, fields)
    if found is None:
        return gone(visit)
    await (await shelf_of(visit)).discard(found)
    undo = Undo(f"{PATH}/take-up", {"draft": found.id}, text_key("console.undo"))
    return visit.go(PATH, text_key("console.forms.discarded"), undo=undo, file=found.file)


async def take_up(visit: Visit) -> web.StreamResponse:
    """Take a draft up again that was put away."""
    fields = await visit.form()
    visit.must("form.publish", FORM)
    found = await draft_named(visit, fields)
    if found is None:
        return gone(visit)
    await (await shelf_of(visit)).take_up(found)
    return visit.go(f"{_DRAFT}?draft={found.id}", text_key("console.forms.taken_up"))


# -- two versions


async def comparison(visit: Visit) -> web.StreamResponse:
    """Show two versions of a form side by side."""
    shelf, fields = await shelf_of(visit), visit.request.query
    before = version_named(shelf, fields, "before")
    after = version_named(shelf, fields, "after")
    if before is None or after is None:
        return gone(visit)
    numbers = sorted((v for name, v in shelf.forms if name == before.id), reverse=True)
    return visit.show(
        "form_comparison.html",
        status=200,
        form=after,
        title=title_of(visit, after),
        numbers=[(number, number) for number in numbers],
        back=f"{VERSIONS}?form={after.id}",
        **_compared(visit, compare(before, after)),
    )


ROUTES: tuple[Route, ...] = (
    Route("POST", f"{PATH}/hand-in", hand_in, "form.publish"),
    Route("GET", _DRAFT, draft, "form.publish"),
    Route("POST", f"{PATH}/publish", publish, "form.publish"),
    Route("POST", f"{PATH}/discard", discard, "form.publish"),
    Route("POST", f"{PATH}/take-up", take_up, "form.publish"),
    Route("GET", f"{PATH}/compare", comparison, "form.read"),
)
