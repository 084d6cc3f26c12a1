"""Units in real browsers: the tree, a unit, and an event by keyboard alone, on each screen."""

import pytest
from playwright.async_api import FilePayload, ViewportSize

from flows.desk.roles import WHOLE
from tests.console.case_room import CaseRoom
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.person import PHONE
from tests.e2e.test_console_records import LOOKS, looks_well

NAME = "BHXH cơ sở Lâm Viên – Đà Lạt"


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_a_unit_is_renamed_and_back_by_keyboard_and_fits(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)

    await desk.open("/console/units")
    await desk.opens("Thành lập đơn vị")  # past the tree, however many units it shows
    await desk.opens("Nhập đơn vị mới")
    await looks_well(desk, picture, f"units-{name}")
    await desk.open(f"/console/units/{room.unit}")
    await desk.opens("Đổi tên hoặc loại")
    await desk.types("Tên mới", "?")
    await desk.presses("Xem điều gì sẽ thay đổi")
    await desk.sees("Tên “?” không dùng được")
    await looks_well(desk, picture, f"unit-fault-{name}")
    await desk.types("Tên mới", NAME)
    await desk.presses("Xem điều gì sẽ thay đổi")
    await desk.sees(f"đổi tên thành “{NAME}”")
    await looks_well(desk, picture, f"unit-event-{name}")
    await desk.presses("Ghi sự kiện")
    await desk.sees("Đã ghi sự kiện số")
    await looks_well(desk, picture, f"unit-{name}")
    await desk.presses("Hoàn tác")
    await desk.sees("Đã rút lại sự kiện số")


def events(*rows: str) -> FilePayload:
    content = "\n".join(("BHXH TỈNH LÂM ĐỒNG;;;", "Ngày;Sự kiện;Đơn vị;Mã số", *rows))
    return {"name": "su-kien.csv", "mimeType": "text/csv", "buffer": content.encode()}


@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    ("size", "name"), [pytest.param(PHONE, "360", id="360"), pytest.param(DESKTOP, "desktop")]
)
async def test_a_file_of_events_is_mended_on_its_page_and_entered(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size)
    page, wrong = desk.page, f"31/09/2025;Đổi mã số;{room.unit};{name}"

    await desk.open("/console/units")
    await page.get_by_role("link", name="Nhập từ Excel").click()
    await page.get_by_label("Tệp Excel hoặc CSV").set_input_files(events(wrong))
    await page.get_by_role("button", name="Kiểm tra").click()
    await desk.sees("“31/09/2025” không phải là một ngày")
    await looks_well(desk, picture, f"units-import-fault-{name}")
    box = page.get_by_label("Hoặc dán các dòng vào đây")
    await box.fill((await box.input_value()).replace("31/09", "30/09"))
    await page.get_by_role("button", name="Kiểm tra").click()
    await desk.sees("Sẽ ghi 1 sự kiện.")
    await looks_well(desk, picture, f"units-import-{name}")
    await page.get_by_role("button", name="Nhập vào hệ thống").click()
    await desk.sees("Đã ghi 1 sự kiện.")
