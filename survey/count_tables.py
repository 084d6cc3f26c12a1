"""Reviews tables of counts made elsewhere: what was written stays, what is wrong is said.

Reports of this field add up badly (domain R32, R33, §2.6): the table of the source report of 2020
has "03" invalid forms where no unit has one; they are the three that one unit never got back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from survey.counts import COLUMNS, Column

__all__ = [
    "Flag",
    "FlagCode",
    "Review",
    "SourceRow",
    "SourceTable",
    "count_of",
    "review",
]

FlagCode: TypeAlias = Literal[
    "unreadable",  # a cell is no count
    "missing",  # a cell is empty
    "more_returned",  # more came back than were issued
    "not_reconciled",  # valid + invalid ≠ returned
    "total_differs",  # the written total is not the sum
    "not_returned_as_invalid",  # those that never came back are written as invalid
    "no_total",  # the table has no total
    "unknown_unit",  # no unit of the tree is called that
    "ambiguous_unit",  # several are
    "spelt_otherwise",  # the unit was found by another spelling of its name
    "unit_twice",  # two rows name one unit
    "unit_missing",  # a unit of the tree has no row
    "all_returned",  # every form came back: to be verified by call-back
    "none_invalid",  # not one invalid form among many: to be verified by call-back
]

_PLAUSIBLE: Final = 30
"""Forms from which on "all of them came back" is no matter of chance (domain §2.3's floor)."""
_MANY: Final = 100
"""Forms among which one invalid is to be expected."""
_NUMBER: Final = re.compile(r"\d{1,3}([.,\s]\d{3})+|\d+")
_LONGEST: Final = 9  # digits: there are a hundred million citizens
_NO_BLOCK: Final[frozenset[FlagCode]] = frozenset({"no_total", "spelt_otherwise"})
_CALL_BACK: Final[frozenset[FlagCode]] = frozenset({"all_returned", "none_invalid"})


class SourceRow(Struct, frozen=True, kw_only=True):
    """A row as it was written, and the unit that it was found to mean."""

    row: int
    """Where it stands in the file, from 1."""
    name: str
    cells: Mapping[Column, str]
    unit_ids: tuple[str, ...] = ()
    """Units that are called that on the table's days: one, none, or several."""
    exact: bool = True
    """Whether the unit is written as it is called; else it was found by a variant (`BHXX`)."""


class SourceTable(Struct, frozen=True, kw_only=True):
    """A table from elsewhere: its rows, and its total row as it was written."""

    rows: tuple[SourceRow, ...]
    total: SourceRow | None = None


class Flag(Struct, frozen=True, kw_only=True):
    """Something that does not add up, or cannot be believed as it stands."""

    code: FlagCode
    row: int | None = None
    column: Column | None = None
    name: str = ""
    """The row's name, as written, or the missing unit's id."""
    written: str = ""
    """What the source says."""
    computed: int | None = None
    """What it should be."""
    rows: tuple[str, ...] = ()
    """Names of the rows that explain it."""

    @property
    def blocks(self) -> bool:
        """Whether the table cannot be approved before somebody has written a note on this."""
        return self.code not in _NO_BLOCK

    @property
    def asks_call_back(self) -> bool:
        """Whether the answer to this is to call people back (domain §8.3)."""
        return self.code in _CALL_BACK


class Review(Struct, frozen=True, kw_only=True):
    """What a table says once it is computed. Nothing of the source is changed."""

    totals: Mapping[Column, int]
    """Sums of the readable cells of the rows."""
    not_returned: Mapping[int, int]
    """Row → issued − returned, where both can be read; negative ones are flagged."""
    flags: tuple[Flag, ...]


def count_of(text: str) -> int | None:
    """Return the count that a cell says: `1.015` (thousands), `03`, `1 012`; None: it is none.

    Counts have no decimals, so `.` and `,` before three digits are both a thousands mark.
    """
    clean = text.strip().replace("\u00a0", " ")
    digits = re.sub(r"\D", "", clean)
    if _NUMBER.fullmatch(clean) is None or len(digits) > _LONGEST:
        return None
    return int(digits)


def review(table: SourceTable, expected: Collection[str] = ()) -> Review:
    """Return the computed totals of a table and everything that is odd about it.

    `expected`: ids of the units that should have a row on the table's days, from the dated tree.
    """
    totals = {column: sum(_counts(table.rows, column)) for column in COLUMNS}
    lacking = {
        row.row: issued - returned
        for row in table.rows
        if (issued := _count(row, "issued")) is not None
        and (returned := _count(row, "returned")) is not None
    }
    flags = (
        *(flag for row in table.rows for flag in _cell_flags(row)),
        *(flag for row in table.rows for flag in _row_flags(row)),
        *_total_flags(table, totals, lacking),
        *_unit_flags(table.rows, expected),
        *_plausibility_flags(table.rows, totals),
    )
    return Review(totals=totals, not_returned=lacking, flags=flags)


def _count(row: SourceRow, column: Column) -> int | None:
    return count_of(row.cells.get(column, ""))


def _counts(rows: Iterable[SourceRow], column: Column) -> Iterator[int]:
    return (count for row in rows if (count := _count(row, column)) is not None)


def _cell_flags(row: SourceRow) -> Iterator[Flag]:
    for column in COLUMNS:
        written = row.cells.get(column, "").strip()
        if count_of(written) is None:
            code: FlagCode = "unreadable" if written else "missing"
            yield Flag(code=code, row=row.row, column=column, name=row.name, written=written)


def _at(
    code: FlagCode,
    row: SourceRow,
    column: Column,
    computed: int,
    rows: tuple[str, ...] = (),
) -> Flag:
    """Return a flag on one cell of the source."""
    return Flag(
        code=code,
        row=row.row,
        column=column,
        name=row.name,
        written=row.cells.get(column, "").strip(),
        computed=computed,
        rows=rows,
    )


def _row_flags(row: SourceRow) -> Iterator[Flag]:
    """Yield what does not add up within a row."""
    issued, returned = _count(row, "issued"), _count(row, "returned")
    valid, invalid = _count(row, "valid"), _count(row, "invalid")
    if returned is None:
        return
    if issued is not None and returned > issued:
        yield _at("more_returned", row, "returned", issued)
    if valid is not None and invalid is not None and returned != valid + invalid:
        yield _at("not_reconciled", row, "returned", valid + invalid)


def _total_flags(
    table: SourceTable, totals: Mapping[Column, int], lacking: Mapping[int, int]
) -> Iterator[Flag]:
    if table.total is None:
        yield Flag(code="no_total")
        return
    for column in COLUMNS:
        count = _count(table.total, column)
        if count != totals[column]:
            yield _at("total_differs", table.total, column, totals[column])
            if column == "invalid" and count and count == sum(lacking.values()):
                late = tuple(row.name for row in table.rows if lacking.get(row.row, 0) > 0)
                yield _at("not_returned_as_invalid", table.total, column, totals[column], late)


def _unit_flags(rows: Iterable[SourceRow], expected: Collection[str]) -> Iterator[Flag]:
    """Yield which units are unknown, doubled or missing: coverage (domain §2.6, rules 7 and 8)."""
    seen: dict[str, str] = {}
    for row in rows:
        if len(row.unit_ids) != 1:
            code: FlagCode = "ambiguous_unit" if row.unit_ids else "unknown_unit"
            yield Flag(code=code, row=row.row, name=row.name)
            continue
        (unit_id,) = row.unit_ids
        if unit_id in seen:
            yield Flag(code="unit_twice", row=row.row, name=row.name, rows=(seen[unit_id],))
        elif not row.exact:
            yield Flag(code="spelt_otherwise", row=row.row, name=row.name)
        seen.setdefault(unit_id, row.name)
    for unit_id in expected:
        if unit_id not in seen:
            yield Flag(code="unit_missing", name=unit_id)


def _plausibility_flags(
    rows: Collection[SourceRow], totals: Mapping[Column, int]
) -> Iterator[Flag]:
    """Yield what is too good to be true: it is verified by call-back (domain §2.6, rule 6)."""
    for row in rows:
        issued = _count(row, "issued")
        if issued is not None and issued >= _PLAUSIBLE and _count(row, "returned") == issued:
            yield _at("all_returned", row, "returned", issued)
    if totals["returned"] >= _MANY and not totals["invalid"]:
        yield Flag(code="none_invalid", column="invalid", computed=totals["returned"])
