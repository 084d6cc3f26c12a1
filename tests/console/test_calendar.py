"""The calendar page: a year of working days, and swaps that are looked at, entered, undone."""

from datetime import date
from html import unescape

import pytest

from bot.console.calendar_year import year_of
from bot.jobs.redate_cases import redate_cases
from bot.turns import now_ms
from flows.identifiers import Instant
from flows.workdays import Calendar, closing, local_date
from storage.base import UnitOfWork
from tests.console.case_room import Answer, CaseRoom, Officer

# A Monday and a Saturday of a later year, so that the terms of other tests stay as they are.
MONDAY, SATURDAY = "2028-05-08", "2028-05-13"
DECISION = "1042/QĐ-BNV ngày 20/10/2026"


@pytest.fixture
async def planner(room: CaseRoom) -> Officer:
    """Somebody who may change the calendar, as whoever came before left it: without swaps."""
    storage, unit = room.installation.storage, UnitOfWork()
    for swap in await storage.swaps.listed():
        storage.swaps.remove(unit, swap.day, now_ms(), "test")
    await storage.commit(unit)
    return await room.officer("survey_admin", unit="*", name="Trần Thị Lịch")


async def looked_at(officer: Officer, day: str, mode: str = "rest", **more: str) -> Answer:
    """Ask what a change would do."""
    asked = {"day": day, "mode": mode, "decision": DECISION, **more}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return await officer.see(f"/console/calendar/change?{query}")


async def entered(officer: Officer, page: Answer, **chosen: str) -> Answer:
    """Press a button under what was shown."""
    names = ("day", "mode", "number")
    fields = {name: page.field(name) for name in names} | chosen
    return await officer.press("/console/calendar/change", decision=DECISION, **fields)


def test_a_year_has_every_day_once_in_weeks_from_monday() -> None:
    year = year_of(2028, Calendar(), {}, {}, today=date(2028, 1, 1), language="vi")

    days = [day for month in year.months for week in month.weeks for day in week if day]

    assert [day.date.timetuple().tm_yday for day in days] == list(range(1, 367))
    assert all(len(week) == 7 for month in year.months for week in month.weeks)
    assert all(day is None or day.date.weekday() == place for month in year.months
               for week in month.weeks for place, day in enumerate(week))  # fmt: skip


def test_a_year_names_its_days_off_and_its_swaps() -> None:
    tet, swap = date(2028, 1, 26), date(2028, 1, 29)
    calendar = Calendar(frozenset({tet}), frozenset({swap}))

    year = year_of(
        2028, calendar, {swap: True}, {tet: "Tết"}, today=date(2028, 1, 1), language="vi"
    )

    told = [(one.weekday, one.name, one.day.kind, one.day.swapped) for one in year.specials]
    assert told == [("Thứ Tư", "Tết", "rest", False), ("Thứ Bảy", "", "worked", True)]


async def test_the_year_shows_the_shipped_holidays(planner: Officer) -> None:
    page = await planner.see("/console/calendar?year=2026")

    assert "Mùng hai Tết Nguyên Đán" in page.text
    assert "Lịch làm việc năm 2026" in page.text
    assert "Chưa có hoán đổi nào" in page.text


@pytest.mark.parametrize("year", ["1900", "9" * 5000, "x", "%00", "-1"])
async def test_a_year_that_is_not_there_shows_this_one(planner: Officer, year: str) -> None:
    page = await planner.see(f"/console/calendar?year={year}")

    assert f"Lịch làm việc năm {local_date(now_ms()).year}" in page.text


async def test_a_swap_is_shown_before_it_is_done(planner: Officer) -> None:
    page = await looked_at(planner, MONDAY)

    assert "Hiện nay làm việc Sẽ thành nghỉ" in page.text
    assert "Chưa có hoán đổi nào" in (await planner.see("/console/calendar?year=2028")).text


async def test_it_says_how_many_terms_would_end_later(planner: Officer, room: CaseRoom) -> None:
    before = await looked_at(planner, MONDAY)
    case = await room.case(due_at=closing(date(2028, 5, 10)))
    await room.case(due_at=closing(date(2028, 5, 10)), state="answered")

    after = await looked_at(planner, MONDAY)

    assert "Không hạn nào của phản ánh đang mở thay đổi" in before.text
    assert "1 phản ánh đang mở sẽ có hạn trả lời muộn hơn" in after.text
    assert 'name="redate" value="yes"' in after.html
    worked = await looked_at(planner, SATURDAY, "work")
    assert "Không hạn nào của phản ánh đang mở thay đổi" in worked.text, "none ends earlier"
    past = await looked_at(planner, "2026-01-05")
    assert "Ngày này đã qua" in past.text
    await room.save(case, state="closed")


