"""Where officers are written to: addresses sealed, changes fenced by a version."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from msgspec.structs import asdict
from sqlalchemy import and_, bindparam, delete, exists, insert, or_, select, update

from flows.desk.notices import Kind
from flows.identifiers import Instant
from storage.base import Database
from storage.desk_tables import notices
from storage.dialects import named_values
from storage.mail_records import AccountMail
from storage.mail_tables import account_mails as t
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlAccountMails"]

_FIELDS = AccountMail.__struct_fields__
_PLACE: Final = ("account_mails", "address")
_all = select(*(t.c[name] for name in _FIELDS))
_FIND = _all.where(t.c.account_id == bindparam("account_id"))
_UNTOLD = exists().where(
    notices.c.account_id == t.c.account_id,
    notices.c.number > t.c.mailed_upto,
    notices.c.read_at.is_(None),
    ~among(notices.c.kind, "kinds"),
)
_DUE = (
    _all.where(
        t.c.next_at <= bindparam("now"),
        or_(
            and_(t.c.confirmed_at.is_(None), t.c.asked_at.is_(None)),
            and_(t.c.confirmed_at.is_not(None), _UNTOLD),
        ),
    )
    .order_by(t.c.next_at)
    .limit(bindparam("size"))
)
_ADD = insert(t).values(named_values(t))
_SAVE = (
    update(t)
    .where(t.c.account_id == bindparam("of_account"), t.c.version == bindparam("of_version"))
    .values({name: bindparam(name) for name in _FIELDS if name != "account_id"})
)
_REMOVE = delete(t).where(t.c.account_id == bindparam("of_account"))


class SqlAccountMails:
    """`AccountMailRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def of(self, account_id: str) -> AccountMail | None:
        rows = await self._database.rows(_FIND, {"account_id": account_id})
        return self._record(rows[0]) if rows else None

    async def due(self, now: Instant, kinds: Collection[Kind], size: int) -> list[AccountMail]:
        values = {"now": now, "kinds": listed(kinds), "size": size}
        return [self._record(row) for row in await self._database.rows(_DUE, values)]

    def add(self, unit: UnitOfWork, record: AccountMail) -> None:
        unit.add(_ADD, self._values(record))

    def save(self, unit: UnitOfWork, record: AccountMail) -> None:
        values = self._values(record)
        key = {"of_account": values.pop("account_id"), "of_version": record.version - 1}
        unit.add(_SAVE, {**values, **key}, StaleSessionError)

    def remove(self, unit: UnitOfWork, account_id: str) -> None:
        unit.add(_REMOVE, {"of_account": account_id})

    def _values(self, record: AccountMail) -> dict[str, Any]:
        sealed = self._ring.seal_text(*_PLACE, record.account_id, record.address)
        return {**asdict(record), "address": sealed}

    def _record(self, row: Any) -> AccountMail:  # noqa: ANN401 – a row of any driver
        values = dict(zip(_FIELDS, row, strict=True))
        opened = self._ring.open_text(*_PLACE, values["account_id"], values["address"])
        return AccountMail(**{**values, "address": opened or ""})
