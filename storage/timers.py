"""Timers: when a session is to be woken, one a kind."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, delete, select

from flows.identifiers import Instant
from storage.base import Database, TimerRecord, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.tables import timers as t

__all__ = ["SqlTimers"]

_DUE = (
    select(t.c.id, t.c.session_id, t.c.kind, t.c.wait, t.c.due_at)
    .where(t.c.due_at <= bindparam("now"))
    .order_by(t.c.due_at, t.c.id)
    .limit(bindparam("at_most"))
)
# A new id each time: whoever finishes the timer that was replaced leaves the new one alone.
_SET = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.session_id, t.c.kind],
            set_={name: bindparam(name) for name in ("id", "wait", "due_at")},
        )
    )
)
_FINISH = delete(t).where(t.c.id == bindparam("timer_id"))


class SqlTimers:
    """`TimerRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: Instant, limit: int) -> list[TimerRecord]:
        rows = await self._database.rows(_DUE, {"now": now, "at_most": limit})
        return [
            TimerRecord(id=timer_id, session_id=session_id, kind=kind, wait=wait, due_at=due_at)
            for timer_id, session_id, kind, wait, due_at in rows
        ]

    def set(self, unit: UnitOfWork, record: TimerRecord) -> None:
        unit.add(_SET, msgspec.structs.asdict(record))

    def finish(self, unit: UnitOfWork, timer_id: str) -> None:
        unit.add(_FINISH, {"timer_id": timer_id})
