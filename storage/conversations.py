"""Conversations: which session a person's account on a channel points at."""

from __future__ import annotations

import msgspec
from sqlalchemy import and_, bindparam, delete, not_, select, update

from flows.identifiers import Instant, SessionId
from storage.base import ConversationRecord, Database, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.secrets import KeyRing
from storage.tables import conversations as t

__all__ = ["SqlConversations"]

_FIND = select(t.c.session_id, t.c.created_at, t.c.address, t.c.blocked_at).where(
    t.c.channel == bindparam("channel"), t.c.user_key == bindparam("user_key")
)
_POINT = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.channel, t.c.user_key],
            set_={name: bindparam(name) for name in ("session_id", "address", "blocked_at")},
        )
    )
)
_BLOCK = (
    update(t)
    .where(t.c.channel == bindparam("of_channel"), t.c.user_key == bindparam("of_user"))
    .values(blocked_at=bindparam("since"))
)
_RELEASE_OTHERS = delete(t).where(
    t.c.session_id == bindparam("session_id"),
    not_(and_(t.c.channel == bindparam("channel"), t.c.user_key == bindparam("user_key"))),
)


class SqlConversations:
    """`ConversationRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def find(self, channel: str, user_key: str) -> ConversationRecord | None:
        rows = await self._database.rows(_FIND, {"channel": channel, "user_key": user_key})
        if not rows:
            return None
        session_id, created_at, sealed, blocked_at = rows[0]
        return ConversationRecord(
            channel=channel,
            user_key=user_key,
            session_id=session_id,
            created_at=created_at,
            address=self._open(channel, user_key, sealed) if sealed else None,
            blocked_at=blocked_at,
        )

    def _open(self, channel: str, user_key: str, sealed: bytes) -> str:
        row = f"{channel}/{user_key}"
        return self._ring.decrypt("conversations", "address", row, sealed).decode()

    def point(self, unit: UnitOfWork, record: ConversationRecord) -> None:
        sealed = None
        if record.address is not None:
            row = f"{record.channel}/{record.user_key}"
            sealed = self._ring.encrypt("conversations", "address", row, record.address.encode())
        unit.add(_POINT, {**msgspec.structs.asdict(record), "address": sealed})

    def block(self, unit: UnitOfWork, channel: str, user_key: str, since: Instant | None) -> None:
        unit.add(_BLOCK, {"of_channel": channel, "of_user": user_key, "since": since})

    def release_others(
        self, unit: UnitOfWork, session_id: SessionId, keep: tuple[str, str]
    ) -> None:
        channel, user_key = keep
        params = {"session_id": session_id, "channel": channel, "user_key": user_key}
        unit.add(_RELEASE_OTHERS, params)
