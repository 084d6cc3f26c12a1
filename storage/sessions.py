"""Sessions: the state of a conversation as one sealed value, fenced by its version."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, exists, literal_column, select, update

from flows.identifiers import SessionId
from flows.session import Session
from storage.base import Database, StaleSessionError, StoredSession, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.secrets import KeyRing
from storage.tables import conversations, inbox
from storage.tables import sessions as t

__all__ = ["SqlSessions"]

_LOAD = select(
    t.c.data, t.c.version, t.c.last_seq, t.c.channel, t.c.invitation_id, t.c.trial, t.c.user_key
).where(t.c.id == bindparam("session_id"))
_ADD = ByDialect(lambda insert: insert(t).values(named_values(t)).on_conflict_do_nothing())
_AS_READ = (t.c.id == bindparam("session_id"), t.c.version == bindparam("version_before"))
_SAVE = update(t).where(*_AS_READ).values(named_values(t, "id"))


def _is_next() -> tuple[ColumnElement[bool], ...]:
    """Return whether the speaker's conversation still leads here, they count as somebody who can
    be written to, and nothing older waits.

    Asked by the write itself, in its transaction: what was known before it (a conversation that
    another process has pointed elsewhere, a message that it has put off) needs no second look.
    """
    leads_here = exists().where(
        conversations.c.channel == bindparam("by_channel"),
        conversations.c.user_key == bindparam("by_user"),
        conversations.c.session_id == bindparam("session_id"),
        conversations.c.blocked_at.is_(None),
    )
    waits = exists().where(
        inbox.c.session_id == bindparam("session_id"),
        inbox.c.state == literal_column("'pending'"),
    )
    return leads_here, ~waits


_SAVE_HEARD = _SAVE.where(*_is_next())
_CHECK_HEARD = update(t).where(*_AS_READ, *_is_next()).values(version=t.c.version)

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

    def save(
        self, unit: UnitOfWork, stored: StoredSession, speaker: tuple[str, str] | None = None
    ) -> None:
        values = {"session_id": stored.session.id, "version_before": stored.version - 1}
        values |= self._columns(stored)
        if speaker is None:
            unit.add(_SAVE, values, StaleSessionError)
        else:
            values["by_channel"], values["by_user"] = speaker
            unit.add(_SAVE_HEARD, values, StaleSessionError)

    def check(self, unit: UnitOfWork, stored: StoredSession, speaker: tuple[str, str]) -> None:
        values = {"session_id": stored.session.id, "version_before": stored.version}
        values["by_channel"], values["by_user"] = speaker
        unit.add(_CHECK_HEARD, values, StaleSessionError)
