"""Pages of cases in real browsers: how they look, and what hostile words do to them."""

import pytest
from playwright.async_api import Page, ViewportSize, expect

from bot.console.case_told import pieces
from bot.turns import now_ms
from flows.hidden_phones import phones_hidden
from flows.identifiers import Instant
from tests.console.case_room import DAY, CaseRoom, Officer
from tests.e2e.accessibility import violations
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.hostile_texts import HOSTILE
from tests.e2e.person import PHONE

ANSWER = (
    "Chúng tôi đã kiểm tra hồ sơ của Ông/Bà. Việc bị chậm là do thiếu người ở quầy."
    " Chúng tôi xin lỗi vì đã để Ông/Bà phải chờ."
)
TOLD = (
    "Sáng thứ hai tôi đến nộp hồ sơ hưởng chế độ thai sản từ 7 giờ 30, lấy số 12 mà đến 11 giờ"
    " chưa được gọi.\nHỏi chị ở quầy 2 thì chị bảo “cứ chờ đi”, không giải thích gì thêm."
)
LOOKS = [
    pytest.param(PHONE, "light", "360", id="360"),
    pytest.param(PHONE, "dark", "360-dark", id="360-dark"),
    pytest.param(DESKTOP, "light", "desktop", id="desktop"),
    pytest.param(DESKTOP, "dark", "desktop-dark", id="desktop-dark"),
]


async def furnished(room: CaseRoom, officer: Officer) -> str:
    """Put cases of every kind into the queue; return the code of the one to look at."""
    colleague = await room.officer("case_officer", name="Trần Văn Dũng")
    now, own = now_ms(), officer.account.id
    await room.case(category="PA07", severity=2, due_at=Instant(now - 4 * DAY),
                    officer_id=colleague.account.id, state="in_progress")  # fmt: skip
    await room.case(category="PA10", severity=4, due_at=Instant(now + DAY))
    await room.case(category="PA01", severity=2, state="waiting", officer_id=own)
    await room.case(category="PA14", severity=0, kind="praise", due_at=None)
    await room.case(category="PA05", severity=4, restricted=True)
    shown = await room.case(TOLD, due_at=Instant(now + 2 * DAY), name="Nguyễn Văn Ân",
                            address="12 Hai Bà Trưng, Đà Lạt", phone="+84912345678")  # fmt: skip
    return shown.code


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_every_page_is_accessible_and_fits(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    officer = await room.officer("unit_head", name="Nguyễn Thị Thanh Bình")
    code = await furnished(room, officer)
    desk = await desks(officer, size, scheme)

    async def looks_well(what: str) -> None:
        await picture(desk.page, f"console-{what}-{name}")
        assert await violations(desk.page) == []
        assert await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0

    await desk.open("/console/cases")
    await looks_well("cases")
    await desk.open("/console/cases?whose=mine&category=PA08&late=1")
    await looks_well("cases-empty")
    await desk.open(f"/console/cases/{code}")
    await desk.page.get_by_role("button", name="Nhận xử lý").click()
    await looks_well("case")
    await desk.page.locator("summary", has_text="Trả lời người gửi").click()
    await desk.page.get_by_label("Mẫu soạn sẵn").first.select_option("delay")
    await desk.page.get_by_role("button", name="Chèn mẫu").first.click()
    await expect(desk.page.get_by_role("textbox", name="Trả lời người gửi")).to_be_focused()
    await desk.page.get_by_role("button", name="Xem trước khi gửi").first.click()
    await desk.sees("Còn chỗ chưa điền")
    await looks_well("case-fault")
    await desk.page.get_by_role("textbox", name="Trả lời người gửi").fill(ANSWER)
    await desk.page.get_by_role("button", name="Xem trước khi gửi").first.click()
    await looks_well("case-preview")
    await officer.do(code, "note", text="Đã gọi cho quầy 2")
    await desk.page.get_by_role("button", name="Gửi câu trả lời").click()
    await looks_well("case-meanwhile")
    await desk.open(f"/console/cases/{code}/print")
    await looks_well("case-print")


# -- what citizens could send

_LOOK = """() => {
  const told = document.querySelector('.case-told .told');
  const acts = document.getElementById('acts');
  return {
    told: told ? told.textContent : '',
    harmed: 'harmed' in window,
    foreign: document.querySelectorAll('.told :not(.hiding)').length,
    wider: document.documentElement.scrollWidth - innerWidth,
    acts: acts ? acts.getBoundingClientRect().width : 0,
  };
}"""


@pytest.mark.timeout(240)
async def test_two_hundred_hostile_texts_do_nothing(room: CaseRoom, desks: Desks) -> None:
    desk = await desks(await room.officer(), PHONE)
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))

    async def refuse(dialog: object) -> None:
        raise AssertionError(dialog)

    desk.page.on("dialog", refuse)
    for text in HOSTILE:
        case = await room.case(text, name=text)
        await desk.open(f"/console/cases/{case.code}")
        found = await desk.page.evaluate(_LOOK)
        shown = "".join(piece.text for piece in pieces(phones_hidden(text)))
        assert found["told"] == shown
        assert (found["harmed"], found["foreign"], found["wider"]) == (False, 0, 0), text[:60]
        assert found["acts"] > 300

    assert {url for url in asked if not url.startswith(desk.base)} == set()


async def is_unharmed(page: Page) -> bool:
    """Whether nothing ran, nothing but words stands among the words, and the page fits."""
    found = await page.evaluate(_LOOK)
    return (found["harmed"], found["foreign"], found["wider"]) == (False, 0, 0)


@pytest.mark.timeout(120)
async def test_hostile_words_stay_words_wherever_they_are_shown(
    room: CaseRoom, desks: Desks
) -> None:
    officer = await room.officer("unit_head")
    desk = await desks(officer, PHONE)
    for text in HOSTILE[::20]:
        case = await room.case(text, name=text)
        await officer.do(case.code, "take")
        await officer.do(case.code, "note", text=text)
        await desk.open(f"/console/cases/{case.code}/print")
        assert await is_unharmed(desk.page)
        await desk.open(f"/console/cases/{case.code}")
        await desk.page.locator("summary", has_text="Xem thông tin đang ẩn").click()
        await desk.page.get_by_label("Lý do").fill("gọi lại để hỏi")
        await desk.page.get_by_role("button", name="Xem và ghi nhật ký").click()
        await expect(desk.page.locator(".revealed")).to_be_visible()
        assert await is_unharmed(desk.page)
        await desk.page.locator("summary", has_text="Trả lời người gửi").click()
        await desk.page.get_by_role("textbox", name="Trả lời người gửi").fill(text)
        await desk.page.get_by_role("button", name="Xem trước khi gửi").first.click()
        assert await is_unharmed(desk.page)
