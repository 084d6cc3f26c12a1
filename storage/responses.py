"""Responses, and the proof of each consent that was given or refused."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, insert, null, select, update

from flows.identifiers import Instant, ResponseId
from storage.base import (
    ConsentRecord,
    Database,
    MissingRowError,
    ResponseRecord,
    UnitOfWork,
)
from storage.call_back_tables import call_backs
from storage.desk_tables import response_marks
from storage.dialects import named_values
from storage.judging_tables import response_judgements, session_devices
from storage.tables import consents, responses

__all__ = ["SqlResponses", "response_columns", "response_of"]

_FIELDS = ResponseRecord.__struct_fields__
_FLAGS = ("trial", "demo", "set_aside", "to_be_judged")
response_columns = tuple(responses.c[name] for name in _FIELDS)
"""The columns that `response_of` makes a record of, in this order."""

_ALL = select(*response_columns)
_LOAD = _ALL.where(responses.c.id == bindparam("response_id"))
_BY_CODE = _ALL.where(responses.c.code == bindparam("code"))
_LISTED = _ALL.where(responses.c.started_at >= bindparam("since")).order_by(
    responses.c.started_at, responses.c.id
)
_LISTED_DEMO = _LISTED.where(responses.c.demo == bindparam("demo"))
_ADD = insert(responses).values(named_values(responses))
_CLOSE = (
    update(responses)
    .where(responses.c.id == bindparam("response_id"))
    .values(
        state=bindparam("new_state"),
        code=func.coalesce(bindparam("new_code"), responses.c.code),
        completed_at=func.coalesce(responses.c.completed_at, bindparam("new_completed_at")),
    )
)
_RESTRICT = (
    update(responses)
    .where(responses.c.id == bindparam("response_id"))
    .values(restricted=bindparam("kind"))
)
_ERASE = (
    update(responses)
    .where(responses.c.id == bindparam("response_id"))
    .values(
        state="erased", session_id=null(), invitation_id=null(), counter_id=null(), code=null()
    )
)
# Whoever set it aside may have said about whom it is.
_ERASE_REASONS = (
    update(response_marks)
    .where(response_marks.c.response_id == bindparam("of_response"))
    .values(reason=null())
)
_ERASE_NOTES = (
    update(response_judgements)
    .where(response_judgements.c.response_id == bindparam("of_response"))
    .values(note=null())
)
_ERASE_CALL_NOTES = (
    update(call_backs)
    .where(call_backs.c.response_id == bindparam("of_response"))
    .values(note=null())
)
# Looked up by its session, which the response still names then.
_FORGET_DEVICE = delete(session_devices).where(
    session_devices.c.session_id.in_(
        select(responses.c.session_id).where(responses.c.id == bindparam("of_response"))
    )
)

_CONSENT_FIELDS = ConsentRecord.__struct_fields__
_CONSENTS = (
    select(*(consents.c[name] for name in _CONSENT_FIELDS))
    .where(consents.c.response_id == bindparam("response_id"))
    .order_by(consents.c.id)
)
_ADD_CONSENT = insert(consents).values(named_values(consents, "id"))


def response_of(row: Any) -> ResponseRecord:  # noqa: ANN401 – a row of any driver
    """Return the response that a row of `response_columns` holds."""
    values = dict(zip(_FIELDS, row, strict=True))
    return ResponseRecord(**{**values, **{name: bool(values[name]) for name in _FLAGS}})


def _consent(row: Any) -> ConsentRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_CONSENT_FIELDS, row, strict=True))
    values["given"] = bool(values["given"])
    return ConsentRecord(**values)


class SqlResponses:
    """`ResponseRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, response_id: ResponseId) -> ResponseRecord | None:
        rows = await self._database.rows(_LOAD, {"response_id": response_id})
        return response_of(rows[0]) if rows else None

    async def by_code(self, code: str) -> ResponseRecord | None:
        rows = await self._database.rows(_BY_CODE, {"code": code})
        return response_of(rows[0]) if rows else None

    async def listed(
        self, *, since: Instant = Instant(0), demo: bool | None = None
    ) -> list[ResponseRecord]:
        chosen = _LISTED if demo is None else _LISTED_DEMO
        values = {"since": since} if demo is None else {"since": since, "demo": demo}
        return [
            response_of(row) for row in await self._database.rows(chosen, values, in_thread=True)
        ]

    def add(self, unit: UnitOfWork, record: ResponseRecord) -> None:
        unit.add(_ADD, msgspec.structs.asdict(record))

    def close(
        self,
        unit: UnitOfWork,
        response_id: ResponseId,
        state: str,
        *,
        code: str | None = None,
        completed_at: Instant | None = None,
    ) -> None:
        values = {
            "response_id": response_id,
            "new_state": state,
            "new_code": code,
            "new_completed_at": completed_at,
        }
        unit.add(_CLOSE, values, MissingRowError)

    def restrict(self, unit: UnitOfWork, response_id: ResponseId, kind: str) -> None:
        unit.add(_RESTRICT, {"response_id": response_id, "kind": kind}, MissingRowError)

    def release(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        unit.add(_RESTRICT, {"response_id": response_id, "kind": None}, MissingRowError)

    def erase(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        unit.add(_FORGET_DEVICE, {"of_response": response_id})
        unit.add(_ERASE, {"response_id": response_id}, MissingRowError)
        for statement in (_ERASE_REASONS, _ERASE_NOTES, _ERASE_CALL_NOTES):
            unit.add(statement, {"of_response": response_id})

    def consent(self, unit: UnitOfWork, record: ConsentRecord) -> None:
        unit.add(_ADD_CONSENT, msgspec.structs.asdict(record))

    async def consents(self, response_id: ResponseId) -> list[ConsentRecord]:
        rows = await self._database.rows(_CONSENTS, {"response_id": response_id})
        return [_consent(row) for row in rows]
