"""Timers: when a session is to be woken, one a kind; what keeps failing is set aside."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, delete, select, update

from flows.identifiers import Instant
from storage.base import Database, TimerRecord, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.tables import timers as t

__all__ = ["TIMER_TRIES", "SqlTimers"]

TIMER_TRIES = 6
"""Failures after which a timer is due no more; the examination counts those."""

_DUE = (
    select(t.c.id, t.c.session_id, t.c.kind, t.c.wait, t.c.due_at, t.c.attempts)
    .where(t.c.due_at <= bindparam("now"), t.c.attempts < TIMER_TRIES)
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
            set_={name: bindparam(name) for name in ("id", "wait", "due_at", "attempts")},
        )
    )
)
_POSTPONE = (
    update(t)
    .where(t.c.id == bindparam("timer_id"))
    .values(due_at=bindparam("later"), attempts=t.c.attempts + 1)
)
_FINISH = delete(t).where(t.c.id == bindparam("timer_id"))


class SqlTimers:
    """`TimerRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: Instant, limit: int) -> list[TimerRecord]:
        rows = await self._database.rows(_DUE, {"now": now, "at_most": limit})
        names = TimerRecord.__struct_fields__
        return [TimerRecord(**dict(zip(names, row, strict=True))) for row in rows]

    def set(self, unit: UnitOfWork, record: TimerRecord) -> None:
        unit.add(_SET, msgspec.structs.asdict(record))

    def finish(self, unit: UnitOfWork, timer_id: str) -> None:
        unit.add(_FINISH, {"timer_id": timer_id})

    def postpone(self, unit: UnitOfWork, timer_id: str, due_at: Instant) -> None:
        unit.add(_POSTPONE, {"timer_id": timer_id, "later": due_at})
