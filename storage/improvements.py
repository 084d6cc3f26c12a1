"""What people said and what was done about it, as rows; sealed until somebody publishes it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, func, insert, or_, select, update

from storage.base import Database
from storage.dialects import named_values
from storage.publication_records import ImprovementRecord
from storage.publication_tables import improvements as t
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlImprovements"]

_FIELDS: Final = ImprovementRecord.__struct_fields__
_TABLE: Final = "improvements"
_SEALED: Final = ("said", "done")
_SAVED: Final = tuple(name for name in _FIELDS if name not in {"id", "case_code", "unit_id"})
_LISTED = select(*(t.c[name] for name in _FIELDS)).order_by(t.c.written_at.desc(), t.c.id)
_OF_UNITS = _LISTED.where(among(t.c.unit_id, "units"))
_BY_ID = _LISTED.where(t.c.id == bindparam("of_id"))
_PUBLISHED = (
    select(*(t.c[name] for name in _FIELDS))
    .where(t.c.state == "published")
    .order_by(t.c.decided_at.desc(), t.c.id)
    .limit(bindparam("most"))
)
# Versions only grow, and no row leaves these two states: so does their sum, whatever clocks say.
_DECIDED = select(func.coalesce(func.sum(t.c.version), 0)).where(
    or_(t.c.state == "published", t.c.state == "withdrawn")
)
_ADD = insert(t).values(named_values(t))
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("of_id"), t.c.version == bindparam("before"))
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)


class SqlImprovements:
    """`ImprovementRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def published(self, most: int) -> list[ImprovementRecord]:
        return await self._read(_PUBLISHED, {"most": most})

    async def decided(self) -> int:
        [[found]] = await self._database.rows(_DECIDED)
        return int(found)

    async def listed(self, units: Collection[str] | None) -> list[ImprovementRecord]:
        if units is None:
            return await self._read(_LISTED, {})
        return await self._read(_OF_UNITS, {"units": listed(units)})

    async def by_id(self, improvement_id: str) -> ImprovementRecord | None:
        return next(iter(await self._read(_BY_ID, {"of_id": improvement_id})), None)

    def add(self, unit: UnitOfWork, record: ImprovementRecord) -> None:
        unit.add(_ADD, self._values(record))

    def save(self, unit: UnitOfWork, record: ImprovementRecord) -> None:
        values = self._values(record)
        changed = {f"new_{name}": values[name] for name in _SAVED}
        fence = {"of_id": record.id, "before": record.version - 1}
        unit.add(_SAVE, {**changed, **fence}, StaleSessionError)

    async def _read(self, statement: object, values: dict[str, Any]) -> list[ImprovementRecord]:
        rows = await self._database.rows(statement, values)
        return [self._record(dict(zip(_FIELDS, row, strict=True))) for row in rows]

    def _record(self, values: dict[str, Any]) -> ImprovementRecord:
        for name in _SEALED:
            values[name] = self._ring.open_text(_TABLE, name, values["id"], values[name])
        return ImprovementRecord(**values)

    def _values(self, record: ImprovementRecord) -> dict[str, Any]:
        values = msgspec.structs.asdict(record)
        for name in _SEALED:
            values[name] = self._ring.seal_text(_TABLE, name, record.id, values[name])
        return values
