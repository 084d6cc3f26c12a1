"""Why a file is refused as a whole: one code each, with the text that tells people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.texts import text_key

__all__ = ["REFUSALS", "FileRefusedError"]

REFUSALS: Final[Mapping[str, str]] = {
    "busy": text_key("imports.refused.busy"),
    "cell_too_long": text_key("imports.refused.cell_too_long"),
    "damaged": text_key("imports.refused.damaged"),
    "doctype": text_key("imports.refused.doctype"),
    "empty": text_key("imports.refused.empty"),
    "encoding_broken": text_key("imports.refused.encoding_broken"),
    "encoding_unknown": text_key("imports.refused.encoding_unknown"),
    "external_links": text_key("imports.refused.external_links"),
    "far_cell": text_key("imports.refused.far_cell"),
    "no_header": text_key("imports.refused.no_header"),
    "nul": text_key("imports.refused.nul"),
    "password": text_key("imports.refused.password"),
    "too_hard": text_key("imports.refused.too_hard"),
    "too_large": text_key("imports.refused.too_large"),
    "too_many_columns": text_key("imports.refused.too_many_columns"),
    "too_many_rows": text_key("imports.refused.too_many_rows"),
    "wrong_kind": text_key("imports.refused.wrong_kind"),
    "zip_bomb": text_key("imports.refused.zip_bomb"),
}
"""Code → text key; `too_hard`: whoever read it did not come to an end within its limits."""


class FileRefusedError(Exception):
    """A file that is not read. `params` fill its text."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
