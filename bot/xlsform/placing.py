"""From a fault in the YAML that an import wrote back to the sheet, row and column behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from bot.xlsform.choices import Lists, scale_name
from bot.xlsform.drafts import Draft
from bot.xlsform.languages import Languages
from bot.xlsform.questions import Chapter
from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.survey import Item
from flows.faults import Fault, FormFaultsError
from flows.texts import text_key

__all__ = ["Book", "place_faults"]

_QUESTION = re.compile(r"sections\[(\d+)\]\.questions\[(\d+)\](.*)")
_SCALE = re.compile(r"scales\.(\w+)(.*)")
_ID = re.compile(r"([A-Z][A-Z0-9_]*)(.*)")
_INSIDE = re.compile(r"\.?(\w+)?(?:\[(\d+)\])?(?:\.label)?(?:\.([a-z]{2,3})$)?")
_COLUMNS: Mapping[str, str] = {
    "id": "name",
    "type": "type",
    "text": "label",
    "hint": "hint",
    "reask": "required_message",
    "condition": "relevant",
    "constraint": "constraint",
    "constraint_says": "constraint_message",
    "calculation": "calculation",
    "choices": "type",
    "scale": "type",
    "low": "constraint",
    "high": "constraint",
}
_TRANSLATED = frozenset({"label", "hint", "required_message", "constraint_message"})


class Book(msgspec.Struct, frozen=True):
    """Where things came from. `before`: sections of ours that stand before those of the file."""

    chapters: Sequence[Chapter]
    lists: Lists
    languages: Languages
    before: int

    def found(self, path: str) -> tuple[Item, Draft, str] | None:
        """Return the question of a path, and the rest of the path inside it."""
        if match := _QUESTION.match(path):
            chapter = self.chapters[int(match[1]) - self.before]
            return *chapter.made[int(match[2])], match[3]
        made = [each for chapter in self.chapters for each in chapter.made]
        if match := _SCALE.match(path):
            named = [(i, d) for i, d in made if scale_name(i.type.choices or "") == match[1]]
            return (*named[0], f"choices{match[2]}") if named else None
        if match := _ID.match(path):
            named = [(i, d) for i, d in made if d["id"] == match[1]]
            return (*named[0], match[2]) if named else None
        return None


def place_faults(error: FormFaultsError, book: Book, remarks: Remarks) -> None:
    """Refuse each fault at its row; those of no question at the form."""
    for fault in error.faults:
        remarks.add(_remark(fault, book))


def _remark(fault: Fault, book: Book) -> Remark:
    key, params = text_key("xlsform.fault"), {"reason": fault.message}
    found = book.found(fault.place.path)
    if found is None:
        return Remark("", 0, fault.place.path, "refused", key, params)
    item, draft, rest = found
    inside = _INSIDE.match(rest)
    word, number, code = inside.groups() if inside else (None, None, None)
    if word == "choices" and number is not None:
        return _choice(item, draft["choices"][int(number)], code or "vi", book, params)
    column = _COLUMNS.get(word or "type", "")
    if column in _TRANSLATED:
        column = book.languages.column("survey", column, code or "vi")
    return Remark("survey", item.row.number, column, "refused", key, params)


def _choice(item: Item, draft: Draft, code: str, book: Book, params: dict[str, str]) -> Remark:
    options = book.lists.options.get(item.type.choices or "", ())
    row = next((o.row.number for o in options if o.value == draft["value"]), 0)
    key = text_key("xlsform.fault")
    if not row:
        return Remark("survey", item.row.number, "type", "refused", key, params)
    column = book.languages.column("choices", "label", code)
    return Remark("choices", row, column, "refused", key, params)
