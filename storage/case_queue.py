"""The queue: cases as officers see them, in pages whose cost does not grow with the queue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import BigInteger, Select, bindparam, func, literal_column, select, tuple_

from flows.desk.cases import RUNNING
from flows.desk.policy import Scope
from flows.identifiers import Instant, first_identifier
from storage.base import Database
from storage.case_counts import figures
from storage.case_marks import begin, mark_behind
from storage.case_parts import Part, order_of, parts_of, streams_of
from storage.case_states import IS_OPEN, IS_RUNNING
from storage.case_streams import FIELDS, Order, Shape, page_of
from storage.case_words import UNINDEXED, keep_words, word_hashes
from storage.complaints import complaint_columns, opened
from storage.desk_records import COUNTED, CaseCounts, CaseFilter, CasePage, CaseRow, DuePage
from storage.desk_tables import complaint_words as words
from storage.records import ComplaintRecord
from storage.scopes import among, case_rule, listed, scope_values, shape_of
from storage.secrets import KeyRing
from storage.streams import pieces, rounded
from storage.tables import complaints as t
from storage.work import UnitOfWork

__all__ = ["SqlCases"]

_ENOUGH: Final = 100  # cases with a word: two pages of it are no more to read than of others
_LOOKED_AT: Final[tuple[Order, ...]] = ("undated", "dated")  # what nobody knows of comes first

_ALL = select(*complaint_columns)
_FREQUENCY = select(func.count()).select_from(
    select(words.c.complaint_id)
    .where(words.c.word_index == bindparam("word"))
    .limit(literal_column(str(_ENOUGH)))
    .subquery()
)
_UNINDEXED = _ALL.where(UNINDEXED).limit(bindparam("size"))
# What the clock has not passed by now, and the term began before: that day would be counted.
_counts_day = (
    select(func.count())
    .select_from(t)
    .where(
        t.c.due_at >= bindparam("closes"),
        func.coalesce(t.c.term_at, t.c.created_at) < bindparam("opens"),
        func.coalesce(t.c.waiting_since, bindparam("now", type_=BigInteger)) < bindparam("closes"),
    )
)
_MOVED_BY = (_counts_day.where(IS_RUNNING), _counts_day.where(t.c.state == "waiting"))
_to_look_at = _ALL.where(IS_OPEN).order_by(t.c.look_at, t.c.id).limit(bindparam("size"))
_TO_LOOK_AT: Final[dict[Order, Select[Any]]] = {
    "undated": _to_look_at.where(t.c.look_at.is_(None), t.c.id > bindparam("after_id")),
    "dated": _to_look_at.where(
        t.c.look_at <= bindparam("before"),
        tuple_(t.c.look_at, t.c.id)
        > tuple_(bindparam("after_due", type_=BigInteger), bindparam("after_id")),
    ),
}


@lru_cache(maxsize=64)
def _by_code(shape: Scope) -> Select[Any]:
    return _ALL.where(t.c.code == bindparam("code"), case_rule(shape))


@lru_cache(maxsize=64)
def _visible(shape: Scope) -> Select[Any]:
    return select(t.c.code).where(among(t.c.code, "codes"), case_rule(shape))


def _row(row: Any) -> CaseRow:  # noqa: ANN401 – a row of any driver
    values = dict(zip(FIELDS, row, strict=True))
    return CaseRow(**{**values, "restricted": bool(values["restricted"])})


class SqlCases:
    """`CaseRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    # -- pages

    async def queue(
        self, scope: Scope, chosen: CaseFilter, *, after: str | None = None, size: int = 50
    ) -> CasePage:
        hashes = word_hashes(self._ring, chosen.words)
        if chosen.words and not hashes:  # only signs, which no case is found by
            return CasePage(())
        hashes = await self._rarest_first(hashes)
        parts, orders = parts_of(scope, chosen), order_of(chosen)
        found: list[CaseRow] = []
        for order, start in begin(after, orders):
            values = {**scope_values(scope), **start, "size": size + 1 - len(found)}
            if chosen.until is not None:  # ids begin with the time
                values["after_id"] = min(values["after_id"], first_identifier(chosen.until))
            found += await self._merged(scope, parts, order, hashes, values)
            if len(found) > size:
                last = found[size - 1]
                runs_until = last.due_at if last.state in RUNNING else None
                return CasePage(tuple(found[:size]), mark_behind(runs_until, last.id, orders))
        return CasePage(tuple(found))

    async def _rarest_first(self, hashes: list[bytes]) -> list[bytes]:
        """Put the word that leads to the fewest cases at the front: it is where to begin."""
        if len(hashes) < 2:
            return hashes
        counted = []
        for word in hashes:
            [[count]] = await self._database.rows(_FREQUENCY, {"word": word})
            counted.append((count, word))
        return [word for _, word in sorted(counted)]

    async def _merged(
        self,
        scope: Scope,
        parts: Sequence[Part],
        order: Order,
        hashes: Sequence[bytes],
        values: dict[str, Any],
    ) -> list[CaseRow]:
        """Return the first `size` rows of all parts together, each case once."""
        rows: dict[str, CaseRow] = {}
        for part in parts:
            for streams in pieces(streams_of(part, order)):
                piece = part._replace(streams=tuple(streams))
                found = await self._read(scope, piece, order, hashes, values)
                rows |= {row[0]: _row(row) for row in found}
        ordered = sorted(
            rows.values(),
            key=lambda row: (row.due_at or 0 if order == "dated" else 0, row.id),
            reverse=order == "newest",
        )
        return ordered[: values["size"]]

    async def _read(
        self,
        scope: Scope,
        part: Part,
        order: Order,
        hashes: Sequence[bytes],
        values: dict[str, Any],
        *,
        bare: bool = False,
    ) -> list[Any]:
        led = part.facet == "word"
        given = {f"word_{number}": word for number, word in enumerate(hashes, 0 if led else 1)}
        question = page_of(
            Shape(
                part.closed, part.by_unit, part.facet, order, part.rests,
                len(hashes) - led, scope, len(part.streams), bare,
            )
        )  # fmt: skip
        named: dict[str, Any] = {}
        for number in range(rounded(len(part.streams))):
            unit, value = part.streams[number] if number < len(part.streams) else (None, None)
            named |= {f"unit_{number}": unit, f"value_{number}": value}
        return await self._database.rows(question, {**named, **part.values, **values, **given})

    # -- figures and single cases

    async def counts(self, scope: Scope, now: Instant) -> CaseCounts:
        found = {
            name: await self._counted(within, chosen)
            for name, within, chosen in figures(scope, now)
        }
        return CaseCounts(**found)

    async def _counted(self, scope: Scope, chosen: CaseFilter) -> int:
        """Return how many cases a filter lists, up to `COUNTED + 1`."""
        [order] = order_of(chosen)
        [(_, start)] = begin(None, (order,))
        values = {**scope_values(scope), **start, "size": COUNTED + 1}
        found: set[str] = set()
        for part in parts_of(scope, chosen):
            for streams in pieces(part.streams):
                piece = part._replace(streams=tuple(streams))
                rows = await self._read(scope, piece, order, (), values, bare=True)
                found |= {row[0] for row in rows}
                if len(found) > COUNTED:
                    return COUNTED + 1
        return len(found)

    async def moved_by(self, opens: Instant, closes: Instant, now: Instant) -> int:
        values = {"opens": opens, "closes": closes, "now": now}
        found = [await self._database.rows(one, values, in_thread=True) for one in _MOVED_BY]
        return sum(int(count) for [[count]] in found)

    async def by_code(self, scope: Scope, code: str) -> ComplaintRecord | None:
        values = {**scope_values(scope), "code": code}
        rows = await self._database.rows(_by_code(shape_of(scope)), values)
        return opened(self._ring, rows[0]) if rows else None

    async def visible(self, scope: Scope, codes: Collection[str]) -> frozenset[str]:
        values = {**scope_values(scope), "codes": listed(codes)}
        rows = await self._database.rows(_visible(shape_of(scope)), values)
        return frozenset(code for (code,) in rows)

    # -- for jobs

    async def open_due(
        self, before: Instant, *, after: str | None = None, size: int = 100
    ) -> DuePage:
        found: list[ComplaintRecord] = []
        for order, start in begin(after, _LOOKED_AT):
            values = {**start, "before": before, "size": size + 1 - len(found)}
            rows = await self._database.rows(_TO_LOOK_AT[order], values)
            found += [opened(self._ring, row) for row in rows]
            if len(found) > size:
                last = found[size - 1]
                return DuePage(tuple(found[:size]), mark_behind(last.look_at, last.id, _LOOKED_AT))
        return DuePage(tuple(found))

    async def index_missing(self, limit: int = 500) -> int:
        rows = await self._database.rows(_UNINDEXED, {"size": limit}, in_thread=True)
        unit = UnitOfWork()
        for row in rows:
            keep_words(unit, self._ring, opened(self._ring, row))
        await self._database.commit(unit)
        return len(rows)
