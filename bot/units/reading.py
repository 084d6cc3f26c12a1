"""A table of events of units, read row by row: what happens, or which cell is wrong, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from bot.i18n import Catalogues
from bot.units.entering import Entry
from bot.units.known import Units
from bot.units.tables import BETWEEN, GOES_TO, YES
from bot.units.wording import COLUMNS, KINDS, TYPES, Column
from flows.spelling import clean, fold
from survey.unit_events import (
    Alias,
    Body,
    Code,
    Cover,
    Dissolve,
    Found,
    Kind,
    Merge,
    Move,
    Rename,
    Split,
    Type,
    Uncover,
    Withdraw,
)
from survey.unit_refusals import UnitRefusedError

__all__ = ["Fault", "Row", "Words", "column_of", "new_rows", "read_table"]


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a cell: its row, as sheets count them, its column, a word of
    `wording.FAULTS`.
    """

    row: int
    column: Column
    fault: str
    value: str = ""


class Row(msgspec.Struct, frozen=True):
    """What a row says, and where it stands."""

    number: int
    entry: Entry


class Words(msgspec.Struct, frozen=True):
    """The words of files in every language that texts are in: headers, kinds, types."""

    columns: Mapping[str, Column]
    kinds: Mapping[str, Kind]
    types: Mapping[str, Type]
    yes: frozenset[str]

    @classmethod
    def of(cls, texts: Catalogues) -> Words:
        """Return them by their folded form; the names that the code has for them count, too."""

        def words(keys: Mapping[Any, str]) -> dict[str, Any]:
            spoken = {
                fold(texts.text(language, key)): name
                for language in texts.languages
                for name, key in keys.items()
            }
            return {**spoken, **{name: name for name in keys}}

        yes = frozenset(words({"yes": YES, "x": YES}))
        return cls(words(COLUMNS), words(KINDS), words(TYPES), yes)


def read_table(
    rows: Iterable[Sequence[str]], words: Words, day_of: Callable[[str], date | None]
) -> tuple[list[Row], list[Fault]]:
    """Return what the rows of a file say, and all that is wrong with its cells. The header may
    stand below titles. A row with a fault is not among the rows. `day_of` reads a day as people
    and programs write it.
    """
    given = list(rows)
    headers = [[words.columns.get(fold(cell)) for cell in row] for row in given[:_LOOKED_AT]]
    missing = [[column for column in _NEEDED if column not in header] for header in headers]
    place = min(range(len(headers)), key=lambda number: len(missing[number]), default=None)
    if place is None or missing[place]:
        lacking = _NEEDED if place is None else missing[place]
        return [], [Fault((place or 0) + 1, column, "column_missing") for column in lacking]
    read: list[Row] = []
    faults: list[Fault] = []
    header = headers[place]
    for number, row in enumerate(given[place + 1 :], start=place + 2):
        cells = _Cells(number, header, row, words)
        if not any(cells.texts.values()):
            continue
        entry = cells.entry(day_of(cells.text("day")))
        faults += cells.faults
        if entry is not None and not cells.faults:
            read.append(Row(number, entry))
    return read, faults


_NEEDED: Final[tuple[Column, ...]] = ("day", "event", "unit")
_LOOKED_AT: Final = 10
"""Rows in which the header is looked for: titles and the office's name stand above it."""


