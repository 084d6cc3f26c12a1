"""Who owes a report is reminded, their superiors hear of what is late, each step once."""

from datetime import date

import pytest

from bot.i18n import start_of
from bot.reporting import due_reports
from bot.reporting.reminding import remind_of_reports
from flows.identifiers import Instant
from flows.workdays import Calendar
from storage.base import UnitOfWork
from storage.report_records import DutyRecord
from survey.report_schedule import period_at
from tests.bot.reporting.office import NOW, OTHER, UNIT, Office

CALENDAR = Calendar()


def noon(day: str) -> Instant:
    return Instant(start_of(date.fromisoformat(day)) + 12 * 3_600_000)


@pytest.fixture
async def duty(office: Office) -> None:
    """Unit 1 reports each quarter within ten working days: by 14 October 2026."""
    record = DutyRecord(id="d1", unit_id=UNIT, span="quarter", days=10, since="2026-07-01",
                        made_at=NOW, made_by="account:leader")  # fmt: skip
    unit = UnitOfWork()
    office.storage.report_duties.add(unit, record)
    await office.storage.commit(unit)


pytestmark = pytest.mark.usefixtures("duty")


async def remind(office: Office, day: str) -> int:
    return await remind_of_reports(office.storage, CALENDAR, noon(day))


async def test_who_owes_a_report_is_reminded_before_and_after(office: Office) -> None:
    found = [await remind(office, f"2026-10-{day:02}") for day in (8, 9, 13, 15, 16, 21, 30)]
    assert found == [0, 1, 0, 1, 0, 1, 0]
    owed = ["report.due_soon", "report.overdue", "report.overdue"]
    assert await office.heard("writer") == owed
    assert await office.heard("head") == owed
    assert await office.heard("leader") == ["report.overdue_below"] * 2
    assert await office.heard("other") == []


async def test_what_a_stopped_service_missed_is_made_up_once(office: Office) -> None:
    assert [await remind(office, "2026-10-30") for _ in range(2)] == [1, 0]
    assert await office.heard("writer") == ["report.overdue"]


async def test_nobody_is_reminded_of_what_was_issued(office: Office) -> None:
    await office.desk("writer").issue(await office.approved())
    assert await remind(office, "2026-10-30") == 0
    due = await due_reports(office.storage, CALENDAR, noon("2026-10-30"), {UNIT})
    assert [(one.period.from_day, one.standing) for one in due] == [
        ("2026-10-01", "waiting"), ("2026-07-01", "issued"),
    ]  # fmt: skip


async def test_a_withdrawn_report_is_owed_again(office: Office) -> None:
    record = await office.desk("writer").issue(await office.approved())
    await office.desk("head").withdraw(record, "nhầm số liệu")
    assert [await remind(office, "2026-10-30") for _ in range(2)] == [1, 0]


async def test_who_was_reminded_before_is_told_of_what_was_withdrawn(office: Office) -> None:
    assert await remind(office, "2026-10-30") == 1
    record = await office.desk("writer").issue(await office.approved())
    await office.desk("head").withdraw(record, "nhầm số liệu")
    assert [await remind(office, "2026-10-30") for _ in range(2)] == [1, 0]


async def test_what_is_owed_stays_late_however_old_it_is(office: Office) -> None:
    due = await due_reports(office.storage, CALENDAR, noon("2029-10-30"), {UNIT})
    assert [one.standing for one in due].count("late") == 13
    assert await remind(office, "2029-10-30") == 13


async def test_one_sees_what_ones_own_units_owe(office: Office) -> None:
    assert await due_reports(office.storage, CALENDAR, noon("2026-10-30"), {OTHER}) == []
    found = await due_reports(office.storage, CALENDAR, noon("2026-10-30"), None)
    late = [one for one in found if one.standing == "late"]
    assert [one.period for one in late] == [period_at("quarter", date(2026, 9, 1))]
