"""People at counters: officers, and who sits where from when to when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from flows.identifiers import Instant
from storage.base import Database, MissingRowError, StaleSessionError
from storage.dialects import named_values
from storage.office_tables import officers, roster
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.staff_records import OfficerRecord, RosterRecord
from storage.work import UnitOfWork

__all__ = ["SqlRoster"]

_OFFICER_FIELDS: Final = OfficerRecord.__struct_fields__
_OFFICERS = select(*(officers.c[name] for name in _OFFICER_FIELDS)).order_by(
    officers.c.name, officers.c.id
)
_BY_ID = _OFFICERS.where(officers.c.id == bindparam("officer_id"))
_BY_PHONE = _OFFICERS.where(officers.c.phone_index == bindparam("phone_index"))
_ACCOUNTS = select(officers.c.account_id).where(
    among(officers.c.id, "officers"), officers.c.account_id.is_not(None)
)
_ADD_OFFICER = insert(officers).values(named_values(officers))
_SAVED: Final = ("name", "unit_id", "staff_code", "account_id", "ended_on")
_SAVE_OFFICER = (
    update(officers)
    .where(officers.c.id == bindparam("of_officer"))
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)
_SET_PHONE = (
    update(officers)
    .where(officers.c.id == bindparam("of_officer"))
    .values(phone_index=bindparam("new_phone"))
)

_RENAMED: Final = {"by": "actor"}
"""Field of a line → its column, where they differ: `by` is a word of SQL."""
_LINE_FIELDS: Final = RosterRecord.__struct_fields__
_LINES = select(*(roster.c[_RENAMED.get(name, name)] for name in _LINE_FIELDS)).order_by(
    roster.c.from_day, roster.c.starts_min, roster.c.id
)
_LINE = _LINES.where(roster.c.id == bindparam("line_id"))
_IN_TIME = (
    roster.c.withdrawn_at.is_(None),
    roster.c.from_day <= bindparam("last"),
    roster.c.to_day >= bindparam("first"),
)
_there = select(roster.c.officer_id).where(*_IN_TIME, roster.c.place_id == bindparam("place_id"))
_OF_PLACE = _LINES.where(
    *_IN_TIME,
    or_(
        roster.c.place_id == bindparam("place_id"),
        and_(
            roster.c.kind != "duty",
            or_(roster.c.officer_id.in_(_there), roster.c.stands_for.in_(_there)),
        ),
    ),
)
_ADD_LINE = insert(roster).values(named_values(roster, "id"))
_WITHDRAW = (
    update(roster)
    .where(roster.c.id == bindparam("line_id"), roster.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("moment"), withdrawn_by=bindparam("actor"))
)
_CHANGES = select(
    func.coalesce(func.max(roster.c.id), 0), func.count(roster.c.withdrawn_at)
).select_from(roster)
_LINKED = (
    select(officers.c.id, officers.c.account_id)
    .where(officers.c.account_id.is_not(None))
    .order_by(officers.c.id)
)
_decode_day = date.fromisoformat


def _officer(row: Any) -> OfficerRecord:  # noqa: ANN401 – a row of any driver
    return OfficerRecord(**dict(zip(_OFFICER_FIELDS, row, strict=True)))


def _line(row: Any) -> RosterRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_LINE_FIELDS, row, strict=True))
    for name in ("from_day", "to_day"):
        values[name] = _decode_day(values[name])
    return RosterRecord(**values)


class SqlRoster:
    """`RosterRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    # -- officers

    async def officers(self) -> list[OfficerRecord]:
        return [_officer(row) for row in await self._database.rows(_OFFICERS)]

    async def officer(self, officer_id: str) -> OfficerRecord | None:
        rows = await self._database.rows(_BY_ID, {"officer_id": officer_id})
        return _officer(rows[0]) if rows else None

    async def with_phone(self, phone: str) -> list[OfficerRecord]:
        index = self._ring.blind_index(phone)
        return [
            _officer(row) for row in await self._database.rows(_BY_PHONE, {"phone_index": index})
        ]

    async def accounts_of(self, officer_ids: Collection[str]) -> frozenset[str]:
        rows = await self._database.rows(_ACCOUNTS, {"officers": listed(officer_ids)})
        return frozenset(account_id for (account_id,) in rows)

    def add_officer(self, unit: UnitOfWork, record: OfficerRecord) -> None:
        unit.add(_ADD_OFFICER, {**msgspec.structs.asdict(record), "phone_index": None})

    def save_officer(self, unit: UnitOfWork, record: OfficerRecord) -> None:
        values = {f"new_{name}": getattr(record, name) for name in _SAVED}
        unit.add(_SAVE_OFFICER, {"of_officer": record.id, **values}, MissingRowError)

    def set_phone(self, unit: UnitOfWork, officer_id: str, phone: str | None) -> None:
        index = None if phone is None else self._ring.blind_index(phone)
        unit.add(_SET_PHONE, {"of_officer": officer_id, "new_phone": index}, MissingRowError)

    # -- the roster

    async def of_place(self, place_id: str, first: date, last: date) -> list[RosterRecord]:
        values = {"place_id": place_id, "first": first.isoformat(), "last": last.isoformat()}
        return [_line(row) for row in await self._database.rows(_OF_PLACE, values)]

    async def line(self, line_id: int) -> RosterRecord | None:
        rows = await self._database.rows(_LINE, {"line_id": line_id})
        return _line(rows[0]) if rows else None

    def add(self, unit: UnitOfWork, record: RosterRecord) -> None:
        values = msgspec.structs.asdict(record)
        days = {name: values[name].isoformat() for name in ("from_day", "to_day")}
        unit.add(_ADD_LINE, {**values, **days, "actor": values.pop("by")})

    def withdraw(self, unit: UnitOfWork, line_id: int, at: Instant, by: str) -> None:
        values = {"line_id": line_id, "moment": at, "actor": by}
        unit.add(_WITHDRAW, values, StaleSessionError)

    async def version(self) -> tuple[int, int, tuple[tuple[str, str], ...]]:
        [[newest, withdrawn]] = await self._database.rows(_CHANGES)
        linked = await self._database.rows(_LINKED)
        return int(newest), int(withdrawn), tuple((row[0], row[1]) for row in linked)
