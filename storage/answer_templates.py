"""Texts that an office begins its questions and answers from."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, select, update

from storage.base import Database
from storage.desk_records import TemplateRecord
from storage.desk_tables import answer_templates as t
from storage.dialects import named_values
from storage.work import StaleSessionError, UnitOfWork

__all__ = ["SqlAnswerTemplates"]

_FIELDS = TemplateRecord.__struct_fields__
_ALL = select(*(t.c[name] for name in _FIELDS)).order_by(t.c.title, t.c.id)
_BY_ID = _ALL.where(t.c.id == bindparam("template_id"))
_ADD = insert(t).values(named_values(t))
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("of_id"), t.c.version == bindparam("known_version"))
    .values({name: bindparam(f"new_{name}") for name in _FIELDS if name != "id"})
)

_encode = msgspec.json.Encoder().encode
_decode_categories = msgspec.json.Decoder(tuple[str, ...]).decode


def _record(row: Any) -> TemplateRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_FIELDS, row, strict=True))
    return TemplateRecord(**{**values, "categories": _decode_categories(values["categories"])})


def _values(record: TemplateRecord) -> dict[str, Any]:
    categories = _encode(record.categories).decode()
    return {**msgspec.structs.asdict(record), "categories": categories}


class SqlAnswerTemplates:
    """`AnswerTemplateRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self) -> list[TemplateRecord]:
        return [_record(row) for row in await self._database.rows(_ALL)]

    async def by_id(self, template_id: str) -> TemplateRecord | None:
        rows = await self._database.rows(_BY_ID, {"template_id": template_id})
        return _record(rows[0]) if rows else None

    def add(self, unit: UnitOfWork, record: TemplateRecord) -> None:
        unit.add(_ADD, _values(record))

    def save(self, unit: UnitOfWork, record: TemplateRecord) -> None:
        values = {f"new_{name}": value for name, value in _values(record).items() if name != "id"}
        known = {"of_id": record.id, "known_version": record.version - 1}
        unit.add(_SAVE, {**values, **known}, StaleSessionError)
