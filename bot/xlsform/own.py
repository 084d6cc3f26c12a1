"""Our own column: what XLSForm has no word for, as JSON beside the rest of a row."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.xlsform.columns import OURS
from bot.xlsform.drafts import Draft
from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.sheets import Row
from flows.texts import text_key

__all__ = ["difference", "merged", "own_values", "written_own"]


class _Label(msgspec.Struct):
    """What a choice must have here to be a choice at all."""

    value: str
    label: dict[str, str]


class _Shape(msgspec.Struct):
    """What is used before the form's own check sees the rest. Ids and values are the sheets'."""

    type: str | None = None
    choices: list[_Label] | None = None
    label: dict[str, str] | None = None
    text: dict[str, str] | None = None
    id: None = None
    value: None = None


def own_values(cell: str | None, sheet: str, row: Row, remarks: Remarks) -> dict[str, Any]:
    """Return what our column says; a cell that is no JSON object is refused."""
    if not cell:
        return {}
    try:
        msgspec.json.decode(cell.encode(), type=_Shape)
        return msgspec.json.decode(cell.encode(), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        key, params = text_key("xlsform.bad_own"), {"reason": str(error)}
        remarks.add(Remark(sheet, row.number, OURS, "refused", key, params))
        return {}


def merged(draft: Draft, cell: str | None, sheet: str, row: Row, remarks: Remarks) -> Draft:
    """Return a draft with what our column says: a value is taken over, null takes a key away."""
    own = own_values(cell, sheet, row, remarks)
    joined = {**draft, **{key: value for key, value in own.items() if key != "role"}}
    return {key: value for key, value in joined.items() if value is not None}


def difference(wanted: Draft, found: Draft) -> Draft:
    """Return what our column must say so that `found` becomes `wanted`."""
    changed = {key: value for key, value in wanted.items() if found.get(key) != value}
    return {**changed, **dict.fromkeys(key for key in found if key not in wanted)}


def written_own(values: Draft) -> str:
    """Return the cell; empty where there is nothing to say."""
    return msgspec.json.encode(values).decode() if values else ""
