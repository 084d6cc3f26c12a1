"""Telephone numbers that people can call, in the order in which they are shown."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from storage.base import Database
from storage.catalogue_records import HotlineRecord
from storage.dialects import ByDialect, named_values
from storage.office_tables import hotlines as t
from storage.work import UnitOfWork

__all__ = ["SqlHotlines"]

_FIELDS: Final = HotlineRecord.__struct_fields__
_LISTED = select(*(t.c[name] for name in _FIELDS)).order_by(t.c.position, t.c.id)
_KEEP = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=list(t.primary_key),
            set_={name: bindparam(name) for name in _FIELDS if name != "id"},
        )
    )
)


class SqlHotlines:
    """`HotlineRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self) -> list[HotlineRecord]:
        rows = await self._database.rows(_LISTED)
        return [HotlineRecord(**dict(zip(_FIELDS, row, strict=True))) for row in rows]

    def keep(self, unit: UnitOfWork, record: HotlineRecord) -> None:
        unit.add(_KEEP, msgspec.structs.asdict(record))
