"""Cases and their append-only history; who complains is sealed, the phone can be looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import bindparam, case, delete, func, insert, literal, null, select, update

from flows.identifiers import ComplaintId, Instant, ResponseId
from storage.base import (
    ComplaintEvent,
    ComplaintRecord,
    Database,
    MissingRowError,
    StaleSessionError,
    UnitOfWork,
)
from storage.case_states import CLOSED
from storage.case_words import keep_words, move_words
from storage.desk_tables import case_links as links
from storage.desk_tables import case_parties as parties
from storage.desk_tables import complaint_words as words
from storage.desk_tables import drafts
from storage.dialects import ByDialect, named_values
from storage.secrets import KeyRing
from storage.tables import complaint_events as events
from storage.tables import complaints as t

__all__ = ["CHECKED_SEVERITY", "ERASED", "SqlComplaints", "complaint_columns", "opened"]

CHECKED_SEVERITY = 4
"""From here on a case is checked to its end, whatever its person wishes (domain §4.2)."""

ERASED = "erased_on_request"
"""Kind of the line that tells who had words removed, and when."""

_SEALED = ("story", "name", "address", "phone")
_FLAGS = ("restricted", "reply_promised", "trial", "demo")
_FIELDS = ComplaintRecord.__struct_fields__

complaint_columns = tuple(t.c[name] for name in _FIELDS)
"""The columns that `opened` makes a record of, in this order."""

_ALL = select(*complaint_columns).order_by(t.c.created_at, t.c.id)
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
    select(
        events.c.number, events.c.kind, events.c.at, events.c.actor, events.c.detail,
        events.c.text,
    )
    .where(events.c.complaint_id == bindparam("complaint_id"))
    .order_by(events.c.number)
)  # fmt: skip
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
_SAVED = (
    "state", "kind", "category", "severity", "restricted", "reply_promised", "owner_unit_id",
    "owner_role", "due_at", "officer_id", "version", "waiting_since", "answered_at", "reopened",
    "due_version", "term_at", "noticed", "look_at",
)  # fmt: skip
"""What the desk changes. Story and person are written once: an officer who read the case before
they were erased cannot bring them back (invariant I22)."""
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("of_complaint"), t.c.version == bindparam("known_version"))
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)
_PARTIES = select(parties.c.account_id, parties.c.kind).where(
    parties.c.complaint_id == bindparam("complaint_id")
)
_DROP_PARTY = delete(parties).where(
    parties.c.complaint_id == bindparam("of_complaint"),
    parties.c.account_id == bindparam("of_account"),
)
_ADD_PARTY = ByDialect(
    lambda insert: insert(parties).values(named_values(parties)).on_conflict_do_nothing()
)

_FORGET = update(t).values(name=null(), address=null(), phone=null(), phone_index=null())
_ERASE = _FORGET.where(t.c.id == bindparam("of_complaint"))
_ERASE_OF_RESPONSE = _FORGET.where(t.c.response_id == bindparam("of_response")).values(
    session_id=null(),
    story=case((t.c.severity >= CHECKED_SEVERITY, t.c.story), else_=null()),
)
_of_response = select(t.c.id).where(t.c.response_id == bindparam("of_response"))
_not_checked = _of_response.where(t.c.severity < CHECKED_SEVERITY)
_ERASE_ALONG = (
    update(events)
    .where(events.c.complaint_id.in_(_not_checked), events.c.text.is_not(None))
    .values(text=null()),
    delete(words).where(words.c.complaint_id.in_(_not_checked)),
    delete(drafts).where(drafts.c.complaint_id.in_(_not_checked)),
    delete(links).where(links.c.complaint_id.in_(_of_response)),
)
"""What goes with the story of a case, and the links that lead its person to it."""
_NOTE_ERASURE = insert(events).from_select(
    [*_line, "demo"],
    select(
        t.c.id, _last + 1, literal(ERASED), bindparam("at"), literal("citizen"), literal("{}"),
        null(), t.c.demo,
    ).where(t.c.response_id == bindparam("of_response")),
)  # fmt: skip

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_detail = msgspec.json.Decoder(dict[str, str]).decode


def opened(ring: KeyRing, row: Any) -> ComplaintRecord:  # noqa: ANN401 – a row of any driver
    """Return the case that a row of `complaint_columns` holds, its sealed values opened."""
    values = dict(zip(_FIELDS, row, strict=True))
    for name in _SEALED:
        values[name] = ring.open_text("complaints", name, values["id"], values[name])
    for name in _FLAGS:
        values[name] = bool(values[name])
    return ComplaintRecord(**values)


class SqlComplaints:
    """`ComplaintRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def by_code(self, code: str) -> ComplaintRecord | None:
        rows = await self._database.rows(_BY_CODE, {"code": code})
        return opened(self._ring, rows[0]) if rows else None

    async def listed(
        self, *, open_only: bool = False, demo: bool | None = None
    ) -> list[ComplaintRecord]:
        chosen = _LISTED[open_only, demo is not None]
        values: Mapping[str, Any] = {} if demo is None else {"demo": demo}
        rows = await self._database.rows(chosen, values, in_thread=True)
        return [opened(self._ring, row) for row in rows]

    async def history(self, complaint_id: ComplaintId) -> list[ComplaintEvent]:
        rows = await self._database.rows(_HISTORY, {"complaint_id": complaint_id})
        return [self._line(complaint_id, row) for row in rows]

    def _line(self, complaint_id: ComplaintId, row: Any) -> ComplaintEvent:  # noqa: ANN401 – a row of any driver
        number, kind, at, actor, detail, text = row
        place = f"{complaint_id}/{number}"
        return ComplaintEvent(
            complaint_id=complaint_id,
            number=number,
            kind=kind,
            at=at,
            actor=actor,
            detail=_decode_detail(detail),
            text=self._ring.open_text("complaint_events", "text", place, text),
        )

    def add(self, unit: UnitOfWork, record: ComplaintRecord) -> None:
        values = msgspec.structs.asdict(record)
        for name in _SEALED:
            values[name] = self._ring.seal_text("complaints", name, record.id, values[name])
        index = None if record.phone is None else self._ring.blind_index(record.phone)
        unit.add(_ADD, {**values, "phone_index": index})
        keep_words(unit, self._ring, record)

    def save(self, unit: UnitOfWork, record: ComplaintRecord) -> None:
        values = {f"new_{name}": getattr(record, name) for name in _SAVED}
        known = {"of_complaint": record.id, "known_version": record.version - 1}
        unit.add(_SAVE, {**values, **known}, StaleSessionError)
        move_words(unit, record)

    def append(self, unit: UnitOfWork, event: ComplaintEvent) -> None:
        values = msgspec.structs.asdict(event)
        place = f"{event.complaint_id}/{event.number}"
        values["detail"] = _encode(dict(event.detail)).decode()
        values["text"] = self._ring.seal_text("complaint_events", "text", place, event.text)
        unit.add(_APPEND, values, StaleSessionError)

    async def parties(self, complaint_id: ComplaintId) -> dict[str, str]:
        return dict(await self._database.rows(_PARTIES, {"complaint_id": complaint_id}))

    def add_party(
        self, unit: UnitOfWork, complaint_id: ComplaintId, account_id: str, kind: str
    ) -> None:
        values = {"complaint_id": complaint_id, "account_id": account_id, "kind": kind}
        unit.add(_ADD_PARTY, values)

    def drop_party(self, unit: UnitOfWork, complaint_id: ComplaintId, account_id: str) -> None:
        known = {"of_complaint": complaint_id, "of_account": account_id}
        unit.add(_DROP_PARTY, known, StaleSessionError)

    def erase_person(self, unit: UnitOfWork, complaint_id: ComplaintId) -> None:
        unit.add(_ERASE, {"of_complaint": complaint_id}, MissingRowError)

    def erase_of_response(self, unit: UnitOfWork, response_id: ResponseId, at: Instant) -> None:
        for statement in (_ERASE_OF_RESPONSE, *_ERASE_ALONG):
            unit.add(statement, {"of_response": response_id})
        unit.add(_NOTE_ERASURE, {"of_response": response_id, "at": at})