class _Cells:
    """The cells of one row, and what is found wrong with them."""

    def __init__(
        self, number: int, header: Sequence[Column | None], row: Sequence[str], words: Words
    ) -> None:
        self.number = number
        self.words = words
        self.faults: list[Fault] = []
        self.texts = {
            column: clean(text) for column, text in zip(header, row, strict=False) if column
        }

    def entry(self, day: date | None) -> Entry | None:
        """Return what the row says of a day; None with faults."""
        kind = self.words.kinds.get(fold(self.text("event")))
        if day is None:
            self.wrong("day", "day")
        if kind is None or kind not in _READ:
            self.wrong("event", "event")
            return None
        body = _READ[kind](self)
        if day is None or self.faults:
            return None
        example = fold(self.text("example")) in self.words.yes
        return Entry(body=body, day=day, decision=self.text("decision"), example=example)

    def wrong(self, column: Column, fault: str, value: str = "") -> None:
        """Note that a cell cannot be read."""
        self.faults.append(Fault(self.number, column, fault, value or self.text(column)))

    def text(self, column: Column) -> str:
        """Return a cell; "" where there is none."""
        return self.texts.get(column, "")

    def needed(self, column: Column) -> str:
        """Return a cell that must say something."""
        if not self.text(column):
            self.wrong(column, "missing")
        return self.text(column)

    def several(self, column: Column) -> tuple[str, ...]:
        """Return the parts of a cell that must have one at least."""
        parts = self.needed(column).split(BETWEEN.strip())
        return tuple(part.strip() for part in parts if part.strip())

    def type(self) -> Type | None:
        """Return the type of a unit; None where nothing is said."""
        written = self.text("type")
        found = self.words.types.get(fold(written)) if written else None
        if written and found is None:
            self.wrong("type", "type")
        return found

    def shares(self) -> dict[str, str]:
        """Return which part of a split each commune goes to."""
        if not self.text("communes"):
            return {}
        shares: dict[str, str] = {}
        for given in self.several("communes"):
            commune, sign, part = given.rpartition(GOES_TO.strip())
            if not sign or not commune.strip() or not part.strip():
                self.wrong("communes", "part", given)
            shares[commune.strip()] = part.strip()
        return shares


_READ: Final[Mapping[Kind, Callable[[_Cells], Body]]] = {
    "found": lambda row: Found(
        row.needed("unit"),
        row.needed("name"),
        row.type() or "local",
        row.text("parent") or None,
        row.text("code"),
    ),
    "rename": lambda row: Rename(row.needed("unit"), row.needed("name"), row.type()),
    "alias": lambda row: Alias(row.needed("unit"), row.needed("name")),
    "code": lambda row: Code(row.needed("unit"), row.text("code")),
    "move": lambda row: Move(row.needed("unit"), row.needed("parent")),
    "merge": lambda row: Merge(row.several("unit"), row.needed("into")),
    "split": lambda row: Split(row.needed("unit"), row.several("into"), row.shares()),
    "dissolve": lambda row: Dissolve(row.needed("unit")),
    "cover": lambda row: Cover(row.needed("unit"), row.several("communes")),
    "uncover": lambda row: Uncover(row.needed("unit"), row.several("communes")),
}


def new_rows(rows: Iterable[Row], known: Units) -> list[Row]:
    """Return the rows that say something that is not known yet: the same file again is nothing
    new.
    """
    gone = {one.body.number for one in known.events if isinstance(one.body, Withdraw)}
    there = [(one.day, one.body) for one in known.events if one.number not in gone]
    return [row for row in rows if (row.entry.day, row.entry.body) not in there]


_COLUMNS: Final[Mapping[str, Column]] = {
    "bad_id": "unit",
    "known_id": "unit",
    "bad_name": "name",
    "name_taken": "name",
    "circle": "parent",
    "two_parents": "parent",
    "no_parts": "into",
    "no_communes": "communes",
    "bad_commune": "communes",
    "commune_elsewhere": "communes",
    "commune_open": "communes",
    "commune_twice": "communes",
}


def column_of(refused: UnitRefusedError) -> Column:
    """Return the column in which the cause of a refusal stands."""
    if refused.reason in _COLUMNS:
        return _COLUMNS[refused.reason]
    body, unit = refused.event.body, refused.params.get("unit")
    if isinstance(body, Found | Move) and unit == body.parent:
        return "parent"
    if isinstance(body, Merge) and unit == body.into:
        return "into"
    if isinstance(body, Split) and unit in body.into:
        return "into"
    return "unit"
