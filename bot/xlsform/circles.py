"""Finds questions that depend on themselves through others: no order can work them out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.survey import Item
from flows.texts import text_key

__all__ = ["refuse_circles"]

_NAME = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")
_COLUMNS = ("calculation", "relevant", "choice_filter")


def refuse_circles(items: Sequence[Item], remarks: Remarks) -> frozenset[str]:
    """Refuse every circle once, at its first row; return the names of all questions in circles."""
    needs = {item.name: _needed(item) for item in items}
    rows = {item.name: item for item in items}
    told: set[str] = set()
    for item in items:
        circle = _circle(item.name, needs)
        if circle and not told.intersection(circle):
            told.update(circle)
            column = "calculation" if item.cells.get("calculation") else "relevant"
            params = {"circle": " → ".join([*circle, item.name])}
            key = text_key("xlsform.circle")
            number = rows[item.name].row.number
            remarks.add(Remark("survey", number, column, "refused", key, params))
    return frozenset(told)


def _needed(item: Item) -> tuple[str, ...]:
    cells = [*(group.cells for group in item.groups), item.cells]
    written = " ".join(each.get(column, "") for each in cells for column in _COLUMNS)
    return tuple(dict.fromkeys(_NAME.findall(written)))


def _circle(start: str, needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the way from a question back to itself, without its end; nothing if there is none."""
    open_ways = [[start]]
    seen: set[str] = set()
    while open_ways:
        way = open_ways.pop(0)
        for name in needs.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                open_ways.append([*way, name])
    return []
