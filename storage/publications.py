"""Publications as rows: what was shown, the blocks it was summed from, and who is in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    tuple_,
    update,
)

from flows.identifiers import Instant
from storage.base import Database
from storage.dialects import named_values
from storage.figure_tables import counted_responses as c
from storage.meta_rows import KEEP_META, take_turn, turn_of
from storage.publication_records import (
    ERASED,
    HoldRecord,
    MemberRecord,
    PublicationRecord,
    WaitingPlace,
)
from storage.publication_tables import publication_blocks as b
from storage.publication_tables import publication_holds as h
from storage.publication_tables import publication_members as m
from storage.publication_tables import publications as t
from storage.tables import invitations as i
from storage.tables import meta
from storage.tables import responses as r
from storage.transaction_tables import transactions as x
from storage.work import MissingRowError, StaleSessionError, UnitOfWork
from survey.cells import tallies_of
from survey.moments import Moments
from survey.public_results import Block
from survey.publishing import Label, counts_alike

__all__ = ["SqlPublications"]

_TURN: Final = "publications"
_MARK: Final = "publications_examined"
_FORGOTTEN: Final = "publications_forgotten"
_encode: Final = msgspec.json.Encoder(order="deterministic").encode
_decode: Final = msgspec.json.Decoder(dict[str, Moments]).decode

_LISTED = (
    select(t.c.number, t.c.made_at, t.c.body, t.c.sha256)
    .order_by(t.c.number.desc())
    .limit(bindparam("most"))
)
_NUMBER = select(func.coalesce(func.max(t.c.number), 0))
_ADD = insert(t).values(named_values(t))

_IS_LIVE = and_(b.c.ended_in.is_(None), b.c.first_month >= bindparam("first"))
_BLOCKS = (
    select(
        b.c.id, b.c.unit_id, b.c.first_month, b.c.last_month, b.c.responses, b.c.moments,
        b.c.renewed,
    )
    .where(_IS_LIVE)
    .order_by(b.c.id)
)  # fmt: skip
_ADD_BLOCK = insert(b).values(named_values(b))
_END_BLOCK = (
    update(b)
    .where(b.c.id == bindparam("of_block"), b.c.ended_in.is_(None))
    .values(ended_in=bindparam("number"))
)

_PERSON = func.coalesce(x.c.person_index, x.c.phone_index)
_OF_PERSON = r.outerjoin(i, i.c.id == r.c.invitation_id).outerjoin(x, x.c.id == i.c.transaction_id)
_SINCE = func.coalesce(r.c.completed_at, r.c.started_at)
_IS_ERASED = or_(r.c.id.is_(None), r.c.state == "erased")
"""Of what was erased the figures hear a moment later; its place in a block may be forgotten."""
_IS_IN = exists(select(m.c.response_id).where(m.c.response_id == c.c.response_id))
_PLACE = (c.c.month, c.c.unit_id, c.c.response_id)
_IS_RATED = or_(c.c.ratings.like('%"A_/%'), c.c.ratings.like('%"B_/%'))
"""Whether a factor was rated: kiosks only count faces, and would wait for ever."""
_WAITING = (
    select(
        c.c.response_id, c.c.respondent, c.c.unit_id, c.c.day, c.c.form, c.c.ratings, _PERSON,
        _SINCE,
    )
    .select_from(c.join(_OF_PERSON, r.c.id == c.c.response_id))
    .where(
        c.c.counts, c.c.month >= bindparam("first"), ~_IS_IN, _IS_RATED, ~_IS_ERASED,
        tuple_(*_PLACE) > tuple_(*(bindparam(f"after_{one.name}", type_=Text) for one in _PLACE)),
    )
    .order_by(*_PLACE)
    .limit(bindparam("most"))
)  # fmt: skip
_IS_PLACED = and_(c.c.counts, c.c.unit_id == m.c.unit_id, c.c.month == func.substr(m.c.day, 1, 7))
_AS_COUNTED = c.c.unit_id.concat(" ").concat(c.c.month).concat(" ").concat(c.c.ratings)
_SAME = or_(
    and_(_IS_PLACED, c.c.ratings == m.c.ratings),
    and_(c.c.counts, m.c.ratings == _AS_COUNTED),
)
_IS_GONE = or_(c.c.response_id.is_(None), not_(_SAME))
"""Roughly: what they are sums of may have changed where the sums have not (`_is_gone`)."""
_LEFT = (
    select(m.c.block_id)
    .select_from(m.join(b, b.c.id == m.c.block_id))
    .outerjoin(c, c.c.response_id == m.c.response_id)
    .where(_IS_LIVE, _IS_GONE)
)
_TOUCHED = (
    select(
        m.c.response_id, m.c.block_id, m.c.respondent, m.c.unit_id, m.c.day, m.c.tallies,
        m.c.ratings, _PERSON, _IS_GONE, _IS_PLACED, c.c.form, c.c.ratings,
    )
    .select_from(
        m.outerjoin(c, c.c.response_id == m.c.response_id)
        .outerjoin(_OF_PERSON, r.c.id == m.c.response_id)
    )
    .where(m.c.block_id.in_(_LEFT))
    .order_by(m.c.block_id, m.c.response_id)
)  # fmt: skip
_KEPT: Final = tuple(column.name for column in m.c)
_ADD_MEMBER = insert(m).values(named_values(m))
_ERASED = (
    select(m.c.response_id, m.c.respondent)
    .select_from(m.outerjoin(r, r.c.id == m.c.response_id))
    .where(m.c.respondent != "", m.c.respondent.not_like(f"{ERASED}%"), _IS_ERASED)
    .order_by(m.c.response_id)
)
_FORGET = (
    update(m)
    .where(m.c.response_id == bindparam("of_response"))
    .values(
        response_id=bindparam("new_id"), respondent=bindparam("new_person"), ratings="",
        day=func.substr(m.c.day, 1, 7).concat("-01"),
    )
)  # fmt: skip
_OF_MEMBER = and_(c.c.response_id == m.c.response_id, c.c.counts)
_KEEP_AS_COUNTED = (
    update(m)
    .where(m.c.respondent != "", exists(select(c.c.response_id).where(_OF_MEMBER)))
    .values(ratings=select(_AS_COUNTED).where(_OF_MEMBER).scalar_subquery())
)
_LIVE_IDS = select(b.c.id).where(_IS_LIVE)
_EMPTY_ENDED = (
    update(m)
    .where(m.c.block_id.not_in(_LIVE_IDS), m.c.respondent != "")
    .values(respondent="", unit_id="", tallies="{}", ratings="")
)
_DROP_ENDED = delete(m).where(
    m.c.block_id.not_in(_LIVE_IDS),
    m.c.response_id.not_in(select(r.c.id).where(r.c.state != "erased")),
)
_DROP_AGED = delete(m).where(m.c.day < bindparam("first"))
"""By the day, "2026-11-…", against a month: of earlier months nobody waits any more."""
_MOVE_MEMBER = (
    update(m)
    .where(m.c.response_id == bindparam("of_response"))
    .values(block_id=bindparam("new_block"))
)

_EXAMINED = select(meta.c.value).where(meta.c.key == bindparam("key"))
_HOLD = select(h.c.held, h.c.reason, h.c.at, h.c.actor, h.c.number).order_by(h.c.number.desc())
_ADD_HOLD = insert(h).values(named_values(h, "number"))


class SqlPublications:
    """`PublicationRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self) -> PublicationRecord | None:
        return next(iter(await self.listed(1)), None)

    async def newest_number(self) -> int:
        [[found]] = await self._database.rows(_NUMBER)
        return int(found)

    async def listed(self, most: int) -> list[PublicationRecord]:
        return [
            PublicationRecord(number=number, made_at=made_at, body=body, sha256=sha256)
            for number, made_at, body, sha256 in await self._database.rows(_LISTED, {"most": most})
        ]

    async def blocks(self, first_month: str) -> list[Block]:
        rows = await self._database.rows(_BLOCKS, {"first": first_month}, in_thread=True)
        return [
            Block(
                id=key,
                label=Label(unit_id, first, last),
                responses=responses,
                moments=_decode(moments),
                renewed=bool(renewed),
            )
            for key, unit_id, first, last, responses, moments, renewed in rows
        ]

    async def waiting(
        self, first_month: str, after: WaitingPlace, most: int
    ) -> list[tuple[MemberRecord, Instant]]:
        place = zip(_PLACE, after, strict=True)
        behind = {f"after_{column.name}": value for column, value in place}
        values = {"first": first_month, "most": most, **behind}
        rows = await self._database.rows(_WAITING, values, in_thread=True)
        return [(_waiting(row), Instant(since)) for *row, since in rows]

    async def touched(self, first_month: str) -> list[tuple[MemberRecord, bool]]:
        rows = await self._database.rows(_TOUCHED, {"first": first_month}, in_thread=True)
        found = ((_member(row[:-4]), row[-4:]) for row in rows)
        return [(member, _is_gone(member, now)) for member, now in found]

    def keep_as_counted(self, unit: UnitOfWork) -> None:
        unit.add(_KEEP_AS_COUNTED, {})

    async def turn(self) -> int:
        return await turn_of(self._database, _TURN)

    async def examined(self) -> str:
        return await self._mark(_MARK)

    async def forgotten(self) -> str:
        return await self._mark(_FORGOTTEN)

    async def _mark(self, key: str) -> str:
        rows = await self._database.rows(_EXAMINED, {"key": key})
        return str(rows[0][0]) if rows else ""

    def keep_examined(self, unit: UnitOfWork, mark: str) -> None:
        unit.add(KEEP_META, {"key": _MARK, "value": mark})

    def add(self, unit: UnitOfWork, record: PublicationRecord, turn: int) -> None:
        take_turn(unit, _TURN, turn)
        unit.add(_ADD, msgspec.structs.asdict(record))

    def add_block(self, unit: UnitOfWork, block: Block, number: int) -> None:
        values = {
            "id": block.id,
            **msgspec.structs.asdict(block.label),
            "responses": block.responses,
            "moments": _encode(block.moments).decode(),
            "renewed": block.renewed,
            "made_in": number,
            "ended_in": None,
        }
        unit.add(_ADD_BLOCK, values)

    def end_block(self, unit: UnitOfWork, block_id: str, number: int) -> None:
        unit.add(_END_BLOCK, {"of_block": block_id, "number": number}, MissingRowError)

    def add_member(self, unit: UnitOfWork, record: MemberRecord) -> None:
        unit.add(_ADD_MEMBER, {name: getattr(record, name) for name in _KEPT})

    def move_member(self, unit: UnitOfWork, response_id: str, block_id: str) -> None:
        values = {"of_response": response_id, "new_block": block_id}
        unit.add(_MOVE_MEMBER, values, StaleSessionError)  # forgotten at this very moment

    async def erased(self) -> list[tuple[str, str]]:
        rows = await self._database.rows(_ERASED, in_thread=True)
        return [(str(response_id), str(respondent)) for response_id, respondent in rows]

    def forget_member(self, unit: UnitOfWork, response_id: str, name: str, person: str) -> None:
        values = {"of_response": response_id, "new_id": name, "new_person": f"{ERASED}{person}"}
        unit.add(_FORGET, values, StaleSessionError)

    def forget_ended(self, unit: UnitOfWork, first_month: str, mark: str) -> None:
        for statement in (_EMPTY_ENDED, _DROP_ENDED, _DROP_AGED):
            unit.add(statement, {"first": first_month})
        unit.add(KEEP_META, {"key": _FORGOTTEN, "value": mark})

    async def hold(self) -> HoldRecord | None:
        rows = await self._database.rows(_HOLD.limit(1))
        if not rows:
            return None
        held, reason, at, actor, number = rows[0]
        return HoldRecord(
            held=bool(held), reason=reason, at=Instant(at), actor=actor, number=number
        )

    def add_hold(self, unit: UnitOfWork, record: HoldRecord, turn: int) -> None:
        take_turn(unit, _TURN, turn)
        values = msgspec.structs.asdict(record)
        del values["number"]
        unit.add(_ADD_HOLD, values)


def _is_gone(member: MemberRecord, now: Sequence[Any]) -> bool:
    """Tell whether a member does not count as it did: `now` is what `_TOUCHED` finds of that."""
    is_other, is_placed, form, ratings = now
    if not is_other or not is_placed:
        return bool(is_other)
    tallies = tallies_of(form, msgspec.json.decode(ratings, type=dict[str, int]))
    return not counts_alike(member.member().tallies, tallies)


def _waiting(row: Sequence[Any]) -> MemberRecord:
    response_id, respondent, unit_id, day, form, ratings, person = row
    tallies = tallies_of(form, msgspec.json.decode(ratings, type=dict[str, int]))
    levels = _encode(dict(tallies)).decode()
    return _member((response_id, "", respondent, unit_id, day, levels, ratings, person))


def _member(row: Sequence[Any]) -> MemberRecord:
    *kept, person = row
    index = None if person is None else bytes(person)
    return MemberRecord(**dict(zip(_KEPT, kept, strict=True)), person_index=index)
