"""Draws as rows: sealed records, what was drawn of each stratum, and who."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from flows.identifiers import Instant
from storage.base import Database, StaleSessionError, UnitOfWork
from storage.campaign_base import DrawWorkRepository
from storage.campaign_tables import draw_frames as f
from storage.campaign_tables import draw_strata as s
from storage.campaign_tables import draw_works as w
from storage.campaign_tables import drawn as d
from storage.campaign_tables import draws as t
from storage.counting import IS_LATE, IS_UNPROVED
from storage.counting_tables import response_weights
from storage.dialects import named_values
from storage.draw_records import (
    DrawnRow,
    DrawRecord,
    FrameCount,
    FrameRow,
    FrameWish,
    StratumFill,
)
from storage.draw_works import SqlDrawWorks, is_live
from storage.frames import counted_frame, counts, frame_pages, lists_that_count
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.tables import invitations, responses
from survey.quotas import Stratum
from survey.sample_plans import StratumPlan

__all__ = ["SqlDraws"]

_FIELDS: Final = DrawRecord.__struct_fields__
_OF_CAMPAIGN = (
    select(*(t.c[name] for name in _FIELDS))
    .where(t.c.campaign_id == bindparam("campaign_id"), ~t.c.partial, t.c.number > 0)
    .order_by(t.c.number)
)
_ADD = insert(t).values(named_values(t))
_ADD_STRATUM = insert(s).values(named_values(s))
_ADD_DRAWN = insert(d).values(named_values(d, "changed_at", "stands_for"))
_KEEP_PIECE = insert(f).values(named_values(f))
_PIECE = select(f.c.data).where(
    f.c.draw_id == bindparam("draw_id"), f.c.number == bindparam("number")
)
_FINISH = update(t).where(t.c.id == bindparam("draw_id"), t.c.partial).values(partial=false())
_VOID = update(t).where(t.c.campaign_id == bindparam("of_campaign")).values(partial=true())
_is_stored = exists(select(w.c.campaign_id).where(w.c.draw_id == t.c.id, is_live))
_PARTIAL = select(t.c.campaign_id, t.c.id).where(t.c.partial).order_by(t.c.id)
_BROKEN_OFF = _PARTIAL.where(~_is_stored)
_PARTIAL_OF = _PARTIAL.where(t.c.campaign_id == bindparam("campaign_id"))
_people_of = select(d.c.transaction_id).where(
    d.c.campaign_id == bindparam("campaign_id"), d.c.draw_id == bindparam("draw_id")
)
_pieces_of = select(f.c.number).where(f.c.draw_id == bindparam("draw_id"))
_LEFT = select(or_(exists(_people_of), exists(_pieces_of)))
_DROP_SOME: Final = (
    delete(d).where(
        d.c.campaign_id == bindparam("campaign_id"),
        d.c.transaction_id.in_(_people_of.limit(bindparam("most"))),
    ),
    delete(f).where(
        f.c.draw_id == bindparam("draw_id"), f.c.number.in_(_pieces_of.limit(bindparam("pieces")))
    ),
)
_DROP: Final = (
    delete(s).where(s.c.draw_id == bindparam("draw_id")),
    delete(t).where(t.c.id == bindparam("draw_id")),
)

_DRAWN = (
    select(*(d.c[name] for name in DrawnRow._fields))
    .where(d.c.campaign_id == bindparam("campaign_id"), d.c.draw_id == bindparam("draw_id"))
    .order_by(d.c.stratum, d.c.rank)
)
_CAMPAIGN_OF = select(t.c.campaign_id).where(t.c.id == bindparam("draw_id"))
_STRATUM: Final = (s.c.group_id, s.c.unit_id, s.c.area, s.c.mode)
_in_stratum = and_(s.c.draw_id == d.c.draw_id, s.c.position == d.c.stratum)
_PLANNED = (
    select(*_STRATUM, func.sum(s.c.frame), func.sum(s.c.wanted))
    .join(t, t.c.id == s.c.draw_id)
    .where(t.c.campaign_id == bindparam("campaign_id"), ~t.c.partial)
    .group_by(*_STRATUM)
)
# Spelt out, not a parameter: only so does the partial index fit.
_PERSONAL: Final[ColumnElement[bool]] = literal_column("responses.invitation_kind = 'personal'")
_is_answered = exists(
    select(responses.c.id)
    .join(invitations, invitations.c.id == responses.c.invitation_id)
    .outerjoin(response_weights, response_weights.c.response_id == responses.c.id)
    .where(
        invitations.c.transaction_id == d.c.transaction_id,
        invitations.c.campaign_id == d.c.campaign_id,
        _PERSONAL,
        responses.c.state == "completed",
        ~responses.c.set_aside,
        ~responses.c.to_be_judged,
        ~IS_LATE,
        ~IS_UNPROVED,
    )
)
_FILLED = (
    select(
        *_STRATUM,
        d.c.role,
        func.count(),
        func.sum(case((and_(d.c.role == "main", _is_answered), 1), else_=0)),
    )
    .join(s, _in_stratum)
    .where(d.c.campaign_id == bindparam("campaign_id"), counts)
    .group_by(*_STRATUM, d.c.role)
)
_MAINS = select(func.count()).where(
    d.c.campaign_id == bindparam("campaign_id"), d.c.role == "main", counts
)
_STRATA_OF = (
    select(d.c.transaction_id, *_STRATUM)
    .join(s, _in_stratum)
    .where(
        d.c.campaign_id == bindparam("campaign_id"),
        counts,
        d.c.role == "main",
        among(d.c.transaction_id, "transactions"),
    )
)
_RESERVES = (
    select(d.c.transaction_id)
    .join(s, _in_stratum)
    .join(t, t.c.id == d.c.draw_id)
    .where(
        d.c.campaign_id == bindparam("campaign_id"),
        d.c.role == "reserve",
        ~t.c.partial,
        *(column == bindparam(column.name) for column in _STRATUM),
    )
    .order_by(t.c.number, d.c.rank)
    .limit(bindparam("most"))
)


def _turned(before: str, after: str) -> Any:  # noqa: ANN401 – an UPDATE
    return (
        update(d)
        .where(
            d.c.campaign_id == bindparam("of_campaign"),
            d.c.transaction_id == bindparam("of_transaction"),
            d.c.role == before,
        )
        .values(role=after, changed_at=bindparam("moment"))
    )


_REPLACE = _turned("main", "replaced")
_PROMOTE = _turned("reserve", "main").values(stands_for=bindparam("for_whom"))


class SqlDraws:
    """`DrawRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self.works: DrawWorkRepository = SqlDrawWorks(database)
        self._database = database
        self._ring = ring

    # -- frames

    async def lists(self) -> dict[str, str]:
        return await lists_that_count(self._database)

    async def frame_counts(self, wish: FrameWish) -> list[FrameCount]:
        return await counted_frame(self._database, wish)

    def frame_rows(self, wish: FrameWish) -> AsyncIterator[list[FrameRow]]:
        return frame_pages(self._database, wish)

    # -- draws

    async def of_campaign(self, campaign_id: str) -> list[DrawRecord]:
        rows = await self._database.rows(_OF_CAMPAIGN, {"campaign_id": campaign_id})
        return [DrawRecord(**dict(zip(_FIELDS, row, strict=True))) for row in rows]

    def add(
        self, unit: UnitOfWork, record: DrawRecord, strata: Sequence[StratumPlan], *,
        partial: bool = False,
    ) -> None:  # fmt: skip
        unit.add(_ADD, {**msgspec.structs.asdict(record), "partial": partial})
        for position, one in enumerate(strata):
            values = msgspec.structs.asdict(one)
            values["group_id"], values["unit_id"] = values.pop("group"), values.pop("unit")
            unit.add(_ADD_STRATUM, {"draw_id": record.id, "position": position, **values})

    def add_drawn(
        self, unit: UnitOfWork, campaign_id: str, draw_id: str, drawn: Sequence[DrawnRow]
    ) -> None:
        place = {"draw_id": draw_id, "campaign_id": campaign_id}
        for row in drawn:
            unit.add(_ADD_DRAWN, {**row._asdict(), **place})

    def finish(self, unit: UnitOfWork, draw_id: str) -> None:
        unit.add(_FINISH, {"draw_id": draw_id}, StaleSessionError)

    def keep_frame(self, unit: UnitOfWork, draw_id: str, number: int, data: bytes) -> None:
        sealed = self._ring.encrypt("draw_frames", "data", f"{draw_id}/{number}", data)
        unit.add(_KEEP_PIECE, {"draw_id": draw_id, "number": number, "data": sealed})

    async def frame(self, draw_id: str) -> AsyncIterator[bytes]:
        number = 0
        while rows := await self._database.rows(_PIECE, {"draw_id": draw_id, "number": number}):
            at = f"{draw_id}/{number}"
            yield self._ring.decrypt("draw_frames", "data", at, rows[0][0])
            number += 1

    # -- removed, bit by bit

    def void(self, unit: UnitOfWork, campaign_id: str) -> None:
        unit.add(_VOID, {"of_campaign": campaign_id})

    async def partial(self, campaign_id: str | None = None) -> list[tuple[str, str]]:
        if campaign_id is None:
            rows = await self._database.rows(_BROKEN_OFF)
        else:
            rows = await self._database.rows(_PARTIAL_OF, {"campaign_id": campaign_id})
        return [(row[0], row[1]) for row in rows]

    async def left(self, campaign_id: str, draw_id: str) -> bool:
        values = {"campaign_id": campaign_id, "draw_id": draw_id}
        [[found]] = await self._database.rows(_LEFT, values)
        return bool(found)

    def drop_some(self, unit: UnitOfWork, campaign_id: str, draw_id: str, most: int) -> None:
        values = {"campaign_id": campaign_id, "draw_id": draw_id, "most": most}
        for statement in _DROP_SOME:
            unit.add(statement, {**values, "pieces": -(-most // 100)})

    def drop(self, unit: UnitOfWork, draw_id: str) -> None:
        for statement in _DROP:
            unit.add(statement, {"draw_id": draw_id})

    # -- who was drawn

    async def drawn(self, draw_id: str) -> list[DrawnRow]:
        known = await self._database.rows(_CAMPAIGN_OF, {"draw_id": draw_id})
        if not known:
            return []
        [[campaign_id]] = known
        values = {"draw_id": draw_id, "campaign_id": campaign_id}
        rows = await self._database.rows(_DRAWN, values, in_thread=True)
        return await asyncio.to_thread(_people, rows)

    async def count_main(self, campaign_id: str) -> int:
        rows = await self._database.rows(_MAINS, {"campaign_id": campaign_id}, in_thread=True)
        return int(rows[0][0])

    async def fills(self, campaign_id: str) -> list[StratumFill]:
        of = {"campaign_id": campaign_id}
        counts: dict[Stratum, dict[str, int]] = {}
        for *stratum, role, people, answered in await self._database.rows(
            _FILLED, of, in_thread=True
        ):
            found = counts.setdefault(Stratum(*stratum), {"answered": 0})
            found[role] = people
            found["answered"] += answered or 0
        return [
            _fill(Stratum(*stratum), frame, wanted, counts.get(Stratum(*stratum), {}))
            for *stratum, frame, wanted in await self._database.rows(_PLANNED, of)
        ]

    async def strata_of(
        self, campaign_id: str, transactions: Collection[str]
    ) -> Mapping[str, Stratum]:
        values = {"campaign_id": campaign_id, "transactions": listed(transactions)}
        rows = await self._database.rows(_STRATA_OF, values)
        return {transaction: Stratum(*stratum) for transaction, *stratum in rows}

    async def reserves(self, campaign_id: str, stratum: Stratum, most: int) -> list[str]:
        named = dict(zip(("group_id", "unit_id", "area", "mode"), stratum, strict=True))
        values = {"campaign_id": campaign_id, "most": most, **named}
        return [row[0] for row in await self._database.rows(_RESERVES, values)]

    def replace(self, unit: UnitOfWork, campaign_id: str, transaction: str, at: Instant) -> None:
        of = {"of_campaign": campaign_id, "of_transaction": transaction}
        unit.add(_REPLACE, {**of, "moment": at}, StaleSessionError)

    def promote(
        self, unit: UnitOfWork, campaign_id: str, transaction: str, at: Instant, *,
        stands_for: str | None = None,
    ) -> None:  # fmt: skip
        of = {"of_campaign": campaign_id, "of_transaction": transaction}
        unit.add(_PROMOTE, {**of, "moment": at, "for_whom": stands_for}, StaleSessionError)


def _people(rows: Sequence[Any]) -> list[DrawnRow]:
    return [DrawnRow(*row) for row in rows]


def _fill(stratum: Stratum, frame: int, wanted: int, counts: Mapping[str, int]) -> StratumFill:
    return StratumFill(
        stratum=stratum,
        frame=frame,
        wanted=wanted,
        main=counts.get("main", 0),
        reserve=counts.get("reserve", 0),
        replaced=counts.get("replaced", 0),
        answered=counts.get("answered", 0),
    )
