"""Everybody can use it: by keyboard, by ear, with large type, in the dark, at a desk."""

import asyncio
import re
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import Picture, listen
from tests.e2e.person import PHONE, Person, held_until

SMALLEST = 44  # CSS px, WCAG 2.5.5


async def test_the_keyboard_alone_is_enough(
    browser: Browser, address: str, complaints_of_page: list[str]
) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    listen(page, complaints_of_page)
    person = Person(page)
    await page.goto(address)
    await _tab_to(page, "Bắt đầu")
    await page.keyboard.press("Enter")
    await person.sees("Xin chào")
    await _tab_to(page, "Bắt đầu")
    await page.keyboard.press("Space")
    await person.sees("không bao giờ hỏi")
    for label, then in (
        ("Tôi hiểu", "đồng ý cho lưu"),
        ("Đồng ý", "Ai đang bấm"),
        ("Tôi tự trả lời", "đủ 18 tuổi"),
        ("Đã đủ", "Ông/Bà đã làm xong"),
        ("Đã xong", "cho ai"),
        ("Cho bản thân", "chỗ ngồi chờ"),
    ):
        await expect(page.locator("#now")).to_be_focused()
        await page.keyboard.press("Tab")
        await _tab_to(page, label)
        await page.keyboard.press("Enter")
        await person.sees(then)
    await _rates_by_keys(person)
    await _opens_the_menu(person)
    assert complaints_of_page == []
    await context.close()


async def _rates_by_keys(person: Person) -> None:
    page = person.page
    await expect(page.locator("#now")).to_be_focused()
    await page.keyboard.press("4")
    await person.sees("thời gian chờ tới lượt")
    await expect(page.locator("#now")).to_be_focused()
    await page.keyboard.press("7")  # no such answer: nothing happens
    await page.keyboard.press("5")
    await person.sees("niêm yết công khai")
    await expect(page.locator("#now")).to_be_focused()
    await _tab_to(page, "Quay lại")
    await page.keyboard.press("Enter")
    await person.sees("thời gian chờ tới lượt")
    await expect(page.locator("#now")).to_be_focused()
    await person.box.focus()
    await page.keyboard.type("3")
    await page.keyboard.press("Enter")
    await person.sees("niêm yết công khai")
    await expect(person.box).to_be_focused()


async def _opens_the_menu(person: Person) -> None:
    page = person.page
    await page.keyboard.press("Shift+Tab")
    await _tab_to(page, "Trình đơn", back=True)
    await page.keyboard.press("Enter")
    await expect(person.button("Trợ giúp")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(person.button("Trợ giúp")).to_be_hidden()
    await expect(person.button("Trình đơn")).to_be_focused()


async def _tab_to(page: Page, label: str, *, back: bool = False) -> None:
    focused = page.locator(":focus")
    for _ in range(25):
        if await focused.count() and (await focused.inner_text()).strip() == label:
            return
        await page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"{label!r} cannot be reached by the Tab key")


