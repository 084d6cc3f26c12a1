"""Counts what stands beside figures: what was odd about responses, and cases by category."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, select, true

from flows.time_units import DAY
from storage.answers import IS_CURRENT
from storage.base import Database
from storage.counted_forms import placed
from storage.counting import AHEAD, day_numbered
from storage.figure_facts import IS_PERSONAL, ISSUED_AT
from storage.figure_records import Alike, Commented, Doubts, Placed, Span
from storage.figure_tables import counted_responses
from storage.judging_tables import judgings, response_suspicions
from storage.scopes import among, listed
from storage.tables import answers as a
from storage.tables import complaints
from storage.tables import invitations as i
from storage.tables import responses as r

__all__ = ["commented_in", "complaints_in", "doubted_in", "doubts_in"]

_MONTH: Final = len("2026-01")
_SERVED: Final = case((IS_PERSONAL, i.c.period_from))
_KINDS: Final[Mapping[str, ColumnElement[str]]] = {
    "reason": response_suspicions.c.reason,
    "state": judgings.c.state,
}


_UNIT: Final = func.coalesce(r.c.unit_id, "")


def _alike(
    kind: ColumnElement[str], at: ColumnElement[Any], unit: ColumnElement[Any], *, in_units: bool
) -> Select[Any]:
    """Return the statement that counts what agrees in these, and on which day it was."""
    keys = (kind, unit, r.c.commune, _SERVED, (at + AHEAD) // DAY)
    rules = _in_span(at, unit, in_units=in_units)
    return select(*keys, func.count()).where(*rules).group_by(*keys)


def _in_span(
    at: ColumnElement[Any], unit: ColumnElement[Any], *, in_units: bool
) -> tuple[ColumnElement[bool], ...]:
    return (
        at >= bindparam("since"),
        at < bindparam("until"),
        among(unit, "units") if in_units else true(),
    )


@lru_cache(maxsize=4)
def _doubts(kind: ColumnElement[str], *, in_units: bool) -> Select[Any]:
    """Return the statement that counts what is odd. Of a hundred responses one is: what is odd
    leads to its responses, and not the other way round, to all that units ever had. An outer join
    whose conditions are of expressions lets a database do nothing else.
    """
    return _from_doubts(kind, _alike(kind, ISSUED_AT, _UNIT, in_units=in_units))


def _from_doubts(kind: ColumnElement[str], statement: Select[Any]) -> Select[Any]:
    """Return a statement with where it reads from; neither trials nor examples are odd."""
    table = kind.table
    is_unofficial = func.coalesce(or_(r.c.trial, r.c.demo), true())
    return (
        statement.join_from(table, r, r.c.id == table.c.response_id, isouter=True)
        .outerjoin(i, i.c.id == r.c.invitation_id)
        .where(~is_unofficial)
    )


@lru_cache(maxsize=4)
def _doubted(kind: ColumnElement[str], *, in_units: bool) -> Select[Any]:
    """Return the statement that lists responses of one kind, the newest first."""
    columns = (r.c.id, _UNIT, r.c.commune, _SERVED, (ISSUED_AT + AHEAD) // DAY)
    chosen = select(*columns).where(
        *_in_span(ISSUED_AT, _UNIT, in_units=in_units), kind == bindparam("kind")
    )
    ordered = _from_doubts(kind, chosen).order_by(ISSUED_AT.desc(), r.c.id)
    return ordered.limit(bindparam("most"))


@lru_cache(maxsize=2)
def _complaints(*, in_units: bool) -> Select[Any]:
    c = complaints.c
    return (
        _alike(c.category, c.created_at, c.unit_id, in_units=in_units)
        .join_from(complaints, r, r.c.id == c.response_id, isouter=True)
        .outerjoin(i, i.c.id == r.c.invitation_id)
        .where(~c.trial, ~c.demo)
    )


@lru_cache(maxsize=2)
def _commented(*, in_units: bool) -> Select[Any]:
    counted = counted_responses.c
    placed = (counted.unit_id, counted.commune, counted.day, counted.served_from)
    return (
        select(a.c.response_id, a.c.question, r.c.form, *placed)
        .join_from(a, r, r.c.id == a.c.response_id)
        .join(counted_responses, counted.response_id == r.c.id)
        .where(
            # Months lead to the rows by their index, days tell which of them are meant.
            counted.month.between(bindparam("first_month"), bindparam("last_month")),
            counted.day.between(bindparam("first_day"), bindparam("last_day")),
            among(counted.unit_id, "units") if in_units else true(),
            counted.counts,
            r.c.restricted.is_(None),
            a.c.comment.is_not(None),
            IS_CURRENT,
        )
        .order_by(r.c.started_at.desc(), r.c.id, a.c.question)
        .limit(bindparam("most"))
    )


def _values(span: Span) -> dict[str, object]:
    return {"since": span.since, "until": span.until, "units": listed(span.units or ())}


def _days(span: Span) -> dict[str, object]:
    return {
        "first_day": span.first_day,
        "last_day": span.last_day,
        "first_month": span.first_day[:_MONTH],
        "last_month": span.last_day[:_MONTH],
        "units": listed(span.units or ()),
    }


def _told(row: Any) -> Alike:  # noqa: ANN401 – a row of any driver
    """Return what a row of `_alike` tells; of other services than those that an invitation names
    the day is that of the form (`bot.figures.reading.served_on`).
    """
    kind, unit_id, commune, served_from, number, count = row
    day = day_numbered(number).isoformat()
    return Alike(kind, unit_id or "", commune, day, served_from or day, int(count))


async def doubts_in(database: Database, span: Span) -> Doubts:
    """Return what was found odd about the responses of a span, and what came of it."""
    in_units = span.units is not None
    reasons, states = [
        await database.rows(_doubts(column, in_units=in_units), _values(span), in_thread=True)
        for column in _KINDS.values()
    ]
    return Doubts([*map(_told, reasons)], [*map(_told, states)])


async def doubted_in(
    database: Database, span: Span, column: Literal["reason", "state"], kind: str, most: int
) -> list[Placed]:
    """Return the responses of a span that something was found odd about, or that are as far
    judged, the newest first.
    """
    statement = _doubted(_KINDS[column], in_units=span.units is not None)
    values = {**_values(span), "kind": kind, "most": most}
    rows = await database.rows(statement, values, in_thread=True)
    return [placed(*row) for row in rows]


async def complaints_in(database: Database, span: Span) -> list[Alike]:
    """Return how many cases of a span there are of each category."""
    statement = _complaints(in_units=span.units is not None)
    rows = await database.rows(statement, _values(span), in_thread=True)
    return [*map(_told, rows)]


async def commented_in(database: Database, span: Span, most: int) -> list[Commented]:
    """Return where people wrote something beside a choice, the newest first."""
    statement = _commented(in_units=span.units is not None)
    rows = await database.rows(statement, {**_days(span), "most": most}, in_thread=True)
    return [Commented(*row) for row in rows]
