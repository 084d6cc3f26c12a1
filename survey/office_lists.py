"""Lists that offices keep in sheets, as rows of texts: the header found, each cell under its name,
and what is wrong with one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

from msgspec import Struct

__all__ = [
    "Fold",
    "ListFault",
    "ListRow",
    "Sheet",
    "day_in",
    "minute_in",
    "sheet_of",
    "weekdays_in",
]

Fold: TypeAlias = Callable[[str], str]
"""Takes away what does not count in a text: accents, capitals, blanks too many."""

_LOOKED_AT: Final = 10
"""Rows in which a header is looked for: titles and the office's name stand above it."""
_DAY: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_MINUTE: Final = re.compile(r"(\d{1,2})(?:[:.hg](\d{2})?)?(?::00)?")
_WEEKDAYS: Final = re.compile(r"(cn|[2-7])(?:-(cn|[2-7]))?[,;&.]?")
_SUNDAY: Final = 6


class ListFault(Struct, frozen=True, kw_only=True):
    """What is wrong with a cell. `row` counts from 1 as sheets do; `column` is its header as it is
    written there, or the name of the field where it has none.
    """

    row: int
    column: str
    code: str
    value: str = ""


class ListRow(Struct, frozen=True):
    """A row: its number in the sheet, and its cells by field."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.cells.get(field, "")


class Sheet(Struct, frozen=True):
    """A list whose header was found: what its columns are called, and the rows below."""

    headers: Mapping[str, str]
    rows: tuple[ListRow, ...]

    def fault(self, row: ListRow, field: str, code: str) -> ListFault:
        """Return what is wrong with a cell of a row."""
        column = self.headers.get(field, field)
        return ListFault(row=row.number, column=column, code=code, value=row[field])


def sheet_of(
    rows: Sequence[Sequence[str]],
    called: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    fold: Fold,
) -> Sheet | ListFault:
    """Return the list that these rows hold, or which column it lacks. `called`: field → what its
    header may say, folded. Empty rows are left out.
    """
    found: dict[str, int] = {}
    for number, row in enumerate(rows[:_LOOKED_AT]):
        columns = dict(_columns(row, called, fold))
        if all(field in columns for field in needed):
            headers = {field: row[place].strip() for field, place in columns.items()}
            return Sheet(headers, tuple(_below(rows, number, columns)))
        found = max(found, columns, key=len)
    missing = next(field for field in needed if field not in found)
    return ListFault(row=1, column=called[missing][0], code="column_missing")


def _columns(
    row: Sequence[str], called: Mapping[str, Sequence[str]], fold: Fold
) -> Iterator[tuple[str, int]]:
    plain = [" ".join(re.findall(r"\w+", fold(cell))) for cell in row]
    for field, names in called.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            yield field, place


def _below(
    rows: Sequence[Sequence[str]], header: int, columns: Mapping[str, int]
) -> Iterator[ListRow]:
    for number, row in enumerate(rows[header + 1 :], header + 2):
        cells = {field: row[place].strip() for field, place in columns.items() if place < len(row)}
        if any(cells.values()):
            yield ListRow(number, cells)


# -- cells


def day_in(text: str) -> date | None:
    """Return the day that a cell holds (05/01/2026, 5.1.2026, 2026-01-05); None: it holds none."""
    found = _DAY.fullmatch(text)
    try:
        if found is not None:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])  # workbooks put the time of day behind it
    except ValueError:
        return None


def minute_in(text: str, fold: Fold) -> int | None:
    """Return the minute of the day that a cell holds: 7:30, 7h30, 7 gio; None: it holds none."""
    plain = re.sub(r"\s|phut", "", fold(text).replace("gio", "h"))
    found = _MINUTE.fullmatch(plain)
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return hours * 60 + minutes if minutes < 60 and hours * 60 + minutes <= 24 * 60 else None


def weekdays_in(text: str, fold: Fold) -> int | None:
    """Return the weekdays that a cell holds, Monday as the lowest bit: "2-6", "T2, T4, T6", "CN".
    Vietnamese weeks count Monday as the second day. None: it holds none.
    """
    plain = re.sub(r"\bden\b|\btoi\b|–", "-", fold(text)).replace("chu nhat", "cn")
    plain = re.sub(r"thu|t(?=\s*\d)|\s", "", plain)
    if not plain or _WEEKDAYS.sub("", plain):
        return None
    bits = 0
    for first, last in _WEEKDAYS.findall(plain):
        for day in range(_weekday(first), _weekday(last or first) + 1):
            bits |= 1 << day
    return bits or None


def _weekday(word: str) -> int:
    return int(word) - 2 if word.isdigit() else _SUNDAY
