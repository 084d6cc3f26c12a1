"""The kiosk for every eye and ear: light, dark, large, read aloud, in two languages."""

import pytest
from playwright.async_api import ViewportSize, expect

from storage.catalogue_records import HotlineRecord
from tests.e2e.accessibility import violations
from tests.e2e.conftest import Picture
from tests.e2e.desk import LANDSCAPE, PORTRAIT, TO_THE_FIRST_RATING, Desk, Tablets, ended
from tests.web.installation import Installation

HOTLINES = (
    HotlineRecord(id="office", label="", number="1900 9068"),
    HotlineRecord(id="h1", label="BHXH cơ sở", number="0263 3 123 456", hours="7–17 giờ"),
)
"""In the head of each screen, so that all fits beside them too."""
SMALLEST = 60  # CSS px: a finger of somebody who stands


@pytest.fixture(autouse=True)
def called(trial: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial.services.hotlines, "_lines", HOTLINES)


@pytest.mark.parametrize(
    ("size", "scheme", "large"),
    [
        (LANDSCAPE, "light", False),
        (LANDSCAPE, "dark", True),
        (PORTRAIT, "light", True),
        (PORTRAIT, "dark", False),
    ],
    ids=["landscape", "landscape-dark-large", "portrait-large", "portrait-dark"],
)
async def test_every_screen_fits_can_be_hit_and_is_accessible(
    tablets: Tablets, picture: Picture, size: ViewportSize, scheme: str, large: bool
) -> None:
    desk = await tablets(size, color_scheme=scheme)
    if large:
        await desk.touch("Chữ to hơn")
    shape = "landscape" if size == LANDSCAPE else "portrait"
    style = f"{shape}-{scheme}{'-large' if large else ''}"

    async def look(name: str, *, fits: bool = True) -> None:
        await expect(desk.page.locator("#main button").first).to_be_enabled()
        await picture(desk.page, f"kiosk-{name}-{style}")
        assert await violations(desk.page) == [], name
        await _can_be_hit(desk, name, fits=fits)

    await look("attract")
    await desk.touch("Bắt đầu")
    await look("consent")
    await desk.touch("Xem chi tiết")
    await look("details", fits=False)  # the words of the law are long: they scroll
    await desk.touch("Đồng ý")
    await look("faces")
    for _ in range(2):
        await desk.answer("Chưa hài lòng")
    await look("reason")
    await desk.touch("Quay lại")
    await look("back")
    await desk.touch("Dùng điện thoại")
    await expect(desk.page.get_by_role("img", name="Mã QR")).to_be_visible()
    await look("phone")
    await desk.touch("Quay lại")
    for label in ("Phải chờ lâu", "Hài lòng", "Hài lòng", "Hài lòng"):
        await desk.answer(label)
    await look("thanks")
    await desk.page.get_by_role("button", name="Trả lời thêm tại đây").tap()
    await desk.touch(*TO_THE_FIRST_RATING)
    await look("full")


async def test_the_checker_finds_what_is_wrong(tablets: Tablets) -> None:
    desk = await tablets()
    await desk.page.evaluate(
        "document.getElementById('main').append(document.createElement('button'))"
    )
    assert [line.split(":")[0] for line in await violations(desk.page)] == ["button-name"]


async def _can_be_hit(desk: Desk, name: str, *, fits: bool) -> None:
    size = desk.page.viewport_size
    assert size
    over = await desk.page.evaluate(
        "(m => [m.scrollHeight - m.clientHeight, document.documentElement.scrollWidth])"
        "(document.getElementById('main'))"
    )
    assert over[1] <= size["width"], name
    assert over[0] <= 0 or not fits, f"{name} has to be scrolled by {over[0]} px"
    for button in await desk.page.locator("#main button:visible").all():
        box = await button.bounding_box()
        label = await button.inner_text()
        assert box, label
        assert min(box["width"], box["height"]) >= SMALLEST, f"{label!r} on {name}: {box}"


async def test_motion_is_left_out_for_who_asked_for_none(tablets: Tablets) -> None:
    for motion, wanted in (("reduce", "none"), ("no-preference", "appear")):
        desk = await tablets(reduced_motion=motion)
        screen = desk.page.locator(".screen")
        assert await screen.evaluate("s => getComputedStyle(s).animationName") == wanted


async def test_a_person_may_change_the_language_and_the_next_finds_vietnamese(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.touch("Bắt đầu")
    await desk.touch("English")
    await desk.asked("Please rate this visit", "I agree")
    await desk.asked("Overall, how satisfied", "Satisfied")
    await expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    await desk.touch("Larger type")
    await expect(desk.page.locator("html")).to_have_class("large")
    await desk.touch("Stop")
    await desk.waits()
    await expect(desk.page.locator("html")).to_have_attribute("lang", "vi")
    await expect(desk.page.locator("html")).not_to_have_class("large")
    (record,) = await ended(trial, before, "stopped")
    (consent,) = await trial.storage.responses.consents(record.id)
    assert consent.language == "en", "agreed to in the words that were read"


VOICES = """
window.spoken = [];
const voices = [{ lang: 'vi-VN', localService: %s, name: 'Linh' }];
Object.defineProperty(window, 'SpeechSynthesisUtterance', {
  value: class { constructor(text) { this.text = text; } },
});
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => voices,
  speak: (one) => window.spoken.push(one.text),
  cancel: () => { window.spoken = []; },
}});
"""


async def test_what_is_asked_can_be_read_aloud_by_the_tablet_itself(tablets: Tablets) -> None:
    desk = await tablets(script=VOICES % "true")
    await desk.begin()
    assert await desk.page.evaluate("window.spoken") == [], "off until somebody wants it"
    await desk.touch("Đọc to")
    await desk.page.wait_for_function("window.spoken.length === 4")
    spoken = await desk.page.evaluate("window.spoken")
    assert spoken[0].startswith("Nhìn chung")
    assert spoken[1:] == ["Hài lòng", "Bình thường", "Chưa hài lòng"]
    await desk.touch("Hài lòng")
    await desk.sees("chỗ ngồi chờ")
    assert "chỗ ngồi chờ" in (await desk.page.evaluate("window.spoken"))[0]
    await desk.touch("Dừng lại")
    await desk.waits()
    assert await desk.page.evaluate("window.spoken") == []
    await expect(desk.button("Đọc to")).to_be_visible()


async def test_without_a_voice_of_its_own_the_tablet_offers_none(tablets: Tablets) -> None:
    desk = await tablets(script=VOICES % "false")
    await expect(desk.button("Đọc to")).to_be_hidden()
