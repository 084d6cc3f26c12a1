"""The outbox: what is said to people, numbered without gaps in each session."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from flows.identifiers import SessionId
from storage.base import Database, OutboxRecord, UnitOfWork
from storage.dialects import named_values
from storage.secrets import KeyRing
from storage.tables import outbox as t

__all__ = ["SqlOutbox"]

_AFTER = (
    select(t.c.seq, t.c.body, t.c.created_at, t.c.state)
    .where(t.c.session_id == bindparam("session_id"), t.c.seq > bindparam("after"))
    .order_by(t.c.seq)
    .limit(bindparam("at_most"))
)
_ADD = insert(t).values(named_values(t))
_ERASE = delete(t).where(t.c.session_id == bindparam("session_id"))


class SqlOutbox:
    """`OutboxRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def after(self, session_id: SessionId, seq: int, limit: int = 200) -> list[OutboxRecord]:
        values = {"session_id": session_id, "after": seq, "at_most": limit}
        rows = await self._database.rows(_AFTER, values)
        return [
            OutboxRecord(
                session_id=session_id,
                seq=number,
                body=self._ring.decrypt("outbox", "body", f"{session_id}/{number}", body),
                created_at=created_at,
                state=state,
            )
            for number, body, created_at, state in rows
        ]

    def add(self, unit: UnitOfWork, record: OutboxRecord) -> None:
        row = f"{record.session_id}/{record.seq}"
        sealed = self._ring.encrypt("outbox", "body", row, record.body)
        unit.add(_ADD, {**msgspec.structs.asdict(record), "body": sealed})

    def erase(self, unit: UnitOfWork, session_id: SessionId) -> None:
        unit.add(_ERASE, {"session_id": session_id})
