"""Sessions: the state of a conversation as one sealed value, fenced by its version."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update

from flows.identifiers import SessionId
from flows.session import Session
from storage.base import Database, StaleSessionError, StoredSession, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.secrets import KeyRing
from storage.tables import sessions as t

__all__ = ["SqlSessions"]

_LOAD = select(
    t.c.data, t.c.version, t.c.last_seq, t.c.channel, t.c.invitation_id, t.c.trial, t.c.user_key
).where(t.c.id == bindparam("session_id"))
_ADD = ByDialect(lambda insert: insert(t).values(named_values(t)).on_conflict_do_nothing())
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("session_id"), t.c.version == bindparam("version_before"))
    .values(named_values(t, "id"))
)

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Session).decode


class SqlSessions:
    """`SessionRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def load(self, session_id: SessionId) -> StoredSession | None:
        rows = await self._database.rows(_LOAD, {"session_id": session_id})
        if not rows:
            return None
        data, version, last_seq, channel, invitation_id, trial, user_key = rows[0]
        plain = self._ring.decrypt("sessions", "data", session_id, data)
        return StoredSession(
            session=_decode(plain),
            version=version,
            last_seq=last_seq,
            channel=channel,
            invitation_id=invitation_id,
            trial=bool(trial),
            user_key=user_key,
        )

    def _columns(self, stored: StoredSession) -> dict[str, Any]:
        session = stored.session
        data = self._ring.encrypt("sessions", "data", session.id, _encode(session))
        return {
            "version": stored.version,
            "last_seq": stored.last_seq,
            "channel": stored.channel,
            "state": session.state.value,
            "form": session.frames[-1].form if session.frames else None,
            "invitation_id": stored.invitation_id,
            "touched_at": session.touched_at,
            "trial": stored.trial,
            "user_key": stored.user_key,
            "data": data,
        }

    def add(self, unit: UnitOfWork, stored: StoredSession) -> None:
        unit.add(_ADD, {"id": stored.session.id, **self._columns(stored)}, StaleSessionError)

    def save(self, unit: UnitOfWork, stored: StoredSession) -> None:
        fence = {"session_id": stored.session.id, "version_before": stored.version - 1}
        unit.add(_SAVE, {**fence, **self._columns(stored)}, StaleSessionError)
