"""Tables of counts from elsewhere: taken in as they are written, reviewed, noted on, approved."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from msgspec.structs import replace

from bot.counting import Period
from bot.units import known_units
from flows.hidden_phones import phones_hidden
from flows.identifiers import Instant, identifier_from
from flows.redaction import redact
from storage.base import Storage, UnitOfWork
from storage.counting_records import CountNote, CountRow, CountTable
from survey.count_layout import Finder, Meant, source_table
from survey.count_tables import Flag, Review, SourceRow, SourceTable, review
from survey.unit_tree import UnitTree

__all__ = [
    "LONGEST_NOTE",
    "Given",
    "Reviewed",
    "approve",
    "flag_name",
    "new_table",
    "note_table",
    "restore",
    "reviewed",
    "take_in_table",
    "unit_finder",
    "withdraw",
]

LONGEST_NOTE: Final = 500
"""Characters of a note to a flag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file with a table of counts, and what somebody says it is."""

    title: str
    source: str
    """The name of the file."""
    content: bytes = field(repr=False)
    period: Period
    unit_id: str | None
    """Whose table it is: its rows are this unit and units below it; None: nobody said."""
    actor: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A stored table with everything that is odd about it, and what was written to that."""

    table: CountTable
    source: SourceTable
    review: Review
    notes: Mapping[str, Sequence[CountNote]]
    """Name of a flag → its notes, oldest first."""
    tree: UnitTree

    @property
    def open_flags(self) -> list[Flag]:
        """The flags without a note that keep the table from being approved (domain §2.6)."""
        flags = self.review.flags
        return [flag for flag in flags if flag.blocks and flag_name(flag) not in self.notes]


def flag_name(flag: Flag) -> str:
    """Return the name by which notes find a flag of a table: `total_differs/9/invalid`."""
    place = flag.name if flag.row is None else str(flag.row)
    return f"{flag.code}/{place}/{flag.column or ''}"


def unit_finder(tree: UnitTree, period: Period, within: str | None) -> Finder:
    """Return what finds units by the names that they had in a period: on its last day, else on
    its first.
    """

    def find(name: str) -> Meant:
        for day in (period.last, period.first):
            if found := tree.find(name, day, _there(tree, within, day)):
                return Meant(found, exact=_is_exact(tree, found, name, day))
        return Meant()

    return find


def _there(tree: UnitTree, unit_id: str | None, day: date) -> str | None:
    return unit_id if unit_id is not None and tree.unit(unit_id, day) else None


def _is_exact(tree: UnitTree, found: Iterable[str], name: str, day: date) -> bool:
    """Tell whether a unit is called just so, but for capitals."""
    states = (tree.unit(unit, day) for unit in found)
    plain = " ".join(name.split()).casefold()
    return any(state is not None and state.name.casefold() == plain for state in states)


def new_table(
    given: Given, rows: Sequence[Sequence[str]], tree: UnitTree
) -> tuple[CountTable, list[CountRow]]:
    """Return the table that a sheet holds, with its rows as they are written.

    Raises:
        LayoutError: there is no table of counts in it.

    """
    source = source_table(rows, unit_finder(tree, given.period, given.unit_id))
    table = CountTable(
        id=identifier_from(os.urandom(32), "count_table", given.at),
        title=given.title,
        source=phones_hidden(redact(given.source).text),
        sha256=hashlib.sha256(given.content).hexdigest(),
        from_day=given.period.first.isoformat(),
        to_day=given.period.last.isoformat(),
        unit_id=given.unit_id,
        made_at=given.at,
        actor=given.actor,
    )
    kept = [_kept(row, is_total=False) for row in source.rows]
    return table, kept if source.total is None else [*kept, _kept(source.total, is_total=True)]


def _kept(row: SourceRow, *, is_total: bool) -> CountRow:
    return CountRow(
        position=row.row,
        name=row.name,
        is_total=is_total,
        unit_ids=row.unit_ids,
        exact=row.exact,
        cells=row.cells,
    )


