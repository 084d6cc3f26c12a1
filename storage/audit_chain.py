"""The chain over the audit rows: each hash covers a row and the hash before it.

`hash = SHA-256(hash before (32 bytes; the first: zeros) + JSON of [position, sealed_at, id, at,
actor, action, target, detail])`, JSON in UTF-8 without spaces: whoever holds the rows can compute
it again without us.

On PostgreSQL a row becomes visible when its transaction ends, whatever its id: a sealer that went
on behind the highest id would miss those that come late. So rows wait in `audit_unsealed`, where
a trigger puts them in their own transaction, and the chain counts positions of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, delete, exists, func, insert, select
from sqlalchemy.dialects import postgresql

from flows.identifiers import Instant
from storage.base import Database
from storage.desk_records import AuditHead
from storage.desk_tables import audit_chain as t
from storage.desk_tables import audit_unsealed as unsealed
from storage.dialects import ByDialect, named_values
from storage.tables import audit
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["AUDIT_FIELDS", "START", "head_of", "link", "seal"]

START: Final = "00" * 32
"""The hash before the first one."""
AUDIT_FIELDS: Final = ("id", "at", "actor", "action", "target", "detail")
"""What the chain covers of a row, in this order."""

# From the first that waits: both databases would go through the whole log to find it.
_first = select(func.min(unsealed.c.audit_id)).scalar_subquery()
_WAITING = (
    select(*(audit.c[name] for name in AUDIT_FIELDS))
    .join(unsealed, unsealed.c.audit_id == audit.c.id)
    .where(audit.c.id >= _first)
    .order_by(audit.c.id)
    .limit(bindparam("at_most"))
)
_HEAD = select(t.c.position, t.c.hash, t.c.sealed_at).order_by(t.c.position.desc()).limit(1)
_added = select(t.c.audit_id).where(t.c.position > bindparam("behind"))
_TAKE = delete(unsealed).where(unsealed.c.audit_id.in_(_added))
# Another process that wants the same place waits for it, and then finds it taken. SQLite's
# triggers would refuse the row first; PostgreSQL would plan the question once, for a short chain.
_free = ~exists().where(t.c.position == bindparam("position"))
_link = named_values(t)
_ADD = ByDialect.either(
    sqlite=insert(t).from_select(list(_link), select(*_link.values()).where(_free)),
    postgresql=postgresql.insert(t).values(_link).on_conflict_do_nothing(),
)

_encode = msgspec.json.Encoder().encode


def link(before: str, position: int, sealed_at: int, row: Sequence[Any]) -> str:
    """Return the hash (hex) of a row (`AUDIT_FIELDS`) at its place in the chain."""
    line = _encode([position, sealed_at, *row])
    return hashlib.sha256(bytes.fromhex(before) + line).hexdigest()


async def head_of(database: Database) -> AuditHead | None:
    """Return the end of the chain; None before anything was sealed."""
    rows = await database.rows(_HEAD)
    if not rows:
        return None
    position, last, sealed_at = rows[0]
    return AuditHead(position=position, hash=last, at=sealed_at)


async def seal(database: Database, now: Instant, limit: int) -> int:
    """Add waiting rows to the end of the chain; return how many.

    Raises:
        StaleSessionError: another process sealed meanwhile; nothing was written.

    """
    # The end first: whoever seals in between has then taken the next place, too.
    head = await head_of(database)
    rows = await database.rows(_WAITING, {"at_most": limit})
    if not rows:
        return 0
    end, before = (0, START) if head is None else (head.position, head.hash)
    unit = UnitOfWork()
    for position, row in enumerate(rows, end + 1):
        before = link(before, position, now, row)
        values = {"position": position, "audit_id": row[0], "sealed_at": now, "hash": before}
        unit.add(_ADD, values, StaleSessionError)
    unit.add(_TAKE, {"behind": end})
    await database.commit(unit)
    return len(rows)
