"""The way into the console by keyboard alone, on a phone and at a desk: the first admin, an
invitation, an officer who joins and signs in.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.accounts import By, first_link
from bot.turns import now_ms
from tests.console.entry_hall import EntryHall, entry_hall
from tests.e2e.accessibility import violations
from tests.e2e.conftest import Picture, listen
from tests.e2e.keyboard import Keyboard
from tests.e2e.person import PHONE

DESK: ViewportSize = {"width": 1280, "height": 800}
ADMINS, OFFICERS = "đường về nhà rất xa", "mưa rừng tháng bảy Đà Lạt"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[EntryHall]:
    """A console where nobody has an account yet."""
    async with entry_hall(tmp_path) as opened:
        yield opened


@dataclass
class Somebody:
    """One person at one page, without a mouse."""

    page: Page
    keys: Keyboard
    picture: Picture
    shown: str
    """How the pictures of this run begin."""

    async def sound(self, name: str = "") -> None:
        """See that nothing is wider than the window, and that axe finds nothing."""
        width = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, self.page.url
        assert await violations(self.page) == [], self.page.url
        if name:
            await self.picture(self.page, f"{self.shown}-{name}")

    async def becomes_admin(self, link: str) -> None:
        await self.page.goto(link)
        await self.sound("first")
        await self.keys.types("Họ và tên", "Nguyễn Văn An")
        await self.keys.types("Tên đăng nhập", "an.nguyen")
        await self.chooses_password(ADMINS)
        await self.sees("Xin chào Nguyễn Văn An")

    async def chooses_password(self, password: str) -> str:
        """Choose a password and set up an authenticator; return its key."""
        await self.keys.types("Mật khẩu mới", password)
        await self.keys.types("Nhập lại mật khẩu mới", password)
        await self.keys.presses("Tiếp tục")
        await self.sound("totp")
        secret = (await self.page.locator("#secret").text_content() or "").replace(" ", "")
        await self.keys.types("Mã 6 chữ số trong ứng dụng", code_of(secret))
        await self.keys.presses("Xác nhận")
        await expect(self.page.locator(".codes li")).to_have_count(10)
        await self.sound("codes")
        await self.keys.presses("Đã cất mã, vào bàn làm việc")
        return secret

    async def invites(self) -> str:
        """Invite an officer; return the path of the link."""
        await self.keys.presses("Tài khoản")
        await self.sound()
        await self.keys.presses("Mời cán bộ")
        await self.sound("invite")
        await self.keys.types("Họ và tên", "Trần Thị Bình")
        await self.keys.types("Tên đăng nhập", "binh.tran")
        await self.keys.chooses("Vai trò", "Đầu mối phản ánh")
        await self.keys.chooses("Đơn vị", "BHXH cơ sở Đà Lạt")
        await self.keys.presses("Tạo tài khoản và liên kết mời")
        await self.sound("link")
        link = await self.page.get_by_label("Liên kết", exact=True).input_value()
        await self.keys.presses("Đã gửi, xem tài khoản")
        await self.sound("account")
        return link[link.index("/console") :]

    async def signs_out(self) -> None:
        await self.keys.presses("Đăng xuất")
        await expect(self.page.get_by_role("status")).to_have_text("Đã đăng xuất.")
        await self.sound()

    async def signs_in(self, password: str, code: str) -> None:
        """Type what is asked for, and press Enter in the last box."""
        if await self.page.get_by_label("Tên đăng nhập").input_value() == "":
            await self.page.keyboard.insert_text("binh.tran")  # the cursor waits there
            await self.keys.types("Mật khẩu", password)
        else:
            await self.page.keyboard.insert_text(password)
        await self.keys.types("Mã xác thực", code)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")

    async def sees(self, heading: str) -> None:
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)


def code_of(secret: str, ahead: int = 0) -> str:
    """Return what the authenticator shows, `ahead` steps from now."""
    return pyotp.TOTP(secret).at(now_ms() // 1000 + 30 * ahead)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.timeout(120)
async def test_the_first_admin_invites_an_officer_who_joins_and_signs_in(
    hall: EntryHall,
    browser: Browser,
    picture: Picture,
    complaints_of_page: list[str],
    size: ViewportSize,
) -> None:
    context = await browser.new_context(viewport=size, locale="vi-VN")
    context.set_default_timeout(30_000)
    page = await context.new_page()
    listen(page, complaints_of_page)
    one = Somebody(page, Keyboard(page), picture, f"console-{size['width']}")
    first = await first_link(hall.installation.storage, By("start", now_ms()))
    assert first is not None

    await one.becomes_admin(first.address(str(hall.base)[:-1]))
    path = await one.invites()
    await one.signs_out()

    await page.goto(str(hall.base.with_path(path)))
    secret = await one.chooses_password(OFFICERS)
    await one.sound("start")
    await one.keys.presses("Trần Thị Bình")
    await one.sound("me")
    await one.signs_out()

    await one.signs_in("sai mật khẩu", "123456")
    await expect(page.get_by_role("alert")).to_contain_text("Chưa đăng nhập được")
    await one.sound("refused")
    await one.signs_in(OFFICERS, code_of(secret, ahead=1))
    await one.sees("Xin chào Trần Thị Bình")
    assert complaints_of_page == []
    await context.close()
