"""Responses as officers see them: pages within a scope, and the marks that take one out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    true,
    tuple_,
    update,
)

from flows.desk.policy import Scope
from flows.identifiers import Instant, ResponseId
from storage.base import Database
from storage.case_marks import begin, mark_behind
from storage.case_streams import Order
from storage.desk_records import ResponseFilter, ResponseMark, ResponsePage
from storage.desk_tables import response_marks as marks
from storage.dialects import named_values
from storage.records import ResponseRecord
from storage.responses import response_columns, response_of
from storage.scopes import (
    NOT_OF_OWN_CASE,
    among,
    is_unlocked,
    listed,
    scope_values,
    shape_of,
)
from storage.secrets import KeyRing
from storage.streams import merged, pieces, rounded
from storage.tables import responses as t
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlResponseDesk"]

_NEWEST: Final[tuple[Order, ...]] = ("newest",)
# Spelt out, not a parameter: only so can SQLite prove that the partial index fits.
_IS_SET_ASIDE: ColumnElement[bool] = literal_column("responses.set_aside")

_RULES: Final[dict[str, ColumnElement[bool]]] = {
    "forms": among(t.c.form, "forms"),
    "form": t.c.form == bindparam("form"),
    "state": t.c.state == bindparam("state"),
    "since": t.c.started_at >= bindparam("since"),
    "until": t.c.started_at < bindparam("until"),
    "out": _IS_SET_ASIDE,
    "in": ~t.c.set_aside,
}

_MARKS = (
    select(marks.c.number, marks.c.kind, marks.c.reason, marks.c.at, marks.c.actor)
    .where(marks.c.response_id == bindparam("response_id"))
    .order_by(marks.c.number)
)
# Only who finds it as he saw it may turn it: two officers at once leave one mark.
_TURN = (
    update(t)
    .where(t.c.id == bindparam("of_response"), t.c.set_aside != bindparam("new_state"))
    .values(set_aside=bindparam("new_state"))
)
_next = (
    select(func.coalesce(func.max(marks.c.number), 0) + 1)
    .where(marks.c.response_id == t.c.id)
    .scalar_subquery()
)
_mark = named_values(marks, "number", "demo")
_ADD_MARK = insert(marks).from_select(
    [*_mark, "number", "demo"],
    select(*_mark.values(), _next, t.c.demo).where(t.c.id == bindparam("response_id")),
)


class _Shape(NamedTuple):
    """What tells one statement from another."""

    by_unit: bool
    scope: Scope
    rules: tuple[str, ...]
    streams: int


@lru_cache(maxsize=200)
def _page(shape: _Shape) -> object:
    streams = [_stream(shape, number) for number in range(shape.streams)]
    return merged(streams, "started_at", "id", newest=True)


def _stream(shape: _Shape, number: int) -> Select[Any]:
    behind = tuple_(t.c.started_at, t.c.id) < tuple_(
        bindparam("after_due", type_=BigInteger), bindparam("after_id", type_=Text)
    )
    unit = t.c.unit_id == bindparam(f"unit_{number}", type_=Text) if shape.by_unit else true()
    rules = (_RULES[name] for name in shape.rules)
    seen = (NOT_OF_OWN_CASE, is_unlocked(shape.scope))
    return select(*response_columns).where(behind, unit, *seen, *rules)


@lru_cache(maxsize=8)
def _by_id(shape: Scope) -> Select[Any]:
    placed = true() if shape.units is None else among(t.c.unit_id, "units")
    is_it = t.c.id == bindparam("response_id")
    return select(*response_columns).where(is_it, placed, NOT_OF_OWN_CASE, is_unlocked(shape))


def _rules(chosen: ResponseFilter) -> tuple[str, ...]:
    given = [
        name for name in ("forms", "form", "state", "since", "until") if getattr(chosen, name)
    ]
    if chosen.set_aside is not None:
        given.append("out" if chosen.set_aside else "in")
    return tuple(given)


class SqlResponseDesk:
    """`ResponseDeskRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def listed(
        self, scope: Scope, chosen: ResponseFilter, *, after: str | None = None, size: int = 50
    ) -> ResponsePage:
        units = scope.units
        if chosen.unit_id is not None:
            asked = frozenset({chosen.unit_id})
            units = asked if units is None else asked & units
        [(_, start)] = begin(after, _NEWEST)
        wanted = {**msgspec.structs.asdict(chosen), "forms": listed(chosen.forms)}
        values = {**scope_values(scope), **wanted, **start, "size": size + 1}
        found: list[ResponseRecord] = []
        for piece in pieces([None] if units is None else sorted(units)):
            shape = _Shape(units is not None, shape_of(scope), _rules(chosen), rounded(len(piece)))
            found += await self._read(piece, shape, values)
        found.sort(key=lambda record: (record.started_at, record.id), reverse=True)
        if len(found) <= size:
            return ResponsePage(tuple(found))
        last = found[size - 1]
        return ResponsePage(tuple(found[:size]), mark_behind(last.started_at, last.id, _NEWEST))

    async def _read(
        self,
        units: Sequence[str | None],
        shape: _Shape,
        values: Mapping[str, Any],
    ) -> list[ResponseRecord]:
        named = {f"unit_{n}": units[n] if n < len(units) else None for n in range(shape.streams)}
        rows = await self._database.rows(_page(shape), {**values, **named})
        return [response_of(row) for row in rows]

    async def by_id(self, scope: Scope, response_id: str) -> ResponseRecord | None:
        values = {**scope_values(scope), "response_id": response_id}
        rows = await self._database.rows(_by_id(shape_of(scope)), values)
        return response_of(rows[0]) if rows else None

    async def marks(self, response_id: ResponseId) -> list[ResponseMark]:
        rows = await self._database.rows(_MARKS, {"response_id": response_id})
        return [self._mark(response_id, row) for row in rows]

    def _mark(self, response_id: ResponseId, row: Any) -> ResponseMark:  # noqa: ANN401 – a row of any driver
        number, kind, sealed, at, actor = row
        place = f"{response_id}/{kind}/{at}"
        reason = self._ring.open_text("response_marks", "reason", place, sealed)
        return ResponseMark(
            response_id=response_id, number=number, kind=kind, reason=reason, at=at, by=actor
        )

    def set_aside(
        self, unit: UnitOfWork, response_id: ResponseId, reason: str, at: Instant, by: str
    ) -> None:
        self._turn(unit, ResponseMark(
            response_id=response_id, number=0, kind="set_aside", reason=reason, at=at, by=by
        ))  # fmt: skip

    def restore(
        self, unit: UnitOfWork, response_id: ResponseId, reason: str, at: Instant, by: str
    ) -> None:
        self._turn(unit, ResponseMark(
            response_id=response_id, number=0, kind="restored", reason=reason, at=at, by=by
        ))  # fmt: skip

    def _turn(self, unit: UnitOfWork, mark: ResponseMark) -> None:
        is_out = mark.kind == "set_aside"
        unit.add(_TURN, {"of_response": mark.response_id, "new_state": is_out}, StaleSessionError)
        place = f"{mark.response_id}/{mark.kind}/{mark.at}"
        values = {
            "response_id": mark.response_id,
            "kind": mark.kind,
            "reason": self._ring.seal_text("response_marks", "reason", place, mark.reason),
            "at": mark.at,
            "actor": mark.by,
        }
        unit.add(_ADD_MARK, values, StaleSessionError)
