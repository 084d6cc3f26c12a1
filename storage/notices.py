"""Notices to officers: data by account, read page by page from the newest on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Select, bindparam, delete, func, insert, or_, select, update

from flows.desk.notices import Kind
from flows.identifiers import Instant
from storage.base import Database
from storage.desk_records import COUNTED
from storage.desk_tables import case_parties
from storage.desk_tables import notices as t
from storage.dialects import named_values
from storage.scopes import among, listed
from storage.tables import complaints
from storage.trust import NoticePage, NoticeRecord
from storage.work import UnitOfWork

__all__ = ["SqlNotices"]

_FIELDS = NoticeRecord.__struct_fields__
_NEWEST: Final = 2**62
_MARK: Final = re.compile(r"\d{1,18}", re.ASCII)

# A list that is read once: an account is a party in a few cases.
_OWN_CASES = (
    select(complaints.c.code)
    .join(case_parties, case_parties.c.complaint_id == complaints.c.id)
    .where(case_parties.c.account_id == bindparam("account_id"))
)
_mine = (t.c.account_id == bindparam("account_id"), t.c.object.not_in(_OWN_CASES))
_UNREAD = t.c.read_at.is_(None)
_PAGE = (
    select(*(t.c[name] for name in _FIELDS))
    .where(*_mine, t.c.number < bindparam("before"))
    .order_by(t.c.number.desc())
    .limit(bindparam("size"))
)
_PAGE_UNREAD = _PAGE.where(_UNREAD)
_UNREAD_OF = _PAGE_UNREAD.where(among(t.c.kind, "kinds"))
_some_unread = select(t.c.number).where(*_mine, _UNREAD).limit(COUNTED + 1)
_COUNT = select(func.count()).select_from(_some_unread.subquery())
_COUNT_OF = select(func.count()).select_from(
    _some_unread.where(among(t.c.kind, "kinds")).subquery()
)
_ADD = insert(t).values(named_values(t, "number"))
_READ = (
    update(t)
    .where(t.c.account_id == bindparam("of_account"), _UNREAD, among(t.c.number, "numbers"))
    .values(read_at=bindparam("at"))
)
_FORGET = delete(t).where(
    t.c.made_at < bindparam("before"), or_(~_UNREAD, t.c.kind.startswith("case."))
)

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_params = msgspec.json.Decoder(dict[str, str]).decode


def _record(row: Any) -> NoticeRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_FIELDS, row, strict=True))
    return NoticeRecord(**{**values, "params": _decode_params(values["params"])})


class SqlNotices:
    """`NoticeRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, unit: UnitOfWork, record: NoticeRecord) -> None:
        values = msgspec.structs.asdict(record)
        del values["number"]
        unit.add(_ADD, {**values, "params": _encode(dict(record.params)).decode()})

    async def page(
        self,
        account_id: str,
        *,
        unread: bool = False,
        after: str | None = None,
        size: int = 50,
    ) -> NoticePage:
        before = int(after) if after and _MARK.fullmatch(after) else _NEWEST
        question = _PAGE_UNREAD if unread else _PAGE
        values = {"account_id": account_id, "before": before, "size": size + 1}
        rows = await self._records(question, values)
        if len(rows) <= size:
            return NoticePage(tuple(rows))
        return NoticePage(tuple(rows[:size]), str(rows[size - 1].number))

    async def unread_of(
        self, account_id: str, kinds: Collection[Kind], size: int = 50
    ) -> list[NoticeRecord]:
        values = {"account_id": account_id, "before": _NEWEST, "size": size}
        return await self._records(_UNREAD_OF, {**values, "kinds": listed(kinds)})

    async def _records(
        self, question: Select[Any], values: Mapping[str, Any]
    ) -> list[NoticeRecord]:
        return [_record(row) for row in await self._database.rows(question, values)]

    async def unread(self, account_id: str, kinds: Collection[Kind] | None = None) -> int:
        values = {"account_id": account_id}
        if kinds is None:
            [[count]] = await self._database.rows(_COUNT, values)
        else:
            [[count]] = await self._database.rows(_COUNT_OF, {**values, "kinds": listed(kinds)})
        return int(count)

    def read(
        self, unit: UnitOfWork, account_id: str, numbers: Collection[int], at: Instant
    ) -> None:
        unit.add(_READ, {"of_account": account_id, "numbers": listed(numbers), "at": at})

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
