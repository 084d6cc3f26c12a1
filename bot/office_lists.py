"""Lists of people at counters and of procedures: pasted text into rows, what is read into rows of
the database.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from flows.identifiers import Instant, identifier_from
from flows.spelling import fold
from flows.texts import text_key
from storage.base import PlaceRecord, Storage, UnitOfWork
from storage.staff_records import OfficerRecord, RosterRecord
from survey.procedure_rows import read_procedures
from survey.procedures import Procedure
from survey.roster import RosterRow
from survey.roster_rows import KnownOfficer, KnownPlace, ReadRoster

__all__ = [
    "LIST_FAULTS",
    "codes_of_others",
    "example_procedures",
    "known_officers",
    "known_places",
    "put_roster",
    "rows_in",
    "text_of",
]

_EXAMPLE: Final = Path(__file__).parent / "example_procedures.csv"
"""Procedures of the field to begin with. Codes and terms are examples: the office checks them
against the decision that is in force.
"""

_TAB: Final = "\t"
"""Between cells that were copied out of a sheet; no .csv file has any."""

LIST_FAULTS: Final[Mapping[str, str]] = {
    "column_missing": text_key("office.list.column_missing"),
    "kind_unknown": text_key("office.list.kind_unknown"),
    "officer_unknown": text_key("office.list.officer_unknown"),
    "officer_elsewhere": text_key("office.list.officer_elsewhere"),
    "officer_twice": text_key("office.list.officer_twice"),
    "place_unknown": text_key("office.list.place_unknown"),
    "place_twice": text_key("office.list.place_twice"),
    "counter_unknown": text_key("office.list.counter_unknown"),
    "day": text_key("office.list.day"),
    "days_turned": text_key("office.list.days_turned"),
    "time": text_key("office.list.time"),
    "times_turned": text_key("office.list.times_turned"),
    "weekdays": text_key("office.list.weekdays"),
    "empty": text_key("office.list.empty"),
    "number": text_key("office.list.number"),
    "channel_unknown": text_key("office.list.channel_unknown"),
    "audience_unknown": text_key("office.list.audience_unknown"),
    "form_unknown": text_key("office.list.form_unknown"),
    "twice": text_key("office.list.twice"),
    "too_many": text_key("office.list.too_many"),
}
"""What is wrong with a cell of a list, by the code of the fault."""


def rows_in(text: str) -> Iterator[list[str]]:
    """Yield the rows of a text that was copied out of a sheet (tabs), or of a .csv file.

    Raises:
        csv.Error: a cell has more than 131,072 characters.

    """
    head = text[:1000]
    marks = _TAB if _TAB in head else max(";,", key=head.count)
    yield from csv.reader(io.StringIO(text.replace("\0", "")), delimiter=marks, strict=False)


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a text from which `rows_in` reads the same, row by row."""
    text = io.StringIO()
    csv.writer(text, delimiter=_TAB, lineterminator="\n").writerows(rows)
    return text.getvalue()


def example_procedures(surveys: Collection[str], today: date) -> tuple[Procedure, ...]:
    """Return the shipped catalogue, marked as an example."""
    rows = list(rows_in(_EXAMPLE.read_text(encoding="utf-8")))
    read = read_procedures(rows, surveys, fold, today)
    return tuple(msgspec.structs.replace(line, demo=True) for line in read.lines)


def known_officers(officers: Iterable[OfficerRecord]) -> list[KnownOfficer]:
    """Return those who still work here, as lists name them."""
    return [
        KnownOfficer(id=one.id, name=one.name, unit_id=one.unit_id, code=one.staff_code)
        for one in officers
        if one.ended_on is None
    ]


def codes_of_others(
    officers: Iterable[OfficerRecord], known: Collection[KnownOfficer]
) -> frozenset[str]:
    """Return the staff codes of all who are not among the known: a list may not name them."""
    mine = {one.id for one in known}
    return frozenset(one.staff_code for one in officers if one.staff_code and one.id not in mine)


def known_places(places: Iterable[PlaceRecord]) -> list[KnownPlace]:
    """Return places that are used, as lists name them."""
    return [
        KnownPlace(
            id=one.id, name=one.name, code=one.code, unit_id=one.unit_id,
            counters=one.open_counters,
        )
        for one in places
        if one.ended_on is None
    ]  # fmt: skip


def put_roster(storage: Storage, unit: UnitOfWork, read: ReadRoster, at: Instant, by: str) -> None:
    """Add to a unit the lines that a list holds, and the officers whom it names first."""
    seed, ids = os.urandom(32), dict[str, str]()
    for new in read.new:
        ids[f"+{new.code}"] = identifier_from(seed, f"officer/{new.code}", at)
        storage.roster.add_officer(
            unit,
            OfficerRecord(
                id=ids[f"+{new.code}"], name=new.name, unit_id=new.unit_id, staff_code=new.code
            ),
        )
    for line in read.lines:
        storage.roster.add(unit, _record(line, ids, at, by))


def _record(line: RosterRow, ids: dict[str, str], at: Instant, by: str) -> RosterRecord:
    values = msgspec.structs.asdict(line)
    stands_for = line.stands_for
    people = {
        "officer_id": ids.get(line.officer_id, line.officer_id),
        "stands_for": None if stands_for is None else ids.get(stands_for, stands_for),
    }
    return RosterRecord(**{**values, **people}, at=at, by=by)
