"""Processes: who is running and may hold claims, known by its heartbeat."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from flows.identifiers import Instant
from storage.base import Database, ProcessRecord, StaleSessionError, UnitOfWork
from storage.dialects import named_values
from storage.tables import processes as t

__all__ = ["SqlProcesses"]

_ALL = select(t.c.id, t.c.kind, t.c.started_at, t.c.beat_at).order_by(t.c.started_at, t.c.id)
_ADD = insert(t).values(named_values(t))
_IS = t.c.id == bindparam("process")
_BEAT = update(t).where(_IS).values(beat_at=bindparam("at"))
_BURY = delete(t).where(_IS, t.c.beat_at == bindparam("last_beat"))
_REMOVE = delete(t).where(_IS)
_CLEAR = delete(t)


class SqlProcesses:
    """`ProcessRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[ProcessRecord]:
        rows = await self._database.rows(_ALL)
        return [ProcessRecord(id=r[0], kind=r[1], started_at=r[2], beat_at=r[3]) for r in rows]

    def add(self, unit: UnitOfWork, record: ProcessRecord) -> None:
        unit.add(_ADD, msgspec.structs.asdict(record))

    def beat(self, unit: UnitOfWork, process_id: str, at: Instant) -> None:
        unit.add(_BEAT, {"process": process_id, "at": at}, StaleSessionError)

    def bury(self, unit: UnitOfWork, record: ProcessRecord) -> None:
        values = {"process": record.id, "last_beat": record.beat_at}
        unit.add(_BURY, values, StaleSessionError)

    def remove(self, unit: UnitOfWork, process_id: str) -> None:
        unit.add(_REMOVE, {"process": process_id})

    def clear(self, unit: UnitOfWork) -> None:
        unit.add(_CLEAR, {})
