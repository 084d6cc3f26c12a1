"""Cases and their append-only history; who complains is sealed, the phone can be looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import bindparam, case, func, insert, literal, null, select, update

from flows.identifiers import ComplaintId, Instant, ResponseId
from storage.base import (
    ComplaintEvent,
    ComplaintRecord,
    Database,
    MissingRowError,
    StaleSessionError,
    UnitOfWork,
)
from storage.dialects import named_values
from storage.secrets import KeyRing
from storage.tables import complaint_events as events
from storage.tables import complaints as t

__all__ = ["CHECKED_SEVERITY", "CLOSED", "ERASED", "SqlComplaints"]

CLOSED = "closed"
"""The only state in which a case has no owner any more (design §6)."""

CHECKED_SEVERITY = 4
"""From here on a case is checked to its end, whatever its person wishes (domain §4.2)."""

ERASED = "erased_on_request"
"""Kind of the line that tells who had words removed, and when."""

_SEALED = ("story", "name", "address", "phone")
_FLAGS = ("restricted", "reply_promised", "trial", "demo")
_FIELDS = ComplaintRecord.__struct_fields__

_ALL = select(*(t.c[name] for name in _FIELDS)).order_by(t.c.created_at, t.c.id)
_BY_CODE = _ALL.where(t.c.code == bindparam("code"))
_OPEN = _ALL.where(t.c.state != CLOSED)
_LISTED = {
    (False, False): _ALL,
    (True, False): _OPEN,
    (False, True): _ALL.where(t.c.demo == bindparam("demo")),
    (True, True): _OPEN.where(t.c.demo == bindparam("demo")),
}
"""By (open only, asked for demo or not)."""
_HISTORY = (
    select(events.c.number, events.c.kind, events.c.at, events.c.actor, events.c.detail)
    .where(events.c.complaint_id == bindparam("complaint_id"))
    .order_by(events.c.number)
)
_ADD = insert(t).values(named_values(t))

# The case lends its `demo` to the line; a number that does not follow the last one adds nothing.
_last = (
    select(func.coalesce(func.max(events.c.number), 0))
    .where(events.c.complaint_id == t.c.id)
    .scalar_subquery()
)
_line = named_values(events, "demo")
_APPEND = insert(events).from_select(
    [*_line, "demo"],
    select(*_line.values(), t.c.demo).where(
        t.c.id == bindparam("complaint_id"), bindparam("number") == _last + 1
    ),
)
_FORGET = update(t).values(name=null(), address=null(), phone=null(), phone_index=null())
_ERASE = _FORGET.where(t.c.id == bindparam("of_complaint"))
_ERASE_OF_RESPONSE = _FORGET.where(t.c.response_id == bindparam("of_response")).values(
    session_id=null(),
    story=case((t.c.severity >= CHECKED_SEVERITY, t.c.story), else_=null()),
)
_NOTE_ERASURE = insert(events).from_select(
    [*_line, "demo"],
    select(
        t.c.id, _last + 1, literal(ERASED), bindparam("at"), literal("citizen"), literal("{}"),
        t.c.demo,
    ).where(t.c.response_id == bindparam("of_response")),
)  # fmt: skip

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_detail = msgspec.json.Decoder(dict[str, str]).decode


class SqlComplaints:
    """`ComplaintRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def by_code(self, code: str) -> ComplaintRecord | None:
        rows = await self._database.rows(_BY_CODE, {"code": code})
        return self._record(rows[0]) if rows else None

    async def listed(
        self, *, open_only: bool = False, demo: bool | None = None
    ) -> list[ComplaintRecord]:
        chosen = _LISTED[open_only, demo is not None]
        values: Mapping[str, Any] = {} if demo is None else {"demo": demo}
        rows = await self._database.rows(chosen, values, in_thread=True)
        return [self._record(row) for row in rows]

    def _record(self, row: Any) -> ComplaintRecord:  # noqa: ANN401 – a row of any driver
        values = dict(zip(_FIELDS, row, strict=True))
        for name in _SEALED:
            values[name] = self._ring.open_text("complaints", name, values["id"], values[name])
        for name in _FLAGS:
            values[name] = bool(values[name])
        return ComplaintRecord(**values)

    async def history(self, complaint_id: ComplaintId) -> list[ComplaintEvent]:
        rows = await self._database.rows(_HISTORY, {"complaint_id": complaint_id})
        return [
            ComplaintEvent(
                complaint_id=complaint_id,
                number=number,
                kind=kind,
                at=at,
                actor=actor,
                detail=_decode_detail(detail),
            )
            for number, kind, at, actor, detail in rows
        ]

    def add(self, unit: UnitOfWork, record: ComplaintRecord) -> None:
        values = msgspec.structs.asdict(record)
        for name in _SEALED:
            values[name] = self._ring.seal_text("complaints", name, record.id, values[name])
        index = None if record.phone is None else self._ring.blind_index(record.phone)
        unit.add(_ADD, {**values, "phone_index": index})

    def append(self, unit: UnitOfWork, event: ComplaintEvent) -> None:
        values = msgspec.structs.asdict(event)
        detail = _encode(dict(event.detail)).decode()
        unit.add(_APPEND, {**values, "detail": detail}, StaleSessionError)

    def erase_person(self, unit: UnitOfWork, complaint_id: ComplaintId) -> None:
        unit.add(_ERASE, {"of_complaint": complaint_id}, MissingRowError)

    def erase_of_response(self, unit: UnitOfWork, response_id: ResponseId, at: Instant) -> None:
        unit.add(_ERASE_OF_RESPONSE, {"of_response": response_id})
        unit.add(_NOTE_ERASURE, {"of_response": response_id, "at": at})
