"""Files that people sent for their cases: waiting to be fetched, then sealed."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, literal_column, null, select, update

from flows.identifiers import Instant, ResponseId
from storage.base import AttachmentRecord, Database, StaleSessionError, UnitOfWork
from storage.dialects import named_values
from storage.secrets import CiphertextError, KeyRing
from storage.tables import attachments as t

__all__ = ["SqlAttachments"]

# Spelt out, not a parameter: only so can SQLite prove that the partial index fits.
_IS_WAITING = t.c.state == literal_column("'waiting'")
_FIELDS = AttachmentRecord.__struct_fields__

_ALL = select(*(t.c[name] for name in _FIELDS))
_OF_RESPONSE = _ALL.where(t.c.response_id == bindparam("response_id")).order_by(t.c.at, t.c.id)
_DUE = (
    _ALL.where(_IS_WAITING, t.c.next_at <= bindparam("now"))
    .order_by(t.c.next_at, t.c.id)
    .limit(bindparam("at_most"))
)
_DATA = select(t.c.data).where(t.c.id == bindparam("id"))
_ADD = insert(t).values(named_values(t))
_waiting_one = update(t).where(_IS_WAITING, t.c.id == bindparam("of_id"))
_CLAIM = _waiting_one.where(t.c.attempts == bindparam("known_attempts")).values(
    attempts=t.c.attempts + 1, next_at=bindparam("until")
)
_POSTPONE = _waiting_one.values(next_at=bindparam("until"))
_POSTPONE_UNCOUNTED = _POSTPONE.values(attempts=t.c.attempts - 1)
_STORE = _waiting_one.values(
    state="stored",
    reference=null(),
    data=bindparam("sealed"),
    media_type=bindparam("new_type"),
    size=bindparam("new_size"),
    sha256=bindparam("new_sha256"),
)
_END = _waiting_one.values(
    state=bindparam("new_state"), reason=bindparam("new_reason"), reference=null()
)


class SqlAttachments:
    """`AttachmentRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def of_response(self, response_id: ResponseId) -> list[AttachmentRecord]:
        rows = await self._database.rows(_OF_RESPONSE, {"response_id": response_id})
        return [self._record(row) for row in rows]

    async def due(self, now: Instant, limit: int) -> list[AttachmentRecord]:
        rows = await self._database.rows(_DUE, {"now": now, "at_most": limit})
        return [self._record(row) for row in rows]

    async def data(self, attachment_id: str) -> bytes | None:
        rows = await self._database.rows(_DATA, {"id": attachment_id}, in_thread=True)
        sealed = rows[0][0] if rows else None
        if sealed is None:
            return None
        return self._ring.decrypt("attachments", "data", attachment_id, sealed)

    def _record(self, row: Any) -> AttachmentRecord:  # noqa: ANN401 – a row of any driver
        values = dict(zip(_FIELDS, row, strict=True))
        place = ("attachments", "reference", values["id"])
        try:
            values["reference"] = self._ring.open_text(*place, values["reference"]) or ""
        except CiphertextError:  # one that does not open must not hold up the others
            values["reference"] = ""
        return AttachmentRecord(**values)

    def add(self, unit: UnitOfWork, record: AttachmentRecord) -> None:
        sealed = self._ring.seal_text("attachments", "reference", record.id, record.reference)
        values = {**msgspec.structs.asdict(record), "reference": sealed, "data": None}
        unit.add(_ADD, values)

    def claim(self, unit: UnitOfWork, record: AttachmentRecord, until: Instant) -> None:
        known = {"of_id": record.id, "known_attempts": record.attempts, "until": until}
        unit.add(_CLAIM, known, StaleSessionError)

    def postpone(
        self, unit: UnitOfWork, attachment_id: str, next_at: Instant, *, counted: bool = True
    ) -> None:
        unit.add(
            _POSTPONE if counted else _POSTPONE_UNCOUNTED,
            {"of_id": attachment_id, "until": next_at},
        )

    def store(
        self,
        unit: UnitOfWork,
        attachment_id: str,
        data: bytes,
        *,
        media_type: str,
        sha256: str,
    ) -> None:
        values = {
            "of_id": attachment_id,
            "sealed": self._ring.encrypt("attachments", "data", attachment_id, data),
            "new_type": media_type,
            "new_size": len(data),
            "new_sha256": sha256,
        }
        unit.add(_STORE, values)

    def end(self, unit: UnitOfWork, attachment_id: str, state: str, reason: str) -> None:
        ended = {"of_id": attachment_id, "new_state": state, "new_reason": reason}
        unit.add(_END, ended)
