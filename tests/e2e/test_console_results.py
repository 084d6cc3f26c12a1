"""The console's page of public results in real browsers: how it looks, held and going on."""

from datetime import date

import pytest
from playwright.async_api import ViewportSize

from flows.desk.roles import WHOLE
from tests.console.case_room import CaseRoom
from tests.e2e.accessibility import violations
from tests.e2e.case_desks import Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.test_console_looks import LOOKS
from tests.storage.counted import count, counted
from tests.web.published import DONE, SAID, publish

PATH = "/console/results"


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_public_results_of_the_console_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    storage = room.installation.storage
    admin = await room.officer("survey_admin", unit=WHOLE, name="Nguyễn Thị Thanh Bình")
    head = await room.officer("unit_head")
    case = await room.case(state="closed")
    await head.press(f"{PATH}/improvements", code=case.code, said=SAID, done=DONE)
    await count(storage, [counted(f"{name}{number}") for number in range(10)], at=1)
    await publish(storage, date(2026, 11, 20))
    desk = await desks(admin, size, scheme)

    async def looks_well(what: str) -> None:
        await picture(desk.page, f"console-{what}-{name}")
        assert await violations(desk.page) == []
        assert await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0

    await desk.open(PATH)
    await looks_well("results")
    await desk.page.get_by_label("Lý do tạm dừng").fill("Kiểm tra lại số liệu của tháng 11")
    await desk.page.get_by_role("button", name="Tạm dừng công bố").click()
    await desk.sees("Đã tạm dừng công bố.")
    await looks_well("results-held")
    await desk.page.get_by_role("button", name="Công bố tiếp").click()
    await desk.sees("Việc công bố được tiếp tục.")
