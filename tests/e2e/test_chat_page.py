"""What the chat page does beside questions: menu, language, codes, and texts that mean harm."""

import asyncio
import re

import pytest
from playwright.async_api import BrowserContext, expect

from tests.e2e.person import Person, held_until

HARMFUL = [
    "<script>document.title = 'hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "{{7*7}} ${7*7} javascript:alert(1)",
    "</textarea><svg onload=document.title='hacked'>",
]


@pytest.mark.parametrize("text", HARMFUL, ids=["script", "image", "template", "svg"])
async def test_script_in_a_text_executes_nothing(person: Person, address: str, text: str) -> None:
    await person.open(address)
    await _open_intake(person)
    for _ in range(3):
        await person.types(text)
    await expect(person.page.locator("#log img, #log svg, #log script")).to_have_count(0)
    await expect(person.page).to_have_title("Trò chuyện")
    await person.page.reload()
    await expect(person.bubbles.last).to_be_visible()
    await expect(person.page.locator("#log img, #log svg, #log script")).to_have_count(0)
    await expect(person.page).to_have_title("Trò chuyện")


async def test_marks_that_turn_writing_are_shown(person: Person, address: str) -> None:
    await person.open(address)
    await person.types("chào\u202eneik\u2066")
    text = await person.page.locator("#log").inner_text()
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


async def test_the_menu_gives_its_commands(person: Person, address: str) -> None:
    await person.open(address)
    await person.begin_rating()
    await person.command("Trợ giúp")
    await expect(person.bubbles.nth(-2)).to_contain_text("Có thể gõ")
    await person.sees("chỗ ngồi chờ")
    await person.command("Gặp viên chức")
    await expect(person.bubbles.nth(-2)).to_contain_text("1900 9068")
    await person.press("4 Hài lòng")
    await person.sees("thời gian chờ")
    await person.command("Xem câu trả lời")
    await expect(person.page.locator(".review li").first).to_contain_text("4 Hài lòng")
    await person.sees("thời gian chờ")
    await expect(person.page.get_by_role("button", name=re.compile("^Sửa:"))).to_have_count(1)
    await person.command("Tạm dừng")
    await person.sees("Ông/Bà cứ nghỉ")
    await person.types("tiếp tục")
    await person.sees("thời gian chờ")


async def test_commands_pressed_while_an_answer_is_under_way_are_said_after_it(
    person: Person, address: str
) -> None:
    await person.open(address)
    await person.begin_rating()
    pressed = asyncio.Event()
    await person.page.route("**/chat/messages", held_until(pressed))
    await person.press("4 Hài lòng")
    await expect(person.page.locator(".mine.waiting")).to_have_text(re.compile("4 Hài lòng"))
    await person.command("Trợ giúp")
    await person.command("Gặp viên chức")
    pressed.set()
    await expect(person.bubbles.nth(-2)).to_contain_text("1900 9068")
    await person.sees("thời gian chờ")
    said = " ".join(await person.bubbles.all_inner_texts())
    assert said.index("Có thể gõ") < said.rindex("1900 9068")


async def test_the_page_that_tells_true_from_false_leads_back(
    person: Person, address: str
) -> None:
    await person.open(address)
    await person.press("Bắt đầu")
    await person.sees("không bao giờ hỏi")
    await person.button("Trình đơn").click()
    await person.page.get_by_role("link", name="Kiểm tra thật/giả").click()
    await expect(person.page.get_by_role("heading", level=1)).to_have_text("Kiểm tra thật/giả")
    await person.page.get_by_role("link", name="Quay lại cuộc trò chuyện").click()
    await person.sees("không bao giờ hỏi")


async def test_another_language_changes_the_whole_page(person: Person, address: str) -> None:
    await person.open(address)
    await person.command("English")
    await expect(person.page.locator("html")).to_have_attribute("lang", "en")
    await expect(person.button("Send text")).to_be_visible()
    await expect(person.bubbles.last).to_contain_text("Hello")
    await person.box.fill("tiếng Việt")
    await person.button("Send text").click()
    await expect(person.page.locator("html")).to_have_attribute("lang", "vi")
    await expect(person.button("Gửi tin")).to_be_visible()


async def test_a_code_can_be_copied_and_printed(
    person: Person, phone: BrowserContext, address: str
) -> None:
    await phone.grant_permissions(["clipboard-read", "clipboard-write"])
    await person.page.add_init_script("window.print = () => { document.title = 'printing' }")
    await person.open(address)
    await _open_intake(person)
    await _praise(person)
    code = await person.page.locator(".ticket .code").inner_text()
    await person.press("Chép mã")
    await expect(person.button("Đã chép")).to_be_visible()
    assert await person.page.evaluate("navigator.clipboard.readText()") == code
    await person.press("In mã")
    await expect(person.page).to_have_title("printing")
    await person.page.emulate_media(media="print")
    await expect(person.page.locator(".ticket")).to_be_visible()
    for hidden in (".bar", ".dock", "#log .said >> nth=0"):
        await expect(person.page.locator(hidden)).to_be_hidden()


async def _praise(person: Person) -> None:
    await person.press("Khen ngợi")
    await person.sees("kể ngắn gọn")
    await person.types("Cô ở quầy số 1 rất tận tình.")
    await person.sees("xem lại giúp")
    await person.press("Gửi phiếu")
    await expect(person.page.locator(".ticket")).to_be_visible()


async def test_phones_get_the_keyboard_for_numbers(person: Person, address: str) -> None:
    await person.open(address)
    await _open_intake(person)
    for label in ("Góp ý", "Việc khác", "Việc khác"):
        await person.press(label)
    await person.sees("kể ngắn gọn")
    await person.types("Xin thêm quạt ở phòng chờ.")
    await person.press("Có, trả lời tôi")
    await person.sees("họ và tên")
    await expect(person.box).to_have_attribute("inputmode", "text")
    await person.types("Nguyễn Thị Lan")
    await person.sees("Địa chỉ")
    await person.types("Xã Hiệp Thạnh, Lâm Đồng")
    await person.sees("Số điện thoại")
    await expect(person.box).to_have_attribute("inputmode", "tel")
    await expect(person.box).to_have_attribute("autocomplete", "tel")
    await person.types("0912 345 678")
    await person.sees("xem lại giúp")
    await expect(person.box).to_have_attribute("inputmode", "text")


async def _open_intake(person: Person) -> None:
    for label in ("Bắt đầu", "Tôi hiểu", "Đồng ý", "Tôi tự trả lời", "Đã đủ"):
        await person.press(label)
    await person.asked("Ông/Bà đã làm xong", "Chưa xong")
    await person.press("Gửi phản ánh")
    await person.asked("góp ý, lời khen", "Bắt đầu")
    await person.asked("lưu nội dung này", "Đồng ý")
    await person.sees("loại ý kiến")


async def test_without_scripts_the_way_in_can_still_be_read(person: Person, address: str) -> None:
    browser = person.page.context.browser
    assert browser
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(address)
    await page.get_by_role("button", name="Bắt đầu").click()
    await expect(page.locator("#opening")).to_contain_text("trình duyệt khác")
    await context.close()
