"""The catalogue of procedures: dated lines, replaced one by one."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, delete, select

from storage.base import Database
from storage.dialects import ByDialect, named_values
from storage.office_tables import procedures as t
from storage.work import UnitOfWork
from survey.procedures import Procedure

__all__ = ["SqlProcedures"]

_FIELDS: Final = Procedure.__struct_fields__
_LINES = select(*(t.c[name] for name in _FIELDS)).order_by(t.c.code, t.c.from_day)
_KEEP = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=list(t.primary_key),
            set_={name: bindparam(name) for name in _FIELDS if name not in ("code", "from_day")},
        )
    )
)
_REMOVE = delete(t).where(t.c.code == bindparam("of_code"), t.c.from_day == bindparam("of_day"))


def _procedure(row: Any) -> Procedure:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_FIELDS, row, strict=True))
    last = values["to_day"]
    return Procedure(
        **{
            **values,
            "from_day": date.fromisoformat(values["from_day"]),
            "to_day": None if last is None else date.fromisoformat(last),
            "channels": tuple(values["channels"].split()),
            "demo": bool(values["demo"]),
        }
    )


class SqlProcedures:
    """`ProcedureRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines(self) -> list[Procedure]:
        return [_procedure(row) for row in await self._database.rows(_LINES)]

    def keep(self, unit: UnitOfWork, line: Procedure) -> None:
        values = {
            **msgspec.structs.asdict(line),
            "from_day": line.from_day.isoformat(),
            "to_day": None if line.to_day is None else line.to_day.isoformat(),
            "channels": " ".join(line.channels),
        }
        unit.add(_KEEP, values)

    def remove(self, unit: UnitOfWork, code: str, from_day: date) -> None:
        unit.add(_REMOVE, {"of_code": code, "of_day": from_day.isoformat()})
