"""Transactions: who had something done where and when, with their numbers sealed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    update,
)

from storage.base import Database
from storage.campaign_tables import campaigns
from storage.dialects import named_values
from storage.email_addresses import email_index
from storage.secrets import KeyRing
from storage.transaction_records import Double, Frame, NewTransaction, TransactionRecord, row_id
from storage.transaction_tables import transaction_imports as imports
from storage.transaction_tables import transactions as t
from storage.work import UnitOfWork

__all__ = ["SqlTransactions", "opened_transaction"]

_FIELDS: Final = TransactionRecord.__struct_fields__
_SEALED: Final = ("phone", "email", "employer_name")
_PERSONAL: Final = ("phone", "phone_index", "email", "email_index", "person_index")
# Codes count upwards: those that differ in their last characters stand beside one another in a
# list. Their hashes begin alike, so that a long list is written to one place of the index, and
# not to a page of it for each row.
_BESIDE: Final = -3
_NEAR_BYTES: Final = 4
_OWN_BYTES: Final = 12  # enough for all transactions of a century
_APPLIED = exists(
    select(imports.c.id).where(imports.c.id == t.c.import_id, imports.c.state == "applied")
)
_ALL = select(*(t.c[name] for name in _FIELDS))
_COUNTING = _ALL.where(or_(t.c.source == "api", _APPLIED))
_BY_KEY = _COUNTING.where(t.c.key_index == bindparam("key_index"), t.c.frame == bindparam("frame"))
# Who is asked must be able to be written to, and to be heard when they say no.
_IS_BEING_ASKED = exists(
    select(campaigns.c.id).where(
        or_(campaigns.c.state == "approved", campaigns.c.state == "running"),
        campaigns.c.from_day <= t.c.done_on,
        campaigns.c.to_day >= t.c.done_on,
        campaigns.c.closes_on >= bindparam("today"),
    )
)
_OF_API = (
    select(t.c.id)
    .where(
        t.c.source == "api",
        t.c.done_on < bindparam("before"),
        ~_IS_BEING_ASKED,
        or_(t.c.phone.is_not(None), t.c.email.is_not(None), t.c.person_index.is_not(None)),
    )
    .limit(bindparam("most"))
)
_BY_ID = _COUNTING.where(t.c.id == bindparam("id"))
_WITHIN = and_(t.c.id > bindparam("after"), t.c.id <= bindparam("upto"))
_PAGE = (
    _ALL.where(t.c.import_id == bindparam("import_id"), t.c.id > bindparam("after"))
    .order_by(t.c.id)
    .limit(bindparam("size"))
)
_COUNT = select(func.count()).where(t.c.import_id == bindparam("import_id"))
_ADD = insert(t).values(named_values(t))
_REMOVE = delete(t).where(t.c.id == bindparam("id"))
_REMOVE_ROWS = delete(t).where(_WITHIN)
_FORGET = update(t).where(_WITHIN).values({name: null() for name in _PERSONAL})

_FORGET_ONE = (
    update(t).where(t.c.id == bindparam("of_id")).values({name: null() for name in _PERSONAL})
)

# Spelt out, not parameters: only so does the partial index fit.
_NOT_INDEXED: Final[ColumnElement[bool]] = literal_column(
    "email IS NOT NULL AND email_index IS NULL"
)
_TO_INDEX = select(t.c.id, t.c.email).where(_NOT_INDEXED).limit(bindparam("most"))
_INDEX = (
    update(t)
    .where(t.c.id == bindparam("of_id"), _NOT_INDEXED)
    .values(email_index=bindparam("new_index"))
)

_other, _its_import = t.alias("other"), imports.alias("its_import")
_DOUBLES = (
    select(t.c.id, t.c.row, _other.c.import_id, _other.c.row)
    .join(_other, and_(_other.c.key_index == t.c.key_index, _other.c.id != t.c.id))
    .outerjoin(_its_import, _its_import.c.id == _other.c.import_id)
    .where(
        _WITHIN,
        or_(
            _other.c.source == "api",
            _its_import.c.state == "applied",
            and_(_other.c.import_id == t.c.import_id, _other.c.row < t.c.row),
        ),
    )
    .order_by(t.c.id, _other.c.id)
)
_of_api = t.alias("of_api")
# Spelt out, not a parameter: only so can the partial index be seen to fit.
_MEETS_API = (
    select(t.c.id)
    .join(_of_api, _of_api.c.key_index == t.c.key_index)
    .where(literal_column("of_api.source = 'api'"), t.c.import_id == bindparam("import_id"))
    .limit(1)
)


class SqlTransactions:
    """`TransactionRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring
        self._near = lru_cache(maxsize=4096)(self._near_index)

    # -- reading

    async def by_id(self, transaction_id: str) -> TransactionRecord | None:
        rows = await self._database.rows(_BY_ID, {"id": transaction_id})
        return self._record(rows[0]) if rows else None

    async def by_key(self, frame: Frame, key: str) -> TransactionRecord | None:
        values = {"key_index": self._key_index(frame, key), "frame": frame}
        rows = await self._database.rows(_BY_KEY, values)
        return self._record(rows[0]) if rows else None

    async def old_of_api(self, before: str, today: str, most: int) -> list[str]:
        values = {"before": before, "today": today, "most": most}
        return [row[0] for row in await self._database.rows(_OF_API, values, in_thread=True)]

    async def page(
        self, import_id: str, *, after: int = 0, size: int = 500
    ) -> list[TransactionRecord]:
        values = {"import_id": import_id, "after": row_id(import_id, after), "size": size}
        return [self._record(row) for row in await self._database.rows(_PAGE, values)]

    async def count(self, import_id: str) -> int:
        [[count]] = await self._database.rows(_COUNT, {"import_id": import_id}, in_thread=True)
        return int(count)

    async def doubles(self, import_id: str, *, after: int, upto: int) -> list[Double]:
        rows = await self._database.rows(_DOUBLES, _range(import_id, after, upto), in_thread=True)
        first: dict[str, Double] = {}
        for row in rows:
            first.setdefault(row[0], Double(*row))
        return list(first.values())

    async def meets_api(self, import_id: str) -> bool:
        values = {"import_id": import_id}
        return bool(await self._database.rows(_MEETS_API, values, in_thread=True))

    def _record(self, row: Any) -> TransactionRecord:  # noqa: ANN401 – a row of any driver
        return opened_transaction(self._ring, row)

    # -- writing

    def add(self, unit: UnitOfWork, record: NewTransaction) -> TransactionRecord:
        values = msgspec.structs.asdict(record)
        key, person = values.pop("key"), values.pop("person")
        index = self._ring.blind_index
        values["phone_index"] = None if record.phone is None else index(record.phone)
        values["person_index"] = None if person is None else index(f"person|{person}")
        email = record.email and email_index(self._ring, record.email)
        kept = TransactionRecord(**{name: values[name] for name in _FIELDS})
        for name in _SEALED:
            if values[name] is not None:
                values[name] = self._ring.seal_text("transactions", name, record.id, values[name])
        indexes = {"key_index": self._key_index(record.frame, key), "email_index": email or None}
        unit.add(_ADD, {**values, **indexes})
        return kept

    async def index_missing(self, limit: int = 500) -> int:
        rows = await self._database.rows(_TO_INDEX, {"most": limit}, in_thread=True)
        if not rows:
            return 0
        unit = UnitOfWork()
        for name, sealed in rows:
            address = self._ring.open_text("transactions", "email", name, sealed) or ""
            unit.add(_INDEX, {"of_id": name, "new_index": email_index(self._ring, address)})
        await self._database.commit(unit)
        return len(rows)

    def forget_numbers_of(self, unit: UnitOfWork, transaction_id: str) -> None:
        unit.add(_FORGET_ONE, {"of_id": transaction_id})

    def digest(self, frame: Frame, key: str) -> str:
        return self._key_index(frame, key).hex()

    def _key_index(self, frame: Frame, key: str) -> bytes:
        own = self._ring.blind_index(f"transaction|{frame}|{key}")
        return self._near(frame, key[:_BESIDE]) + own[:_OWN_BYTES]

    def _near_index(self, frame: Frame, near: str) -> bytes:
        return self._ring.blind_index(f"near|{frame}|{near}")[:_NEAR_BYTES]

    def remove(self, unit: UnitOfWork, transaction_id: str) -> None:
        unit.add(_REMOVE, {"id": transaction_id})

    def remove_rows(self, unit: UnitOfWork, import_id: str, *, after: int, upto: int) -> None:
        unit.add(_REMOVE_ROWS, _range(import_id, after, upto))

    def forget_numbers(self, unit: UnitOfWork, import_id: str, *, after: int, upto: int) -> None:
        unit.add(_FORGET, _range(import_id, after, upto))


def opened_transaction(ring: KeyRing, row: Sequence[Any]) -> TransactionRecord:
    """Return the transaction of a row that holds the fields of its record, in their order."""
    values = dict(zip(_FIELDS, row, strict=True))
    for name in _SEALED:
        values[name] = ring.open_text("transactions", name, values["id"], values[name])
    return TransactionRecord(**values)


def _range(import_id: str, after: int, upto: int) -> dict[str, str]:
    return {"after": row_id(import_id, after), "upto": row_id(import_id, upto)}
