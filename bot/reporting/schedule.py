"""Which reports are due, late and issued: duties against what was issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from bot.i18n import day_of
from flows.identifiers import Instant
from flows.workdays import Calendar
from storage.base import Storage
from storage.report_records import DutyRecord, ReportRecord, series_of
from survey.editions import Period
from survey.report_schedule import Duty, Standing, due_day, ended_periods, period_at, standing

__all__ = ["Due", "due_reports", "duty_of"]


@dataclass(frozen=True, slots=True)
class Due:
    """A report that somebody owes, or has issued."""

    duty: DutyRecord
    period: Period
    due: date
    """The last day on which it is in time."""
    standing: Standing
    report: ReportRecord | None
    """The first that was issued of the period and counts."""
    withdrawn: str
    """The last one that was taken back and is owed again; "": none was."""


def duty_of(record: DutyRecord) -> Duty:
    """Return a duty without its life."""
    return Duty(
        id=record.id,
        unit_id=record.unit_id,
        span=record.span,
        days=record.days,
        since=record.since,
    )


async def due_reports(
    storage: Storage, calendar: Calendar, now: Instant, units: Collection[str] | None
) -> list[Due]:
    """Return the reports that units owe of periods that have ended, of the one that runs, and the
    newest that they issued; what is open first. `units`: those of the reader; None: all, and the
    whole office.
    """
    duties = [one for one in await storage.report_duties.listed() if _reaches(units, one)]
    numbered = await _numbered(storage, duties)
    found = [one for duty in duties for one in _of_duty(duty, numbered, calendar, day_of(now))]
    return sorted(found, key=lambda one: (one.standing not in _OPEN, one.due, one.duty.id))


_OPEN = frozenset({"late", "soon", "waiting"})
_ISSUED: Final = 4
"""Ended periods whose issued reports are shown; what is owed is shown however old it is."""
_Key: TypeAlias = tuple[str, str, str]
"""Series, first day and last day."""


def _reaches(units: Collection[str] | None, duty: DutyRecord) -> bool:
    return units is None or duty.unit_id in units


async def _numbered(
    storage: Storage, duties: Collection[DutyRecord]
) -> Mapping[_Key, list[ReportRecord]]:
    """Return what the units of duties issued, withdrawn ones too, by period."""
    found: dict[_Key, list[ReportRecord]] = defaultdict(list)
    for one in await storage.reports.numbered({series_of(duty.unit_id) for duty in duties}):
        found[one.series, one.period.from_day, one.period.to_day].append(one)
    return found


def _of_duty(
    record: DutyRecord,
    numbered: Mapping[_Key, list[ReportRecord]],
    calendar: Calendar,
    today: date,
) -> Iterator[Due]:
    duty = duty_of(record)
    periods = (period_at(duty.span, today), *ended_periods(duty, today))
    for place, period in enumerate(periods):
        key = (series_of(record.unit_id), period.from_day, period.to_day)
        due = _due(record, period, numbered.get(key, ()), calendar, today)
        if due.standing in _OPEN or place <= _ISSUED:
            yield due


def _due(
    record: DutyRecord,
    period: Period,
    numbered: Sequence[ReportRecord],
    calendar: Calendar,
    today: date,
) -> Due:
    due = due_day(duty_of(record), period, calendar.add)
    first = next((one for one in numbered if one.life.state == "issued"), None)
    withdrawn = [one.id for one in numbered if one.life.state == "withdrawn"]
    at = None if first is None or first.life.issued_at is None else first.life.issued_at
    on = None if at is None else day_of(Instant(at))
    stands = standing(due, on, today, calendar.add)
    return Due(record, period, due, stands, first, withdrawn[-1] if withdrawn else "")
