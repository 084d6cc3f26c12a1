"""A campaign in real browsers: made by one person and approved by another, by the pages' words."""

import pytest
from playwright.async_api import ViewportSize

from flows.desk.roles import WHOLE
from tests.console.case_room import CaseRoom
from tests.console.more_things import campaign
from tests.e2e.case_desks import Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.officer import Keys
from tests.e2e.test_console_records import LOOKS, looks_well

DAYS = {
    "Giao dịch từ ngày": "2026-01-01", "Giao dịch đến hết ngày": "2026-09-30",
    "Ngày bắt đầu khảo sát": "2026-10-05", "Ngày kết thúc khảo sát": "2026-10-31",
}  # fmt: skip


TITLE = "Khảo sát quý IV/2026"
SAVE = "Lưu"


async def press(desk: Keys, name: str) -> None:
    await desk.page.get_by_role("button", name=name, exact=True).click()


async def follow(desk: Keys, name: str) -> None:
    await desk.page.get_by_role("link", name=name).first.click()


async def fill(desk: Keys, **fields: str) -> None:
    for label, value in fields.items():
        await desk.page.get_by_label(label, exact=True).fill(value)


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("size", "scheme", "name"), [LOOKS[0], LOOKS[3]])
async def test_a_campaign_is_made_by_one_and_approved_by_another(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)
    await desk.open("/console/campaigns")
    await looks_well(desk, picture, f"campaigns-empty-{name}")
    await follow(desk, "Lập đợt khảo sát")
    await looks_well(desk, picture, f"campaign-new-{name}")
    await fill(desk, **{"Tên đợt khảo sát": TITLE})
    await press(desk, SAVE)
    await desk.sees("Trước khi trình, xin bổ sung")
    await looks_well(desk, picture, f"campaign-draft-{name}")
    await follow(desk, "Sửa kế hoạch")
    await fill(desk, **DAYS)
    await press(desk, SAVE)
    await follow(desk, "Thêm nhóm")
    await looks_well(desk, picture, f"campaign-group-{name}")
    await fill(desk, **{"Tên nhóm": "Một cửa"})
    await desk.page.get_by_label("Phiếu", exact=True).select_option("mc")
    await press(desk, SAVE)
    await press(desk, "Trình duyệt")
    await desk.sees("người khác sẽ duyệt")

    leader = await desks(await room.officer("provincial_leader", unit=WHOLE), size, scheme)
    await leader.open("/console/campaigns")
    await follow(leader, TITLE)
    await looks_well(leader, picture, f"campaign-awaiting-{name}")
    await press(leader, "Duyệt")
    await leader.sees("Việc tiếp theo là rút mẫu")
    await looks_well(leader, picture, f"campaign-approved-{name}")


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("size", "scheme", "name"), [LOOKS[0], LOOKS[3]])
async def test_the_parts_of_a_campaign_fit_and_a_text_is_inspected(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    made = await campaign(room, room.unit)
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)
    for part in ("quotas", "targets", "testers", "texts"):
        await desk.open(f"/console/campaigns/{made.id}/{part}")
        await looks_well(desk, picture, f"campaign-{part}-{name}")
    await desk.page.locator("article").first.get_by_role("link").click()
    await fill(desk, **{"Nội dung": "Mời Ông/Bà: {link}"})
    await press(desk, "Xem thử")
    await desk.sees("Thiếu {dung}")
    await looks_well(desk, picture, f"campaign-text-{name}")
