"""Reminders of reports: before their day to who owes them, after it to those above as well."""

from __future__ import annotations

from collections.abc import Iterator

from bot.i18n import day_of
from bot.reporting.schedule import Due, due_reports
from bot.reporting.telling import add_notices
from bot.units.company import company_of
from flows.desk.notices import ReportKind
from flows.desk.recusals import Company
from flows.desk.report_people import owing, superiors
from flows.identifiers import Instant
from flows.workdays import Calendar, closing
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.report_records import ReminderRecord
from storage.trust import NoticeRecord
from survey.report_schedule import Step, step_on

__all__ = ["remind_of_reports"]


async def remind_of_reports(storage: Storage, calendar: Calendar, now: Instant) -> int:
    """Remind of what is due soon or late, each step once; return of how many reports. What a
    stopped service missed is made up by the newest step alone.
    """
    found = await due_reports(storage, calendar, now, None)
    done, today = await storage.report_duties.reminded(), day_of(now)
    open_ones = [(one, step_on(one.due, today, calendar.add)) for one in found if not one.report]
    news = [(one, step) for one, step in open_ones if step and _key(one, step) not in done]
    company = await company_of(storage) if news else Company()
    return sum([await _remind(storage, company, one, step, now) for one, step in news])


def _key(due: Due, step: Step) -> tuple[str, str, str, str]:
    return due.duty.id, due.period.from_day, step, due.withdrawn


async def _remind(storage: Storage, company: Company, due: Due, step: Step, now: Instant) -> bool:
    unit = UnitOfWork()
    storage.report_duties.remind(
        unit,
        ReminderRecord(
            duty_id=due.duty.id, from_day=due.period.from_day, step=step, at=now,
            withdrawn=due.withdrawn,
        ),
    )  # fmt: skip
    for kind, accounts in _told(company, due, step):
        params = {
            "unit": due.duty.unit_id or "",
            "span": due.period.span,
            "from_day": due.period.from_day,
            "to_day": due.period.to_day,
            "due_at": str(closing(due.due)),
        }
        notice = NoticeRecord(
            account_id="", kind=kind, object=due.duty.id, made_at=now, params=params
        )
        add_notices(storage, unit, accounts, notice)
    try:
        await storage.commit(unit)
    except StaleSessionError:
        return False  # another process was quicker
    return True


def _told(company: Company, due: Due, step: Step) -> Iterator[tuple[ReportKind, tuple[str, ...]]]:
    owed_by = owing(due.duty.unit_id, company)
    yield ("report.due_soon" if step == "soon" else "report.overdue"), owed_by
    if step != "soon":
        above = superiors(due.duty.unit_id, company)
        yield "report.overdue_below", tuple(one for one in above if one not in owed_by)
