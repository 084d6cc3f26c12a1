"""The sheet of choices: lists by name, and which choice a question offers when."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from bot.xlsform.columns import CHOICES, LEFT_OUT, OURS, column_word, read_column
from bot.xlsform.drafts import Draft
from bot.xlsform.expressions import Scope, read_condition
from bot.xlsform.languages import Languages
from bot.xlsform.names import values_of
from bot.xlsform.own import merged
from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.sheets import Row, Sheet
from bot.xlsform.survey import Item, cells_of
from bot.xlsform.tokens import ExpressionError
from bot.xlsform.typed import Typed
from flows.expressions import Constant, render
from flows.texts import text_key

__all__ = ["Lists", "Option", "read_lists", "scale_name"]


def scale_name(name: str) -> str:
    """Return what a list is called in our form where several questions share it."""
    return re.sub(r"[^A-Z0-9_]+", "_", name.upper())


class Option(msgspec.Struct, frozen=True):
    """One row of a list: its name, what is stored for it, and all its cells."""

    row: Row
    name: str
    value: str
    label: dict[str, str]
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists by name, and the columns beside the usual ones, which filters can name."""

    options: Mapping[str, tuple[Option, ...]]
    extra: tuple[str, ...]

    def values(self, name: str) -> dict[str, str]:
        """Return what is stored, by the name of the choice."""
        return {option.name: option.value for option in self.options.get(name, ())}

    def drafts(self, item: Item, names: Mapping[str, Typed], remarks: Remarks) -> list[Draft]:
        """Return the choices that a question offers, each with the condition of its filter."""
        written = item.cells.get("choice_filter", "")
        found: list[Draft] = []
        for option in self.options.get(item.type.choices or "", ()):
            draft: Draft = {"value": option.value, "label": dict(option.label)}
            if written and not self._filter(draft, option, item, names, remarks):
                continue
            found.append(merged(draft, option.cells.get(OURS), "choices", option.row, remarks))
        return found

    def _filter(
        self,
        draft: Draft,
        option: Option,
        item: Item,
        names: Mapping[str, Typed],
        remarks: Remarks,
    ) -> bool:
        """Put the condition on a choice; return whether it is offered at all."""
        columns = {**dict.fromkeys(self.extra, ""), **option.cells, "name": option.name}
        try:
            tree, _ = read_condition(item.cells["choice_filter"], Scope(names, columns))
        except ExpressionError as error:
            place = (item.row.number, "choice_filter")
            remarks.add(Remark("survey", *place, "refused", error.key, error.params))
            return False
        if tree == Constant(value=False):
            key, params = text_key("xlsform.never_offered"), {"name": item.name}
            remarks.add(Remark("choices", option.row.number, "name", "left_out", key, params))
            return False
        if tree is not None:
            draft["condition"] = render(tree)
        return True


def read_lists(
    sheet: Sheet | None,
    items: Iterable[Item],
    languages: Languages,
    remarks: Remarks,
    other: Mapping[str, str],
) -> Lists:
    """Return the lists; missing ones, names given twice and missing labels are refused. `other`:
    what the choice is called that `or_other` adds, by language.
    """
    rows: dict[str, list[tuple[Row, dict[str, str]]]] = {}
    for row in sheet.rows if sheet else ():
        cells = cells_of(row, "choices", remarks)
        if "list_name" in cells:
            rows.setdefault(cells["list_name"], []).append((row, cells))
        elif not CHOICES.isdisjoint(cells):
            key = text_key("xlsform.no_list_name")
            remarks.add(Remark("choices", row.number, "list_name", "refused", key))
    items = list(items)
    used = {item.type.choices: item for item in items if item.type.choices}
    options = {
        name: tuple(_options(name, found, languages, remarks))
        for name, found in rows.items()
        if name in used
    }
    _missing(rows, items, remarks)
    _unused(rows, used, remarks)
    label = {code: other[code] for code in languages.codes}
    for name in {item.type.choices or "" for item in items if item.type.other} & options.keys():
        options[name] = _with_other(options[name], label)
    return Lists(options, _extra(sheet, items, remarks))


def _with_other(options: tuple[Option, ...], label: dict[str, str]) -> tuple[Option, ...]:
    """Add the choice to the list itself, as pyxform does: whoever else uses it offers it too."""
    if not options or any("other" in (option.name, option.value) for option in options):
        return options
    return (*options, Option(options[-1].row, "other", "other", label, {}))


def _options(
    name: str, rows: list[tuple[Row, dict[str, str]]], languages: Languages, remarks: Remarks
) -> Iterable[Option]:
    values = values_of(cells["name"] for _, cells in rows if "name" in cells)
    seen: dict[str, int] = {}
    for row, cells in rows:
        written = cells.get("name")
        label = languages.texts("choices", "label", row)
        if written is None:
            _refuse(row, "name", text_key("xlsform.no_choice_name"), remarks, list=name)
            continue
        if written in seen:
            first = str(seen[written])
            key = text_key("xlsform.same_choice")
            _refuse(row, "name", key, remarks, name=written, list=name, first=first)
            continue
        seen[written] = row.number
        if "vi" not in label and languages.speaks("choices"):
            column = languages.column("choices", "label")
            _refuse(row, column, text_key("xlsform.no_label"), remarks, name=written)
        yield Option(row, written, values[written], label, cells)


def _refuse(row: Row, column: str, key: str, remarks: Remarks, **params: str) -> None:
    remarks.add(Remark("choices", row.number, column, "refused", key, params))


def _missing(rows: Mapping[str, object], items: Iterable[Item], remarks: Remarks) -> None:
    for item in items:
        name = item.type.choices
        if name and name not in rows:
            params = {"list": name}
            key = text_key("xlsform.no_list")
            remarks.add(Remark("survey", item.row.number, "type", "refused", key, params))


def _unused(
    rows: Mapping[str, list[tuple[Row, dict[str, str]]]],
    used: Container[str],
    remarks: Remarks,
) -> None:
    for name, found in rows.items():
        if name not in used:
            first, params = found[0][0], {"list": name}
            key = text_key("xlsform.unused_list")
            remarks.add(Remark("choices", first.number, "list_name", "left_out", key, params))


def _extra(sheet: Sheet | None, items: Iterable[Item], remarks: Remarks) -> tuple[str, ...]:
    """Return the columns that filters can name; those that none names are left out by name."""
    filters = " ".join(item.cells.get("choice_filter", "") for item in items)
    named = {column_word(word) for word in re.findall(r"[\w.-]+", filters)}
    extra: list[str] = []
    for header in sheet.headers if sheet else ():
        name = read_column(header).name
        if name in CHOICES:
            continue
        if name in named and name not in LEFT_OUT:
            extra.append(name)
            continue
        key = LEFT_OUT.get(name, text_key("xlsform.column.unknown"))
        for row in sheet.rows if sheet else ():
            if header in row.cells:
                remarks.add(Remark("choices", row.number, header, "left_out", key))
    return tuple(extra)
