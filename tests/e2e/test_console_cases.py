"""Cases at the desk and in the citizen's chat, in real browsers, by keyboard alone."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Route, ViewportSize, expect

from tests.console.case_room import PROVINCE, CaseRoom, case_room, served
from tests.e2e.case_desks import DESKTOP, Desks
from tests.e2e.officer import Handling
from tests.e2e.person import PHONE, Person, held_until
from tests.postgres_server import until
from tests.waiting import until as wait_until

STORY = "Lương hưu tháng 2 của tôi về chậm mười ngày."
CODE = re.compile("[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]")
SIZES = [pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="desktop")]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[CaseRoom]:
    """A room of its own: who leads the province goes by Tab past the cases of all other tests."""
    async with served(tmp_path) as (installation, client):
        yield await case_room(installation, client)


async def report(person: Person, room: CaseRoom) -> str:
    """Let a citizen complain in the chat, and return the code of the case."""
    invitation = await room.installation.invite(form="intake")
    await person.page.goto(str(room.client.make_url(f"/{invitation.token}")))
    await person.page.get_by_role("button", name="Bắt đầu").click()
    await person.asked("Ông/Bà gửi góp ý", "Bắt đầu")
    await person.asked("lưu nội dung này", "Đồng ý")
    await person.asked("loại ý kiến nào", "Phản ánh, kiến nghị")
    await person.asked("về điều gì", "Chi trả, đóng tiền")
    await person.asked("việc gì", "Lương hưu, trợ cấp")
    await person.sees("kể ngắn gọn")
    await person.types(STORY)
    await person.asked("được trả lời", "Có, trả lời tôi")
    for asked, text in (("tên", "Trần Văn Bình"), ("Địa chỉ", "xã Mẫu"), ("Số", "0987654321")):
        await person.sees(asked)
        await person.types(text)
    await person.press("Gửi phiếu")
    told = person.bubbles.filter(has_text=CODE).last
    await expect(told).to_be_visible()
    found = CODE.search(await told.inner_text())
    assert found
    return found.group()


@pytest.mark.timeout(150)
@pytest.mark.parametrize("size", SIZES)
async def test_from_complaint_to_agreement_by_keyboard_alone(
    room: CaseRoom, desks: Desks, person: Person, size: ViewportSize
) -> None:
    code = await report(person, room)
    officer = await room.officer("provincial_leader", PROVINCE, "Nguyễn Thị Thanh Bình")
    case = Handling(await desks(officer, size), person, code)

    await case.take()
    await case.finds(STORY)
    await case.ask("Ông/Bà nhận lương ở bưu điện nào?")
    await person.types("Bưu điện phường 1")
    await case.hears("xử lý tiếp")
    await case.finds("Bưu điện phường 1")
    await case.answer("Tiền đã được chi trả ngày 12/02.")
    await person.press("Chưa đồng ý")
    await person.sees("còn thiếu")
    await person.types("Chưa nói vì sao chậm")
    await case.hears("mở lại")
    await case.finds("Chưa nói vì sao chậm", "Đã mở lại")
    await case.take()
    await case.answer("Chậm do bưu điện đổi lịch; từ tháng 3 trả đúng ngày 5.")
    await person.press("Đồng ý")
    await case.hears("đã khép lại")
    await case.finds("Đã khép lại", "người gửi đồng ý")
    await case.is_accessible()


async def test_what_is_being_written_keeps_itself(room: CaseRoom, desks: Desks) -> None:
    officer, case = await room.officer(), await room.case()
    desk = await desks(officer)
    await desk.open(f"/console/cases/{case.code}")
    await desk.opens("Ghi chú nội bộ")
    await desk.types("Ghi chú nội bộ", "Đang hỏi quầy 2")
    await desk.sees("Đã tự lưu nháp")

    await desk.open("/console/cases")
    await desk.open(f"/console/cases/{case.code}")

    box = desk.page.get_by_role("textbox", name="Ghi chú nội bộ")
    await expect(box).to_have_value("Đang hỏi quầy 2")


async def test_a_slow_draft_never_replaces_the_newer_one(room: CaseRoom, desks: Desks) -> None:
    officer, case = await room.officer(), await room.case()
    desk = await desks(officer)
    slow = asyncio.Event()
    on_their_way: list[str] = []

    async def hold_the_first(route: Route) -> None:
        on_their_way.append(route.request.post_data or "")
        if len(on_their_way) == 1:
            await slow.wait()
        await route.continue_()

    await desk.open(f"/console/cases/{case.code}")
    await desk.page.route("**/draft", hold_the_first)
    await desk.opens("Ghi chú nội bộ")
    await desk.types("Ghi chú nội bộ", "Đang hỏi")
    await wait_until(lambda: len(on_their_way) == 1, seconds=20)
    await desk.page.keyboard.insert_text(" quầy 2")
    await desk.sees("Đã tự lưu nháp")
    slow.set()

    await desk.page.wait_for_timeout(1000)  # in which the first would arrive
    drafts = room.installation.services.storage.drafts
    kept = await drafts.load(officer.account.id, case.id, "note")
    assert kept == "Đang hỏi quầy 2"


async def test_who_leaves_in_the_middle_of_a_word_finds_it_again(
    room: CaseRoom, desks: Desks
) -> None:
    officer, case = await room.officer(), await room.case()
    desk = await desks(officer)
    await desk.open(f"/console/cases/{case.code}")
    await desk.opens("Ghi chú nội bộ")
    await desk.types("Ghi chú nội bộ", "Đang h")

    await desk.open("/console/cases")
    drafts = room.installation.services.storage.drafts

    async def kept() -> bool:  # sent while the page went away: nobody waits for its answer
        return bool(await drafts.load(officer.account.id, case.id, "note"))

    await until(kept)
    await desk.open(f"/console/cases/{case.code}")
    await expect(desk.page.get_by_role("textbox", name="Ghi chú nội bộ")).to_have_value("Đang h")


async def test_an_open_queue_tells_that_it_has_changed(room: CaseRoom, desks: Desks) -> None:
    officer, case = await room.officer(), await room.case()
    desk = await desks(officer)
    await desk.open("/console/cases")
    await expect(desk.page.locator(".views [data-count=unowned]")).to_have_text("1")

    await officer.do(case.code, "take")

    await expect(desk.page.locator(".views [data-count=mine]")).to_have_text("1")
    await desk.sees("Danh sách vừa có thay đổi")


async def test_a_queue_that_is_old_as_it_opens_tells_so(room: CaseRoom, desks: Desks) -> None:
    """The figures may be heard before the module that compares them has come."""
    officer, case = await room.officer(), await room.case()
    desk = await desks(officer)
    came = asyncio.Event()
    await desk.page.route("**/case-queue.js*", held_until(came))
    await desk.page.goto(f"{desk.base}/console/cases", wait_until="commit")
    await expect(desk.page.locator(".views [data-count=unowned]")).to_have_text("1")
    await officer.do(case.code, "take")
    await desk.page.wait_for_timeout(1000)  # in which the figures would be heard
    came.set()

    await expect(desk.page.locator(".views [data-count=mine]")).to_have_text("1")
    await desk.sees("Danh sách vừa có thay đổi")


async def test_after_ten_quick_pages_the_figures_are_still_fresh(
    room: CaseRoom, desks: Desks
) -> None:
    officer, case = await room.officer(), await room.case()
    desk = await desks(officer)
    for _ in range(5):
        await desk.open(f"/console/cases/{case.code}")
        await desk.open("/console/cases")

    await officer.do(case.code, "take")

    await expect(desk.page.locator(".views [data-count=mine]")).to_have_text("1")


async def test_without_scripts_a_case_is_taken_and_answered(room: CaseRoom, desks: Desks) -> None:
    officer, case = await room.officer(), await room.case()
    desk = await desks(officer, PHONE, scripts=False)
    await desk.open("/console/cases")
    await desk.page.get_by_role("link", name=case.code).click()
    await desk.page.get_by_role("button", name="Nhận xử lý").click()
    await desk.page.locator("summary", has_text="Trả lời người gửi").click()
    await desk.page.get_by_role("textbox", name="Trả lời người gửi").fill("Đã xong ạ.")
    await desk.page.get_by_role("button", name="Xem trước khi gửi").first.click()
    await desk.page.get_by_role("button", name="Gửi câu trả lời").click()

    await desk.sees("Đã trả lời phản ánh")


async def test_j_and_k_go_from_case_to_case_only_within_the_list(
    room: CaseRoom, desks: Desks
) -> None:
    codes = {case.code for case in await room.cases(["một", "hai", "ba"])}
    desk = await desks(await room.officer())
    await desk.open("/console/cases")
    focused = desk.page.locator(".case a:focus .case-code")
    await desk.page.keyboard.press("j")
    await expect(focused).to_have_count(0)

    seen = []
    await desk.page.locator(".case a").first.focus()
    for key in ("j", "j", "k"):
        await desk.page.keyboard.press(key)
        seen.append(await focused.inner_text())

    assert set(seen) < codes
    assert seen[0] == seen[2] != seen[1]
