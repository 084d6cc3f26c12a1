"""What is said of an import: why it is refused, what is wrong with a cell, in whose language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.i18n import Catalogues
from bot.imports.faults import FAULTS
from bot.imports.refusals import REFUSALS
from bot.reports.sheets import Cell, Sheet
from flows.texts import text_key
from storage.transaction_records import FaultRecord, Frame, ImportState
from survey.transaction_columns import Field

__all__ = [
    "FIELD_NAMES", "FRAMES", "STATES", "fault_sheet", "fault_text", "refusal_text", "spelt",
]  # fmt: skip

STATES: Final[Mapping[ImportState, str]] = {
    "mapping": text_key("imports.state.mapping"),
    "reading": text_key("imports.state.reading"),
    "checked": text_key("imports.state.checked"),
    "applied": text_key("imports.state.applied"),
    "undone": text_key("imports.state.undone"),
    "refused": text_key("imports.state.refused"),
    "failed": text_key("imports.state.failed"),
}
FRAMES: Final[Mapping[Frame, str]] = {
    "person": text_key("imports.frame.person"),
    "employer": text_key("imports.frame.employer"),
}
FIELD_NAMES: Final[Mapping[Field, str]] = {
    "code": text_key("imports.field.code"),
    "unit": text_key("imports.field.unit"),
    "place": text_key("imports.field.place"),
    "counter": text_key("imports.field.counter"),
    "procedure": text_key("imports.field.procedure"),
    "done_on": text_key("imports.field.done_on"),
    "mode": text_key("imports.field.mode"),
    "commune": text_key("imports.field.commune"),
    "area": text_key("imports.field.area"),
    "phone": text_key("imports.field.phone"),
    "email": text_key("imports.field.email"),
    "person": text_key("imports.field.person"),
    "employer_code": text_key("imports.field.employer_code"),
    "employer_name": text_key("imports.field.employer_name"),
    "size": text_key("imports.field.size"),
}
_HEADERS: Final = (
    text_key("imports.faults.row"),
    text_key("imports.faults.column"),
    text_key("imports.faults.value"),
    text_key("imports.faults.expected"),
)
_WIDTHS: Final = (8, 24, 30, 60)
_ENCODINGS: Final[Mapping[tuple[str, str], str]] = {
    ("cp1258", "unicode"): "Windows-1258",
    ("latin-1", "tcvn3"): "TCVN3 (ABC)",
    ("latin-1", "vni"): "VNI",
}
"""Names of encodings as people know them; others by their own name."""


def refusal_text(
    texts: Catalogues, language: str, code: str | None, params: Mapping[str, str]
) -> str:
    """Return why a file was not read: `reason` and `detail` of its import."""
    key = REFUSALS.get(code or "", text_key("imports.refused.broken_off"))
    return texts.text(language, key, _numbers(texts, language, params))


def fault_text(texts: Catalogues, language: str, fault: FaultRecord) -> str:
    """Return what is wrong with a cell, and what is expected instead."""
    return texts.text(language, FAULTS[fault.code], _numbers(texts, language, fault.params))


def fault_sheet(texts: Catalogues, language: str, faults: Sequence[FaultRecord]) -> Sheet:
    """Return the faults as a table: row, column, what stands there (masked), what is expected."""
    rows: Iterator[Sequence[Cell]] = (
        (one.row, one.column, one.params.get("value", ""), fault_text(texts, language, one))
        for one in faults
    )
    name = texts.text(language, text_key("imports.faults.sheet"))
    headers = [texts.text(language, key) for key in _HEADERS]
    return Sheet(name, headers, rows, _WIDTHS)


def spelt(encoding: str, font: str) -> str:
    """Return an encoding as people know it."""
    if font != "unicode":
        return _ENCODINGS.get(("latin-1", font), font)
    return _ENCODINGS.get((encoding, font), encoding.removesuffix("-sig").upper())


def _numbers(texts: Catalogues, language: str, params: Mapping[str, str]) -> dict[str, str]:
    """Return the params with plain numbers as people read them: 1.048.576."""
    return {
        name: texts.number(language, int(value))
        if value.isascii() and value.isdecimal() and name != "value"
        else value
        for name, value in params.items()
    }
