"""After the faces: the full form in the kiosk's dress, and the way to one's own phone."""

import json

import pytest
from playwright.async_api import Route, expect

from tests.e2e.accessibility import violations
from tests.e2e.desk import TO_THE_FIRST_RATING, Desk, Tablets, ended, given
from tests.e2e.person import Person
from tests.web.installation import Installation


async def test_a_visit_goes_on_on_ones_own_phone_and_the_kiosk_starts_over(
    tablets: Tablets, trial: Installation, before: set[str], person: Person
) -> None:
    desk = await tablets()
    await desk.take_the_clock()
    await desk.begin()
    await desk.asked("Nhìn chung", "Bình thường")
    await desk.touch("Dùng điện thoại")
    code = await desk.page.locator(".code").inner_text()
    origin = desk.page.url.removesuffix("/kiosk")
    await person.page.goto(f"{origin}/c/{code}")
    await person.page.get_by_role("button", name="Bắt đầu").click()
    await person.sees("chỗ ngồi chờ")
    await desk.page.clock.run_for(4_000)
    await desk.sees("Đã chuyển sang điện thoại")
    await desk.page.clock.run_for(9_000)
    await desk.waits()
    for question in ("chỗ ngồi chờ", "thủ tục", "thái độ", "kết quả nhận được"):
        await person.asked(question, "😊 Hài lòng")
    await person.sees("xem lại")
    # The phone did not send it yet, and the kiosk cannot.
    (record,) = await ended(trial, before, "in_progress")
    assert await given(trial, record) == {"G9": 2, "KI1": 3, "KI2": 3, "KI3": 3, "KI4": 3}


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("Trả lời thêm trên điện thoại của tôi", "mc"),
        ("Gửi phản ánh bằng điện thoại của tôi", "intake"),
    ],
    ids=["full", "case"],
)
async def test_more_can_be_said_on_the_phone(
    tablets: Tablets, trial: Installation, before: set[str], label: str, form: str
) -> None:
    desk = await tablets()
    await desk.begin()
    await desk.rate(*["Hài lòng"] * 5)
    await desk.touch(label)
    await expect(desk.page.get_by_role("img", name="Mã QR")).to_be_visible()
    await desk.touch("Xong")
    await desk.waits()
    short, more = await ended(trial, before, "completed", "stopped")
    assert (short.form, more.form) == ("kiosk", form)


async def test_nothing_is_typed_at_the_kiosk_even_in_the_full_form(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.begin()
    await desk.rate(*["Hài lòng"] * 5)
    await desk.page.get_by_role("button", name="Trả lời thêm tại đây").tap()
    await desk.touch(*TO_THE_FIRST_RATING)
    await desk.sees("chỗ ngồi chờ")
    typed = 0
    for _ in range(60):
        if await desk.title.inner_text() == "Cảm ơn Ông/Bà!":
            break
        assert await desk.page.locator("input, textarea, [contenteditable]").count() == 0
        typed += await desk.page.get_by_text("Phần này cần gõ chữ").count()
        await _on(desk)
    await desk.sees("Cảm ơn")
    short, full = await ended(trial, before, "completed", "completed")
    assert (short.form, full.form) == ("kiosk", "mc")
    assert typed >= 1, "the form has questions that need typing"


async def _on(desk: Desk) -> None:
    """Press the first answer, or pass over what cannot be pressed."""
    seen = await desk.title.inner_text()
    await expect(desk.page.locator("#main button").first).to_be_enabled()
    sends, skips = desk.button("Gửi"), desk.button("Bỏ qua")
    answers = desk.page.locator(".choices button:not(.primary)")
    if await desk.page.locator(".choices .primary").count():
        await desk.page.locator(".choices .primary").first.tap()
    elif await answers.count():
        await answers.first.tap()
    else:
        await (skips if await skips.count() else sends).first.tap()
    await expect(desk.title).not_to_have_text(seen)


async def test_several_at_once_are_ticked_and_sent_as_one_answer(tablets: Tablets) -> None:
    """No shipped form of a desk asks so; an imported one may."""
    desk = await tablets()
    await desk.begin()
    await desk.rate(*["Hài lòng"] * 5)
    pressed: list[str] = []

    async def asks_many(route: Route) -> None:
        act = json.loads(route.request.post_data or "{}")
        if act["act"] == "press":
            pressed.append(act["payload"])
        asked = {**MANY, "seq": 1 + len(pressed)}
        await route.fulfill(json={"status": "applied", "last": 1, "messages": [asked]})

    await desk.page.route("**/kiosk/acts", asks_many)
    await desk.page.get_by_role("button", name="Trả lời thêm tại đây").tap()
    ticks = desk.page.locator(".choices button")
    await expect(ticks.nth(1)).to_be_enabled()
    for place in (0, 1, 0, 2):
        await ticks.nth(place).tap()
    await expect(ticks.nth(1)).to_have_attribute("aria-pressed", "false")
    await expect(ticks.nth(2)).to_have_attribute("aria-pressed", "true")
    for place in (1, 0):
        await ticks.nth(place).tap()
    assert await violations(desk.page) == []
    await desk.touch("Xong phần này")
    await expect(ticks.nth(0)).to_have_attribute("aria-pressed", "false")
    assert pressed == ["abcdefgh:Q:=+sms+web"]


MANY = {
    "kind": "question",
    "text": "Ông/Bà đã dùng cách nào?",
    "choices": [
        {"label": "Qua mạng", "payload": "abcdefgh:Q:+sms", "style": "unticked"},
        {"label": "Tại quầy", "payload": "abcdefgh:Q:+web", "style": "unticked"},
        {"label": "Không cách nào", "payload": "abcdefgh:Q:+none", "style": "unticked"},
    ],
    "done": {"label": "Xong phần này", "payload": "abcdefgh:Q:="},
    "alone": [2],
    "language": "vi",
}
"""A question as the server asks it; the last choice takes the others away."""
