"""Finds the table of counts in a sheet: header, rows of units, total (domain R32, §2.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from survey.count_tables import SourceRow, SourceTable, count_of
from survey.counts import COLUMNS, Column
from survey.unit_names import folded

__all__ = ["Finder", "LayoutError", "Meant", "Problem", "source_table"]


class Meant(Struct, frozen=True):
    """Which units a name may mean, and whether one of them is called just that."""

    unit_ids: tuple[str, ...] = ()
    exact: bool = True


Finder: TypeAlias = Callable[[str], Meant]
"""Name → what it means on the table's days (`survey.unit_tree.UnitTree.find`)."""

Problem: TypeAlias = Literal["no_header", "column_twice", "no_rows", "after_total"]

_HEADERS: Final[Mapping[Column | Literal["name"], tuple[str, ...]]] = {
    "invalid": ("khonghople", "phieukhonghople", "invalid"),
    "name": ("donvi", "tendonvi", "coquan", "bhxh", "unit"),
    "issued": ("phatra", "phieuphatra", "issued"),
    "returned": ("thuve", "phieuthuve", "returned"),
    "valid": ("hople", "phieuhople", "valid"),
}
"""What headers contain, folded. "Không hợp lệ" contains "hợp lệ": it is asked for first."""
_TOTAL: Final = ("tong", "cong", "total", "sum")
_WHOLE: Final = ("tongcong", "tongso")
"""How a total begins, whatever it says it is the total of: "Tổng cộng (I+II)"."""
_SHARE: Final = "tyle"
"""Begins the header of what was computed of the counts, such as the rate of return."""
_LONGEST_HEADER: Final = 40  # letters
_DEEPEST: Final = 60
"""Rows among which a header is looked for: titles and legal bases stand above it."""


class LayoutError(Exception):
    """The sheet has no table of counts that could be read: which problem, and where.

    `row`: of the sheet, from 1; 0 where it is about the whole sheet. `column`: what is missing or
    there twice.
    """

    def __init__(self, problem: Problem, row: int = 0, column: str = "") -> None:
        super().__init__(f"{problem} at row {row}: {column}")
        self.problem = problem
        self.row = row
        self.column = column


class _Header(Struct, frozen=True):
    row: int
    places: Mapping[str, int]
    """Column of the table → place in the row, from 0."""


def source_table(cells: Sequence[Sequence[str]], find: Finder) -> SourceTable:
    """Return the table of counts in the rows of a sheet, as it is written.

    Above the header there may be anything, below it rows of units and at most one total; a row
    without a name and without counts is skipped.

    Raises:
        LayoutError: no row names all five columns, a column is there twice, there are no rows, or
            rows of units go on behind the total.

    """
    header = _header(cells)
    rows: list[SourceRow] = []
    total: SourceRow | None = None
    for row in _rows(cells, header):
        if total is not None and all(count_of(cell) is None for cell in row.cells.values()):
            continue  # a place, a day, a signature
        if total is not None:
            raise LayoutError("after_total", row.row, row.name)
        if _is_total(row.name):
            total = row
        else:
            rows.append(_placed(row, find))
    if not rows:
        raise LayoutError("no_rows", header.row)
    return SourceTable(rows=tuple(rows), total=total)


def _header(cells: Sequence[Sequence[str]]) -> _Header:
    """Return the first row that names all columns; an error names what the best one lacks."""
    best: frozenset[str] = frozenset()
    for number, row in enumerate(cells[:_DEEPEST], start=1):
        named = [(name, place) for place, text in enumerate(row) if (name := _column_of(text))]
        names = frozenset(name for name, _ in named)
        if len(names) == len(_HEADERS):
            if len(named) > len(names):
                raise LayoutError("column_twice", number, _twice(row, named))
            return _Header(number, dict(named))
        best = max(best, names, key=len)
    missing = [name for name in ("name", *COLUMNS) if name not in best]
    raise LayoutError("no_header", column=", ".join(missing))


def _column_of(text: str) -> str | None:
    """Return the column that a header means. A long text is a title that happens to say a word."""
    plain = folded(text)
    if len(plain) > _LONGEST_HEADER or "%" in text or plain.startswith(_SHARE):
        return None
    return next((n for n, words in _HEADERS.items() if any(w in plain for w in words)), None)


def _twice(row: Sequence[str], named: Sequence[tuple[str, int]]) -> str:
    """Return the header that comes a second time."""
    seen: set[str] = set()
    for name, place in named:
        if name in seen:
            return row[place].strip()
        seen.add(name)
    return ""


def _rows(cells: Sequence[Sequence[str]], header: _Header) -> Iterator[SourceRow]:
    for number, row in enumerate(cells[header.row :], start=header.row + 1):
        texts = {name: _cell(row, place) for name, place in header.places.items()}
        name = texts.pop("name")
        if not name and not any(texts.values()):
            continue
        if not name:  # "Tổng cộng" often stands in the cell of the number, merged with the name's
            name = next((text.strip() for text in row if text.strip()), "")
        yield SourceRow(row=number, name=name, cells={one: texts[one] for one in COLUMNS})


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _is_total(name: str) -> bool:
    plain = folded(name)
    return plain in _TOTAL or plain.startswith(_WHOLE)


def _placed(row: SourceRow, find: Finder) -> SourceRow:
    """Return the row with the units that its name may mean."""
    meant = find(row.name)
    return replace(row, unit_ids=meant.unit_ids, exact=meant.exact)
