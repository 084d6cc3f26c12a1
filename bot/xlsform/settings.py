"""The sheet of settings: what the form is called, and in which language it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.xlsform.columns import LEFT_OUT, OURS, SETTINGS, read_column
from bot.xlsform.names import form_id
from bot.xlsform.own import own_values
from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.sheets import Row, Sheet
from bot.xlsform.survey import cells_of
from flows.texts import text_key

__all__ = ["FormSettings", "read_settings"]


class FormSettings(msgspec.Struct, frozen=True):
    """What the settings say. `own`: what our own column adds."""

    form: str
    title: str
    version: str = ""
    default_language: str = ""
    own: Mapping[str, Any] = {}

    @property
    def kind(self) -> str:
        """What the form makes; a form made by others is a survey."""
        return str(self.own.get("kind", "survey"))

    @property
    def audience(self) -> str:
        """Who is asked."""
        return str(self.own.get("audience", "citizen"))

    @property
    def more(self) -> dict[str, Any]:
        """Further keys of the form's head."""
        return {key: self.own[key] for key in ("service", "long_texts") if key in self.own}

    @property
    def below(self) -> dict[str, Any]:
        """What stands below the questions: the why-questions after low ratings."""
        return {key: self.own[key] for key in ("follow_ups",) if key in self.own}

    def titles(self, codes: Sequence[str]) -> dict[str, str]:
        """Return the title by language: XLSForm has one for all of them."""
        own = self.own.get("title")
        translated = own if isinstance(own, dict) else {}
        return {code: str(translated.get(code, self.title)) for code in codes}


def read_settings(sheet: Sheet | None, file: str, remarks: Remarks) -> FormSettings:
    """Return the settings; without them the file's name stands for id and title."""
    row = sheet.rows[0] if sheet and sheet.rows else Row(2, {})
    cells = cells_of(row, "settings", remarks) if sheet else {}
    for header in sheet.headers if sheet else ():
        name = read_column(header).name
        if name not in SETTINGS and header in row.cells:
            key = LEFT_OUT.get(name, text_key("xlsform.column.unknown"))
            remarks.add(Remark("settings", row.number, header, "left_out", key))
    for more in sheet.rows[1:] if sheet else ():
        remarks.add(Remark("settings", more.number, "", "left_out", text_key("xlsform.more_rows")))
    written = cells.get("form_id") or file
    form, title = form_id(written), cells.get("form_title") or written
    _tell(written, form, title, cells, remarks)
    return FormSettings(
        form=form,
        title=title,
        version=cells.get("version", ""),
        default_language=cells.get("default_language", ""),
        own=own_values(cells.get(OURS), "settings", row, remarks),
    )


def _tell(written: str, form: str, title: str, cells: Mapping[str, str], remarks: Remarks) -> None:
    if form != written:
        key, params = text_key("xlsform.form_renamed"), {"form": form, "written": written}
        remarks.add(Remark("settings", 2, "form_id", "changed", key, params))
    if "form_title" not in cells:
        key, params = text_key("xlsform.untitled"), {"title": title}
        remarks.add(Remark("settings", 2, "form_title", "changed", key, params))
    if cells.get("version"):
        key, params = text_key("xlsform.own_version"), {"version": cells["version"]}
        remarks.add(Remark("settings", 2, "version", "changed", key, params))
