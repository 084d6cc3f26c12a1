"""Ticking several choices and picking a day, on a phone."""

import pytest
from aiohttp.test_utils import BaseTestServer
from playwright.async_api import expect

from flows.workdays import local_date
from tests.e2e.accessibility import violations
from tests.e2e.conftest import ABOUT, Picture
from tests.e2e.person import Person
from tests.flows.visiting import VISIT
from tests.web.installation import Installation


@pytest.fixture
async def visit(trial: Installation, server: BaseTestServer) -> str:
    """The link of a form with every way of answering."""
    rules = trial.services.runner.turns.renderer.rules
    rules.forms[VISIT.key] = VISIT  # type: ignore[index] # fixed but for tests
    rules.latest[VISIT.id] = VISIT.version  # type: ignore[index] # the same
    invitation = await trial.invite(ABOUT, form="visit")
    return str(server.make_url(f"/{invitation.token}"))


async def test_a_day_is_picked_and_several_choices_are_ticked(
    person: Person, visit: str, trial: Installation, picture: Picture
) -> None:
    page = person.page
    await page.goto(visit)
    await person.press("Bắt đầu")
    await person.asked("Ông/Bà đồng ý", "Đồng ý")
    await person.asked("Câu trả lời chỉ dùng", "Tôi đã đọc")
    await person.sees("Ông/Bà đến ngày nào")
    today = local_date(trial.services.runner.turns.clock()).isoformat()
    await page.wait_for_timeout(500)
    assert await violations(page) == []
    await picture(page, "day-360")
    await page.get_by_label("Chọn ngày này").first.fill(today)
    await person.press("Chọn ngày này")
    await person.sees("sinh ngày nào")
    await _answer(person, "2/3/1990", "30 phút", "4", "2", "3")
    await person.sees("trả tiền bằng cách nào")
    await page.wait_for_timeout(500)  # a bubble that fades in is pale for a moment
    assert await violations(page) == []
    cash, card, nothing = (
        page.get_by_label(label) for label in ("Tiền mặt", "Thẻ ngân hàng", "Không phải trả")
    )
    await cash.check()
    await nothing.check()
    await expect(cash).not_to_be_checked()
    await card.check()
    await expect(nothing).not_to_be_checked()
    await cash.check()
    await picture(page, "several-360")
    await person.press("Xong")
    await person.sees("hết bao nhiêu tiền")
    await expect(page.locator("#log .mine").last).to_contain_text("Tiền mặt, Thẻ ngân hàng")


async def test_nothing_ticked_is_told_and_what_is_refused_stays_ticked(
    person: Person, visit: str
) -> None:
    page = person.page
    await page.goto(visit)
    await person.press("Bắt đầu")
    await person.asked("Ông/Bà đồng ý", "Đồng ý")
    await person.asked("Câu trả lời chỉ dùng", "Tôi đã đọc")
    await _answer(person, "hôm nay", "2/3/1990", "30 phút", "4", "2", "3")
    await person.sees("trả tiền bằng cách nào")
    await person.press("Xong")
    await expect(page.get_by_text("Ông/Bà chưa chọn ý nào")).to_be_visible()
    for label in ("Tiền mặt", "Thẻ ngân hàng", "Điện thoại", "Qua nhà trường"):
        await page.get_by_label(label).check()
    await person.press("Xong")
    await expect(page.get_by_text("Xin chọn nhiều nhất ba cách.")).to_be_visible()
    await expect(page.get_by_label("Qua nhà trường")).to_be_checked()
    await page.get_by_label("Qua nhà trường").uncheck()
    await person.press("Xong")
    await person.sees("hết bao nhiêu tiền")


async def _answer(person: Person, *texts: str) -> None:
    """Type one answer after the other; a day has a box of its own beside the usual one."""
    box = person.page.locator("#text")
    for text in texts:
        await box.fill(text)
        await person.button("Gửi tin").click()
        await expect(box).to_have_value("")
