"""The forms of the office: which there are, how much they are in use, and what was handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.form_shelves import FORM, PATH, gone, path_of, shelf_of, title_of, version_named
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk.form_shelf import FormKeptError, FormShelf, is_kept
from bot.forms import next_version
from bot.web.pages import Refusal
from flows.definition import Form
from flows.texts import text_key
from storage.base import FormRecord
from storage.form_records import FormDraftRecord, FormUsage

__all__ = ["ROUTES", "VERSIONS"]

VERSIONS: Final = f"{PATH}/versions"
_COUNTED: Final = 10_000
"""Up to here responses are counted for a page; more are said to be more."""
_DRAFTS: Final = 50


class Version(NamedTuple):
    """One version as the page of its form shows it. `offered`: people begin with it now."""

    form: Form
    record: FormRecord
    usage: FormUsage
    by: str
    offered: bool


class Listed(NamedTuple):
    """One form of the list, by its newest version; `offered` is the number that people begin
    with, None if nobody does any more.
    """

    form: Form
    title: str
    versions: int
    offered: int | None
    usage: FormUsage


async def forms(visit: Visit) -> web.StreamResponse:
    """List the surveys, and what was handed in and not decided about."""
    shelf = await shelf_of(visit)
    rows = [await _listed(visit, shelf, name) for name in _names(shelf.forms)]
    publishes = visit.may("form.publish", FORM)
    drafts = await visit.services.storage.form_drafts.open(_DRAFTS) if publishes else []
    return visit.show(
        "forms.html",
        surveys=[row for row in rows if row.form.kind == "survey"],
        own=[row for row in rows if row.form.kind != "survey"],
        drafts=[(draft, await visit.name_of(draft.by), _refused(draft)) for draft in drafts],
        most=_COUNTED,
        publishes=publishes,
    )


def _names(known: Iterable[tuple[str, int]]) -> list[str]:
    return sorted({name for name, _ in known})


def _refused(draft: FormDraftRecord) -> int:
    return sum(fault.weight == "refused" for fault in draft.faults)


async def _listed(visit: Visit, shelf: FormShelf, name: str) -> Listed:
    numbers = sorted(version for form, version in shelf.forms if form == name)
    form = shelf.forms[name, numbers[-1]]
    offered = visit.services.runner.turns.renderer.rules.latest.get(name)
    usages = [await _usage(visit, name, number) for number in numbers]
    total = FormUsage(
        sum(usage.responses for usage in usages), sum(usage.running for usage in usages)
    )
    return Listed(form, title_of(visit, form), len(numbers), offered, total)


async def _usage(visit: Visit, form: str, version: int) -> FormUsage:
    return await visit.services.storage.forms.usage(form, version, _COUNTED)


# -- one form


async def versions(visit: Visit) -> web.StreamResponse:
    """Show the versions of one form, the newest first."""
    shelf, name = await shelf_of(visit), visit.request.query.get("form", "")
    newest = shelf.newest(name)
    if not newest:
        return gone(visit)
    form = shelf.forms[name, newest]
    return visit.show(
        "form_versions.html",
        form=form,
        title=title_of(visit, form),
        versions=[await _version(visit, shelf, record) for record in await _records(visit, name)],
        next=next_version(name, newest),
        most=_COUNTED,
        kept=is_kept(form),
        publishes=visit.may("form.publish", FORM),
    )


async def _records(visit: Visit, name: str) -> list[FormRecord]:
    rules = visit.services.runner.turns.renderer.rules
    records = await visit.services.storage.forms.all()
    found = [one for one in records if one.form == name and (name, one.version) in rules.forms]
    return found[::-1]


async def _version(visit: Visit, shelf: FormShelf, record: FormRecord) -> Version:
    latest = visit.services.runner.turns.renderer.rules.latest
    return Version(
        shelf.forms[record.form, record.version],
        record,
        await _usage(visit, record.form, record.version),
        await visit.name_of(record.published_by) if record.published_by else "",
        latest.get(record.form) == record.version,
    )


async def retire(visit: Visit) -> web.StreamResponse:
    """Let nobody begin with a version any more; it can be taken back."""
    form, fields = await _acted_on(visit)
    if form is None:
        return gone(visit)
    try:
        await (await shelf_of(visit)).retire(form)
    except FormKeptError:
        raise Refusal(422, text_key("console.forms.kept")) from None
    await visit.services.runner.follow_forms()
    undo = Undo(f"{PATH}/restore", fields, text_key("console.undo"))
    return visit.go(
        path_of(form.id), text_key("console.forms.retired"), undo=undo, version=str(form.version)
    )


async def restore(visit: Visit) -> web.StreamResponse:
    """Let people begin with a version again."""
    form, fields = await _acted_on(visit)
    if form is None:
        return gone(visit)
    await (await shelf_of(visit)).restore(form)
    await visit.services.runner.follow_forms()
    undo = Undo(f"{PATH}/retire", fields, text_key("console.undo"))
    return visit.go(
        path_of(form.id), text_key("console.forms.restored"), undo=undo, version=str(form.version)
    )


async def _acted_on(visit: Visit) -> tuple[Form | None, dict[str, str]]:
    """Return the version that a button was pressed for, and the fields that name it."""
    fields = await visit.form()
    visit.must("form.publish", FORM)
    form = version_named(await shelf_of(visit), fields, "version")
    return form, {"form": fields["form"], "version": fields["version"]}


ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, forms, "form.read"),
    Route("GET", VERSIONS, versions, "form.read"),
    Route("POST", f"{PATH}/retire", retire, "form.publish"),
    Route("POST", f"{PATH}/restore", restore, "form.publish"),
)
