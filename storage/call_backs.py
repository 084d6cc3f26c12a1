"""Calls that verify responses: a numbered line for each, and what its caller noted, sealed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from flows.identifiers import Instant, ResponseId
from storage.base import Database
from storage.call_back_base import CallBack
from storage.call_back_tables import call_backs as t
from storage.dialects import named_values
from storage.secrets import KeyRing
from storage.tables import responses as r
from storage.work import StaleSessionError, UnitOfWork
from survey.call_backs import Outcome

__all__ = ["SqlCallBacks"]

_OF = (
    select(t.c.number, t.c.outcome, t.c.note, t.c.at, t.c.actor)
    .where(t.c.response_id == bindparam("response_id"))
    .order_by(t.c.number)
)
# Changes nothing, but holds the row: of two who record at once each gets a number, and who has the
# response erased meanwhile does not leave a note behind.
_HOLD = (
    update(r)
    .where(r.c.id == bindparam("of_response"), r.c.state != "erased", r.c.state != "in_progress")
    .values(demo=r.c.demo)
)
_next = (
    select(func.coalesce(func.max(t.c.number), 0) + 1)
    .where(t.c.response_id == r.c.id)
    .scalar_subquery()
)
_call = named_values(t, "number", "demo")
_ADD = insert(t).from_select(
    [*_call, "number", "demo"],
    select(*_call.values(), _next, r.c.demo).where(r.c.id == bindparam("response_id")),
)


class SqlCallBacks:
    """`CallBackRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def of(self, response_id: ResponseId) -> list[CallBack]:
        rows = await self._database.rows(_OF, {"response_id": response_id})
        return [self._call_back(response_id, row) for row in rows]

    def _call_back(self, response_id: ResponseId, row: Any) -> CallBack:  # noqa: ANN401 – a row of any driver
        number, outcome, sealed, at, actor = row
        place = f"{response_id}/{actor}/{at}"
        note = self._ring.open_text("call_backs", "note", place, sealed)
        return CallBack(
            response_id=response_id, number=number, outcome=outcome, note=note, at=at, by=actor
        )

    def record(
        self, unit: UnitOfWork, response_id: ResponseId, outcome: Outcome, note: str, at: Instant,
        by: str,
    ) -> None:  # fmt: skip
        unit.add(_HOLD, {"of_response": response_id}, StaleSessionError)
        place = f"{response_id}/{by}/{at}"
        values = {
            "response_id": response_id,
            "outcome": outcome,
            "note": self._ring.seal_text("call_backs", "note", place, note or None),
            "at": at,
            "actor": by,
        }
        unit.add(_ADD, values, StaleSessionError)