async def reviewed(storage: Storage, table: CountTable, now: Instant) -> Reviewed:
    """Return a stored table reviewed by the tree as it is known now."""
    rows = await storage.count_tables.rows(table.id)
    source = SourceTable(
        rows=tuple(_source(row) for row in rows if not row.is_total),
        total=next((_source(row) for row in rows if row.is_total), None),
    )
    tree = (await known_units(storage, now)).tree
    notes: dict[str, list[CountNote]] = {}
    for note in await storage.count_tables.notes(table.id):
        notes.setdefault(note.flag, []).append(note)
    return Reviewed(table, source, review(source, _expected(tree, table)), notes, tree)


def _source(row: CountRow) -> SourceRow:
    return SourceRow(
        row=row.position,
        name=row.name,
        cells=row.cells,
        unit_ids=row.unit_ids,
        exact=row.exact,
    )


def _expected(tree: UnitTree, table: CountTable) -> tuple[str, ...]:
    """Return the units that should have a row: those right below the table's own, on its last
    day. Whose table nobody named is not complete or incomplete.
    """
    if table.unit_id is None:
        return ()
    return tree.as_of(date.fromisoformat(table.to_day)).children.get(table.unit_id, ())


# -- acts: each one transaction with its line in the audit log


async def take_in_table(
    storage: Storage, given: Given, rows: Sequence[Sequence[str]], tree: UnitTree
) -> CountTable | None:
    """Store the table of a sheet; None: the same file was taken in for this period and
    unit already.

    Raises:
        LayoutError: there is no table of counts in it; nothing is stored.

    """
    table, kept = new_table(given, rows, tree)
    if await storage.count_tables.same(table) is not None:
        return None
    unit = UnitOfWork()
    storage.count_tables.add(unit, table, kept)
    detail = {"source": table.source, "rows": str(len(kept))}
    storage.audit.note(
        unit,
        at=given.at,
        actor=given.actor,
        action="count.imported",
        target=table.id,
        detail=detail,
    )
    await storage.commit(unit)
    return table


async def note_table(
    storage: Storage, table: CountTable, flag: str, note: str, actor: str, at: Instant
) -> None:
    """Write something to a flag of a table; telephone numbers and the like are masked."""
    unit, clean = UnitOfWork(), phones_hidden(redact(note).text)[:LONGEST_NOTE]
    storage.count_tables.note(unit, table.id, CountNote(flag=flag, note=clean, at=at, actor=actor))
    storage.audit.note(
        unit, at=at, actor=actor, action="count.noted", target=table.id, detail={"flag": flag}
    )
    await storage.commit(unit)


async def approve(storage: Storage, found: Reviewed, actor: str, at: Instant) -> None:
    """Approve a table.

    Raises:
        ValueError: something about it is not explained yet, or it is no draft.
        StaleSessionError: somebody else changed it meanwhile.

    """
    if found.open_flags or found.table.state != "draft":
        raise ValueError(found.table.id)
    approved = replace(found.table, state="approved", approved_at=at, approved_by=actor)
    await _save(storage, approved, "count.approved", actor, at)


async def withdraw(storage: Storage, table: CountTable, actor: str, at: Instant) -> None:
    """Take a table back.

    Raises:
        StaleSessionError: somebody else changed it meanwhile.

    """
    await _save(storage, replace(table, state="withdrawn"), "count.withdrawn", actor, at)


async def restore(storage: Storage, table: CountTable, actor: str, at: Instant) -> None:
    """Let a table that was taken back, or approved, be a draft again.

    Raises:
        StaleSessionError: somebody else changed it meanwhile.

    """
    draft = replace(table, state="draft", approved_at=None, approved_by=None)
    await _save(storage, draft, "count.restored", actor, at)


async def _save(storage: Storage, table: CountTable, action: str, actor: str, at: Instant) -> None:
    unit = UnitOfWork()
    storage.count_tables.save(unit, table)
    detail = {"title": table.title}
    storage.audit.note(unit, at=at, actor=actor, action=action, target=table.id, detail=detail)
    await storage.commit(unit)