async def test_a_screen_reader_finds_roles_and_names(person: Person, address: str) -> None:
    page = person.page
    await page.goto(address)
    await expect(page.get_by_role("main")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Mời Ông/Bà góp ý")
    await person.open(address)
    await person.begin_rating()
    log = page.get_by_role("log", name="Trò chuyện")
    await expect(log).to_have_attribute("aria-live", "polite")
    bar = page.get_by_role("progressbar")
    await expect(bar).to_have_accessible_name(re.compile(r"Câu 5/\d+"))
    way = page.locator("#now")
    await expect(way).to_have_role("region")
    await expect(way).to_have_accessible_name(re.compile(r"Câu 5/\d+"))
    await expect(way.get_by_role("button")).to_have_count(7)
    await expect(way.get_by_role("button").first).to_have_accessible_name("5 Rất hài lòng")
    await expect(person.box).to_have_accessible_name("Gõ câu trả lời")
    await expect(page.locator(".mine").last).to_contain_text("Ông/Bà trả lời: Cho bản thân")
    menu = person.button("Trình đơn")
    await expect(menu).to_have_attribute("aria-expanded", "false")
    await menu.click()
    await expect(menu).to_have_attribute("aria-expanded", "true")
    await expect(page.get_by_role("navigation", name="Trình đơn")).to_be_visible()
    assert await page.locator("html").get_attribute("lang") == "vi"


async def test_after_an_answer_focus_is_where_the_next_one_is_given(
    person: Person, address: str
) -> None:
    await person.open(address)
    await person.press("Bắt đầu")
    await person.sees("không bao giờ hỏi")
    await expect(person.page.locator("#now")).to_be_focused()
    await expect(person.button("Để sau")).to_have_count(0)


@pytest.mark.parametrize(
    ("role", "name"), [("textbox", "Gõ câu trả lời"), ("button", "Trình đơn")], ids=["box", "menu"]
)
async def test_who_goes_elsewhere_before_the_reply_stays_there(
    person: Person, address: str, role: Literal["textbox", "button"], name: str
) -> None:
    await person.open(address)
    went = asyncio.Event()
    await person.page.route("**/chat/messages", held_until(went))
    await person.press("Bắt đầu")
    await expect(person.button("Để sau")).to_be_disabled()
    where = person.page.get_by_role(role, name=name, exact=True)
    await where.focus()
    went.set()
    await expect(person.button("Tôi hiểu")).to_be_enabled()  # as the focus is given, if at all
    await expect(where).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
async def test_at_360_pixels_everything_fits_and_can_be_hit(
    browser: Browser,
    address: str,
    picture: Picture,
    scheme: Literal["light", "dark"],
    large: bool,
) -> None:
    context = await browser.new_context(viewport=PHONE, color_scheme=scheme)
    person = Person(await context.new_page())
    await person.page.goto(address)
    if large:
        await person.press("Chữ to hơn")
        await expect(person.page.locator("html")).to_have_class("large")
    await _fits(person.page)
    await person.open(address)
    await person.begin_rating()
    await _fits(person.page)
    await picture(person.page, f"chat-360-{scheme}{'-large' if large else ''}")
    await person.button("Trình đơn").click()
    await _fits(person.page)
    await context.close()


async def _fits(page: Page) -> None:
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], "nothing sticks out to the side"
    for button in await page.get_by_role("button").all():
        box = await button.bounding_box()
        if box:
            name = await button.inner_text()
            assert box["height"] >= SMALLEST, f"{name!r} is {box['height']} high"
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"], f"{name!r} is cut"


async def test_all_answers_of_a_rating_are_in_sight_at_once(person: Person, address: str) -> None:
    await person.open(address)
    await person.begin_rating()
    await person.press("4 Hài lòng")
    await person.sees("thời gian chờ tới lượt")
    dock = await person.page.locator(".dock").bounding_box()
    last = await person.button("0 Không áp dụng").bounding_box()
    assert dock
    assert last
    assert last["y"] + last["height"] <= dock["y"]


async def test_no_answer_of_a_fresh_question_looks_chosen(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    person = Person(await context.new_page())
    await person.open(address)
    await person.begin_rating()
    await person.press("3 Bình thường")  # the pointer stays there
    await person.sees("thời gian chờ tới lượt")
    colours = {
        await button.evaluate("b => getComputedStyle(b).backgroundColor")
        for button in await person.page.locator("#now .choices button").all()
    }
    assert len(colours) == 1
    await context.close()


async def test_at_a_desk(browser: Browser, address: str, picture: Picture) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    person = Person(await context.new_page())
    await person.open(address)
    await person.begin_rating()
    await picture(person.page, "chat-desktop")
    await context.close()


async def test_the_large_type_switch_of_the_chat_works_in_place(
    person: Person, address: str
) -> None:
    await person.open(address)
    await person.box.fill("đang viết dở")
    await person.command("Chữ to hơn")
    await expect(person.page.locator("html")).to_have_class("large")
    await expect(person.box).to_have_value("đang viết dở")
    await person.page.reload()
    await expect(person.page.locator("html")).to_have_class("large")


async def test_motion_is_left_out_for_who_asked_for_none(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport=PHONE, reduced_motion="reduce")
    person = Person(await context.new_page())
    await person.open(address)
    await person.press("Bắt đầu")
    await person.sees("không bao giờ hỏi")
    animation = await person.bubbles.last.evaluate("b => getComputedStyle(b).animationName")
    assert animation == "none"
    await context.close()
