"""What the pages about forms share: the shelf of a visit, and the form that an address names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.routes import Visit
from bot.desk.form_shelf import FormShelf, form_of
from flows.definition import Form
from flows.desk.policy import Thing
from flows.texts import text_key
from storage.form_records import FormDraftRecord

__all__ = [
    "FORM",
    "PATH",
    "Chosen",
    "chosen_form",
    "draft_named",
    "gone",
    "path_of",
    "shelf_of",
    "title_of",
    "version_named",
]

PATH: Final = "/console/forms"
FORM: Final = Thing(kind="form")
_DIGITS: Final = 9  # of a version's number, and more than there will ever be


class Chosen(NamedTuple):
    """A form to look at: a published version, or that of a draft."""

    form: Form
    draft: FormDraftRecord | None

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it."""
        if self.draft is not None:
            return {"draft": self.draft.id}
        return {"form": self.form.id, "version": str(self.form.version)}


async def shelf_of(visit: Visit) -> FormShelf:
    """Return the forms as they are published at this moment, in any process."""
    await visit.services.runner.follow_forms()
    forms = visit.services.runner.turns.renderer.rules.forms
    return FormShelf(visit.services.storage, forms, visit.actor_name, visit.now)


def version_named(shelf: FormShelf, fields: Mapping[str, str], name: str) -> Form | None:
    """Return the version that a field names, of the form that another one names."""
    number = fields.get(name, "")
    if not number.isascii() or not number.isdigit() or len(number) > _DIGITS:
        return None
    return shelf.forms.get((fields.get("form", ""), int(number)))


async def draft_named(visit: Visit, fields: Mapping[str, str]) -> FormDraftRecord | None:
    """Return the draft that a field names."""
    return await visit.services.storage.form_drafts.load(fields.get("draft", ""))


async def chosen_form(visit: Visit, shelf: FormShelf) -> Chosen | None:
    """Return the form that the address names, sound drafts included for those who publish."""
    fields = visit.request.query
    if fields.get("draft") and visit.may("form.publish", FORM):
        draft = await draft_named(visit, fields)
        form = form_of(draft) if draft is not None else None
        return None if form is None else Chosen(form, draft)
    form = version_named(shelf, fields, "version")
    return None if form is None else Chosen(form, None)


def gone(visit: Visit) -> web.Response:
    """Lead back to the list: what was asked for is not there."""
    return visit.go(PATH, text_key("console.forms.not_there"))


def path_of(form: str) -> str:
    """Return where the versions of a form are listed."""
    return f"{PATH}/versions?form={form}"


def title_of(visit: Visit, form: Form) -> str:
    """Return what a form is called."""
    return form.title.get(visit.language, form.title["vi"])
