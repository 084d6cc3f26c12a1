"""The outbox: what is said to people, numbered without gaps in each session, until it has left."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Text, and_, bindparam, delete, func, insert, literal_column, select, update

from flows.identifiers import Instant, SessionId
from storage.base import (
    Backlog,
    Database,
    OutboxRecord,
    StaleSessionError,
    StorageError,
    UnitOfWork,
)
from storage.dialects import named_values
from storage.secrets import KeyRing
from storage.tables import outbox as t
from storage.tables import processes

__all__ = ["SqlOutbox"]

_COLUMNS = tuple(column for column in t.c if column.name != "body")
_QUEUED = literal_column("'queued'", Text)
_CLAIMED = literal_column("'claimed'", Text)
_UNKNOWN = literal_column("'unknown'", Text)
# Spelt out, not parameters: only so can SQLite prove that the partial index fits.
_IS_OPEN = t.c.state.in_((_QUEUED, _CLAIMED))
_OF_SESSION = t.c.session_id == bindparam("session")
_IS_ROW = and_(_OF_SESSION, t.c.seq == bindparam("number_in_session"))

_AFTER = (
    select(t.c.body, *_COLUMNS)
    .where(t.c.session_id == bindparam("session"), t.c.seq > bindparam("after"))
    .order_by(t.c.seq)
    .limit(bindparam("at_most"))
)
# Each chat has numbers of its own, and a session may have been led in several.
_BY_NUMBER = select(t.c.body, *_COLUMNS).where(
    _OF_SESSION,
    t.c.channel == bindparam("by_channel"),
    t.c.user_key == bindparam("by_user"),
    t.c.number == bindparam("sent_as"),
)
_ADD = insert(t).values(named_values(t))
_ERASE = delete(t).where(_OF_SESSION)

# -- what is still to be sent

_head = t.alias("head")
_earlier = t.alias("earlier")
_DUE_SESSIONS = (
    select(_head.c.session_id)
    .where(
        _head.c.state.in_((_QUEUED, _CLAIMED)),
        _head.c.state == _QUEUED,
        _head.c.next_at <= bindparam("now"),
        _head.c.session_id > bindparam("after"),
        ~select(_earlier.c.seq)
        .where(
            _earlier.c.session_id == _head.c.session_id,
            _earlier.c.seq < _head.c.seq,
            _earlier.c.state.in_((_QUEUED, _CLAIMED)),
        )
        .exists(),
    )
    .order_by(_head.c.session_id)
    .limit(bindparam("at_most"))
)
_DUE = (
    select(t.c.body, *_COLUMNS)
    .where(_IS_OPEN, t.c.session_id.in_(_DUE_SESSIONS))
    .order_by(t.c.session_id, t.c.seq)
)
# A session's first open row is what claimers compete for; who has it may take the rest. Where
# another transaction is at that very row, PostgreSQL passes on instead of waiting for it.
_claimable = t.alias("claimable")
_CLAIM = (
    update(t)
    .where(
        _IS_ROW,
        t.c.seq.in_(
            select(_claimable.c.seq)
            .where(
                _claimable.c.session_id == bindparam("session"),
                _claimable.c.seq == bindparam("number_in_session"),
                _claimable.c.state == _QUEUED,
            )
            .with_for_update(skip_locked=True)
        ),
    )
    .values(state=_CLAIMED, claimed_by=bindparam("claimer"))
)
_SETTLED = (
    "state",
    "claimed_by",
    "next_at",
    "attempts",
    "unknowns",
    "parts_done",
    "number",
    "reason",
)
_SETTLE = (
    update(t)
    .where(_IS_ROW, t.c.state == _CLAIMED, t.c.claimed_by == bindparam("claimer"))
    .values({name: bindparam(f"new_{name}", type_=t.c[name].type) for name in _SETTLED})
)
_HAS_OPEN = (
    select(t.c.seq)
    .where(
        _IS_OPEN,
        _OF_SESSION,
        (t.c.state == _QUEUED) | (t.c.claimed_by != bindparam("claimer")),
    )
    .limit(1)
)
_OPEN_SESSIONS = select(t.c.session_id).where(_IS_OPEN).distinct()
_CLAIMS = select(t.c.body, *_COLUMNS).where(
    _IS_OPEN,
    t.c.state == _CLAIMED,
    t.c.claimed_by == bindparam("claimer"),
    t.c.created_at < bindparam("before"),
)
_RELEASE = (
    update(t)
    .where(_IS_OPEN, t.c.state == _CLAIMED, t.c.claimed_by == bindparam("claimer"))
    .values(state=_QUEUED, claimed_by=None)
)
_RELEASE_FROM = _RELEASE.where(_OF_SESSION, t.c.seq >= bindparam("first"))
_BACKLOG = select(func.count(), func.min(t.c.created_at)).where(_IS_OPEN)

# -- what a process that died had claimed

_IS_ABANDONED = and_(
    _IS_OPEN, t.c.state == _CLAIMED, t.c.claimed_by.not_in(select(processes.c.id))
)
_ABANDONED = select(t.c.session_id).where(_IS_ABANDONED).limit(1)
_GIVE_UP = (
    update(t)
    .where(_IS_ABANDONED, t.c.unknowns >= bindparam("most"))
    .values(
        state=literal_column("'unknown'", Text), unknowns=t.c.unknowns + 1, reason="process_lost"
    )
)
_REQUEUE = (
    update(t)
    .where(_IS_ABANDONED)
    .values(state=_QUEUED, claimed_by=None, unknowns=t.c.unknowns + 1, reason="resend")
)


class SqlOutbox:
    """`OutboxRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def after(self, session_id: SessionId, seq: int, limit: int = 200) -> list[OutboxRecord]:
        values = {"session": session_id, "after": seq, "at_most": limit}
        rows = await self._database.rows(_AFTER, values)
        return [self._record(row) for row in rows]

    async def by_number(
        self, session_id: SessionId, channel: str, user_key: str, number: str
    ) -> OutboxRecord | None:
        values = {"by_channel": channel, "by_user": user_key, "sent_as": number}
        rows = await self._database.rows(_BY_NUMBER, {"session": session_id, **values})
        return self._record(rows[0]) if rows else None

    def _record(self, row: Any, *, tolerant: bool = False) -> OutboxRecord:  # noqa: ANN401 – a row of any driver
        body, *values = row
        known = dict(zip((column.name for column in _COLUMNS), values, strict=True))
        name = f"{known['session_id']}/{known['seq']}"
        try:
            plain = self._ring.decrypt("outbox", "body", name, body)
        except StorageError:
            if not tolerant:
                raise
            plain = b""  # one row that does not open must not hold up all others (row 72)
        return OutboxRecord(body=plain, **known)

    def add(self, unit: UnitOfWork, record: OutboxRecord) -> None:
        row = f"{record.session_id}/{record.seq}"
        sealed = self._ring.encrypt("outbox", "body", row, record.body)
        unit.add(_ADD, {**msgspec.structs.asdict(record), "body": sealed})

    def erase(self, unit: UnitOfWork, session_id: SessionId) -> None:
        unit.add(_ERASE, {"session": session_id})

    # -- what is still to be sent

    async def due(self, now: Instant, after: str, limit: int) -> list[list[OutboxRecord]]:
        values = {"now": now, "after": after, "at_most": limit}
        sessions: dict[str, list[OutboxRecord]] = {}
        for row in await self._database.rows(_DUE, values):
            record = self._record(row, tolerant=True)
            sessions.setdefault(record.session_id, []).append(record)
        return [_until_claimed(rows) for rows in sessions.values()]

    def claim(self, unit: UnitOfWork, record: OutboxRecord, process_id: str) -> None:
        values = {**_key(record), "claimer": process_id}
        unit.add(_CLAIM, values, StaleSessionError)

    def settle(self, unit: UnitOfWork, record: OutboxRecord, process_id: str) -> None:
        values = {f"new_{name}": getattr(record, name) for name in _SETTLED}
        unit.add(_SETTLE, {**values, **_key(record), "claimer": process_id})

    async def has_open(self, session_id: SessionId, *, not_by: str) -> bool:
        values = {"session": session_id, "claimer": not_by}
        return bool(await self._database.rows(_HAS_OPEN, values))

    async def open_sessions(self) -> list[SessionId]:
        return [row[0] for row in await self._database.rows(_OPEN_SESSIONS)]

    async def claims(self, process_id: str, before: Instant) -> list[OutboxRecord]:
        values = {"claimer": process_id, "before": before}
        rows = await self._database.rows(_CLAIMS, values)
        return [self._record(row, tolerant=True) for row in rows]

    def release(self, unit: UnitOfWork, process_id: str) -> None:
        unit.add(_RELEASE, {"claimer": process_id})

    def release_from(
        self, unit: UnitOfWork, process_id: str, session_id: SessionId, seq: int
    ) -> None:
        values = {"claimer": process_id, "session": session_id, "first": seq}
        unit.add(_RELEASE_FROM, values)

    async def backlog(self) -> Backlog:
        [(count, oldest)] = await self._database.rows(_BACKLOG)
        return Backlog(count, None if oldest is None else Instant(oldest))

    async def has_abandoned(self) -> bool:
        return bool(await self._database.rows(_ABANDONED))

    def take_back(self, unit: UnitOfWork, most: int) -> None:
        unit.add(_GIVE_UP, {"most": most})
        unit.add(_REQUEUE, {})


def _key(record: OutboxRecord) -> dict[str, Any]:
    return {"session": record.session_id, "number_in_session": record.seq}


def _until_claimed(rows: list[OutboxRecord]) -> list[OutboxRecord]:
    """Return the queued rows that stand before the first that somebody sends already."""
    for index, row in enumerate(rows):
        if row.state == "claimed":
            return rows[:index]
    return rows
