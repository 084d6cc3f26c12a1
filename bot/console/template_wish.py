"""A template as a form gave it: how it is read, what is wrong with it, the row that it becomes."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Final, cast

import msgspec
from msgspec.structs import replace

from bot.accounts import By
from bot.console.case_templates import Purpose
from bot.console.forms import Form, number_in
from bot.console.template_offers import PURPOSES
from flows.complaints import CATEGORIES
from flows.desk.case_moment import SPOKEN_LENGTH
from flows.desk.template_text import unknown_place
from flows.identifiers import identifier_from
from flows.spelling import clean, clean_paragraphs
from flows.texts import text_key
from storage.desk_records import TemplateRecord

__all__ = ["TITLE_LENGTH", "Fault", "Wish", "faults_of"]

TITLE_LENGTH: Final = 80
"""Characters of a title: one line of a list on a phone's screen, twice over."""
_SHORTEST_TITLE: Final = 3


class Fault(msgspec.Struct, frozen=True):
    """Why a field cannot be stored: a text, and what stands in its places."""

    key: str
    params: Mapping[str, str] = {}


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a template to be; `version`: of the row that they saw, 0 for none."""

    purpose: str = "answer"
    language: str = "vi"
    title: str = ""
    text: str = ""
    categories: tuple[str, ...] = ()
    version: int = 0

    @classmethod
    def of(cls, form: Form) -> Wish:
        """Read a form; whether it can be stored is asked of `faults_of`."""
        return cls(
            purpose=form["purpose"],
            language=form["language"],
            title=clean(form["title"]).replace("\n", " "),
            text=clean_paragraphs(form["text"]),
            categories=tuple(code for code in CATEGORIES if code in form.all("category")),
            version=number_in(form["version"]),
        )

    @classmethod
    def like(cls, record: TemplateRecord) -> Wish:
        """Return what a stored template is."""
        fields = {name: getattr(record, name) for name in cls.__struct_fields__}
        return cls(**fields)

    def made(self, by: By) -> TemplateRecord:
        """Return the row of a new template; only of a wish without faults."""
        return TemplateRecord(
            id=identifier_from(os.urandom(32), "template", by.at),
            purpose=cast("Purpose", self.purpose),
            language=self.language,
            title=self.title,
            text=self.text,
            categories=self.categories,
            changed_at=by.at,
            actor=by.actor,
        )

    def laid_over(self, record: TemplateRecord, by: By) -> TemplateRecord:
        """Return a stored template as it is wanted; only of a wish without faults."""
        wanted = replace(self.made(by), id=record.id, retired_at=record.retired_at)
        return replace(wanted, version=record.version + 1)


def faults_of(wish: Wish, languages: Collection[str]) -> dict[str, Fault]:
    """Return what cannot be stored, by field. `languages`: those that citizens can choose."""
    found = {
        "title": _title_fault(wish.title),
        "text": _text_fault(wish.text),
        "language": None
        if wish.language in languages
        else Fault(text_key("console.template.fault.language")),
        "purpose": None
        if wish.purpose in PURPOSES
        else Fault(text_key("console.template.fault.purpose")),
    }
    return {field: fault for field, fault in found.items() if fault is not None}


def _title_fault(title: str) -> Fault | None:
    if _SHORTEST_TITLE <= len(title) <= TITLE_LENGTH:
        return None
    params = {"least": str(_SHORTEST_TITLE), "most": str(TITLE_LENGTH)}
    return Fault(text_key("console.template.fault.title"), params)


def _text_fault(text: str) -> Fault | None:
    if not text or len(text) > SPOKEN_LENGTH:
        return Fault(text_key("console.template.fault.text"), {"most": str(SPOKEN_LENGTH)})
    if (place := unknown_place(text)) is not None:
        return Fault(text_key("console.template.fault.place"), {"place": place})
    return None
