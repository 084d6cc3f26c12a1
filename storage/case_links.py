"""Links to one case for its citizen: tokens as hashes, for some weeks."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from flows.identifiers import Instant
from storage.base import Database
from storage.complaints import complaint_columns, opened
from storage.desk_records import CaseLinkRecord
from storage.desk_tables import case_links as t
from storage.dialects import named_values
from storage.records import ComplaintRecord
from storage.secrets import KeyRing
from storage.tables import complaints
from storage.work import UnitOfWork

__all__ = ["SqlCaseLinks"]

_CASE = (
    select(*complaint_columns)
    .join(t, t.c.complaint_id == complaints.c.id)
    .where(t.c.token_hash == bindparam("token_hash"), t.c.expires_at > bindparam("now"))
)
_ADD = insert(t).values(named_values(t))
_FORGET = delete(t).where(t.c.expires_at < bindparam("before"))


class SqlCaseLinks:
    """`CaseLinkRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def case_of(self, token_hash: str, now: Instant) -> ComplaintRecord | None:
        rows = await self._database.rows(_CASE, {"token_hash": token_hash, "now": now})
        return opened(self._ring, rows[0]) if rows else None

    def add(self, unit: UnitOfWork, record: CaseLinkRecord) -> None:
        unit.add(_ADD, msgspec.structs.asdict(record))

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
