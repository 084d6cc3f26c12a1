"""Answer templates and the list of accounts in real browsers: how they look, and by keyboard."""

import pytest
from playwright.async_api import ViewportSize, expect

from bot.accounts import new_account
from bot.turns import now_ms
from flows.desk.roles import WHOLE, Grant
from storage.base import UnitOfWork
from tests.console.case_room import CaseRoom
from tests.e2e.case_desks import Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.test_console_records import LOOKS, looks_well

TITLE = "Ghế chờ hỏng ở bộ phận một cửa"
TEXT = "Phản ánh {code} nhận ngày {received}.\n\nChúng tôi đã [việc đã làm]."


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_templates_are_written_by_keyboard_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)

    await desk.open("/console/templates/new")
    await desk.types("Tên mẫu", TITLE)
    await desk.types("Nội dung", "Gửi {ten}")
    await desk.presses("Lưu mẫu")
    await desk.sees("Không có chỗ tự điền nào tên {ten}")
    await looks_well(desk, picture, f"template-fault-{name}")
    await desk.page.get_by_label("Nội dung", exact=True).fill(TEXT)
    await desk.presses("Xem thử")
    await expect(desk.page.locator(".as-said")).to_contain_text("Chúng tôi đã [việc đã làm].")
    await looks_well(desk, picture, f"template-{name}")
    await desk.presses("Lưu mẫu")
    await desk.sees(f"Đã lưu mẫu “{TITLE}”")
    await looks_well(desk, picture, f"templates-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_accounts_are_found_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    unit, storage = UnitOfWork(), room.installation.storage
    for number in range(60):
        login = f"tim.{room.unit}.{number:02d}"
        grants = [Grant("case_officer", room.unit)]
        storage.accounts.add(unit, new_account(login, "Trần Thị Hoà", grants, now_ms()))
    await storage.commit(unit)
    desk = await desks(await room.officer("technical_admin", unit=room.unit), size, scheme)

    await desk.open("/console/accounts")
    await desk.types("Tên, đơn vị hoặc vai trò", "hoa")
    await desk.presses("Lọc")
    await desk.sees("Có 60 tài khoản")
    await looks_well(desk, picture, f"accounts-{name}")
    await desk.page.get_by_role("link", name="Trang sau").click()
    await expect(desk.page.locator("tbody tr")).to_have_count(10)
