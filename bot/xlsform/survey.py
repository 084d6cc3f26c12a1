"""Walks the rows of the survey: groups open and close, each question gets its id and section."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches

import msgspec

from bot.xlsform.columns import LEFT_OUT, OURS, SURVEY, read_column
from bot.xlsform.names import question_ids, section_ids
from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.sheets import Row, Sheet
from bot.xlsform.types import Type, read_type
from flows.texts import text_key

__all__ = ["AFTER", "Group", "Item", "Survey", "cells_of", "walk"]

AFTER = f"{OURS}_after_"
"""Names of groups that our export writes around what an ending cuts off (bot.xlsform.writing)."""
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_YES = frozenset({"yes", "true", "true()", "1"})
_KNOWN = (
    "text", "integer", "decimal", "date", "note", "calculate", "acknowledge", "range",
    "select_one", "select_multiple", "begin_group", "end_group",
)  # fmt: skip


class Group(msgspec.Struct, frozen=True):
    """A group that is open: its row, and its `relevant`."""

    name: str
    row: Row
    cells: dict[str, str]
    repeat: bool = False


class Item(msgspec.Struct, frozen=True):
    """One question: its row, cells by column, type, id, and the groups it stands in."""

    name: str
    id: str
    row: Row
    cells: dict[str, str]
    type: Type
    groups: tuple[Group, ...]
    section: str


@dataclass(slots=True)
class Survey:
    """What the walk found. `named` are names that stand for something without an answer."""

    items: list[Item] = field(default_factory=list)
    sections: dict[str, Group | None] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)


def walk(sheet: Sheet, taken: Collection[str], remarks: Remarks) -> Survey:
    """Return the questions in order; what cannot be carried is in `remarks`. `taken` are ids that
    none of them can have.
    """
    _columns(sheet, remarks)
    walker = _Walker(sheet, remarks)
    for row in sheet.rows:
        walker.take(row)
    walker.close()
    return _with_ids(walker.found, taken)


def cells_of(row: Row, sheet: str, remarks: Remarks) -> dict[str, str]:
    """Return a row's cells by column, texts left aside; a cell without a header is named."""
    cells: dict[str, str] = {}
    for header, value in row.cells.items():
        if header.startswith("#"):
            key, params = text_key("xlsform.no_header"), {"text": value[:60]}
            remarks.add(Remark(sheet, row.number, header, "left_out", key, params))
            continue
        cells.setdefault(read_column(header).name, value)
    return cells


def _columns(sheet: Sheet, remarks: Remarks) -> None:
    for header in sheet.headers:
        name = read_column(header).name
        if name in SURVEY:
            continue
        key = LEFT_OUT.get(name, text_key("xlsform.column.unknown"))
        for row in sheet.rows:
            if header in row.cells:
                remarks.add(Remark(sheet.name, row.number, header, "left_out", key))