async def test_terms_move_on_consent_and_each_case_says_so(
    planner: Officer, room: CaseRoom
) -> None:
    due = closing(date(2028, 5, 10))
    moving, waiting = (
        await room.case(due_at=due),
        await room.case(due_at=due, state="waiting", waiting_since=Instant(now_ms() - 1000)),
    )

    page = await entered(planner, await looked_at(planner, MONDAY), redate="yes")
    while await redate_cases(room.installation.services, batch=3):
        pass

    assert "Đã đổi ngày" in page.text
    later = closing(date(2028, 5, 11))
    assert [(await room.now(case)).due_at for case in (moving, waiting)] == [later, later]
    [told] = await room.told(moving)
    assert "dời đến ngày 11/05/2028" in told
    assert await room.told(waiting) == [], "their own reply is waited for"
    officer = await room.officer()
    seen = await officer.see(f"/console/cases/{moving.code}")
    assert "Dời hạn trả lời theo lịch làm việc – 17:00 11/05/2028" in seen.text
    (row, *_) = await room.audited("calendar.change", MONDAY)
    assert row["detail"] == {"mode": "rest", "decision": DECISION, "redate": "True"}
    for case in (moving, waiting):
        await room.save(case, state="closed")


async def test_without_consent_terms_stay_as_they_were_announced(
    planner: Officer, room: CaseRoom
) -> None:
    due = closing(date(2028, 5, 10))
    case = await room.case(due_at=due)

    await entered(planner, await looked_at(planner, MONDAY))

    assert await redate_cases(room.installation.services) == 0
    assert (await room.now(case)).due_at == due
    await room.save(case, state="closed")


async def test_what_was_taken_back_before_the_terms_moved_moves_none(
    planner: Officer, room: CaseRoom
) -> None:
    due = closing(date(2028, 5, 10))
    case = await room.case(due_at=due)

    await entered(planner, await looked_at(planner, MONDAY), redate="yes")
    await entered(planner, await looked_at(planner, MONDAY, "shipped"))
    while await redate_cases(room.installation.services):
        pass

    assert (await room.now(case)).due_at == due
    await room.save(case, state="closed")


async def test_a_swap_is_entered_with_its_decision_and_counts_at_once(
    planner: Officer, room: CaseRoom
) -> None:
    page = await entered(planner, await looked_at(planner, MONDAY))

    assert "Đã đổi ngày" in page.text
    assert f"Theo {DECISION}" in page.text
    assert "Trần Thị Lịch nhập lúc" in page.text
    calendar = room.installation.services.runner.turns.renderer.rules.calendar
    assert not calendar.is_workday(date.fromisoformat(MONDAY))
    (row, *_) = await room.audited("calendar.change", MONDAY)
    assert row["actor"] == f"account:{planner.account.id}"
    assert row["detail"] == {"mode": "rest", "decision": DECISION}


async def test_a_swap_is_taken_back_and_brought_back(planner: Officer, room: CaseRoom) -> None:
    done = await entered(planner, await looked_at(planner, SATURDAY, "work"))
    undone = await entered(planner, await looked_at(planner, SATURDAY, "shipped"))

    assert "cuối tuần làm bù" in done.html
    assert "Chưa có hoán đổi nào" in undone.text
    assert 'name="mode" value="work"' in undone.html
    assert f'name="decision" value="{DECISION}"' in unescape(undone.html)
    calendar = room.installation.services.runner.turns.renderer.rules.calendar
    assert not calendar.is_workday(date.fromisoformat(SATURDAY))


async def test_what_was_shown_to_one_is_not_done_after_another_changed_it(
    planner: Officer,
) -> None:
    seen = await looked_at(planner, MONDAY)
    await entered(planner, await looked_at(planner, SATURDAY, "work"))

    assert (await entered(planner, seen)).status == 409


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"day": "2028-02-30"}, "một ngày có thật"),
        ({"day": ""}, "một ngày có thật"),
        ({"day": "1999-01-04"}, "ngoài các năm"),
        ({"mode": "maybe"}, "chọn nghỉ hoặc làm việc"),
        ({"mode": "work"}, "vốn đã như vậy"),
        ({"mode": "shipped"}, "không có hoán đổi"),
        ({"decision": "x"}, "số của quyết định"),
        ({"decision": "x" * 121}, "số của quyết định"),
        ({"decision": "%00%E2%80%AE"}, "số của quyết định"),
    ],
)
async def test_a_wish_with_a_fault_is_given_back(
    planner: Officer, wish: dict[str, str], said: str
) -> None:
    page = await looked_at(planner, **{"day": MONDAY, **wish})

    assert page.status == 422
    assert said in page.text


async def test_who_may_only_read_is_offered_no_change(room: CaseRoom) -> None:
    officer = await room.officer("intake_officer")

    page = await officer.see("/console/calendar")

    assert page.status == 200
    assert "/console/calendar/change" not in page.html
    assert (await looked_at(officer, MONDAY)).status == 404
    assert (await officer.press("/console/calendar/change", day=MONDAY)).status == 404
