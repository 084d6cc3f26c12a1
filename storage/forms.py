"""Published forms: every version for ever, with the sources it was read from."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, func, select, update

from flows.identifiers import Instant
from storage.base import Database, FormConflictError, FormRecord, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.form_records import FormUsage
from storage.tables import forms as t
from storage.tables import responses
from storage.work import StaleSessionError

__all__ = ["SqlForms"]

_NAMES = FormRecord.__struct_fields__
_ALL = select(*(t.c[name] for name in _NAMES)).order_by(t.c.form, t.c.version)
# Publishing the same content again touches the one row and changes nothing.
_PUBLISH = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.form, t.c.version],
            set_={"content_hash": t.c.content_hash},
            where=t.c.content_hash == bindparam("content_hash"),
        )
    )
)
_RETIRE = (
    update(t)
    .where(
        t.c.form == bindparam("of_form"),
        t.c.version == bindparam("of_version"),
        t.c.retired_at.is_(None),
    )
    .values(retired_at=bindparam("at"))
)
_RESTORE = (
    update(t)
    .where(
        t.c.form == bindparam("of_form"),
        t.c.version == bindparam("of_version"),
        t.c.retired_at.is_not(None),
    )
    .values(retired_at=None)
)
# Versions are added and never removed, and a retirement has its own time.
_STATE = select(
    func.count(), func.count(t.c.retired_at), func.coalesce(func.sum(t.c.retired_at), 0)
).select_from(t)
# Of the index alone: nothing of a response is read to count it.
_OF_VERSION = (
    select(responses.c.state)
    .where(responses.c.form == bindparam("form"), responses.c.version == bindparam("version"))
    .limit(bindparam("most"))
)
_USAGE = select(
    select(func.count()).select_from(_OF_VERSION.subquery()).scalar_subquery(),
    select(func.count())
    .select_from(_OF_VERSION.where(responses.c.state == "in_progress").subquery())
    .scalar_subquery(),
)

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_sources = msgspec.json.Decoder(dict[str, str]).decode


class SqlForms:
    """`FormRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[FormRecord]:
        found = [dict(zip(_NAMES, row, strict=True)) for row in await self._database.rows(_ALL)]
        return [
            FormRecord(**{**values, "sources": _decode_sources(values["sources"])})
            for values in found
        ]

    async def state(self) -> tuple[int, ...]:
        [row] = await self._database.rows(_STATE)
        return tuple(map(int, row))

    async def usage(self, form: str, version: int, most: int) -> FormUsage:
        wanted = {"form": form, "version": version, "most": most}
        [(answered, running)] = await self._database.rows(_USAGE, wanted)
        return FormUsage(answered, running)

    def publish(self, unit: UnitOfWork, record: FormRecord) -> None:
        values = msgspec.structs.asdict(record)
        values["sources"] = _encode(dict(record.sources)).decode()
        unit.add(_PUBLISH, values, FormConflictError)

    def retire(self, unit: UnitOfWork, form: str, version: int, at: Instant) -> None:
        values = {"of_form": form, "of_version": version, "at": at}
        unit.add(_RETIRE, values, StaleSessionError)

    def restore(self, unit: UnitOfWork, form: str, version: int) -> None:
        unit.add(_RESTORE, {"of_form": form, "of_version": version}, StaleSessionError)
