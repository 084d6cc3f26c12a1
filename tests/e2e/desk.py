"""A tablet at the desk as people see it: they touch it, and somebody looks for what they left."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, ViewportSize, expect

from storage.base import ResponseRecord
from tests.e2e.accessibility import violations
from tests.web.installation import Installation

LANDSCAPE: ViewportSize = {"width": 1280, "height": 800}
PORTRAIT: ViewportSize = {"width": 800, "height": 1280}

TO_THE_FIRST_RATING = ("Đồng ý", "Tôi tự trả lời", "Đã đủ", "Đã xong", "Cho bản thân")
"""Answers of the full form before the first question that is rated."""

_LEFT = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: 'caches' in window ? (await caches.keys()).length : 0,
  cookies: document.cookie,
  history: history.length,
  address: location.pathname + location.search + location.hash,
  name: window.name,
  state: history.state,
  fields: document.querySelectorAll('input, textarea, select').length,
})"""


@dataclass
class Desk:
    """One kiosk page. `hurries`: its clock can be moved, and is, past the moment in which fresh
    buttons sleep.
    """

    page: Page
    hurries: bool = False

    async def take_the_clock(self) -> None:
        """Load the page anew, with a clock that the test can move."""
        await self.page.clock.install()
        await self.page.reload()
        self.hurries = True

    async def stop_the_clock(self) -> None:
        """From here on time goes by only where the test says so."""
        soon = await self.page.evaluate("Date.now()") / 1000 + 10  # a time gone by is refused
        await self.page.clock.pause_at(soon)

    async def violations(self) -> list[str]:
        """What axe finds while the clock stands: it waits for that clock itself, for moments."""
        found = asyncio.ensure_future(violations(self.page))
        for _ in range(500):
            if found.done():
                break
            await self.page.clock.run_for(1)
        return await asyncio.wait_for(found, timeout=20)

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def sign(self) -> Locator:
        return self.page.locator("#sign")

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)

    async def waits(self) -> None:
        """See the screen that calls people."""
        await expect(self.title).to_have_text("Mời Ông/Bà cho biết ý kiến")

    async def sees(self, text: str) -> None:
        await expect(self.title).to_contain_text(text)

    async def touch(self, *labels: str) -> None:
        """Touch these buttons, one after the other."""
        for label in labels:
            if self.hurries:
                await self.page.clock.run_for(400)
            button = self.button(label)
            await expect(button).to_be_enabled()
            await button.tap()

    async def answer(self, label: str) -> None:
        """Touch a button, and wait until what it stood on has gone."""
        screen = await self.page.locator(".screen").element_handle()
        await self.touch(label)
        await screen.wait_for_element_state("hidden")

    async def asked(self, question: str, answer: str) -> None:
        await self.sees(question)
        await self.touch(answer)

    async def begin(self) -> None:
        await self.touch("Bắt đầu")
        await self.asked("đồng ý cho lưu", "Đồng ý")
        await self.sees("Nhìn chung")

    async def rate(self, *faces: str) -> None:
        """Answer the five faces, in their order; each is waited for."""
        asked = ("Nhìn chung", "chỗ ngồi chờ", "thủ tục", "thái độ", "kết quả nhận được")
        for question, face in zip(asked, faces, strict=True):
            await self.asked(question, face)

    async def left(self) -> dict[str, Any]:
        """Return whatever a page can leave behind."""
        found: dict[str, Any] = await self.page.evaluate(_LEFT)
        return found


async def kept_cookies(context: BrowserContext) -> list[str]:
    """Return the names of all cookies of a tablet, those that no script sees included."""
    return sorted(str(cookie.get("name")) for cookie in await context.cookies())


Tablets = Callable[..., Awaitable[Desk]]
"""Opens a kiosk of its own: `size`, `script` to run first, and options of the browser."""


async def made(trial: Installation, before: set[str]) -> list[ResponseRecord]:
    """Return the responses of a test, in the order in which they were begun."""
    records = await trial.storage.responses.listed()
    return sorted((r for r in records if r.id not in before), key=lambda r: (r.started_at, r.id))


async def given(trial: Installation, record: ResponseRecord) -> dict[str, object]:
    """Return the answers that count, without the consent."""
    rows = await trial.storage.answers.current(record.id)
    return {row.question: row.value for row in rows if row.question != "C1"}


async def ended(
    trial: Installation, before: set[str], *states: str, looks: int = 200
) -> list[ResponseRecord]:
    """Return the responses of a test, once their states are these; fail if they never are.

    The tablet shows its thanks before the last answer has arrived: who looks at the rows waits.
    """
    records: list[ResponseRecord] = []
    for _ in range(looks):
        records = await made(trial, before)
        if tuple(record.state for record in records) == states:
            return records
        await asyncio.sleep(0.05)
    raise AssertionError([record.state for record in records])
