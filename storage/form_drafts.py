"""Forms that were handed in at the console: what is wrong with them, and what became of them."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from flows.identifiers import Instant
from storage.base import Database
from storage.dialects import named_values
from storage.form_records import DraftFault, FormDraftRecord
from storage.transaction_tables import form_drafts as t
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlFormDrafts"]

_NAMES = FormDraftRecord.__struct_fields__
_COLUMNS = [t.c["actor" if name == "by" else name] for name in _NAMES]
_ADD = insert(t).values(named_values(t))
_LOAD = select(*_COLUMNS).where(t.c.id == bindparam("id"))
_OPEN = (
    select(*_COLUMNS)
    .where(t.c.state == "draft")
    .order_by(t.c.at.desc(), t.c.id.desc())
    .limit(bindparam("most"))
)
_SETTLE = (
    update(t)
    .where(t.c.id == bindparam("of_id"), t.c.state == bindparam("was"))
    .values(state=bindparam("becomes"))
)
_FORGET = delete(t).where(t.c.at < bindparam("before"))

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_sources = msgspec.json.Decoder(dict[str, str]).decode
_decode_faults = msgspec.json.Decoder(tuple[DraftFault, ...]).decode


def _record(row: Any) -> FormDraftRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_NAMES, row, strict=True))
    values["sources"] = _decode_sources(values["sources"])
    values["faults"] = _decode_faults(values["faults"])
    return FormDraftRecord(**values)


class SqlFormDrafts:
    """`FormDraftRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, draft_id: str) -> FormDraftRecord | None:
        rows = await self._database.rows(_LOAD, {"id": draft_id})
        return _record(rows[0]) if rows else None

    async def open(self, most: int) -> list[FormDraftRecord]:
        return [_record(row) for row in await self._database.rows(_OPEN, {"most": most})]

    def add(self, unit: UnitOfWork, record: FormDraftRecord) -> None:
        values = msgspec.structs.asdict(record)
        values["actor"] = values.pop("by")
        values["sources"] = _encode(dict(record.sources)).decode()
        values["faults"] = _encode(record.faults).decode()
        unit.add(_ADD, values)

    def settle(self, unit: UnitOfWork, draft_id: str, *, was: str, becomes: str) -> None:
        values = {"of_id": draft_id, "was": was, "becomes": becomes}
        unit.add(_SETTLE, values, StaleSessionError)

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
