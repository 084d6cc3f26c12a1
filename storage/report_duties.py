"""Duties to report as rows, and which reminders went out."""

from __future__ import annotations

from typing import Final

from msgspec.structs import asdict
from sqlalchemy import bindparam, insert, select, update

from flows.identifiers import Instant
from storage.base import Database, StaleSessionError, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.report_records import DutyRecord, ReminderRecord
from storage.report_tables import report_duties as t
from storage.report_tables import report_reminders

__all__ = ["SqlReportDuties"]

_FIELDS: Final = DutyRecord.__struct_fields__
_HOLDS = t.c.ended_at.is_(None)
_LISTED = (
    select(*(t.c[name] for name in _FIELDS)).where(_HOLDS).order_by(t.c.unit_id, t.c.span, t.c.id)
)
_ADD = insert(t).values(named_values(t))
_END = (
    update(t)
    .where(t.c.id == bindparam("of_duty"), _HOLDS)
    .values(ended_at=bindparam("at"), ended_by=bindparam("by"))
)
_REMINDED = (
    select(
        report_reminders.c.duty_id, report_reminders.c.from_day, report_reminders.c.step,
        report_reminders.c.withdrawn,
    )
    .join(t, t.c.id == report_reminders.c.duty_id)
    .where(_HOLDS)
)  # fmt: skip
_REMIND = ByDialect(
    lambda into: (
        into(report_reminders).values(named_values(report_reminders)).on_conflict_do_nothing()
    )
)


class SqlReportDuties:
    """`DutyRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self) -> list[DutyRecord]:
        rows = await self._database.rows(_LISTED, {})
        return [DutyRecord(**dict(zip(_FIELDS, row, strict=True))) for row in rows]

    def add(self, unit: UnitOfWork, record: DutyRecord) -> None:
        unit.add(_ADD, asdict(record))

    def end(self, unit: UnitOfWork, duty_id: str, by: str, at: Instant) -> None:
        unit.add(_END, {"of_duty": duty_id, "by": by, "at": at}, StaleSessionError)

    async def reminded(self) -> frozenset[tuple[str, str, str, str]]:
        return frozenset(map(tuple, await self._database.rows(_REMINDED, {})))

    def remind(self, unit: UnitOfWork, reminder: ReminderRecord) -> None:
        unit.add(_REMIND, asdict(reminder), StaleSessionError)
