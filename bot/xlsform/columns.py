"""What a header means: a column's name, its language, and whether the column is carried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import msgspec
from babel import Locale

from flows.texts import text_key

__all__ = [
    "CHOICES",
    "LEFT_OUT",
    "OURS",
    "SETTINGS",
    "SPOKEN",
    "SURVEY",
    "TRANSLATED",
    "Column",
    "column_word",
    "read_column",
    "read_language",
]

OURS = "lang_nghe"
"""Our own column: what XLSForm has no word for, as JSON; and the sheet that tells of it."""

SPOKEN = ("vi", "en")
"""The languages that the bot itself speaks (`locales/`)."""

TRANSLATED = frozenset({"label", "hint", "constraint_message", "required_message"})
"""Columns that hold texts, one for each language."""

SURVEY = frozenset(
    {
        "type",
        "name",
        "relevant",
        "constraint",
        "required",
        "calculation",
        "choice_filter",
        "default",
        "read_only",
        "parameters",
        "disabled",
        OURS,
        *TRANSLATED,
    }
)
CHOICES = frozenset({"list_name", "name", "label", OURS})
SETTINGS = frozenset({"form_id", "form_title", "version", "default_language", OURS})

_LOOKS = text_key("xlsform.column.looks")
_MEDIA = text_key("xlsform.column.media")
_TOOL = text_key("xlsform.column.tool")
LEFT_OUT: Mapping[str, str] = {
    "appearance": _LOOKS,
    "guidance_hint": text_key("xlsform.column.guidance"),
    "short_label": _LOOKS,
    "style": _LOOKS,
    **dict.fromkeys(("image", "big_image", "audio", "video", "autoplay", "rows"), _MEDIA),
    "repeat_count": text_key("xlsform.column.repeat_count"),
    "trigger": text_key("xlsform.column.trigger"),
    "note": text_key("xlsform.column.remark"),
    "notes": text_key("xlsform.column.remark"),
    "comment": text_key("xlsform.column.remark"),
    "comments": text_key("xlsform.column.remark"),
    **dict.fromkeys(
        ("submission_url", "public_key", "auto_send", "auto_delete", "instance_name", "prefix",
         "allow_choice_duplicates", "clean_text_values", "client_editable", "namespaces",
         "delimiter", "sms_keyword", "name"),
        _TOOL,
    ),
}  # fmt: skip
"""Columns that are known and not carried, each with the key of its reason."""

_NAMES: Mapping[str, str] = {
    "caption": "label",
    "command": "type",
    "value": "name",
    "tag": "name",
    "relevance": "relevant",
    "constraining_message": "constraint_message",
    "constraint_msg": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list_name": "list_name",
    "listname": "list_name",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
_GROUPED = frozenset({"bind", "body", "control", "media"})
_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*\)\s*$")


@cache
def _language_names() -> dict[str, str]:
    """Return the codes of our languages by what they are called in each of them."""
    locales = [Locale.parse(code) for code in SPOKEN]
    names = {code: code for code in SPOKEN}
    for locale in locales:
        for other in locales:
            names[str(locale.get_display_name(other)).lower()] = locale.language
    return names


class Column(msgspec.Struct, frozen=True):
    """A header: its column, and the language as it is written, if it has one."""

    header: str
    name: str
    language: str | None = None


def read_column(header: str) -> Column:
    """Return what a header means: `label::Tiếng Việt (vi)`, `bind::relevant`, `Choice Filter`."""
    first, *rest = [part.strip() for part in re.split(r"::|(?<!jr):(?!:)", header)]
    if column_word(first) in _GROUPED and rest:
        first, *rest = rest
    name = column_word(first)
    return Column(header, _NAMES.get(name, name), rest[0] if rest else None)


def column_word(word: str) -> str:
    """Return a column's name as we compare it."""
    return re.sub(r"[\s-]+", "_", word.strip().lower())


def read_language(written: str) -> str | None:
    """Return the code of a language; None if it cannot be told."""
    found = _CODE.search(written)
    if found:
        return found[1].lower()
    return _language_names().get(written.strip().lower())
