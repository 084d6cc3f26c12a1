"""Rows of `meta`: what a database knows of itself, one value by key; and turns, one by key."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from storage.base import Database
from storage.dialects import ByDialect, named_values
from storage.tables import meta
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["KEEP_META", "take_turn", "turn_of"]

KEEP_META: Final = ByDialect(
    lambda insert: (
        insert(meta)
        .values(named_values(meta))
        .on_conflict_do_update(
            index_elements=[meta.c.key], set_={"value": insert(meta).excluded.value}
        )
    )
)
"""Writes the `value` of a `key`, whether it has one or not."""

_VALUE = select(meta.c.value).where(meta.c.key == bindparam("key"))
_TAKE = ByDialect(
    lambda insert: (
        insert(meta)
        .values(named_values(meta))
        .on_conflict_do_update(
            index_elements=[meta.c.key],
            set_={"value": insert(meta).excluded.value},
            where=meta.c.value == bindparam("known"),
        )
    )
)


async def turn_of(database: Database, key: str) -> int:
    """Return how often a turn was taken. Whoever decides by more than the rows that they change
    asks for it first, and takes it with what they write: a condition in a statement of its own
    would not do, as units that are written together see each other's rows too late.
    """
    rows = await database.rows(_VALUE, {"key": key})
    return int(rows[0][0]) if rows else 0


def take_turn(unit: UnitOfWork, key: str, known: int) -> None:
    """Add to a unit that it takes a turn; the commit fails with StaleSessionError where somebody
    else took it since.
    """
    values = {"key": key, "value": str(known + 1), "known": str(known)}
    unit.add(_TAKE, values, StaleSessionError)