class _Walker:
    def __init__(self, sheet: Sheet, remarks: Remarks) -> None:
        self.found = Survey()
        self._sheet = sheet.name
        self._remarks = remarks
        self._open: list[Group] = []
        self._loose = 0

    def take(self, row: Row) -> None:
        cells = cells_of(row, self._sheet, self._remarks)
        if cells.get("disabled", "").lower() in _YES:
            self._leave_out(row, "disabled", text_key("xlsform.disabled"))
            return
        if "type" not in cells:
            # A row of the designer's own notes says nothing to ask; its cells are named above.
            if not SURVEY.isdisjoint(cells):
                self._refuse(row, "type", text_key("xlsform.no_type"))
            return
        kind = read_type(cells["type"])
        if kind is None:
            self._unknown(row, cells["type"])
        else:
            self._typed(row, cells, kind)

    def close(self) -> None:
        for group in self._open:
            params = {"name": group.name}
            self._refuse(group.row, "type", text_key("xlsform.unclosed_group"), params)

    def _typed(self, row: Row, cells: dict[str, str], kind: Type) -> None:
        word = cells["type"].lower()
        if kind.refused and ("repeat" in word or "loop" in word):
            self._repeat(row, cells, kind)
        elif kind.refused:
            self._note(row, cells)
            params = {"type": cells["type"]}
            self._refuse(row, "type", kind.refused, params)
        elif kind.left_out:
            self._note(row, cells)
            params = {"type": cells["type"], "name": cells.get("name", "")}
            self._leave_out(row, "type", kind.left_out, params)
        elif kind.ours == "begin":
            name = cells.get("name", "")
            self._open.append(Group(name, row, cells))
        elif kind.ours == "end":
            self._end(row, repeat=False)
        else:
            self._question(row, cells, kind)

    def _repeat(self, row: Row, cells: dict[str, str], kind: Type) -> None:
        if not cells["type"].lower().startswith("begin"):
            self._end(row, repeat=True)
            return
        self._refuse(row, "type", kind.refused or "", {"type": cells["type"]})
        self._open.append(Group(cells.get("name", ""), row, cells, repeat=True))

    def _end(self, row: Row, *, repeat: bool) -> None:
        if not self._open or self._open[-1].repeat is not repeat:
            self._refuse(row, "type", text_key("xlsform.unopened_group"))
        if self._open:
            self._open.pop()

    def _question(self, row: Row, cells: dict[str, str], kind: Type) -> None:
        name = cells.get("name", "")
        if not name:
            self._refuse(row, "name", text_key("xlsform.no_name"))
            return
        if not _NAME.fullmatch(name):
            self._refuse(row, "name", text_key("xlsform.bad_name"), {"name": name})
            return
        if name in self.found.named:
            params = {"name": name, "first": str(self.found.named[name])}
            self._refuse(row, "name", text_key("xlsform.same_name"), params)
            return
        self.found.named[name] = row.number
        groups = tuple(self._open)
        self.found.items.append(Item(name, "", row, cells, kind, groups, self._section(groups)))

    def _section(self, groups: tuple[Group, ...]) -> str:
        """Return the name of the section: the outermost group, or a run of questions without."""
        outer = next((g for g in groups if g.name and not g.name.startswith(AFTER)), None)
        last = next(reversed(self.found.sections), "")
        if outer is not None:
            self.found.sections.setdefault(outer.name, outer)
            return outer.name
        if not last.startswith("#"):
            self._loose += 1
            last = f"#part_{self._loose}"
        self.found.sections[last] = None
        return last

    def _note(self, row: Row, cells: dict[str, str]) -> None:
        if "name" in cells:
            self.found.named.setdefault(cells["name"], row.number)

    def _unknown(self, row: Row, written: str) -> None:
        first, *rest = written.lower().split()
        # "select multiple" is written in two words as often as "begin group", which may be.
        close = get_close_matches("_".join([first, *rest[:1]]), _KNOWN, n=1, cutoff=0.9)
        close = close or get_close_matches(first, _KNOWN, n=1, cutoff=0.7)
        near, unknown = text_key("xlsform.unknown_type_near"), text_key("xlsform.unknown_type")
        key = near if close else unknown
        self._refuse(row, "type", key, {"type": written, "near": close[0] if close else ""})

    def _refuse(
        self, row: Row, column: str, key: str, params: dict[str, str] | None = None
    ) -> None:
        self._remarks.add(Remark(self._sheet, row.number, column, "refused", key, params or {}))

    def _leave_out(
        self, row: Row, column: str, key: str, params: dict[str, str] | None = None
    ) -> None:
        self._remarks.add(Remark(self._sheet, row.number, column, "left_out", key, params or {}))


def _with_ids(found: Survey, taken: Collection[str]) -> Survey:
    ids = question_ids([item.name for item in found.items], taken)
    sections = section_ids(found.sections, taken)
    items = [
        msgspec.structs.replace(item, id=ids[item.name], section=sections[item.section])
        for item in found.items
    ]
    titles = {sections[name]: group for name, group in found.sections.items()}
    return Survey(items, titles, found.named)
