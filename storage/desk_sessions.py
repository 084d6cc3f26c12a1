"""Browsers that are signed in to the desk: rows, so that each can be ended at once."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from flows.identifiers import Instant
from storage.base import Database
from storage.desk_records import DeskSessionRecord
from storage.desk_tables import desk_sessions as t
from storage.dialects import named_values
from storage.work import UnitOfWork

__all__ = ["SqlDeskSessions"]

_FIELDS = DeskSessionRecord.__struct_fields__
_ALL = select(*(t.c[name] for name in _FIELDS))
_LOAD = _ALL.where(t.c.id_hash == bindparam("id_hash"))
_OF_ACCOUNT = _ALL.where(
    t.c.account_id == bindparam("account_id"), t.c.ended_at.is_(None)
).order_by(t.c.seen_at.desc(), t.c.id_hash)
_ADD = insert(t).values(named_values(t))
_open = update(t).where(t.c.ended_at.is_(None))
_one = _open.where(t.c.id_hash == bindparam("of_hash"))
_SEEN = _one.where(t.c.seen_at < bindparam("at")).values(seen_at=bindparam("at"))
_END = _one.values(ended_at=bindparam("at"))
_END_ALL = _open.where(
    t.c.account_id == bindparam("of_account"), t.c.id_hash != bindparam("but")
).values(ended_at=bindparam("at"))
_FORGET = delete(t).where(t.c.seen_at < bindparam("before"))

_NOBODY = ""  # no hash is empty


def _record(row: Any) -> DeskSessionRecord:  # noqa: ANN401 – a row of any driver
    return DeskSessionRecord(**dict(zip(_FIELDS, row, strict=True)))


class SqlDeskSessions:
    """`DeskSessionRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, id_hash: str) -> DeskSessionRecord | None:
        rows = await self._database.rows(_LOAD, {"id_hash": id_hash})
        return _record(rows[0]) if rows else None

    async def of_account(self, account_id: str) -> list[DeskSessionRecord]:
        rows = await self._database.rows(_OF_ACCOUNT, {"account_id": account_id})
        return [_record(row) for row in rows]

    def add(self, unit: UnitOfWork, record: DeskSessionRecord) -> None:
        unit.add(_ADD, msgspec.structs.asdict(record))

    def seen(self, unit: UnitOfWork, id_hash: str, at: Instant) -> None:
        unit.add(_SEEN, {"of_hash": id_hash, "at": at})

    def end(self, unit: UnitOfWork, id_hash: str, at: Instant) -> None:
        unit.add(_END, {"of_hash": id_hash, "at": at})

    def end_all(
        self, unit: UnitOfWork, account_id: str, at: Instant, but: str | None = None
    ) -> None:
        unit.add(_END_ALL, {"of_account": account_id, "at": at, "but": but or _NOBODY})

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
