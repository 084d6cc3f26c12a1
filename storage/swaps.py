"""Official swaps of working days and days off: every change stays, under its number."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from flows.identifiers import Instant
from storage.base import Database
from storage.desk_records import SwapRecord
from storage.desk_tables import calendar_changes as t
from storage.dialects import named_values
from storage.meta_rows import KEEP_META, take_turn, turn_of
from storage.tables import meta
from storage.work import UnitOfWork

__all__ = ["SqlSwaps"]

_NEWEST = 2**53  # more changes than anybody makes

# The newest change of each day counts; one that says neither takes back what was before.
_latest = select(func.max(t.c.number)).where(t.c.number <= bindparam("version")).group_by(t.c.day)
_LISTED = (
    select(t.c.number, t.c.day, t.c.works, t.c.decision, t.c.at, t.c.actor)
    .where(t.c.number.in_(_latest), t.c.works.is_not(None))
    .order_by(t.c.day)
)
_VERSION = select(func.coalesce(func.max(t.c.number), 0))
_NEWEST_OF = _VERSION.where(t.c.day == bindparam("day"))
_CHANGES = "calendar_changes"
_REDATING = "redating "
_PROGRESS = select(meta.c.key, meta.c.value).where(meta.c.key.startswith(_REDATING))
_END = delete(meta).where(meta.c.key == bindparam("of_key"))
_ADD = insert(t).values(named_values(t, "number"))


def _record(row: Any) -> SwapRecord:  # noqa: ANN401 – a row of any driver
    number, day, works, decision, at, actor = row
    return SwapRecord(
        day=date.fromisoformat(day),
        works=bool(works),
        decision=decision,
        at=at,
        by=actor,
        number=number,
    )


class SqlSwaps:
    """`SwapRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self, version: int | None = None) -> list[SwapRecord]:
        at_most = _NEWEST if version is None else version
        return [_record(row) for row in await self._database.rows(_LISTED, {"version": at_most})]

    async def version(self) -> int:
        [[newest]] = await self._database.rows(_VERSION)
        return int(newest)

    async def newest_of(self, day: date) -> int:
        [[newest]] = await self._database.rows(_NEWEST_OF, {"day": day.isoformat()})
        return int(newest)

    async def redating(self) -> dict[date, str]:
        rows = await self._database.rows(_PROGRESS)
        return {date.fromisoformat(key.removeprefix(_REDATING)): value for key, value in rows}

    def keep_redating(self, unit: UnitOfWork, day: date, progress: str) -> None:
        unit.add(KEEP_META, {"key": f"{_REDATING}{day.isoformat()}", "value": progress})

    def end_redating(self, unit: UnitOfWork, day: date) -> None:
        unit.add(_END, {"of_key": f"{_REDATING}{day.isoformat()}"})

    async def turn(self) -> int:
        return await turn_of(self._database, _CHANGES)

    def take_turn(self, unit: UnitOfWork, known: int) -> None:
        take_turn(unit, _CHANGES, known)

    def add(self, unit: UnitOfWork, record: SwapRecord) -> None:
        values = {
            "day": record.day.isoformat(),
            "works": record.works,
            "decision": record.decision,
            "at": record.at,
            "actor": record.by,
        }
        unit.add(_ADD, values)

    def remove(self, unit: UnitOfWork, day: date, at: Instant, by: str) -> None:
        values = {"day": day.isoformat(), "works": None, "decision": "", "at": at, "actor": by}
        unit.add(_ADD, values)
