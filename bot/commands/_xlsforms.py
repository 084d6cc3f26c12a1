"""How what an import has to say is shown: by place, what is alike in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from bot.commands.base import text
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.xlsform.remarks import Remark

__all__ = ["remark_lines"]

_WEIGHTS: Mapping[str, str] = {
    "refused": text_key("cli.import_form.refused"),
    "left_out": text_key("cli.import_form.left_out"),
    "changed": text_key("cli.import_form.changed"),
}
_MOST_ROWS = 12  # row numbers in one line


def remark_lines(remarks: Iterable[Remark]) -> Iterator[str]:
    """Yield the lines, what must be mended first."""
    groups: dict[tuple[str, ...], list[Remark]] = {}
    for remark in remarks:
        params = tuple(sorted(remark.params.items()))
        key = (remark.weight, remark.key, remark.sheet, remark.column, repr(params))
        groups.setdefault(key, []).append(remark)
    for weight, heading in _WEIGHTS.items():
        found = [group for key, group in groups.items() if key[0] == weight]
        if found:
            yield text(heading, count=sum(map(len, found)))
        for group in found:
            yield f"  {_place(group)}{text(group[0].key, **group[0].params)}"


def _place(group: list[Remark]) -> str:
    first = group[0]
    numbers = [str(remark.row) for remark in group if remark.row]
    shown = ", ".join(numbers[:_MOST_ROWS]) + (" …" if len(numbers) > _MOST_ROWS else "")
    if not first.sheet:
        return f"{first.column}: " if first.column else ""
    if not numbers:
        return text(text_key("cli.import_form.place_sheet"), sheet=first.sheet)
    key = text_key("cli.import_form.place") if first.column else text_key(
        "cli.import_form.place_row"
    )  # fmt: skip
    return text(key, sheet=first.sheet, rows=shown, column=first.column)
