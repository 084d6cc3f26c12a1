"""Tables of counts from elsewhere, as rows: cells stay as they were written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, func, insert, select, update

from storage.base import Database, StaleSessionError, UnitOfWork
from storage.counting_records import CountNote, CountRow, CountTable
from storage.counting_tables import count_notes, count_rows
from storage.counting_tables import count_tables as t
from storage.dialects import named_values
from storage.scopes import among, listed
from survey.counts import COLUMNS

__all__ = ["SqlCountTables"]

_FIELDS = CountTable.__struct_fields__
_LISTED = select(*(t.c[name] for name in _FIELDS)).order_by(t.c.made_at.desc(), t.c.id)
_BY_ID = _LISTED.where(t.c.id == bindparam("table_id"))
_SAME = _LISTED.where(
    t.c.sha256 == bindparam("sha256"),
    t.c.from_day == bindparam("from_day"),
    t.c.to_day == bindparam("to_day"),
    func.coalesce(t.c.unit_id, "") == bindparam("of_unit"),
    t.c.state != "withdrawn",
)
_ROWS = (
    select(
        count_rows.c.position, count_rows.c.name, count_rows.c.is_total, count_rows.c.unit_ids,
        count_rows.c.exact, *(count_rows.c[name] for name in COLUMNS),
    )
    .where(count_rows.c.table_id == bindparam("table_id"))
    .order_by(count_rows.c.position)
)  # fmt: skip
_NOTES = (
    select(count_notes.c.flag, count_notes.c.note, count_notes.c.at, count_notes.c.actor)
    .where(count_notes.c.table_id == bindparam("table_id"))
    .order_by(count_notes.c.id)
)
_ADD = insert(t).values(named_values(t))
_ADD_ROW = insert(count_rows).values(named_values(count_rows))
_ADD_NOTE = insert(count_notes).values(named_values(count_notes, "id"))
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("of_table"), t.c.version == bindparam("before"))
    .values(
        state=bindparam("new_state"),
        approved_at=bindparam("new_approved_at"),
        approved_by=bindparam("new_approved_by"),
        version=bindparam("new_version"),
    )
)

_encode = msgspec.json.Encoder().encode
_decode_ids = msgspec.json.Decoder(tuple[str, ...]).decode


class SqlCountTables:
    """`CountTableRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self, units: Collection[str] | None) -> list[CountTable]:
        return await self._tables(_LISTED, units, {})

    async def by_id(self, units: Collection[str] | None, table_id: str) -> CountTable | None:
        found = await self._tables(_BY_ID, units, {"table_id": table_id})
        return found[0] if found else None

    async def same(self, table: CountTable) -> CountTable | None:
        values = {
            "sha256": table.sha256,
            "from_day": table.from_day,
            "to_day": table.to_day,
            "of_unit": table.unit_id or "",
        }
        found = await self._tables(_SAME, None, values)
        return found[0] if found else None

    async def _tables(
        self, statement: Select[Any], units: Collection[str] | None, values: dict[str, str]
    ) -> list[CountTable]:
        """Return the tables of the statement that belong to one of the units, or all."""
        if units is not None:
            statement = statement.where(among(t.c.unit_id, "units"))
            values = {**values, "units": listed(units)}
        rows = await self._database.rows(statement, values)
        return [CountTable(**dict(zip(_FIELDS, row, strict=True))) for row in rows]

    async def rows(self, table_id: str) -> list[CountRow]:
        return [_row(row) for row in await self._database.rows(_ROWS, {"table_id": table_id})]

    async def notes(self, table_id: str) -> list[CountNote]:
        rows = await self._database.rows(_NOTES, {"table_id": table_id})
        return [CountNote(flag=flag, note=note, at=at, actor=by) for flag, note, at, by in rows]

    def add(self, unit: UnitOfWork, table: CountTable, rows: Sequence[CountRow]) -> None:
        unit.add(_ADD, msgspec.structs.asdict(table))
        for row in rows:
            values = {
                "table_id": table.id,
                "position": row.position,
                "name": row.name,
                "is_total": row.is_total,
                "unit_ids": _encode(row.unit_ids).decode(),
                "exact": row.exact,
            }
            unit.add(_ADD_ROW, values | {name: row.cells.get(name, "") for name in COLUMNS})

    def note(self, unit: UnitOfWork, table_id: str, note: CountNote) -> None:
        unit.add(_ADD_NOTE, {"table_id": table_id, **msgspec.structs.asdict(note)})

    def save(self, unit: UnitOfWork, table: CountTable) -> None:
        values = {
            "of_table": table.id,
            "before": table.version,
            "new_state": table.state,
            "new_approved_at": table.approved_at,
            "new_approved_by": table.approved_by,
            "new_version": table.version + 1,
        }
        unit.add(_SAVE, values, StaleSessionError)


def _row(row: Any) -> CountRow:  # noqa: ANN401 – a row of any driver
    position, name, is_total, unit_ids, exact, *cells = row
    return CountRow(
        position=position,
        name=name,
        is_total=bool(is_total),
        unit_ids=_decode_ids(unit_ids),
        exact=bool(exact),
        cells=dict(zip(COLUMNS, cells, strict=True)),
    )
