"""Conversations: which session a person's account on a channel points at."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, select

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
