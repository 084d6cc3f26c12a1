"""Proofs of who answered: which response, how, when, and for which number, blindly."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from flows.identifiers import ResponseId
from storage.base import Database, ProofRecord, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.secrets import KeyRing
from storage.tables import phones
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
    select(t.c.kind)
    .join(
        phones,
        (phones.c.response_id == t.c.response_id) & (phones.c.blind_index == t.c.blind_index),
    )
    .where(t.c.response_id == bindparam("response_id"))
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
        return bool(await self._database.rows(_PROVED, {"response_id": response_id}))
