"""Responses, the audit log and the calendar in real browsers: how they look, and by keyboard."""

import pytest
from playwright.async_api import ViewportSize, expect

from bot.turns import now_ms
from flows.workdays import local_date
from storage.base import UnitOfWork
from tests.console.case_room import CaseRoom
from tests.console.response_shelf import answer, evidence, response
from tests.e2e.accessibility import violations
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.officer import Keys
from tests.e2e.person import PHONE

LOOKS = [
    pytest.param(PHONE, "light", "360", id="360"),
    pytest.param(PHONE, "dark", "360-dark", id="360-dark"),
    pytest.param(DESKTOP, "light", "desktop", id="desktop"),
    pytest.param(DESKTOP, "dark", "desktop-dark", id="desktop-dark"),
]
OPINION = "Ghế chờ hỏng hai cái, mẹ tôi 80 tuổi phải đứng. Mong cơ quan sửa sớm."


async def looks_well(desk: Keys, picture: Picture, name: str) -> None:
    await picture(desk.page, f"console-{name}")
    assert await violations(desk.page) == []
    assert await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


async def shelved(room: CaseRoom) -> str:
    """Put responses on the shelf; return the id of the one to look at."""
    await response(room, state="in_progress", completed_at=None, code=None)
    await response(room, channel="kiosk", invitation_kind="assisted", set_aside=True)
    shown = await response(room)
    await answer(room, shown, "C1", "yes")
    await answer(room, shown, "MC1", "2")
    await answer(room, shown, "MC1", "4", revision=2, method="number")
    await answer(room, shown, "MC5", "1", comment=OPINION)
    await evidence(room, shown, proved=True)
    return shown.id


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_responses_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin"), size, scheme)

    await desk.open("/console/responses")
    await looks_well(desk, picture, f"responses-empty-{name}")
    shown = await shelved(room)
    await desk.open("/console/responses?form=mc")
    await looks_well(desk, picture, f"responses-{name}")
    await desk.open(f"/console/responses/{shown}")
    await desk.page.locator("summary", has_text="Đã sửa 1 lần").click()
    await desk.page.evaluate("scrollTo(0, 0)")
    await looks_well(desk, picture, f"response-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_the_log_and_the_calendar_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    admin = await room.officer("technical_admin", unit="*", name="Hồ Văn Kỹ Thuật")
    officer, case = await room.officer(name="Nguyễn Thị Thanh Bình"), await room.case()
    await officer.do(case.code, "take")
    await room.installation.storage.audit.seal(now_ms())
    desk = await desks(admin, size, scheme)

    await desk.open("/console/audit")
    await desk.page.get_by_role("button", name="Kiểm tra ngay").click()
    await desk.sees("Nhật ký nguyên vẹn")
    await looks_well(desk, picture, f"audit-{name}")
    await desk.open("/console/calendar?year=2026")
    await looks_well(desk, picture, f"calendar-{name}")
    year = local_date(now_ms()).year + 1
    await desk.open(f"/console/calendar/change?day={year}-03-01&mode=nothing")
    await looks_well(desk, picture, f"calendar-fault-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="desktop")]
)
async def test_a_response_is_set_aside_by_keyboard_alone(
    room: CaseRoom, desks: Desks, size: ViewportSize
) -> None:
    record = await response(room)
    desk = await desks(await room.officer("survey_admin"), size)
    await desk.open(f"/console/responses/{record.id}")

    await desk.opens("Loại phiếu này khỏi số liệu")
    await desk.types("Lý do", "trả lời trùng của cùng một người")
    await desk.presses("Loại khỏi số liệu")

    await desk.sees("Đã loại phiếu khỏi số liệu")
    await desk.sees("Mới chỉ có Ông/Bà xem xét phiếu này")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="desktop")]
)
async def test_a_swap_is_looked_at_entered_and_undone_by_keyboard_alone(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize
) -> None:
    storage, unit = room.installation.storage, UnitOfWork()
    for swap in await storage.swaps.listed():
        storage.swaps.remove(unit, swap.day, now_ms(), "test")
    await storage.commit(unit)
    desk = await desks(await room.officer("survey_admin", unit="*"), size)
    await desk.open("/console/calendar?year=2028")

    await desk.opens("Nhập hoán đổi")
    await desk.reach("Ngày")
    await desk.page.keyboard.type("05082028")
    await desk.types("Số và ngày của quyết định", "1042/QĐ-BNV ngày 20/10/2027")
    await desk.presses("Xem trước thay đổi")
    await desk.sees("Sẽ thành")
    await looks_well(desk, picture, f"calendar-change-{size['width']}")
    await desk.presses("Ghi vào lịch")
    await desk.sees("Đã đổi ngày")
    await looks_well(desk, picture, f"calendar-changed-{size['width']}")
    await desk.presses("Hoàn tác")

    await expect(desk.page.get_by_text("Chưa có hoán đổi nào")).to_be_visible()
