"""A person at a browser: sees questions, presses, types; nothing here knows what is behind."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Locator, Page, Route, ViewportSize, expect

PHONE: ViewportSize = {"width": 360, "height": 740}


@dataclass
class Person:
    """One person at one page."""

    page: Page

    async def open(self, address: str) -> None:
        await self.page.goto(address)
        await self.page.get_by_role("button", name="Bắt đầu").click()
        await expect(self.page).to_have_url(address.rsplit("/", 1)[0] + "/chat")
        await self.sees("Xin chào Ông/Bà!")

    @property
    def bubbles(self) -> Locator:
        """What the bot said."""
        return self.page.locator("#log .said:not(.mine)")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox")

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)

    async def sees(self, text: str) -> None:
        """Wait until the newest thing said holds this text."""
        await expect(self.bubbles.last).to_contain_text(text)

    async def asked(self, question: str, *answers: str) -> None:
        """Wait for a question, and press these buttons, one after the other."""
        await self.sees(question)
        for answer in answers:
            await self.press(answer)

    async def press(self, label: str) -> None:
        button = self.button(label)
        await expect(button).to_be_enabled()
        await button.click()

    async def types(self, text: str) -> None:
        await self.box.fill(text)
        await self.button("Gửi tin").click()
        await expect(self.box).to_have_value("")

    async def command(self, label: str) -> None:
        await self.button("Trình đơn").click()
        await self.button(label).click()

    async def begin_rating(self) -> None:
        """Go from the greeting to the first rating."""
        await self.asked("Xin chào", "Bắt đầu")
        await self.asked("không bao giờ hỏi", "Tôi hiểu")
        await self.asked("đồng ý cho lưu", "Đồng ý")
        await self.asked("Ai đang bấm", "Tôi tự trả lời")
        await self.asked("đủ 18 tuổi", "Đã đủ")
        await self.asked("Ông/Bà đã làm xong", "Đã xong")
        await self.asked("cho ai", "Cho bản thân")
        await self.sees("chỗ ngồi chờ")


def held_until(free: asyncio.Event) -> Callable[[Route], Awaitable[None]]:
    """A network that lets nothing through before it is free."""

    async def hold(route: Route) -> None:
        await free.wait()
        await route.continue_()

    return hold
