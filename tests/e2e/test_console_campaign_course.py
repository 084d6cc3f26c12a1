"""The course of a campaign in real browsers: reminders planned, texts proposed and approved."""

import pytest
from msgspec.structs import replace
from playwright.async_api import ViewportSize

from storage.base import UnitOfWork
from tests.console.broadcast_desk import PEOPLE, campaign, made, pressed, set_terms
from tests.console.case_room import CaseRoom, Officer
from tests.e2e.case_desks import Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.officer import Keys
from tests.e2e.test_console_campaigns import follow, press
from tests.e2e.test_console_records import LOOKS, looks_well


async def invited(room: CaseRoom, admin: Officer) -> str:
    """A campaign in two languages whose invitation is confirmed; return its path."""
    path = await campaign(room)
    await set_terms(room, path, languages=("vi", "en"))
    url = await made(admin, path)
    await pressed(admin, path, url, "confirm", count=str(PEOPLE))
    await set_terms(room, path, approve_above=PEOPLE - 1)
    return path


async def cannot_begin(room: CaseRoom, path: str) -> None:
    """Let the time of the last reminder have come, while nobody has approved so many."""
    broadcasts, unit = room.installation.storage.broadcasts, UnitOfWork()
    *_, last = await broadcasts.of_campaign(path.rpartition("/")[2])
    broadcasts.save(unit, replace(last, waits_for="not_approved"))
    await room.installation.storage.commit(unit)


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_reminders_and_proposed_texts_are_understood_on_their_pages(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    admin = await room.officer("survey_admin")
    leader = await room.officer("provincial_leader")
    path = await invited(room, admin)
    await cannot_begin(room, path)
    desk, judge = await desks(admin, size, scheme), await desks(leader, size, scheme)
    await desk.open(f"{path}/broadcasts")
    await desk.sees("đã định, tự gửi")
    await scrolled(desk, "tbody tr:last-child")
    await looks_well(desk, picture, f"course-waves-{name}")
    await follow(desk, "Lượt 3")
    await desk.sees("Đã đến giờ mà chưa gửi được")
    await scrolled(desk, "#expected")
    await looks_well(desk, picture, f"course-planned-{name}")
    await scrolled(desk, "#texts")
    await looks_well(desk, picture, f"course-languages-{name}")
    await proposes(desk, picture, path, name)
    await approves(judge, picture, name)


async def scrolled(desk: Keys, selector: str) -> None:
    await desk.page.locator(selector).first.evaluate("one => one.scrollIntoView()")


async def proposes(desk: Keys, picture: Picture, path: str, name: str) -> None:
    await desk.open(f"{path}/broadcast?number=1")
    await follow(desk, "Sửa nội dung")
    letter = desk.page.get_by_role("group", name="Thư điện tử – English")
    await letter.get_by_label("Nội dung", exact=True).fill("Please tell us: {link}, {dung}")
    await desk.page.get_by_label("Tạm dừng gửi trong lúc chờ duyệt").check()
    await scrolled(desk, "input[name=hold]")
    await looks_well(desk, picture, f"course-texts-{name}")
    await press(desk, "Trình duyệt nội dung mới")
    await desk.sees("Những người có quyền duyệt đã được báo")
    await scrolled(desk, "#proposed")
    await looks_well(desk, picture, f"course-proposed-{name}")


async def approves(desk: Keys, picture: Picture, name: str) -> None:
    await desk.open("/console/notices")
    await looks_well(desk, picture, f"course-notices-{name}")
    await desk.sees("đề nghị đổi nội dung tin")
    await follow(desk, "Mở xem")
    await follow(desk, "Lượt 1")
    await desk.sees("Please tell us")
    await scrolled(desk, "form[action$=take]")
    await looks_well(desk, picture, f"course-judge-{name}")
    await press(desk, "Duyệt nội dung mới")
    await desk.sees("tin chưa gửi theo nội dung mới")
