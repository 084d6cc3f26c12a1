"""Registers of reports: numbers by unit and year, without gaps or doubles."""

import asyncio

import pytest
from msgspec.structs import replace

from bot.i18n import day_of
from flows.identifiers import Instant
from flows.time_units import DAY
from survey.editions import Period, Scope
from survey.report_life import ReportRefusedError
from tests.bot.reporting.office import HEAD, NOW, OTHER, QUARTER, Office

MONTHS = tuple(
    Period(span="other", from_day=f"2026-0{month}-01", to_day=f"2026-0{month}-10")
    for month in (6, 7, 8, 9)
)
"""Days with others between them: none is compared with those of another report."""


async def test_numbers_follow_one_another_by_unit_and_year_also_at_once(office: Office) -> None:
    office.figures.trend = False
    ready = [await office.approved(period=one) for one in MONTHS]
    elsewhere = await office.desk("leader").make(
        Scope(unit_id=OTHER, unit_name="Cơ sở 2"), QUARTER
    )
    at_once = (office.desk("writer", Instant(NOW + 1)).issue(one) for one in ready)
    issued = await asyncio.gather(*at_once)
    assert sorted(one.number or 0 for one in issued) == [1, 2, 3, 4]
    assert await office.storage.reports.last_number(elsewhere.series, 2026) == 0


async def test_a_register_goes_on_after_the_numbers_of_its_paper(office: Office) -> None:
    record = await office.approved()
    await office.desk("head").begin_numbers(record, 38)
    issued = await office.desk("writer").issue(record)
    assert issued.number == 38
    with pytest.raises(ReportRefusedError, match="numbers_begun"):
        await office.desk("head").begin_numbers(issued, 50)
    assert "report.numbers_begun" in await office.done()


async def test_a_register_begins_in_the_year_of_the_signature(office: Office) -> None:
    record, january = await office.approved(), Instant(NOW + 90 * DAY)
    await office.desk("head", january).begin_numbers(record, 38)
    issued = await office.desk("writer", january).issue(record)
    assert (issued.number, issued.year) == (38, 2026)
    assert await office.storage.reports.last_number(record.series, 2027) == 0


async def test_each_year_begins_at_one_by_itself(office: Office) -> None:
    office.figures.trend = False
    first = await office.approved(period=MONTHS[0])
    await office.desk("head").begin_numbers(first, 38)
    assert (await office.desk("writer").issue(first)).number == 38
    later = Instant(NOW + 90 * DAY)
    head = replace(HEAD, day=day_of(later).isoformat())
    draft = await office.draft(head=head, period=MONTHS[1])
    waiting = await office.desk("writer", later).submit(draft)
    ready = await office.desk("head", later).approve(waiting)
    issued = await office.desk("writer", later).issue(ready)
    assert (issued.number, issued.year) == (1, 2027)
