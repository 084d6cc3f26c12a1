"""Addresses that returned letters: one row each, under a keyed hash."""

from __future__ import annotations

from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, select

from flows.identifiers import Instant
from storage.base import Database
from storage.dialects import ByDialect, named_values
from storage.mail_records import Bounce
from storage.mail_tables import mail_bounces as t
from storage.work import UnitOfWork

__all__ = ["SqlBounces"]

_FIELDS = Bounce.__struct_fields__
_FIND = select(*(t.c[name] for name in _FIELDS)).where(
    t.c.address_index == bindparam("address_index")
)
_ADD = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.address_index],
            set_={
                **{name: bindparam(name) for name in ("at", "status", "hard")},
                "times": t.c.times + 1,
            },
        )
    )
)
_REMOVE = delete(t).where(t.c.address_index == bindparam("of_index"))
_FORGET = delete(t).where(t.c.at < bindparam("before"))


class SqlBounces:
    """`BounceRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, address_index: bytes) -> Bounce | None:
        rows = await self._database.rows(_FIND, {"address_index": address_index})
        return Bounce(**dict(zip(_FIELDS, rows[0], strict=True))) if rows else None

    def add(self, unit: UnitOfWork, bounce: Bounce) -> None:
        unit.add(_ADD, asdict(bounce))

    def remove(self, unit: UnitOfWork, address_index: bytes) -> None:
        unit.add(_REMOVE, {"of_index": address_index})

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
