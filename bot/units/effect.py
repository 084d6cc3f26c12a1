"""The rows that the hot path reads, brought to what the tree says of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.units.known import Units
from flows.identifiers import Instant
from flows.workdays import local_date
from storage.base import Storage, UnitOfWork, UnitRecord
from storage.unit_records import HandOver
from survey.unit_rows import heir, rows
from survey.unit_tree import UnitTree

__all__ = ["is_in_effect", "living", "put_in_effect", "rows_of"]


async def is_in_effect(storage: Storage, now: Instant) -> bool:
    """Tell whether the rows are of today, and of the newest version of the tree."""
    newest = _mark(await storage.units.version(), local_date(now))
    return await storage.units.in_effect() == newest


def _mark(version: int, today: date) -> str:
    return f"{today.isoformat()}/{version}"


def living(units: Mapping[str, UnitRecord], unit_id: str | None) -> UnitRecord | None:
    """Return the unit that does today what one did; itself while it is there."""
    found = units.get(unit_id or "")
    for _ in units:  # rows of another hand may go in a circle
        if found is None or found.ended_day is None:
            return found
        found = units.get(found.parent_id or "")
    return None


def rows_of(tree: UnitTree, known: Units) -> Iterator[UnitRecord]:
    """Yield the units as rows of today, each behind the one above it."""
    for row in rows(tree, known.today):
        yield UnitRecord(
            row.unit,
            row.state.name,
            row.parent,
            row.state.type,
            row.state.code,
            row.state.since.isoformat(),
            None if row.ended is None else row.ended.isoformat(),
            demo=row.unit in known.examples or tree.units[row.unit].example,
        )


async def put_in_effect(
    storage: Storage, unit: UnitOfWork, tree: UnitTree, known: Units
) -> list[str]:
    """Add to a unit of work what makes rows say what `tree` says of today; return the units that
    end by it. Places go to whoever takes over, and come back with a unit that comes back; cases
    are the job's, one by one.
    """
    before = {row.id: row for row in known.rows}
    after = list(rows_of(tree, known))
    for record in after:
        if record != before.get(record.id):
            storage.units.keep(unit, record)
    await _move_places(storage, unit, tree, known.today)
    storage.units.put_in_effect(unit, _mark(tree.version, known.today))
    return [
        record.id
        for record in after
        if record.ended_day and (record.id not in before or not before[record.id].ended_day)
    ]


async def _move_places(storage: Storage, unit: UnitOfWork, tree: UnitTree, today: date) -> None:
    handed = {one.thing: one for one in await storage.units.hand_overs() if one.kind == "place"}
    for place in await storage.places.places():
        known = handed.get(place.id)
        # Whoever gave it to another unit since has decided whose it is.
        is_away = known is not None and known.to_unit == place.unit_id
        origin = known.from_unit if known is not None and is_away else place.unit_id
        target = heir(tree, origin, today) or place.unit_id
        if target != place.unit_id:
            storage.units.move_place(unit, place.id, target)
        if target != origin:
            storage.units.hand_over(unit, HandOver("place", place.id, origin, target))
        elif known is not None:
            storage.units.forget_hand_over(unit, known)
