"""Resets of accounts that were asked for: open until a link was made, or they were refused."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select, update

from flows.identifiers import Instant
from storage.base import Database
from storage.desk_tables import account_resets as t
from storage.dialects import named_values
from storage.trust import ResetOutcome, ResetRecord
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlAccountResets"]

_FIELDS = ResetRecord.__struct_fields__
_OPEN = t.c.ended_at.is_(None)
_FIND = select(*(t.c[name] for name in _FIELDS)).where(
    t.c.account_id == bindparam("account_id"), _OPEN, t.c.expires_at > bindparam("now")
)
_ADD = insert(t).values(named_values(t))
_end = update(t).where(_OPEN).values(ended_at=bindparam("at"), outcome=bindparam("of_outcome"))
_END = _end.where(t.c.id == bindparam("of_id"), t.c.expires_at > bindparam("by_then"))
_END_ALL = _end.where(t.c.account_id == bindparam("of_account"))
_EXPIRE = _END_ALL.where(t.c.expires_at <= bindparam("by_then"))
_FORGET = delete(t).where(
    or_(t.c.ended_at < bindparam("before"), t.c.expires_at < bindparam("before"))
)
_NOT_ENDED: Final = {"ended_at": None, "outcome": None}


class SqlAccountResets:
    """`ResetRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_for(self, account_id: str, now: Instant) -> ResetRecord | None:
        rows = await self._database.rows(_FIND, {"account_id": account_id, "now": now})
        return ResetRecord(**dict(zip(_FIELDS, rows[0], strict=True))) if rows else None

    def ask(self, unit: UnitOfWork, record: ResetRecord) -> None:
        old = {"of_account": record.account_id, "by_then": record.asked_at}
        unit.add(_EXPIRE, {**old, "at": record.asked_at, "of_outcome": "expired"})
        unit.add(_ADD, {**msgspec.structs.asdict(record), **_NOT_ENDED})

    def end(
        self, unit: UnitOfWork, record: ResetRecord, outcome: ResetOutcome, at: Instant
    ) -> None:
        values = {"of_id": record.id, "by_then": at, "at": at, "of_outcome": outcome}
        unit.add(_END, values, StaleSessionError)

    def end_all(self, unit: UnitOfWork, account_id: str, at: Instant) -> None:
        unit.add(_END_ALL, {"of_account": account_id, "at": at, "of_outcome": "refused"})

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
