"""The inbox: every accepted message once, in the order of arrival, until it has had its effect."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam, case, func, literal_column, null, select, update

from flows.identifiers import Instant, SessionId
from storage.base import (
    Database,
    DuplicateMessageError,
    InboxRecord,
    StaleSessionError,
    UnitOfWork,
)
from storage.dialects import ByDialect, named_values
from storage.secrets import KeyRing
from storage.tables import inbox as t

__all__ = ["SqlInbox"]

# Spelt out, not a parameter: only so can SQLite prove that the partial indexes fit.
_IS_PENDING = t.c.state == literal_column("'pending'")

_SEEN = select(t.c.arrival).where(
    t.c.channel == bindparam("channel"), t.c.dedupe_key == bindparam("dedupe_key")
)
_PENDING = (
    select(
        t.c.id, t.c.channel, t.c.dedupe_key, t.c.session_id, t.c.body, t.c.received_at,
        t.c.attempts,
    )
    .where(_IS_PENDING, t.c.session_id == bindparam("session_id"))
    .order_by(t.c.arrival)
)  # fmt: skip
_WAITING = (
    select(t.c.session_id)
    .where(_IS_PENDING, t.c.received_at < bindparam("before"))
    .group_by(t.c.session_id)
    .order_by(func.min(t.c.arrival))
    .limit(bindparam("at_most"))
)
# Only the oldest row of a session is ever tried, so that none but it can have been put off.
_newest = t.alias("newest")
_RIPE = _WAITING.where(
    ~select(_newest.c.arrival)
    .where(
        _newest.c.session_id == t.c.session_id,
        _newest.c.state == literal_column("'pending'"),
        _newest.c.attempts > 0,
        _newest.c.retry_at >= bindparam("before"),
    )
    .exists()
)
_ADD = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t, "arrival"))
        .on_conflict_do_nothing(index_elements=[t.c.channel, t.c.dedupe_key])
    )
)
_MARK = (
    update(t)
    .where(_IS_PENDING, t.c.id == bindparam("record_id"))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        body=case((bindparam("new_state") == "dead", t.c.body), else_=null()),
    )
)
_STEP_MS = 2000
_COUNTED = {
    "attempts": t.c.attempts + 1,
    "retry_at": bindparam("now", type_=BigInteger)
    + _STEP_MS * (t.c.attempts + 1) * (t.c.attempts + 1),
}
"""Tries come after 2, 8, 18, … seconds: a fault that heals soon delays nobody for long."""
_COUNT = update(t).where(_IS_PENDING, t.c.id == bindparam("record_id")).values(_COUNTED)
_oldest = (
    select(func.min(t.c.arrival))
    .where(_IS_PENDING, t.c.session_id == bindparam("session"))
    .scalar_subquery()
)
_given_up = t.c.attempts + 1 >= bindparam("tries")
_SET_BACK = (
    update(t)
    .where(_IS_PENDING, t.c.arrival == _oldest)
    .values(
        **_COUNTED,
        state=case((_given_up, "dead"), else_=t.c.state),
        reason=case((_given_up, "unreadable"), else_=t.c.reason),
    )
)
_ERASE = (
    update(t)
    .where(t.c.session_id == bindparam("session_id"), t.c.state == literal_column("'dead'"))
    .values(body=null())
)


_FORGET = (
    update(t)
    .where(
        t.c.state == literal_column("'dead'"),
        t.c.received_at < bindparam("before"),
        t.c.body.is_not(None),
    )
    .values(body=null())
)


class SqlInbox:
    """`InboxRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def seen(self, channel: str, dedupe_key: str) -> bool:
        values = {"channel": channel, "dedupe_key": dedupe_key}
        return bool(await self._database.rows(_SEEN, values))

    async def pending(self, session_id: SessionId) -> list[InboxRecord]:
        rows = await self._database.rows(_PENDING, {"session_id": session_id})
        return [self._record(row) for row in rows]

    def _record(self, row: Any) -> InboxRecord:  # noqa: ANN401 – a row of any driver
        record_id, channel, dedupe_key, session_id, body, received_at, attempts = row
        return InboxRecord(
            id=record_id,
            channel=channel,
            dedupe_key=dedupe_key,
            session_id=session_id,
            body=self._ring.decrypt("inbox", "body", record_id, body),
            received_at=received_at,
            attempts=attempts,
        )

    async def waiting_sessions(self, before: Instant, limit: int) -> list[SessionId]:
        rows = await self._database.rows(_WAITING, {"before": before, "at_most": limit})
        return [row[0] for row in rows]

    async def ripe_sessions(self, before: Instant, limit: int) -> list[SessionId]:
        rows = await self._database.rows(_RIPE, {"before": before, "at_most": limit})
        return [row[0] for row in rows]

    def add(self, unit: UnitOfWork, record: InboxRecord) -> None:
        values = msgspec.structs.asdict(record)
        kept = record.state in {"pending", "dead"}
        sealed = self._ring.encrypt("inbox", "body", record.id, record.body) if kept else None
        row = {**values, "body": sealed, "retry_at": record.received_at}
        unit.add(_ADD, row, DuplicateMessageError)

    def mark(
        self, unit: UnitOfWork, record_id: str, state: str, reason: str | None = None
    ) -> None:
        values = {"record_id": record_id, "new_state": state, "new_reason": reason}
        unit.add(_MARK, values, StaleSessionError)

    def count_attempt(self, unit: UnitOfWork, record_id: str, now: Instant) -> None:
        unit.add(_COUNT, {"record_id": record_id, "now": now})

    def set_back(self, unit: UnitOfWork, session_id: SessionId, now: Instant, tries: int) -> None:
        unit.add(_SET_BACK, {"session": session_id, "now": now, "tries": tries})

    def erase(self, unit: UnitOfWork, session_id: SessionId) -> None:
        unit.add(_ERASE, {"session_id": session_id})

    def forget_dead(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
