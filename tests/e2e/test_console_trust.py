"""Notices, resets, one line of the log, and words that are read whole, in real browsers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import ViewportSize

from bot.accounts import ADMIN
from flows.desk.roles import Grant
from tests.console.case_room import CaseRoom
from tests.console.entry_hall import EntryHall, Person, entry_hall
from tests.console.response_shelf import answer, response
from tests.console.test_resets import does, page_of
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.hostile_texts import HOSTILE
from tests.e2e.officer import Keys
from tests.e2e.person import PHONE
from tests.e2e.test_console_looks import is_unharmed
from tests.e2e.test_console_records import LOOKS, looks_well

NOTICES = "/console/notices"
SIZES = [pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="desktop")]
NUMBER = "0912 345 678"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[EntryHall]:
    async with entry_hall(tmp_path) as opened:
        yield opened


async def seated(
    seats: Desks, person: Person, size: ViewportSize, scheme: Scheme = "light"
) -> Keys:
    base = str(person.browser.base).rstrip("/")
    return await seats(base, person.browser.cookie("desk"), size, scheme)


async def owner_of(hall: EntryHall) -> Person:
    return await hall.person(Grant("intake_officer", "bhxh-dalat"), inside=True)


# -- letting somebody in anew


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_one_asks_for_a_reset_and_another_one_makes_the_link_by_keyboard_alone(
    hall: EntryHall,
    seats: Desks,
    picture: Picture,
    size: ViewportSize,
    scheme: Scheme,
    name: str,
) -> None:
    owner = await owner_of(hall)
    one, two = [
        await seated(seats, await hall.person(ADMIN, inside=True), size, scheme) for _ in "12"
    ]
    await two.open(NOTICES)
    await looks_well(two, picture, f"notices-empty-{name}")
    await one.open(page_of(owner))
    await one.opens("Mất điện thoại và hết mã dự phòng?")
    await looks_well(one, picture, f"reset-{name}")
    await one.presses("Đề nghị thiết lập lại từ đầu")
    await one.sees("Đang chờ một người quản trị khác đồng ý")
    await looks_well(one, picture, f"reset-waits-{name}")

    await two.open(NOTICES)
    await two.sees(f"cho biết {owner.account.name} bị mất điện thoại")
    await looks_well(two, picture, f"notices-{name}")
    await two.presses("Mở xem")
    await two.sees("xin gặp hoặc gọi chủ tài khoản")
    await looks_well(two, picture, f"reset-check-{name}")
    await two.presses("Đồng ý và tạo liên kết")

    assert "/console/reset/" in await two.page.get_by_label("Liên kết", exact=True).input_value()
    await looks_well(two, picture, f"reset-link-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize("size", SIZES)
async def test_the_owner_reads_of_a_reset_and_refuses_it_by_keyboard_alone(
    hall: EntryHall, seats: Desks, picture: Picture, size: ViewportSize
) -> None:
    owner, admin = await owner_of(hall), await hall.person(ADMIN, inside=True)
    await hall.person(ADMIN)
    await does(admin, owner, "reset", device="lost")
    desk = await seated(seats, owner, size)

    await desk.open(f"{NOTICES}?unread=1")
    await desk.sees("Có người đề nghị thiết lập lại tài khoản của Ông/Bà")
    await looks_well(desk, picture, f"notices-reset-{size['width']}")
    await desk.presses("Đánh dấu đã đọc trang này")
    await desk.sees("Ông/Bà đã đọc hết thông báo")
    await desk.presses("Tôi không nhờ, từ chối")

    await desk.sees("Đã từ chối")
    assert "account.reset_refused" in await hall.audited(owner)


# -- the log, and the words of a response


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_words_that_are_read_whole_and_their_line_in_the_log_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    record = await response(room)
    await answer(room, record, "MC5", "1", comment=f"Xin gọi lại cho tôi số {NUMBER}.")
    desk = await desks(await room.officer("unit_head"), size, scheme)
    await desk.open(f"/console/responses/{record.id}")
    assert NUMBER not in await desk.page.content()
    await desk.opens("Cần đọc nguyên văn")
    await desk.types("Lý do", "gọi lại theo lời dặn")
    await looks_well(desk, picture, f"response-reveal-{name}")
    await desk.presses("Hiện nguyên văn")
    await desk.sees(NUMBER)
    await looks_well(desk, picture, f"response-revealed-{name}")

    auditor = await desks(await room.officer("data_protection", unit="*"), size, scheme)
    await auditor.open(f"/console/audit?target={record.id}")
    await auditor.page.locator("a[href*='line=']").first.click()
    await auditor.sees("gọi lại theo lời dặn")
    await looks_well(auditor, picture, f"audit-line-{name}")


@pytest.mark.timeout(240)
async def test_hostile_words_stay_words_on_the_page_of_a_response(
    room: CaseRoom, desks: Desks
) -> None:
    desk = await desks(await room.officer("unit_head"), PHONE)
    for text in HOSTILE[::5]:
        record = await response(room)
        await answer(room, record, "MC5", "1", comment=f"{text} {NUMBER}")
        await desk.open(f"/console/responses/{record.id}")
        assert await is_unharmed(desk.page), text[:60]
        await desk.page.locator("summary", has_text="Cần đọc nguyên văn").click()
        await desk.page.get_by_label("Lý do").fill("gọi lại theo lời dặn")
        await desk.page.get_by_role("button", name="Hiện nguyên văn").click()
        await desk.sees(NUMBER)
        assert await is_unharmed(desk.page), text[:60]
