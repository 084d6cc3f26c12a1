"""Lets pyxform look at a form: what is no XLSForm for ODK and Kobo is none for us either."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.sheets import Sheet
from flows.texts import text_key

__all__ = ["examine"]

logging.getLogger("pyxform").setLevel(logging.WARNING)

_ROW = re.compile(r"\[row ?: ?(\d+)\]\s*|[Rr]ow (\d+)")
_STUMBLES = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What pyxform runs into where it did not foresee a fault."""
_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")


def examine(sheets: Mapping[str, Sheet], fallback: str, remarks: Remarks) -> None:
    """Refuse what pyxform refuses, unless that is refused already, and said better. Its
    messages are English, and most name their row.
    """
    try:
        convert(_workbook(sheets, fallback))
    except (PyXFormError, *_STUMBLES) as error:
        message = " ".join(f"{error} ({type(error).__name__})".split())
        message = message.removesuffix(" (PyXFormError)")
        found = _ROW.search(message)
        row = int(found[1] or found[2]) if found else 0
        if not (remarks.covers(row) if row else remarks.refusing):
            sheet = next((name for name in _SHEETS if f"'{name}'" in message), "survey")
            params = {"reason": _ROW.sub("", message, count=1)[:400]}
            key = text_key("xlsform.pyxform")
            remarks.add(Remark(sheet if row else "", row, "", "refused", key, params))


def _workbook(sheets: Mapping[str, Sheet], fallback: str) -> dict[str, object]:
    book: dict[str, object] = {"sheet_names": list(sheets), "fallback_form_name": fallback}
    for name in _SHEETS:
        if name in sheets:
            book[name] = _rows(sheets[name])
            book[f"{name}_header"] = [dict.fromkeys(sheets[name].headers)]
    return book


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """Return the rows with empty ones between them, so that pyxform counts as Excel does."""
    rows: list[dict[str, str]] = []
    for row in sheet.rows:
        rows += [{}] * (row.number - 2 - len(rows))
        rows.append({k: v for k, v in row.cells.items() if not k.startswith("#")})
    return rows
