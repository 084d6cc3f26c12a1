"""Conversations: which session a person's account on a channel points at."""

from __future__ import annotations

import msgspec
from sqlalchemy import and_, bindparam, delete, not_, select

from flows.identifiers import SessionId
from storage.base import ConversationRecord, Database, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.tables import conversations as t

__all__ = ["SqlConversations"]

_FIND = select(t.c.session_id, t.c.created_at).where(
    t.c.channel == bindparam("channel"), t.c.user_key == bindparam("user_key")
)
_POINT = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.channel, t.c.user_key],
            set_={"session_id": bindparam("session_id")},
        )
    )
)
_RELEASE_OTHERS = delete(t).where(
    t.c.session_id == bindparam("session_id"),
    not_(and_(t.c.channel == bindparam("channel"), t.c.user_key == bindparam("user_key"))),
)


class SqlConversations:
    """`ConversationRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, channel: str, user_key: str) -> ConversationRecord | None:
        rows = await self._database.rows(_FIND, {"channel": channel, "user_key": user_key})
        if not rows:
            return None
        session_id, created_at = rows[0]
        return ConversationRecord(
            channel=channel, user_key=user_key, session_id=session_id, created_at=created_at
        )

    def point(self, unit: UnitOfWork, record: ConversationRecord) -> None:
        unit.add(_POINT, msgspec.structs.asdict(record))

    def release_others(
        self, unit: UnitOfWork, session_id: SessionId, keep: tuple[str, str]
    ) -> None:
        channel, user_key = keep
        params = {"session_id": session_id, "channel": channel, "user_key": user_key}
        unit.add(_RELEASE_OTHERS, params)
