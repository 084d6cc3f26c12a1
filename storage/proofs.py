"""Proofs of who answered: which response, how, when, and for which number, blindly."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from flows.identifiers import ResponseId
from storage.base import Database, ProofRecord, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.response_parts import Proved
from storage.secrets import KeyRing
from storage.tables import phones, responses, sessions
from storage.tables import proofs as t

__all__ = ["SqlProofs"]

_ADD = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.response_id, t.c.kind],
            set_={name: bindparam(name) for name in ("channel", "blind_index", "at")},
        )
    )
)
_PROVED = (
    select(t.c.channel, t.c.at)
    .join(
        phones,
        (phones.c.response_id == t.c.response_id) & (phones.c.blind_index == t.c.blind_index),
    )
    .where(t.c.response_id == bindparam("response_id"))
    .order_by(t.c.at.desc())
    .limit(1)
)
_USER_KEY = (
    select(sessions.c.user_key)
    .join(responses, responses.c.session_id == sessions.c.id)
    .join(t, t.c.response_id == responses.c.id)
    .where(
        t.c.blind_index == bindparam("blind_index"),
        t.c.channel == bindparam("channel"),
        t.c.kind == "account",
    )
    .order_by(t.c.at.desc())
    .limit(1)
)


class SqlProofs:
    """`ProofRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    def add(self, unit: UnitOfWork, record: ProofRecord) -> None:
        values = {
            "response_id": record.response_id,
            "kind": record.kind,
            "channel": record.channel,
            "blind_index": self._ring.blind_index(record.phone),
            "at": record.at,
        }
        unit.add(_ADD, values)

    async def is_proved(self, response_id: ResponseId) -> bool:
        return await self.proved(response_id) is not None

    async def proved(self, response_id: ResponseId) -> Proved | None:
        rows = await self._database.rows(_PROVED, {"response_id": response_id})
        return Proved(*rows[0]) if rows else None

    async def user_key(self, number: str, channel: str) -> str | None:
        values = {"blind_index": self._ring.blind_index(number), "channel": channel}
        rows = await self._database.rows(_USER_KEY, values)
        return rows[0][0] if rows else None
