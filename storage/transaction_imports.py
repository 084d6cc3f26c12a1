"""Imports of transactions: the files, how far they were read, what was wrong, what counts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from flows.desk.policy import Scope
from flows.identifiers import Instant
from storage.base import Database
from storage.dialects import ByDialect, named_values
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.tables import meta
from storage.transaction_records import EMPTIED, FaultRecord, ImportRecord, ImportState
from storage.transaction_tables import import_faults as faults
from storage.transaction_tables import import_files as files
from storage.transaction_tables import import_mappings as mappings
from storage.transaction_tables import transaction_imports as t
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlImports"]

_FIELDS: Final = ImportRecord.__struct_fields__
_VERSION_KEY: Final = "transactions_version"
_FIXED: Final = ("id", "frame", "unit_id", "by", "at")
_ALL = select(*(t.c[name] for name in _FIELDS))
_BY_ID = _ALL.where(t.c.id == bindparam("id"))
_LISTED = _ALL.where(t.c.id < bindparam("before")).order_by(t.c.id.desc()).limit(bindparam("size"))
_WITHIN = _LISTED.where(among(t.c.unit_id, "units"))
_IS_EMPTIED = or_(*(t.c.state == state for state in sorted(EMPTIED)))
_SAME = (
    _ALL.where(t.c.sha256 == bindparam("sha256"), t.c.unit_id == bindparam("unit_id"))
    .where(~_IS_EMPTIED)
    .order_by(t.c.id)
)
_LEANING = _ALL.where(t.c.state == "applied").order_by(t.c.id)
_DUE = (
    _ALL.where(
        t.c.lease_until < bindparam("now"),
        or_(
            t.c.state == "reading",
            and_(_IS_EMPTIED, t.c.size > 0),
            and_(t.c.state == "applied", t.c.looked.is_not(None)),
        ),
    )
    .order_by(t.c.id)
    .limit(1)
)
_TO_PURGE = (
    _ALL.where(t.c.state == "applied", t.c.purged_at.is_(None), t.c.purge_on <= bindparam("today"))
    .order_by(t.c.id)
    .limit(1)
)
_ABANDONED = (
    _ALL.where(or_(t.c.state == "mapping", t.c.state == "checked"), t.c.at < bindparam("before"))
    .order_by(t.c.id)
    .limit(1)
)
_ADD = insert(t).values(named_values(t))
_REMOVE = delete(t).where(t.c.id == bindparam("id"))
_SAVE = (
    update(t)
    .where(
        t.c.id == bindparam("its_id"),
        t.c.state == bindparam("was_state"),
        t.c.progress == bindparam("was_progress"),
    )
    .values({name: bindparam(name) for name in _FIELDS if name not in _FIXED})
)
# Changes nothing, but for holding the row until the end of the transaction.
_MUST_BE = (
    update(t)
    .where(t.c.id == bindparam("its_id"), t.c.state == bindparam("must_be"))
    .values(state=bindparam("must_be"))
)

_VERSION = select(meta.c.value).where(meta.c.key == _VERSION_KEY)
# The first one inserts; every later one must find the version that was read.
_NEXT_VERSION = ByDialect(
    lambda insert: (
        insert(meta)
        .values(key=_VERSION_KEY, value=bindparam("version"))
        .on_conflict_do_update(
            index_elements=[meta.c.key],
            set_={"value": insert(meta).excluded.value},
            where=meta.c.value == bindparam("was_version"),
        )
    )
)

_KEEP_PIECE = insert(files).values(named_values(files))
_PIECE = select(files.c.data).where(
    files.c.import_id == bindparam("import_id"), files.c.number == bindparam("number")
)
_LAST_PIECE = select(func.max(files.c.number)).where(files.c.import_id == bindparam("import_id"))
_DROP_PIECE = delete(files).where(
    files.c.import_id == bindparam("import_id"), files.c.number == bindparam("number")
)

_ADD_FAULT = insert(faults).values(named_values(faults))
_FAULTS = (
    select(*(faults.c[name] for name in ("number", *FaultRecord.__struct_fields__)))
    .where(faults.c.import_id == bindparam("import_id"))
    .order_by(faults.c.row, faults.c.number)
    .limit(bindparam("at_most"))
)
_FAULT_COUNT = select(func.count()).where(faults.c.import_id == bindparam("import_id"))
_DROP_FAULTS = delete(faults).where(faults.c.import_id == bindparam("import_id"))

_REMEMBERED = select(mappings.c.mapping).where(
    mappings.c.unit_id == bindparam("unit_id"), mappings.c.signature == bindparam("signature")
)
_REMEMBER = ByDialect(
    lambda insert: (
        insert(mappings)
        .values(named_values(mappings))
        .on_conflict_do_update(
            index_elements=list(mappings.primary_key),
            set_={name: bindparam(name) for name in ("mapping", "at")},
        )
    )
)
_LAST: Final = "~"  # behind every id

_encode = msgspec.json.Encoder(order="deterministic").encode
_texts = msgspec.json.Decoder(dict[str, str]).decode
_names = msgspec.json.Decoder(tuple[str, ...]).decode


class SqlImports:
    """`ImportRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    # -- imports, one by one

    async def by_id(self, import_id: str) -> ImportRecord | None:
        return next(iter(await self._records(_BY_ID, {"id": import_id})), None)

    async def listed(
        self, scope: Scope, *, before: str | None = None, size: int = 50
    ) -> list[ImportRecord]:
        values = {"before": before or _LAST, "size": size}
        if scope.units is None:
            return await self._records(_LISTED, values)
        return await self._records(_WITHIN, {**values, "units": listed(scope.units)})

    async def same_file(self, sha256: str, unit_id: str) -> list[ImportRecord]:
        return await self._records(_SAME, {"sha256": sha256, "unit_id": unit_id})

    async def leaning_on(self, import_id: str) -> list[ImportRecord]:
        return [one for one in await self._records(_LEANING, {}) if import_id in one.leans_on]

    async def due(self, now: Instant) -> ImportRecord | None:
        return next(iter(await self._records(_DUE, {"now": now})), None)

    async def to_purge(self, today: str) -> ImportRecord | None:
        return next(iter(await self._records(_TO_PURGE, {"today": today})), None)

    async def abandoned(self, before: Instant) -> ImportRecord | None:
        return next(iter(await self._records(_ABANDONED, {"before": before})), None)

    def add(self, unit: UnitOfWork, record: ImportRecord) -> None:
        unit.add(_ADD, self._values(record))

    def save(self, unit: UnitOfWork, record: ImportRecord, was: ImportRecord) -> None:
        values = {
            **self._values(record),
            "its_id": was.id,
            "was_state": was.state,
            "was_progress": was.progress,
        }
        unit.add(_SAVE, values, StaleSessionError)

    def must_be(self, unit: UnitOfWork, import_id: str, state: ImportState) -> None:
        unit.add(_MUST_BE, {"its_id": import_id, "must_be": state}, StaleSessionError)

    def remove(self, unit: UnitOfWork, import_id: str) -> None:
        unit.add(_REMOVE, {"id": import_id})

    async def _records(self, statement: object, values: Mapping[str, Any]) -> list[ImportRecord]:
        return [self._record(row) for row in await self._database.rows(statement, values)]

    def _record(self, row: Any) -> ImportRecord:  # noqa: ANN401 – a row of any driver
        values = dict(zip(_FIELDS, row, strict=True))
        place = values["id"]
        opened = self._ring.open_text
        values["looked"] = opened("transaction_imports", "looked", place, values["looked"])
        detail = opened("transaction_imports", "detail", place, values["detail"])
        values["detail"] = _texts(detail) if detail else {}
        return ImportRecord(**{**values, "leans_on": _names(values["leans_on"])})

    def _values(self, record: ImportRecord) -> dict[str, Any]:
        values, seal = msgspec.structs.asdict(record), self._ring.seal_text
        detail = _encode(dict(record.detail)).decode() if record.detail else None
        return {
            **values,
            "looked": seal("transaction_imports", "looked", record.id, record.looked),
            "detail": seal("transaction_imports", "detail", record.id, detail),
            "leans_on": _encode(record.leans_on).decode(),
        }

    # -- what counts

    async def version(self) -> int:
        rows = await self._database.rows(_VERSION)
        return int(rows[0][0]) if rows else 0

    def next_version(self, unit: UnitOfWork, was: int) -> None:
        values = {"version": str(was + 1), "was_version": str(was)}
        unit.add(_NEXT_VERSION, values, StaleSessionError)

    # -- the file

    def keep_piece(self, unit: UnitOfWork, import_id: str, number: int, data: bytes) -> None:
        sealed = self._ring.encrypt("import_files", "data", f"{import_id}/{number}", data)
        unit.add(_KEEP_PIECE, {"import_id": import_id, "number": number, "data": sealed})

    async def pieces(self, import_id: str) -> AsyncIterator[bytes]:
        number = 0
        place = {"import_id": import_id}
        while rows := await self._database.rows(_PIECE, {**place, "number": number}):
            at = f"{import_id}/{number}"
            yield self._ring.decrypt("import_files", "data", at, rows[0][0])
            number += 1

    async def last_piece(self, import_id: str) -> int | None:
        [[number]] = await self._database.rows(_LAST_PIECE, {"import_id": import_id})
        return None if number is None else int(number)

    def drop_piece(self, unit: UnitOfWork, import_id: str, number: int) -> None:
        unit.add(_DROP_PIECE, {"import_id": import_id, "number": number})

    # -- faults

    def add_faults(
        self, unit: UnitOfWork, import_id: str, found: Iterable[FaultRecord], *, after: int
    ) -> None:
        for number, fault in enumerate(found, start=after + 1):
            params = self._ring.encrypt(
                "import_faults", "params", f"{import_id}/{number}", _encode(dict(fault.params))
            )
            values = {"import_id": import_id, "number": number, **msgspec.structs.asdict(fault)}
            unit.add(_ADD_FAULT, {**values, "params": params})

    async def faults(self, import_id: str, *, at_most: int) -> list[FaultRecord]:
        values = {"import_id": import_id, "at_most": at_most}
        rows = await self._database.rows(_FAULTS, values)
        return [
            FaultRecord(row, column, code, self._params(import_id, number, params))
            for number, row, column, code, params in rows
        ]

    def _params(self, import_id: str, number: int, sealed: bytes) -> dict[str, str]:
        place = f"{import_id}/{number}"
        return _texts(self._ring.decrypt("import_faults", "params", place, sealed))

    async def fault_count(self, import_id: str) -> int:
        [[count]] = await self._database.rows(_FAULT_COUNT, {"import_id": import_id})
        return int(count)

    def drop_faults(self, unit: UnitOfWork, import_id: str) -> None:
        unit.add(_DROP_FAULTS, {"import_id": import_id})

    # -- mappings that were said once

    async def remembered(self, unit_id: str, signature: str) -> str | None:
        values = {"unit_id": unit_id, "signature": signature}
        rows = await self._database.rows(_REMEMBERED, values)
        return rows[0][0] if rows else None

    def remember(
        self, unit: UnitOfWork, unit_id: str, signature: str, mapping: str, at: Instant
    ) -> None:
        values = {"unit_id": unit_id, "signature": signature, "mapping": mapping, "at": at}
        unit.add(_REMEMBER, values)
