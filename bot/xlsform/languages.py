"""Which languages of a form are taken over: Vietnamese, and others that are ours and complete."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bot.xlsform.columns import SPOKEN, TRANSLATED, Column, read_column, read_language
from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.sheets import Row, Sheet
from flows.texts import text_key

__all__ = ["Languages", "read_languages"]

_MARKS = re.compile(r"[\u0111\u0306\u031b\u0309\u0323]|\u0302[\u0300\u0301\u0303]")
"""In decomposed small letters: d with a stroke, breve, horn, the tones hook and dot below, and a
circumflex with a tone, which hardly another language has.
"""
_SAID = 0.3  # share of texts with Vietnamese marks from which on a text is Vietnamese


class Languages(msgspec.Struct, frozen=True):
    """The languages taken over, and the headers that hold them by column."""

    codes: tuple[str, ...]
    headers: Mapping[str, Mapping[str, Mapping[str, str]]]
    """By sheet, column and language."""

    def texts(self, sheet: str, column: str, row: Row) -> dict[str, str]:
        """Return a row's texts in the languages taken over, as far as they are written."""
        by_language = self.headers.get(sheet, {}).get(column, {})
        return {
            code: row.cells[by_language[code]]
            for code in self.codes
            if code in by_language and by_language[code] in row.cells
        }

    def speaks(self, sheet: str) -> bool:
        """Whether a sheet has a Vietnamese label at all; without one, that is said once."""
        return "vi" in self.headers.get(sheet, {}).get("label", {})

    def column(self, sheet: str, name: str, code: str = "vi") -> str:
        """Return the header to point at."""
        return self.headers.get(sheet, {}).get(name, {}).get(code, name)


def read_languages(sheets: Mapping[str, Sheet], default: str, remarks: Remarks) -> Languages:
    """Return the languages; a form without Vietnamese is refused, with the way on."""
    headers: dict[str, dict[str, dict[str, str]]] = {}
    known = [sheets[name] for name in ("survey", "choices") if name in sheets]
    # Nothing may say which language bare columns are in; then their letters do.
    usual = default or ("vi" if _is_vietnamese(known) else "")
    for sheet in known:
        headers[sheet.name] = _headers(sheet, usual, remarks)
    found = {code for table in headers.values() for column in table.values() for code in column}
    _refuse_default(default, found, sheets, remarks)
    for sheet in known:
        if sheet.rows and "vi" not in headers[sheet.name].get("label", {}):
            key = text_key("xlsform.no_vietnamese")
            remarks.add(Remark(sheet.name, 1, "label", "refused", key))
    _name_others(headers, sheets, remarks)
    every = Languages(tuple(code for code in SPOKEN if code in found), headers)
    kept = [c for c in every.codes if c == "vi" or _complete(c, every, sheets, remarks)]
    return Languages(tuple(kept), headers)


def _headers(sheet: Sheet, usual: str, remarks: Remarks) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for header in sheet.headers:
        column = read_column(header)
        if column.name in TRANSLATED:
            code = _code(column, sheet, usual, remarks)
            if code:
                table.setdefault(column.name, {})[code] = header
    return table


def _code(column: Column, sheet: Sheet, usual: str, remarks: Remarks) -> str | None:
    written = column.language or usual
    if not written:
        return None
    code = read_language(written)
    if code is None:
        params = {"language": written}
        key = text_key("xlsform.unknown_language")
        remarks.add(Remark(sheet.name, 1, column.header, "refused", key, params))
    return code


def _is_vietnamese(sheets: Sequence[Sheet]) -> bool:
    """Whether the labels without a language are Vietnamese by their letters."""
    texts = [
        row.cells[header]
        for sheet in sheets
        for header in sheet.headers
        if read_column(header) == Column(header, "label")
        for row in sheet.rows
        if header in row.cells
    ]
    marked = [_MARKS.search(unicodedata.normalize("NFD", text.lower())) for text in texts]
    return bool(texts) and sum(map(bool, marked)) >= _SAID * len(texts)


def _refuse_default(
    default: str, found: Iterable[str], sheets: Mapping[str, Sheet], remarks: Remarks
) -> None:
    code = read_language(default) if default else None
    languages = {
        read_column(header).language for sheet in sheets.values() for header in sheet.headers
    }
    if default and languages - {None} and default not in languages and code not in set(found):
        params = {"language": default}
        key = text_key("xlsform.unknown_default")
        remarks.add(Remark("settings", 2, "default_language", "refused", key, params))


def _name_others(
    headers: dict[str, dict[str, dict[str, str]]], sheets: Mapping[str, Sheet], remarks: Remarks
) -> None:
    for sheet, table in headers.items():
        for by_language in table.values():
            for code, header in by_language.items():
                if code not in SPOKEN and any(header in row.cells for row in sheets[sheet].rows):
                    params = {"language": code}
                    key = text_key("xlsform.other_language")
                    remarks.add(Remark(sheet, 1, header, "left_out", key, params))


def _complete(
    code: str, languages: Languages, sheets: Mapping[str, Sheet], remarks: Remarks
) -> bool:
    """Whether every text that is there in Vietnamese is there in this language as well: nobody may
    be asked half a form in another language than they chose.
    """
    missing: list[tuple[str, int, str]] = []
    for sheet, table in languages.headers.items():
        for column in table:
            for row in sheets[sheet].rows:
                texts = languages.texts(sheet, column, row)
                if "vi" in texts and code not in texts:
                    missing.append((sheet, row.number, column))
    for sheet, number, column in missing:
        params = {"language": code}
        key = text_key("xlsform.translation_missing")
        header = languages.column(sheet, column, code)
        header = header if header != column else languages.column(sheet, column)
        remarks.add(Remark(sheet, number, header, "left_out", key, params))
    return not missing
