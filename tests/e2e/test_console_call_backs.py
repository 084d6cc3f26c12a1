"""Calling people back in real browsers: how the page looks, and a call recorded by keyboard."""

import pytest
from playwright.async_api import ViewportSize, expect

from tests.console.case_room import CaseRoom
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.person import PHONE
from tests.e2e.test_console_records import LOOKS, looks_well, shelved

NUMBER = "0912 345 678"


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_calls_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    shown = await shelved(room)
    path = f"/console/responses/{shown}"
    officer = await room.officer("verifier", name="Bùi Thị Gọi")
    await officer.press(f"{path}/call-back", outcome="not_reached")
    note = "Bác cho biết có cán bộ đứng bên cạnh và bảo bấm mức cao nhất."
    await officer.press(f"{path}/call-back", outcome="prompted", note=note)
    desk = await desks(officer, size, scheme)
    await desk.open(path)
    await desk.page.locator("#calls").scroll_into_view_if_needed()
    await looks_well(desk, picture, f"calls-{name}")
    await desk.page.get_by_role("button", name="Hiện số để gọi").click()
    await desk.sees(NUMBER)
    await looks_well(desk, picture, f"calls-number-{name}")
    await desk.page.locator("#calls form.stack button").evaluate("it => it.form.submit()")
    await desk.sees("Xin chọn kết quả cuộc gọi")
    await expect(desk.page.locator('input[name="outcome"]').first).to_be_focused()
    await looks_well(desk, picture, f"calls-fault-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="desktop")]
)
async def test_a_call_is_recorded_by_keyboard_alone(
    room: CaseRoom, desks: Desks, size: ViewportSize
) -> None:
    shown = await shelved(room)
    desk = await desks(await room.officer("verifier"), size)
    await desk.open(f"/console/responses/{shown}")

    await desk.presses("Hiện số để gọi")
    await desk.sees(NUMBER)
    await desk.page.locator('input[name="outcome"]').first.focus()
    await desk.page.keyboard.press("Space")
    await desk.types("Ghi chú (không bắt buộc)", "nói chuyện ba phút")
    await desk.presses("Ghi kết quả")

    await desk.sees("Đã gọi lại và được xác nhận")
    await desk.sees("nói chuyện ba phút")
