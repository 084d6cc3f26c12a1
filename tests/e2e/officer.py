"""An officer at a page who has no mouse, and the case that they lead to its end."""

from dataclasses import dataclass

from playwright.async_api import expect

from tests.e2e.accessibility import violations
from tests.e2e.keyboard import Keyboard
from tests.e2e.person import Person


@dataclass
class Keys(Keyboard):
    """An officer's page, without a mouse; `base` is where the console is."""

    base: str

    async def open(self, path: str) -> None:
        await self.page.goto(self.base + path)

    async def sees(self, text: str) -> None:
        await expect(self.page.locator("main")).to_contain_text(text)


@dataclass
class Handling:
    """One case, from the officer's side and from the citizen's."""

    desk: Keys
    person: Person
    code: str

    async def is_accessible(self) -> None:
        assert await violations(self.desk.page) == []

    async def take(self) -> None:
        await self.desk.open("/console/cases")
        await self.is_accessible()
        await self.desk.presses(f"Chi trả lương hưu, trợ cấp {self.code}")
        await self.desk.presses("Nhận xử lý")
        await self.desk.sees("Ông/Bà đã nhận")
        await self.is_accessible()

    async def say(self, act: str, words: str, button: str) -> None:
        """Write to the citizen: unfold, write, look, send."""
        await self.desk.open(f"/console/cases/{self.code}")
        await self.desk.opens(act)
        await self.desk.types(act, words)
        await self.desk.presses("Xem trước khi gửi")
        await self.desk.sees(words)
        await self.is_accessible()
        await self.desk.presses(button)

    async def answer(self, words: str) -> None:
        await self.say("Trả lời người gửi", words, "Gửi câu trả lời")
        await self.desk.sees("Đã trả lời phản ánh")
        await expect(self.person.bubbles.filter(has_text=words)).to_be_visible()
        await self.person.sees("có đồng ý với trả lời")

    async def ask(self, words: str) -> None:
        await self.say("Hỏi thêm người gửi", words, "Gửi câu hỏi")
        await self.desk.sees("Chờ bổ sung")
        await self.person.sees(f"viết câu trả lời cho {self.code}")

    async def hears(self, text: str) -> None:
        await expect(self.person.bubbles.filter(has_text=text).first).to_be_visible()

    async def finds(self, *texts: str) -> None:
        await self.desk.open(f"/console/cases/{self.code}")
        for text in texts:
            await self.desk.sees(text)
