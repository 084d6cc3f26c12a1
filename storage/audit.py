"""The audit log: who did what to which thing, and when; it only ever grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, select

from flows.identifiers import Instant
from storage.base import Database, UnitOfWork
from storage.dialects import named_values
from storage.tables import audit as t

__all__ = ["SqlAudit"]

_FIELDS = ("id", "at", "actor", "action", "target", "detail")
_LISTED = (
    select(*(t.c[name] for name in _FIELDS)).order_by(t.c.id.desc()).limit(bindparam("at_most"))
)
_NOTE = insert(t).values(named_values(t, "id"))

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_detail = msgspec.json.Decoder(dict[str, str]).decode


class SqlAudit:
    """`AuditRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(  # noqa: PLR0913 – the contract's shape
        self,
        unit: UnitOfWork,
        *,
        at: Instant,
        actor: str,
        action: str,
        target: str,
        detail: Mapping[str, str],
        demo: bool = False,
    ) -> None:
        values = {"at": at, "actor": actor, "action": action, "target": target, "demo": demo}
        unit.add(_NOTE, {**values, "detail": _encode(dict(detail)).decode()})

    async def listed(self, limit: int = 1000) -> Sequence[Mapping[str, Any]]:
        rows = await self._database.rows(_LISTED, {"at_most": limit})
        found = [dict(zip(_FIELDS, row, strict=True)) for row in rows]
        for entry in found:
            entry["detail"] = _decode_detail(entry["detail"])
        return found
